"""Recognize a form's own small table: a head with the labels of its columns, a row a thing."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from perf_report.model.form import TableBlock, ValueType
from perf_report.model.money import add_amounts
from perf_report.model.route import Route
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.columns import Columns, Wanted, columns_by_row, count_labels
from perf_report.recognize.draft import Draft
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.money import kept_amount, take_value
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
        if any(cell.key in totals for cell in row.starting):
            _use_totals(block, row, columns, found, draft)
        else:
            cells = _cells(block, row, columns, ("tables", block.id, len(found)), draft)
            found += [cells] if cells else []
    if found:
        draft.data.setdefault("tables", {})[block.id] = found


def _use_totals(
    block: TableBlock, row: Row, columns: Columns, rows: Sequence[Mapping[str, Any]], draft: Draft
) -> None:
    """Note the sums of the rows above, and mark those that differ."""
    for column in block.columns:
        head = columns.get(column.id)
        cell = row.at(head.cell.column) if head else None
        if cell is None or column.type is not ValueType.MONEY or is_blank(cell.text):
            continue
        amounts = [each[column.id] for each in rows if isinstance(each.get(column.id), Decimal)]
        total, found = kept_amount(cell, head, draft), add_amounts(amounts)
        draft.use(cell)
        if total is None:
            draft.mark("import-amount-unread", ("tables", block.id), cell)
        elif total != found:
            draft.mark(
                "import-column-sum", ("tables", block.id), cell, sum=str(found), total=str(total)
            )


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
