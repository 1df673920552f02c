"""Read the sheets of a workbook: .xlsx, .xls and .ods, the values that its cells show.

python-calamine reads the values. Merged cells, hidden rows and hidden columns of .xlsx and .ods
come from their XML, since it has none of an .ods and no hidden ones at all; formulas are not run.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from perf_report.errors import SourceError
from perf_report.model.paper import Paper, PaperCell, PaperTable, Place, Remark

MOST_CELLS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetShape:
    """What the XML says of a sheet: spans by first cell, and what is hidden, from 0."""

    spans: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    is_hidden: bool = False


NO_SHAPES: Mapping[str, SheetShape] = {}


def read_spreadsheet(data: bytes, shapes: Mapping[str, SheetShape] = NO_SHAPES) -> Paper:
    """Return the sheets of a workbook, each as a table; `shapes` are those of its sheets, by name.

    Hidden rows and columns are read, and remarked on. Raises SourceError.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [(name, book.get_sheet_by_name(name)) for name in book.sheet_names]
    except (CalamineError, OSError, ValueError) as error:
        raise SourceError("paper-damaged") from error
    tables: list[PaperTable] = []
    remarks: list[Remark] = []
    for name, sheet in sheets:
        shape = shapes.get(name, SheetShape())
        cells = tuple(_cells(name, sheet, shape))
        if cells:
            tables.append(PaperTable(cells=cells))
            remarks += _remarks(name, shape)
    return Paper(tables=tuple(tables), remarks=tuple(remarks))


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
                yield PaperCell(
                    text=cell_text(value), row=row, column=column, rows=height, columns=width,
                    place=place,
                )  # fmt: skip


def _merged(sheet: CalamineSheet) -> dict[tuple[int, int], tuple[int, int]]:
    ranges: Sequence[Any] = sheet.merged_cell_ranges or ()
    return {
        (top, left): (bottom - top + 1, right - left + 1) for (top, left), (bottom, right) in ranges
    }


def cell_text(value: object) -> str:
    """Return a value as a cell shows it: figures without binary noise, days as they are written."""
    match value:
        case bool():
            return "是" if value else "否"
        case float():
            return _figure(value)
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case date() | time() | timedelta():
            return str(value)
        case _:
            return str(value)


def _figure(value: float) -> str:
    """A figure with the digits that were typed: the shortest that reads as the same number."""
    number = Decimal(repr(value))
    return format(number.quantize(Decimal(1)) if number == number.to_integral() else number, "f")


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
