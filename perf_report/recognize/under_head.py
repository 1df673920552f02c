"""The cell of a name under its head, where a table has the number of the row beside it."""

from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.draft import Draft
from perf_report.recognize.references import is_number
from perf_report.recognize.rows import Row, RowCell


def name_under(row: Row, head: RowCell, draft: Draft) -> RowCell | None:
    """Return the cell under the head of names; of a number and a text there, the text."""
    first = row.at(head.cell.column)
    below = [
        cell for cell in row.starting
        if head.covers(cell.cell.column)
        and not is_blank(cell.text)
    ]  # fmt: skip
    match below:
        case [number, text] if number is first and is_number(number.text):
            draft.use(number)
            return text
    return first
