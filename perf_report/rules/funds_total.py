"""A declared total is the sum of its parts.

Three sums are checked to the last cent: a task's `total` against its sources, each column of
`budget` against the tasks, and `budget.total` against the budget's own sources. Amounts are
exact decimals, so there is no tolerance.

中文：声明的总额须等于各项之和：任务的总额、合计行的每一列、合计行自身的总额，三者均核对到分。

Passes: `funds: {total: 409.60, basic: 396.60, project: 13.00}`.
Fails: `funds: {total: 409.60, basic: 396.60, project: 12.00}`.
"""

from collections.abc import Iterator
from decimal import Decimal

from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.money import format_amount
from perf_report.model.plan import Funds
from perf_report.model.route import Route
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

_COLUMNS = ("total", "basic", "project", "other")


def check(context: RuleContext) -> Iterator[Finding]:
    """Declared totals that differ from the sum of their parts."""
    for index, task in enumerate(context.plan.tasks):
        yield from _check_row(("tasks", index, "funds", "total"), task.funds)
    budget = context.plan.budget
    if budget is not None:
        yield from _check_row(("budget", "total"), budget)
        sums = context.plan.column_totals()
        for column in _COLUMNS:
            yield from _check_column(column, getattr(budget, column), getattr(sums, column))


def _check_row(route: Route, funds: Funds) -> Iterator[Finding]:
    has_parts = funds.parts != (None, None, None)
    if funds.total is not None and has_parts and funds.total != funds.sum:
        yield _finding("funds-total", route, funds.total, funds.sum, "total")


def _check_column(
    column: str, declared: Decimal | None, summed: Decimal | None
) -> Iterator[Finding]:
    if declared is not None and declared != (summed or Decimal(0)):
        route = ("budget", column)
        yield _finding("funds-total-column", route, declared, summed or Decimal(0), column)


def _finding(
    message: str, route: Route, declared: Decimal, summed: Decimal, column: str
) -> Finding:
    difference = declared - summed
    arguments = {
        "column": Term("funds", column),
        "declared": format_amount(declared),
        "sum": format_amount(summed),
        "difference": f"{difference:+f}",
    }
    return Finding(rule=RULE.id, message=message, route=route, arguments=arguments)


RULE = Rule(
    id="funds-total",
    severity=Severity.ERROR,
    check=check,
    reads=("budget", "tasks.*.funds"),
    reads_by_message={"funds-total": ("@^",)},
)
