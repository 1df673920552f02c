"""The rows of a report's form: goals with what was achieved, and main tasks with their money."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from perf_report.model.form import FundsBlock, GoalsBlock, IndicatorsBlock
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.columns import Columns, Wanted, columns_by_row, count_labels
from perf_report.recognize.draft import Draft
from perf_report.recognize.money import has_amount
from perf_report.recognize.report_labels import goal_row_pattern
from perf_report.recognize.rows import Row, RowCell
from perf_report.recognize.task_rows import is_named_total

TEXT, ADJUSTED, ACHIEVED, TASK = "#text", "adjusted", "achieved", "#task"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedRow:
    """A row with a goal or a main task: the cell that names it, and the others by column.

    `heads` are the labels over the columns. `is_total` is whether it has the sums of all tasks.
    """

    name: RowCell
    cells: Mapping[str, RowCell] = field(default_factory=dict)
    heads: Mapping[str, RowCell] = field(default_factory=dict)
    is_total: bool = False


def find_goals(block: GoalsBlock, rows: Sequence[Row], draft: Draft) -> Iterator[NamedRow]:
    """Yield the goals of a block: under the head of their column, or beside their label."""
    year = draft.year
    own = label_keys(block.label, year) | label_keys(block.horizons[0].label, year)
    heading = label_keys(block.heading, year)
    wanted = [
        Wanted(name=TEXT, keys=heading or own),
        Wanted(name=ADJUSTED, keys=label_keys(block.adjusted, year)),
        Wanted(name=ACHIEVED, keys=label_keys(block.achieved, year)),
    ]
    if block.achieved is None:
        yield from _beside(rows, wanted[0].keys, draft)
        return
    heads = [count_labels(row, wanted) > 1 for row in rows]
    for columns, row in columns_by_row(rows, heads, wanted):
        found = _row(row, columns, TEXT)
        if found is not None and found.name.key not in own | heading:
            yield found
            _use(columns, draft)


def _beside(rows: Sequence[Row], labels: frozenset[str], draft: Draft) -> Iterator[NamedRow]:
    for row in rows:
        for cell in row.starting:
            if cell.text and cell.key not in labels:
                yield NamedRow(name=cell)
            elif cell.text:
                draft.use(cell)


def find_goal_rows(block: IndicatorsBlock, rows: Sequence[Row], draft: Draft) -> Iterator[NamedRow]:
    """Yield the goals that stand in rows of their own above their indicators."""
    pattern = goal_row_pattern(block)
    for row in rows:
        label = next((c for c in row.starting if pattern and pattern.fullmatch(c.key)), None)
        value = row.after(label) if label else None
        if label is not None and value is not None and not is_blank(value.text):
            draft.use(label)
            yield NamedRow(name=value)


def find_tasks(block: FundsBlock, rows: Sequence[Row], draft: Draft) -> Iterator[NamedRow]:
    """Yield the main tasks of a block, and the row with the sums of all."""
    year = draft.year
    wanted = [Wanted(name=TASK, keys=label_keys(block.task, year))]
    wanted += [Wanted(name=each.id, keys=label_keys(each.label, year)) for each in block.columns]
    heads = [count_labels(row, wanted) > 1 and not has_amount(row) for row in rows]
    totals = label_keys(block.total, year)
    for columns, row in columns_by_row(rows, heads, wanted):
        settled = _settle_repeated(columns, wanted)
        found = _row(row, settled, TASK)
        if found is not None:
            _use(settled, draft)
            is_total = found.name.key in totals or is_named_total(row)
            yield NamedRow(name=found.name, cells=found.cells, heads=found.heads, is_total=is_total)


def _settle_repeated(columns: Columns, wanted: Sequence[Wanted]) -> Columns:
    """Columns with the same label are told apart by the one to their left, as on the form.

    Two of them behind the same column are of no certain meaning.
    """
    counts = Counter(each.keys for each in wanted)
    found = {e.name: columns[e.name] for e in wanted if counts[e.keys] == 1 and e.name in columns}
    at = {cell.cell.column: name for name, cell in found.items()}
    for before, each in pairwise(wanted):
        same = [columns[e.name] for e in wanted if e.keys == each.keys and e.name in columns]
        behind = [cell for cell in same if _name_left_of(cell, at) == before.name]
        if counts[each.keys] > 1 and len(behind) == 1:
            found[each.name] = behind[0]
    return found


def _name_left_of(cell: RowCell, names: Mapping[int, str]) -> str | None:
    left = max((column for column in names if column < cell.cell.column), default=None)
    return None if left is None else names[left]


def _row(row: Row, columns: Columns, name: str) -> NamedRow | None:
    """A row with a name that begins in it, and no cell across the names and another column.

    A head that spans into the row has nothing to say of it.
    """
    cell = row.at(columns[name].cell.column) if name in columns else None
    if cell is None or not cell.starts or is_blank(cell.text):
        return None
    others = {
        id_: found
        for id_, head in columns.items()
        if id_ != name
        and (found := row.at(head.cell.column)) is not None
        and found.cell is not head.cell
    }
    if any(each.cell is cell.cell for each in others.values()):
        return None
    return NamedRow(name=cell, cells=others, heads=columns)


def _use(columns: Columns, draft: Draft) -> None:
    for cell in columns.values():
        draft.use(cell)
