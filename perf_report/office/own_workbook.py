"""The sheets of a workbook of our own: the form, and others that have the same values again.

It is known by what is above its hidden column, also when it was saved as .ods or .xls; that column
says which row is whose.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from perf_report.model.paper import Paper, PaperTable, Place
from perf_report.office.archive import read_part
from perf_report.office.xlsx_shapes import read_xlsx

# What stands above the hidden column with the items of each row.
ITEMS = "perf-report:items"


def own_form_sheet(paper: Paper) -> Paper:
    """Return a paper with the sheet of the form alone; that of a stranger as it is."""
    for table in paper.tables:
        column = _column_of_items(table)
        if column is not None:
            return replace(paper, tables=(_without(table, column),), remarks=())
    return paper


def data_sheets(data: bytes) -> Mapping[str, PaperTable]:
    """Return the other sheets of a workbook of ours by name."""
    tables = read_xlsx(data).tables
    others = (table for table in tables if table.cells and _column_of_items(table) is None)
    return {table.cells[0].place.name: table for table in others}


def formulas(data: bytes) -> Iterator[Place]:
    """Yield the places of the formulas in a workbook that a build has made."""
    for number, table in enumerate(read_xlsx(data).tables, start=1):
        sheet = etree.fromstring(read_part(data, f"xl/worksheets/sheet{number}.xml") or b"<x/>")
        for formula in sheet.iter("{*}f"):
            name = table.cells[0].place.name
            yield Place(part="sheet", name=name, cell=formula.getparent().get("r"))


def _column_of_items(table: PaperTable) -> int | None:
    return next((cell.column for cell in table.cells if cell.text == ITEMS), None)


def _without(table: PaperTable, hidden: int) -> PaperTable:
    """The table without its hidden column, whose items are the ids of rows.

    What people write to the right of it is a part of the table.
    """
    items = {cell.row: cell.text for cell in table.cells if cell.column == hidden and cell.text}
    cells = (cell for cell in table.cells if cell.column != hidden)
    return replace(
        table,
        cells=tuple(each for each in cells if each.column < hidden or each.text),
        row_ids={row: text for row, text in items.items() if text != ITEMS},
    )
