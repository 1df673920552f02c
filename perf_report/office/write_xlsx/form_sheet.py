"""The sheet of the form: what the page shows, to print."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from math import ceil
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from perf_report.office.cell_style import is_heading, page_words, side_of
from perf_report.office.form_table import FormCell, FormRow, FormTable, place_grids
from perf_report.office.own_workbook import ITEMS
from perf_report.office.write_xlsx.cell_text import notes_texts, runs_text
from perf_report.office.write_xlsx.choices import ChoiceLists
from perf_report.office.write_xlsx.data_sheets import A4
from perf_report.office.write_xlsx.figures import Figure, Place, decimals, figures_of
from perf_report.office.write_xlsx.formats import Formats, as_text
from perf_report.office.write_xlsx.row_heights import row_heights
from perf_report.render.form_view import FormView
from perf_report.render.grid.cells import Grid, LineCell, TextLine
from perf_report.render.grid.text_widths import text_width
from perf_report.render.localized_text import TextRuns, join_runs
from perf_report.render.page_geometry import POINTS_PER_MM

_TITLE, _YEAR, _FOOT = 18.0, 12.0, 9.0
_PIXELS_PER_POINT = 96 / 72
_POINTS_PER_INCH = 72
_GAP = 14.0
# The height of a line across the sheet, relative to its type.
_WIDE_LINE = 1.6
_MARGIN_TOP = 12.0
# The numbers that Excel has for sheets of paper.
_PAPERS = {"A4": A4, "A3": 8}
_LINE = 1
# What Excel takes as the foot of a page.
_LONGEST_FOOT = 255


def write_form_sheet(
    worksheet: Any, view: FormView, formats: Formats, choices: ChoiceLists
) -> None:
    """Fill the sheet of the form."""
    table = place_grids(view.grids, view.geometry)
    writer = _FormSheet(
        worksheet=worksheet, view=view, formats=formats, choices=choices, table=table,
        figures=figures_of(table),
    )  # fmt: skip
    writer.write()


@dataclass(slots=True, kw_only=True)
class _FormSheet:
    """Writes the sheet from above; `rows` are the rows of the sheet by those of the table."""

    worksheet: Any
    view: FormView
    formats: Formats
    choices: ChoiceLists
    table: FormTable
    figures: Mapping[Place, Figure]
    rows: dict[int, int] = field(default_factory=dict)
    next_row: int = 0

    @property
    def _columns(self) -> int:
        return len(self.table.widths)

    def write(self) -> None:
        self._set_columns()
        for number, run in enumerate(self.view.form_title):
            size = _TITLE if not number else _YEAR
            self._write_wide((run,), size, align="center", is_bold=True)
        self._write_wide(self.view.year, _YEAR, align="center")
        self._place_rows()
        for row in self.table.rows:
            for cell in row.cells:
                self._write_cell(cell)
            self._write_items(row)
        self._write_foot()
        self._set_page()

    def _set_columns(self) -> None:
        for column, width in enumerate(self.table.widths):
            self.worksheet.set_column_pixels(column, column, round(width * _PIXELS_PER_POINT))
        self.worksheet.set_column(self._columns, self._columns, None, None, {"hidden": True})
        self.worksheet.write_string(0, self._columns, ITEMS)

    def _place_rows(self) -> None:
        """Give each row of the table its place and height, and write the lines between grids."""
        heights = row_heights(self.table, self.view.geometry)
        before: Grid | TextLine | None = None
        for part in self.view.parts:
            if isinstance(part, TextLine):
                self._write_line(part)
            else:
                if isinstance(before, Grid) and before.head and not self.view.is_sheet:
                    self._add_row(_GAP)
                for number, row in enumerate(self.table.rows):
                    if row.grid == part.id:
                        self.rows[number] = self._add_row(heights[number])
            before = part

    def _add_row(self, height: float) -> int:
        self.worksheet.set_row(self.next_row, height)
        self.next_row += 1
        return self.next_row - 1

    # --- Texts across the sheet ---

    def _write_wide(
        self, runs: TextRuns, size: float, *, align: str = "left", is_bold: bool = False
    ) -> None:
        text = join_runs(runs)
        width = sum(self.table.widths)
        lines = ceil(text_width(text) * size / width)
        row = self._add_row(_WIDE_LINE * size * max(lines, 1))
        self._write_text(row, range(self._columns), text, size, align=align, is_bold=is_bold)

    def _write_line(self, line: TextLine) -> None:
        """Texts that stand apart: each has a part of the width, or a row where there are many."""
        size = self.view.geometry.font_size
        if len(line.texts) > self._columns:
            for text in line.texts:
                self._write_wide(text, size)
            return
        row = self._add_row(2 * size)
        for number, (text, columns) in enumerate(
            zip(line.texts, self._divided(len(line.texts)), strict=False)
        ):
            is_last = number == len(line.texts) - 1
            align = "left" if number == 0 else "right" if is_last else "center"
            self._write_text(row, columns, join_runs(text), size, align=align)

    def _divided(self, count: int) -> Iterator[range]:
        """The columns of the sheet in parts of about the same width, one at least."""
        whole, start, done = sum(self.table.widths), 0, 0.0
        for number in range(count):
            end = start
            last = self._columns - (count - number - 1)
            while end < last and (end == start or done < whole * (number + 1) / count - 1):
                done += self.table.widths[end]
                end += 1
            yield range(start, last if number == count - 1 else end)
            start = end

    def _write_text(
        self,
        row: int,
        columns: range,
        text: str,
        size: float,
        *,
        align: str,
        is_bold: bool = False,
    ) -> None:
        format_ = self.formats.get(
            **self.formats.font(size, is_bold=is_bold), **as_text(text), align=align,
            valign="vcenter", text_wrap=True,
        )  # fmt: skip
        if len(columns) > 1:
            self.worksheet.merge_range(row, columns[0], row, columns[-1], "", format_)
        self.worksheet.write_string(row, columns[0], text.strip(), format_)

    def _write_foot(self) -> None:
        if self.view.revision:
            self._write_wide(self.view.revision, _FOOT)
        if self.view.published:
            self._write_wide(self.view.published_words, _FOOT)

    # --- Cells ---

    def _write_cell(self, cell: FormCell) -> None:
        first = self.rows[cell.row], cell.column
        last = self.rows[cell.row + cell.rows - 1], cell.column + cell.columns - 1
        figure = self.figures.get((cell.row, cell.column))
        format_ = self._format(cell, figure)
        if first != last:
            self.worksheet.merge_range(*first, *last, "", format_)
        if figure is None:
            self._write_words(first, cell.cell, format_)
        elif figure.parts:
            formula = self._sum(figure)
            self.worksheet.write_formula(*first, formula, format_, float(figure.value))
        else:
            self.worksheet.write_number(*first, float(figure.value), format_)
        texts = [runs_text(choice) for choice in cell.cell.choices]
        self.choices.offer(self.worksheet, (*first, *first), texts)

    def _format(self, cell: FormCell, figure: Figure | None) -> Any:
        page, shown = self.view.geometry, cell.cell
        size = page.head_size if is_heading(shown) else page.font_size
        number = {} if figure is None else {"num_format": _number_format(figure)}
        depth = {"indent": shown.depth} if shown.depth else {}
        return self.formats.get(
            **self.formats.font(size, is_heading=is_heading(shown)),
            **number,
            **depth,
            **as_text(runs_text(shown.runs)),
            align=side_of(shown),
            valign="vcenter",
            text_wrap=True,
            left=_LINE,
            right=_LINE,
            top=0 if cell.is_open_above else _LINE,
            bottom=0 if cell.is_open_below else _LINE,
        )

    def _write_words(self, place: tuple[int, int], cell: LineCell, format_: Any) -> None:
        """The text of a cell with its notes, a line each."""
        colon = "：" if self.view.localizer.lang.startswith("zh") else ": "
        texts = [runs_text(cell.runs), *notes_texts(cell, colon)]
        text = "\n".join(filter(None, texts))
        if text:
            self.worksheet.write_string(*place, text, format_)
        else:
            self.worksheet.write_blank(*place, None, format_)

    def _sum(self, figure: Figure) -> str:
        """A formula that adds up cells, rounded to what prints."""
        cells = [(self.rows[each.row], each.column) for each in figure.parts]
        rows, columns = {row for row, _ in cells}, {column for _, column in cells}
        is_range = len(columns) == 1 and len(rows) == max(rows) - min(rows) + 1
        if is_range:
            added = xl_range(*min(cells), *max(cells))
        else:
            added = ",".join(xl_rowcol_to_cell(*cell) for cell in cells)
        return f"=ROUND(SUM({added}),{decimals(figure.value)})"

    def _write_items(self, row: FormRow) -> None:
        """What the row holds, in the hidden column."""
        items = [cell.cell.item for cell in row.cells if cell.cell.item]
        if items:
            place = self.rows[row.cells[0].row], self._columns
            self.worksheet.write_string(*place, " ".join(items))

    # --- The page ---

    def _set_page(self) -> None:
        page = self.view.geometry.page
        sheet = self.worksheet
        sheet.set_paper(_PAPERS[page.name.partition(" ")[0]])
        if page.width > page.height:
            sheet.set_landscape()
        side, bottom = self.view.geometry.margin_side, self.view.geometry.margin_bottom
        sheet.set_margins(*map(_inches, (side, side, _MARGIN_TOP, bottom)))
        sheet.center_horizontally()
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(_page_foot(self.view))
        sheet.print_area(0, 0, self.next_row - 1, self._columns - 1)
        sheet.hide_gridlines(2)
        self._repeat_head()
        whole = xl_range(0, 0, self.next_row - 1, self._columns)
        sheet.ignore_errors({"number_stored_as_text": whole})

    def _repeat_head(self) -> None:
        """Repeat the header of the longest grid on the pages that follow it."""
        headed = [grid for grid in self.view.grids if grid.head]
        longest = max(headed, key=lambda grid: len(grid.lines), default=None)
        if longest is None:
            return
        rows = [
            self.rows[number]
            for number, row in enumerate(self.table.rows)
            if row.is_head and row.grid == longest.id
        ]
        self.worksheet.repeat_rows(rows[0], rows[-1])


def _page_foot(view: FormView) -> str:
    """Whose table it is, the number of the page, and the unit of money; `&` begins a code."""
    owner, money = (
        join_runs(runs[:1]).replace("&", "&&") for runs in (view.owner_words, view.money)
    )
    number = f"&C&9{page_words(view, '&P', '&N')}"
    whole = f"&L&8{owner}{number}&R&8{money}"
    return whole if len(whole) <= _LONGEST_FOOT else number


def _number_format(figure: Figure) -> str:
    places = decimals(figure.value)
    return f"0.{'0' * places}" if places else "0"


def _inches(millimetres: float) -> float:
    return round(millimetres * POINTS_PER_MM / _POINTS_PER_INCH, 4)
