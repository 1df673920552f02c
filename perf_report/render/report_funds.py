"""The money of a report: its rows with budget, execution and rate, and their total."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_report.model.field_value import NO_CELLS, Cells, FieldValue
from perf_report.model.form import FundsBlock, FundsNode, ValueType
from perf_report.model.money import add_amounts
from perf_report.model.plan import Plan, Task
from perf_report.model.report import FundsReport, Report
from perf_report.model.source_funds import SourceFunds, printed_amount
from perf_report.model.source_tree import SourceTree
from perf_report.model.text import Text

_AMOUNTS = ("initial", "adjusted", "executed", "expected")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsRow:
    """A row of a report's funds; `id` is that of a task or of a source, empty for all tasks.

    `cells` has what is written and the amounts that print. `rate` is executed ÷ budget, as a share
    of 1; None where figures are missing. `is_whole` is whether it is that of the whole table, to
    which the points belong, and `is_unbudgeted` whether there is no budget to execute.
    """

    id: str
    label: Text
    cells: Cells
    rate: Fraction | None = None
    is_whole: bool = False
    is_unbudgeted: bool = False


def stands_by_task(block: FundsBlock, plan: Plan) -> bool:
    """Whether the rows of a block are the tasks of a plan: where it has none, they are sources."""
    return block.rows == "tasks" and bool(plan.tasks)


def funds_rows(block: FundsBlock, plan: Plan, report: Report) -> Iterator[FundsRow]:
    """Yield the rows of a block in the order of print, that of all tasks before these."""
    if not stands_by_task(block, plan):
        nodes = block.amounts()
        yield from (_source_row(node, block, report) for node in nodes)
        return
    yield _sum_row(block, plan.tasks, report)
    for task in plan.tasks:
        cells = _cells(report.funds.get(task.id))
        yield _row(task.id, task.text, cells, is_whole=False)


def _source_row(node: FundsNode, block: FundsBlock, report: Report) -> FundsRow:
    """A source, which is the sum of its parts where nothing else is written."""
    written: SourceFunds = {id_: _cells(row) for id_, row in report.funds.items()}
    own = [column.id for column in block.columns if column.type is ValueType.MONEY]
    amounts = {column: printed_amount(written, node, column) for column in (*_AMOUNTS, *own)}
    found = {column: amount for column, amount in amounts.items() if amount is not None}
    is_whole = node.id == SourceTree.of(block.tree).total
    return _row(node.id, node.label, {**written.get(node.id, {}), **found}, is_whole=is_whole)


def _sum_row(block: FundsBlock, tasks: Iterable[Task], report: Report) -> FundsRow:
    """The sums over all tasks, each where any task has an amount."""
    rows = [_cells(report.funds.get(task.id)) for task in tasks]
    own = [column.id for column in block.columns if column.type is ValueType.MONEY]
    sums: dict[str, FieldValue] = {}
    for column in dict.fromkeys((*_AMOUNTS, *own)):
        known = [amount for row in rows if isinstance(amount := row.get(column), Decimal)]
        if known:
            sums[column] = add_amounts(known)
    return _row("", block.total or Text(), sums, is_whole=True)


def _row(id_: str, label: Text, cells: Cells, *, is_whole: bool) -> FundsRow:
    budget = cells.get("adjusted", cells.get("initial"))
    executed = cells.get("executed")
    rate = None
    if isinstance(budget, Decimal) and isinstance(executed, Decimal) and budget:
        rate = Fraction(executed) / Fraction(budget)
    is_unbudgeted = isinstance(budget, Decimal) and not budget
    return FundsRow(
        id=id_, label=label, cells=cells, rate=rate, is_whole=is_whole, is_unbudgeted=is_unbudgeted
    )


def _cells(row: FundsReport | None) -> Cells:
    """What is written of a row; a budget that was not adjusted is as it began."""
    if row is None:
        return NO_CELLS
    adjusted = row.budget if row.expected is None else None
    values: Mapping[str, FieldValue | None] = {
        "initial": row.initial,
        "adjusted": adjusted,
        "executed": row.executed,
        "expected": row.expected,
        "reason": row.reason,
        **row.extra,
    }
    return {id_: value for id_, value in values.items() if value is not None}
