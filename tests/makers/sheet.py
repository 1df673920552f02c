"""Write a layout as an Excel workbook, with figures, percentages and days as Excel keeps them."""

import io
import re
from datetime import UTC, date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from makers.grid import Layout, Table

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_PERCENT = re.compile(r"([0-9]+)(?:\.([0-9]+))?%")
# The time that a workbook names as that of its making.
_MADE = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_EDGE = Side(style="thin")


def write_sheet(layout: Layout) -> bytes:
    """Return a workbook of a layout, a sheet for each table."""
    book = Workbook()
    book.remove(book.active)
    for number, table in enumerate(layout.tables, start=1):
        sheet = book.create_sheet(f"表{number}")
        _fill(sheet, table, layout)
        for key, hidden in layout.directions.items():
            if key == "hidden-rows":
                sheet.row_dimensions[int(hidden) + len(table.above)].hidden = True
            if key == "hidden-columns":
                sheet.column_dimensions[get_column_letter(int(hidden))].hidden = True
    book.properties.created = book.properties.modified = _MADE
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _set_heights(sheet: Any, first: int, table: Table) -> None:
    """Make rows as high as their texts need, as an office does by hand."""
    for row, cells in enumerate(table.cells()):
        lines = [
            sum(len(line) * 2 // (13 * cell.columns) + 1 for line in cell.final.split("\n"))
            / cell.rows
            for cell in cells
        ]
        sheet.row_dimensions[first + row].height = 16 * max([1, *lines]) + 4


def _fill(sheet: Any, table: Table, layout: Layout) -> None:
    at = 1
    for line in table.above:
        _line(sheet, at, line, table.width)
        at += 1
    for cells in table.cells():
        for cell in cells:
            place = sheet.cell(row=at + cell.row, column=cell.column + 1)
            _set(place, cell.text, cell.final)
            if cell.rows > 1 or cell.columns > 1:
                sheet.merge_cells(
                    start_row=place.row, start_column=place.column,
                    end_row=place.row + cell.rows - 1, end_column=place.column + cell.columns - 1,
                )  # fmt: skip
    for row in sheet.iter_rows(min_row=at, max_row=at + len(table.rows) - 1, max_col=table.width):
        for place in row:
            place.border = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
            place.alignment = Alignment(wrap_text=True, vertical="center")
    if "tight-rows" not in layout.directions:
        _set_heights(sheet, at, table)
    at += len(table.rows)
    for line in table.below:
        _line(sheet, at, line, table.width)
        at += 1
    for column in range(1, table.width + 1):
        sheet.column_dimensions[get_column_letter(column)].width = 14
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _line(sheet: Any, row: int, text: str, width: int) -> None:
    sheet.cell(row=row, column=1, value=text).font = Font(bold=True)
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)


def _set(place: Any, text: str, final: str) -> None:
    """Set a value as Excel takes what is typed: a figure, a percentage or a day as a number."""
    if text.startswith("!date "):
        place.value = date.fromisoformat(final)
        place.number_format = "yyyy/m/d"
    elif _NUMBER.fullmatch(final):
        place.value = float(final) if "." in final else int(final)
    elif _GROUPED.fullmatch(final):
        place.value = float(final.replace(",", ""))
        place.number_format = "#,##0.00"
    elif found := _PERCENT.fullmatch(final):
        place.value = float(final[:-1]) / 100
        place.number_format = f"0.{'0' * len(found[2])}%" if found[2] else "0%"
    elif found := re.fullmatch(r"([0-9]{4})年([0-9]{1,2})月", final):
        place.value = date(int(found[1]), int(found[2]), 1)
        place.number_format = 'yyyy"年"m"月";@'
    elif final:
        place.value = final
