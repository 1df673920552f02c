"""Recognize amounts of money: by main task, or by source."""

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from perf_report.model.form import AMOUNT, FundsBlock, FundsNode, ValueType
from perf_report.model.route import Route
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.cell_text import is_blank, label_key
from perf_report.recognize.columns import Columns, Wanted, columns_by_row, count_labels
from perf_report.recognize.draft import Draft
from perf_report.recognize.fields import take_field
from perf_report.recognize.money import has_amount, take_amount, take_value
from perf_report.recognize.references import is_numbering
from perf_report.recognize.rows import Row, RowCell
from perf_report.recognize.task_rows import (
    add_row,
    goes_on,
    is_named_total,
    is_part,
    is_subtotal,
    mark_numbering,
    take_subtotal,
)

_NUMBER, _TASK = "#number", "#task"
# What several rows may share: it is worked out of their amounts.
_WORKED_OUT = frozenset({"rate", "weight", "score"})


def recognize_task_funds(block: FundsBlock, rows: Sequence[Row], draft: Draft) -> None:
    """Take the main tasks with their amounts, and the totals as the budget."""
    wanted = _task_columns(block, draft.year)
    heads = [_is_head(row, wanted) for row in rows]
    totals = label_keys(block.total, draft.year)
    has_total = any(_is_total(row, totals) for row in rows)
    for columns, row in columns_by_row(rows, heads, wanted):
        if _is_total(row, totals) or (not has_total and is_named_total(row)):
            _take_totals(block, row, columns, draft)
        elif is_subtotal(row) or is_named_total(row):
            silent = replace(draft, notes=[], used=set())
            take_subtotal(row, dict(_amounts(block, row, columns, ("tasks",), silent)), draft)
        elif not is_part(row):
            _take_task(block, row, columns, draft)
    mark_numbering(draft.task_numbers, "tasks", draft)


def _is_total(row: Row, totals: AbstractSet[str]) -> bool:
    return any(cell.key in totals for cell in row.starting)


def _is_head(row: Row, wanted: Sequence[Wanted]) -> bool:
    """Whether a row has labels of columns, and no amount below one."""
    return count_labels(row, wanted) > 0 and not has_amount(row)


def _task_columns(block: FundsBlock, year: int) -> list[Wanted]:
    """The columns from left to right."""
    wanted = [Wanted(name=_TASK, keys=label_keys(block.task, year))]
    if block.number is not None:
        wanted.insert(0, Wanted(name=_NUMBER, keys=label_keys(block.number, year)))
    amounts = (Wanted(name=e.id, keys=label_keys(e.label, year)) for e in block.amounts())
    return [*wanted, *amounts]


def _take_totals(block: FundsBlock, row: Row, columns: Columns, draft: Draft) -> None:
    amounts = dict(_amounts(block, row, columns, ("budget",), draft))
    if amounts:
        draft.use(next(cell for cell in row.starting if cell.text))
        draft.data["budget"] = amounts


def _take_task(block: FundsBlock, row: Row, columns: Columns, draft: Draft) -> None:
    cell = _cell(row, columns, _TASK)
    if cell is None or not cell.text:
        return
    if any(_cell(row, columns, node.id) is cell for node in block.amounts()):
        # One cell across the columns is a note.
        return
    number = _cell(row, columns, _NUMBER)
    if number is not None and is_numbering(number.text):
        draft.use(number)
    tasks = draft.data.setdefault("tasks", [])
    if goes_on(cell, number, draft):
        route: Route = ("tasks", len(tasks) - 1, "funds")
        own = replace(row, cells=row.starting)
        add_row(dict(_amounts(block, own, columns, route, draft, of=cell)), cell, draft)
        return
    draft.task_numbers[len(tasks)] = number.text if number else ""
    route = ("tasks", len(tasks))
    funds = dict(_amounts(block, row, columns, (*route, "funds"), draft, of=cell))
    task: dict[str, Any] = {"text": {"zh": cell.text}, "funds": funds}
    if row.id:
        task["id"] = row.id
    tasks.append(task)
    draft.take((*route, "text", "zh"), cell)
    if not funds:
        draft.mark("import-task-without-amounts", (*route, "funds"), cell)


def _amounts(
    block: FundsBlock,
    row: Row,
    columns: Columns,
    route: Route,
    draft: Draft,
    of: RowCell | None = None,
) -> Iterator[tuple[str, Decimal]]:
    """The amounts of a row; one that columns or rows beside `of` share is of none of them."""
    cells = {node.id: _cell(row, columns, node.id) for node in block.amounts()}
    counts = Counter(id(cell.cell) for cell in cells.values() if cell)
    for node in block.amounts():
        cell = cells[node.id]
        if cell is None or is_blank(cell.text):
            continue
        if counts[id(cell.cell)] > 1 or (of and cell.reaches_beyond(of)):
            draft.mark("import-amount-shared", (*route, node.id), cell)
            continue
        amount = take_amount(cell, columns[node.id], (*route, node.id), draft)
        if amount is not None:
            yield node.id, amount


def _cell(row: Row, columns: Columns, name: str) -> RowCell | None:
    head = columns.get(name)
    return row.at(head.cell.column) if head else None


# --- By source ---


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A source with the keys of its label and of the headings above it."""

    node: FundsNode
    keys: frozenset[str]
    headings: tuple[frozenset[str], ...]
    totals: frozenset[str] = frozenset()


def recognize_source_funds(block: FundsBlock, rows: Sequence[Row], draft: Draft) -> None:
    """Take the amounts of sources, which stand beside their labels or under heads of columns."""
    sources = list(_sources(block.tree, draft.year))
    wanted = [
        Wanted(name=each.id, keys=label_keys(each.label, draft.year)) for each in block.columns
    ]
    has_heads = len(wanted) > 1
    heads = [row for row in rows if has_heads and count_labels(row, wanted) > 1]
    heads += [
        row for row in rows if has_heads and row not in heads and _only_heads(row, wanted, sources)
    ]
    reading = _Reading(block=block, sources=sources, draft=draft)
    headings = frozenset(key for each in sources for keys in each.headings for key in keys)
    above: frozenset[str] = frozenset()
    for columns, row in columns_by_row(rows, [row in heads for row in rows], wanted):
        keys = frozenset(cell.key for cell in row.cells)
        # A heading that is not merged holds until the next one.
        above = keys & headings or above
        _take_sources(row, keys | above, columns, reading)


def _only_heads(row: Row, wanted: Sequence[Wanted], sources: Sequence[_Source]) -> bool:
    labels = frozenset(key for each in sources for key in each.keys)
    return count_labels(row, wanted) == 1 and not any(cell.key in labels for cell in row.starting)


def _sources(
    nodes: Sequence[FundsNode],
    year: int,
    above: tuple[frozenset[str], ...] = (),
    totals: frozenset[str] = frozenset(),
) -> Iterator[_Source]:
    for node in nodes:
        keys = label_keys(node.label, year)
        below = (*above, keys) if node.is_heading else above
        own = _Source(node=node, keys=keys, headings=above, totals=totals)
        if not node.is_heading and not node.parts_first:
            yield own
        yield from _sources(node.parts, year, below, totals | {node.id})
        if not node.is_heading and node.parts_first:
            yield own


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """A block that is read: its sources, and which of them were found."""

    block: FundsBlock
    sources: Sequence[_Source]
    draft: Draft
    taken: set[str] = field(default_factory=set)

    def find(self, cell: RowCell, texts: AbstractSet[str]) -> _Source | None:
        """The source with the label of a cell; of several parts, that of a total which is there."""
        fitting = [
            each for each in self.sources
            if each.node.id not in self.taken and cell.key in each.keys
            and all(keys & texts for keys in each.headings)
        ]  # fmt: skip
        known = [each for each in fitting if self.taken & each.totals]
        return next(iter([*known, *fitting]), None)


def _take_sources(row: Row, texts: AbstractSet[str], columns: Columns, reading: _Reading) -> None:
    """Take the amounts of a row; `texts` are the keys in it and of the heading above it."""
    for cell in row.starting:
        found = reading.find(cell, texts)
        if found is not None:
            reading.taken.add(found.node.id)
            _take_cells(reading.block, found.node, cell, row, columns, reading.draft)
        else:
            _take_field_beside(reading.block, cell, row, reading.draft)


def _take_cells(
    block: FundsBlock,
    node: FundsNode,
    label: RowCell,
    row: Row,
    columns: Columns,
    draft: Draft,
) -> None:
    values: dict[str, Any] = {}
    heads = [columns[column.id].cell.column for column in block.columns if column.id in columns]
    for column in block.columns:
        head = columns.get(column.id)
        # Without any head, the cell beside the label has the first column alone.
        is_beside = not columns and column is block.columns[0]
        beside = row.beside(label, draft.labels) if is_beside else None
        cell = row.at(head.cell.column) if head else beside
        if cell is None or is_blank(cell.text) or (head and cell.cell is head.cell):
            continue
        route: Route = ("funds", node.id) if column.id == AMOUNT else ("funds", node.id, column.id)
        is_shared = cell.reaches_beyond(label) or sum(map(cell.covers, heads)) > 1
        if column.type is ValueType.MONEY and is_shared:
            draft.mark("import-amount-shared", route, cell)
            continue
        if is_shared and column.id not in _WORKED_OUT:
            draft.mark("import-text-shared", route, cell)
            if not cell.starts or sum(map(cell.covers, heads)) > 1:
                continue
        value = take_value(column, cell, head or label, route, draft)
        if value is not None:
            values[column.id] = value
    if values:
        alone = values.keys() == {AMOUNT}
        draft.data.setdefault("funds", {})[node.id] = values[AMOUNT] if alone else values


def _take_field_beside(block: FundsBlock, label: RowCell, row: Row, draft: Draft) -> None:
    for node in block.nodes():
        field = node.beside
        if field and label_key(label.cell.text) in label_keys(field.label, draft.year):
            value = row.beside(label, draft.labels)
            if value is not None:
                take_field(field, value, draft)
