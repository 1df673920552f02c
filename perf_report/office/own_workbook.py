"""The sheet of the form in a workbook of our own, which has the same values on others, too.

It is known by what stands above its hidden column; that column says which row is whose.
"""

from dataclasses import replace

from perf_report.model.paper import Paper, PaperTable

# What stands above the hidden column with the items of each row.
ITEMS = "perf-report:items"


def own_form_sheet(paper: Paper) -> Paper:
    """Return a paper with the sheet of the form alone; that of a stranger as it is."""
    for table in paper.tables:
        column = next((cell.column for cell in table.cells if cell.text == ITEMS), None)
        if column is not None:
            return replace(paper, tables=(_without(table, column),), remarks=())
    return paper


def _without(table: PaperTable, hidden: int) -> PaperTable:
    """The table without its hidden column, whose items are the ids of rows."""
    items = {cell.row: cell.text for cell in table.cells if cell.column == hidden and cell.text}
    return replace(
        table,
        cells=tuple(cell for cell in table.cells if cell.column < hidden),
        row_ids={row: text for row, text in items.items() if text != ITEMS},
    )
