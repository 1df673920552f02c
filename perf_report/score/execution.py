"""The score of the execution of the budget (预算执行率): weight × executed ÷ adjusted.

The form of Sichuan prints 预算执行率＝预算执行数/调整后预算数. Nothing budgeted is not applicable:
there is no rate then.
"""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from perf_report.model.form import Form, FundsBlock
from perf_report.model.plan import Plan
from perf_report.model.report import FundsReport
from perf_report.model.scoring import Scoring
from perf_report.model.source_tree import SourceTree
from perf_report.score.rounding import round_half_up
from perf_report.score.score import ExecutionScore


def score_execution(scoring: Scoring, rows: Mapping[str, FundsReport]) -> ExecutionScore:
    """Return the score of the execution over rows of funds that are no parts of each other."""
    weight = scoring.execution.weight
    budget = sum((row.budget or Decimal(0) for row in rows.values()), Decimal(0))
    if any(lacks_execution(row) or lacks_budget(row) for row in rows.values()):
        return ExecutionScore(weight=weight, budget=budget)
    if not budget:
        return ExecutionScore(weight=weight, is_applicable=False)
    executed = sum((row.executed or Decimal(0) for row in rows.values()), Decimal(0))
    rate = Fraction(executed) / Fraction(budget)
    counted = min(rate, Fraction(1))
    return ExecutionScore(
        weight=weight,
        budget=budget,
        executed=executed,
        rate=rate,
        score=round_half_up(Fraction(weight) * counted, scoring.places),
    )


def rows_that_count(
    rows: Mapping[str, FundsReport], tree: SourceTree | None
) -> Mapping[str, FundsReport]:
    """Return the rows whose sum is the whole: the total where there is one, and no parts of others.

    A row with a reason alone is the sum of its parts, as it prints. `tree` has the parts of the
    form's rows; None where the rows are tasks, all of which count.
    """
    if tree is None:
        return rows
    rows = {id_: row for id_, row in rows.items() if row.budget is not None or row.executed}
    if tree.total in rows:
        return {tree.total: rows[tree.total]}
    below = {part for row in rows for part in tree.parts.get(row, ())}
    return {id_: row for id_, row in rows.items() if id_ not in below}


def tree_of(plan: Plan, form: Form, printed: Form | None = None) -> SourceTree | None:
    """Return the rows of a form's funds; None where money is reported by main tasks.

    `form` is that of the plan, and `printed` that of the report, if it has one.
    """
    block = next(iter((printed or form).blocks_of(FundsBlock)), None)
    by_task = printed is None or block is None or block.rows == "tasks"
    return None if block is None or (by_task and plan.tasks) else SourceTree.of(block.tree)


def lacks_execution(row: FundsReport) -> bool:
    """Return whether a row has a budget, but nothing about its execution."""
    return bool(row.budget) and row.executed is None


def lacks_budget(row: FundsReport) -> bool:
    """Return whether money was executed, but there is no budget beside it, be it 0."""
    return bool(row.executed) and row.budget is None
