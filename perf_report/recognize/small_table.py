"""Recognize a form's own small table: a head with the labels of its columns, a row a thing."""

from collections.abc import Sequence
from typing import Any

from perf_report.model.form import TableBlock
from perf_report.model.route import Route
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.columns import Columns, Wanted, columns_by_row, count_labels
from perf_report.recognize.draft import Draft
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.money import take_value
from perf_report.recognize.rows import Row


def recognize_table(block: TableBlock, rows: Sequence[Row], draft: Draft) -> None:
    """Take the rows of a small table; its last row with sums is worked out, and is not taken."""
    wanted = [
        Wanted(name=each.id, keys=label_keys(each.label, draft.year)) for each in block.columns
    ]
    needed = min(2, len(wanted))
    heads = [count_labels(row, wanted) >= needed for row in rows]
    totals = label_keys(block.total, draft.year) | filling_words("totals")
    found: list[dict[str, Any]] = []
    for columns, row in columns_by_row(rows, heads, wanted):
        if not any(cell.key in totals for cell in row.starting):
            cells = _cells(block, row, columns, ("tables", block.id, len(found)), draft)
            found += [cells] if cells else []
    if found:
        draft.data.setdefault("tables", {})[block.id] = found


def _cells(
    block: TableBlock, row: Row, columns: Columns, route: Route, draft: Draft
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for column in block.columns:
        head = columns.get(column.id)
        cell = row.at(head.cell.column) if head else None
        if cell is None or not cell.starts or is_blank(cell.text):
            continue
        value = take_value(column, cell, head, (*route, column.id), draft)
        values[column.id] = {"zh": cell.text} if value is None else value
    return values
