"""Read the sheets of a workbook: .xlsx, .xls and .ods, the values that its cells show.

python-calamine reads the values. Merged cells, hidden rows and hidden columns of .xlsx and .ods
come from their XML, since it has none of an .ods and no hidden ones at all; formulas are not run.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Any

from python_calamine import CalamineSheet, CalamineWorkbook

from perf_report.errors import SourceError
from perf_report.model.paper import Paper, PaperCell, PaperTable, Place, Remark
from perf_report.office.calamine_errors import read_quietly
from perf_report.office.marked_text import TextPart, shown_text
from perf_report.office.number_formats import ShownFigure, show_day, show_number, show_text

MOST_CELLS = 200_000
FORMAT = "import-format-unread"
FORMULA_EMPTY, FORMULA_ERROR = "import-formula-empty", "import-formula-error"
FORMULA_ZERO = "import-formula-zero"
# Formulas without a result that can be read.
UNSAVED = frozenset({FORMULA_EMPTY, FORMULA_ZERO})


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetShape:
    """What a file says of a sheet: spans by first cell, and what is hidden, from 0.

    `formats` are the number formats of cells, and `texts` what a cell shows, where the file has
    that. `looks` is how a cell shows the text that it has, and `doubts` are ids of messages about
    cells whose text is not certain.
    """

    spans: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    texts: Mapping[tuple[int, int], str] = field(default_factory=dict)
    looks: Mapping[tuple[int, int], TextPart] = field(default_factory=dict)
    doubts: Mapping[tuple[int, int], str] = field(default_factory=dict)


NO_SHAPES: Mapping[str, SheetShape] = {}


def read_spreadsheet(data: bytes, shapes: Mapping[str, SheetShape] = NO_SHAPES) -> Paper:
    """Return the sheets of a workbook, each as a table; `shapes` are those of its sheets, by name.

    Hidden rows and columns are read, and remarked on. Raises SourceError.
    """
    tables: list[PaperTable] = []
    remarks: list[Remark] = []
    for name, cells in read_quietly(lambda: _sheets(data, shapes)):
        shape = shapes.get(name, SheetShape())
        if cells:
            tables.append(PaperTable(cells=cells))
            remarks += _remarks(name, shape)
    return Paper(tables=tuple(tables), remarks=tuple(remarks))


def _sheets(
    data: bytes, shapes: Mapping[str, SheetShape]
) -> list[tuple[str, tuple[PaperCell, ...]]]:
    """The cells of each sheet that has some."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
    return [
        (name, tuple(_cells(name, sheet, shapes.get(name, SheetShape())))) for name, sheet in sheets
    ]


def _cells(name: str, sheet: CalamineSheet, shape: SheetShape) -> Iterator[PaperCell]:
    rows = sheet.to_python(skip_empty_area=False)
    if sum(map(len, rows)) > MOST_CELLS:
        raise SourceError("paper-too-large")
    spans = dict(shape.spans) or _merged(sheet)
    covered = {
        (row + down, column + right)
        for (row, column), (height, width) in spans.items()
        for down in range(min(height, 2000))
        for right in range(min(width, 200))
    } - set(spans)
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if (row, column) not in covered:
                height, width = spans.get((row, column), (1, 1))
                place = Place(part="sheet", name=name, cell=f"{column_name(column)}{row + 1}")
                text, doubt = _shown(value, shape, (row, column))
                yield PaperCell(
                    text=text, row=row, column=column, rows=height, columns=width,
                    place=place, doubt=doubt,
                )  # fmt: skip


def _shown(value: object, shape: SheetShape, place: tuple[int, int]) -> tuple[str, str]:
    """What a cell shows, and a doubt about it."""
    text, code = shape.texts.get(place), shape.formats.get(place, "")
    doubt = shape.doubts.get(place, "")
    if text is not None:
        return show_text(text, code), doubt
    shown = cell_text(value, code)
    if place in shape.looks:
        return shown_text([replace(shape.looks[place], text=shown.text)])
    return shown.text, doubt or ("" if shown.is_sure else FORMAT)


def _merged(sheet: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    ranges: Sequence[Any] = sheet.merged_cell_ranges or ()
    return {
        (top, left): (bottom - top + 1, right - left + 1) for (top, left), (bottom, right) in ranges
    }


def cell_text(value: object, code: str = "") -> ShownFigure:
    """Return a value as a cell shows it: figures without binary noise, days as they are written.

    `code` is the number format of the cell.
    """
    match value:
        case bool():
            return ShownFigure(text="是" if value else "否")
        case int() | float():
            return show_number(value, code)
        case datetime():
            return ShownFigure(text=_moment(value, code))
        case date():
            return ShownFigure(text=_moment(datetime.combine(value, time()), code))
        case str():
            return ShownFigure(text=show_text(value, code))
        case _:
            return ShownFigure(text=str(value))


def _moment(value: datetime, code: str) -> str:
    if value.time() != time():
        return value.isoformat(" ")
    return show_day(value, code) or value.date().isoformat()


def column_name(column: int) -> str:
    """Return the letters of a column, from 0."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _remarks(name: str, shape: SheetShape) -> Iterator[Remark]:
    place = Place(part="sheet", name=name)
    if shape.is_hidden:
        yield Remark(id="remark-hidden-sheet", place=place)
    if shape.hidden_rows:
        rows = ", ".join(str(row + 1) for row in sorted(shape.hidden_rows))
        yield Remark(id="remark-hidden-rows", arguments={"rows": rows}, place=place)
    if shape.hidden_columns:
        columns = ", ".join(column_name(each) for each in sorted(shape.hidden_columns))
        yield Remark(id="remark-hidden-columns", arguments={"columns": columns}, place=place)
