"""Sheets of plain data: funds, goals and indicators, for filters and formulas."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from perf_report.messages import Catalogue
from perf_report.model.form import Form, FundsBlock
from perf_report.model.form_data_files import FUNDS, GOALS, INDICATORS, SOURCES, data_file_names
from perf_report.model.money import add_amounts
from perf_report.model.plan import Plan
from perf_report.model.source_tree import SourceTree
from perf_report.model.target import Operator
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.office.write_xlsx.choices import ChoiceLists
from perf_report.office.write_xlsx.figures import decimals, plain_figure
from perf_report.office.write_xlsx.formats import Formats
from perf_report.office.write_xlsx.row_heights import data_row_height
from perf_report.render.grid.text_widths import text_width
from perf_report.render.localized_text import Localizer
from perf_report.render.table_csv import DataTable, data_table

_SHEETS = (FUNDS, SOURCES, GOALS, INDICATORS)
_ID = "id"
_CHINESE, _ENGLISH = "_zh", "_en"
_SIZE = 10.5
# The number that Excel has for A4.
A4 = 9
# Widths of columns in characters of the file's font.
_LEAST, _MOST = 8, 46
# A Chinese character is about two of them.
_PER_CHARACTER = 2.2


def write_data_sheets(
    book: Any, vocabulary: Vocabulary, plan: Plan, localizer: Localizer, parts: "SheetParts"
) -> None:
    """Add the sheets of data that a form has."""
    for name in data_file_names(vocabulary.form):
        if name in _SHEETS:
            title = localizer.mode_catalogues[0].format("sheet", name.partition(".")[0])
            sheet = _DataSheet(
                worksheet=book.add_worksheet(title),
                table=_shown(data_table(name, plan, vocabulary), localizer),
                vocabulary=vocabulary,
                localizer=localizer,
                parts=parts,
            )
            sheet.write()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetParts:
    """What the sheets of a workbook share."""

    formats: Formats
    choices: ChoiceLists


def print_wide(worksheet: Any) -> None:
    """Set a sheet up to print on A4 across, as wide as the page."""
    worksheet.set_paper(A4)
    worksheet.set_landscape()
    worksheet.fit_to_pages(1, 0)


def _shown(table: DataTable, localizer: Localizer) -> DataTable:
    """The columns of a table in the languages of the file."""
    shown = [
        number
        for number, name in enumerate(table.header)
        if _is_shown(name, table.header, localizer)
    ]
    return DataTable(
        header=tuple(table.header[number] for number in shown),
        rows=[tuple(row[number] for number in shown) for row in table.rows],
    )


def _is_shown(name: str, header: Sequence[str], localizer: Localizer) -> bool:
    if name.endswith(_ENGLISH):
        return "en" in localizer.languages
    other = f"{name.removesuffix(_CHINESE)}{_ENGLISH}"
    return "zh" in localizer.languages or other not in header


@dataclass(frozen=True, slots=True, kw_only=True)
class _DataSheet:
    """Writes one sheet: a header row, and a row a thing."""

    worksheet: Any
    table: DataTable
    vocabulary: Vocabulary
    localizer: Localizer
    parts: SheetParts

    def write(self) -> None:
        """Fill the sheet."""
        widths = list(self._write_heads())
        for row, values in enumerate(self.table.rows, start=1):
            texts = ("" if value is None else str(value) for value in values)
            height = data_row_height(zip(texts, widths, strict=True), _SIZE)
            self.worksheet.set_row(row, height)
            for column, value in enumerate(values):
                self._write_value(row, column, value)
        last = max(len(self.table.rows), 1)
        for column, choices in self._choices():
            self.parts.choices.offer(self.worksheet, (1, column, last, column), choices)
        self.worksheet.autofilter(0, 0, last, len(self.table.header) - 1)
        self.worksheet.freeze_panes(1, 0)
        print_wide(self.worksheet)

    def _write_heads(self) -> Iterator[float]:
        """Write the header, and yield the widths of the columns."""
        for column, name in enumerate(self.table.header):
            label = self._label(name)
            width = self._width(column, label)
            self.worksheet.write_string(0, column, label, self.parts.formats.data_head(_SIZE))
            self.worksheet.set_column(column, column, width, None, {"hidden": name == _ID})
            yield width

    def _write_value(self, row: int, column: int, value: object) -> None:
        text = "" if value is None else str(value)
        figure = plain_figure(text) if self._holds_figures(column) else None
        if not text:
            self.worksheet.write_blank(row, column, None, self.parts.formats.data(_SIZE))
        elif figure is None:
            self.worksheet.write_string(row, column, text, self.parts.formats.data(_SIZE, text))
        else:
            self._write_figure(row, column, figure)

    def _write_figure(self, row: int, column: int, figure: Decimal) -> None:
        places = decimals(figure)
        format_ = self.parts.formats.data(_SIZE, num_format=f"0.{'0' * places}" if places else "0")
        cells = self._added(row, column, figure)
        if not cells:
            self.worksheet.write_number(row, column, float(figure), format_)
            return
        added = ",".join(xl_rowcol_to_cell(*cell) for cell in cells)
        formula = f"=ROUND(SUM({added}),{places})"
        self.worksheet.write_formula(row, column, formula, format_, float(figure))

    def _holds_figures(self, column: int) -> bool:
        """Whether numbers in a column are such, and not words that are all digits."""
        name = self.table.header[column]
        return name != _ID and not name.endswith((_CHINESE, _ENGLISH))

    # --- Sums ---

    def _added(self, row: int, column: int, figure: Decimal) -> list[tuple[int, int]]:
        """The cells whose exact sum a figure is: parts of its source, in its row or its column."""
        header, rows = self.table.header, self.table.rows
        in_row = self._parts_of(header[column])
        cells = [(row, at) for at, name in enumerate(header) if name in in_row]
        if not cells and _ID in header and header[column] != _ID:
            ids = [values[header.index(_ID)] for values in rows]
            below = self._parts_of(str(ids[row - 1]))
            cells = [(number, column) for number, id_ in enumerate(ids, start=1) if id_ in below]
        known = [self._figure(*cell) for cell in cells]
        # Blanks are among them, since somebody may fill them.
        return cells if any(known) and add_amounts(known) == figure else []

    def _figure(self, row: int, column: int) -> Decimal | None:
        return plain_figure(str(self.table.rows[row - 1][column]))

    def _parts_of(self, source: str) -> tuple[str, ...]:
        return _source_parts(self.vocabulary.form).get(source, ())

    # --- Labels, choices and widths ---

    def _label(self, name: str) -> str:
        """The label of a column, with its language where the file has two."""
        catalogue = self.localizer.mode_catalogues[0]
        base = name.removesuffix(_CHINESE).removesuffix(_ENGLISH)
        label = self._base_label(base, catalogue)
        is_worded = name != base or f"{base}{_ENGLISH}" in self.table.header
        if not is_worded or len(self.localizer.languages) == 1:
            return label
        id_ = "in-english" if name.endswith(_ENGLISH) else "in-chinese"
        return catalogue.format("sheet", id_, label=label)

    def _base_label(self, name: str, catalogue: Catalogue) -> str:
        own = _form_labels(self.vocabulary.form).get(name)
        if own is not None:
            return own.get(catalogue.language) or name
        known = catalogue.tables["data-column"]
        return catalogue.format("data-column", name) if name in known else name

    def _choices(self) -> Iterator[tuple[int, list[str]]]:
        """The columns with a list: the levels of the framework, and the signs of targets."""
        paths = list(self.vocabulary.framework.categories())
        levels: dict[str, list[Text]] = {
            "level1": [level.label for level, _ in paths],
            "level2": [category.label for _, category in paths],
        }
        for column, name in enumerate(self.table.header):
            base = name.removesuffix(_CHINESE).removesuffix(_ENGLISH)
            if base in levels:
                pairs = (label.both for label in levels[base])
                yield column, [pair[name.endswith(_ENGLISH)] or "" for pair in pairs]
            elif name == "operator":
                yield column, list(Operator)

    def _width(self, column: int, label: str) -> float:
        texts = [label, *(str(row[column] or "") for row in self.table.rows)]
        longest = max(text_width(text) for text in texts) * _PER_CHARACTER
        return min(max(round(longest + 2), _LEAST), _MOST)


def _source_parts(form: Form) -> Mapping[str, tuple[str, ...]]:
    """The sources of money that are sums, with what they are the sums of."""
    parts: dict[str, tuple[str, ...]] = {}
    for block in form.blocks_of(FundsBlock):
        parts |= SourceTree.of(block.tree).parts
    return parts


def _form_labels(form: Form) -> Mapping[str, Text]:
    """The labels of the form's own columns, and of its sources of money, by id."""
    columns = {
        id_: column.label for row in form.funds_columns().values() for id_, column in row.items()
    }
    own = {id_: column.label for id_, column in form.own_columns().items()}
    return {**columns, **own, **form.source_labels()}
