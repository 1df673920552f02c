"""No more is executed than the budget has.

Above the adjusted budget money was spent without one, or a figure is wrong. What is executed beside
the initial budget is compared where none was adjusted. Monitoring has no adjusted budget; after an
adjustment of the table, it is compared with the amount of the table. What is expected for the year
is no less than what was executed already.

中文：执行数一般不超过全年预算数（未调整的为年初预算数）；超过的，不是超预算支出，就是数字有误。监控
不填全年预算数，目标表调整后的监控与目标表的数额比较；全年预计执行数不少于已执行数。

Passes: `{initial: 100.00, adjusted: 120.00, executed: 118.00}`.
Fails: `{initial: 100.00, executed: 118.00}`.
符合：`{initial: 100.00, adjusted: 120.00, executed: 118.00}`。
不符合：`{initial: 100.00, executed: 118.00}`。
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from perf_report.model.finding import Finding, Severity
from perf_report.model.money import format_amount
from perf_report.model.plan_at import precedes_adjustment
from perf_report.score.planned_funds import planned_amounts
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Rows with more executed than budgeted."""
    yield from _too_little_expected(context)
    adjusted = _adjusted_amounts(context)
    for id_, row in context.report.funds.items():
        budget = adjusted.get(id_, row.budget)
        if row.executed is not None and budget is not None and row.executed > budget:
            yield Finding(
                rule=RULE.id,
                route=("funds", id_, "executed"),
                arguments={
                    "executed": format_amount(row.executed),
                    "budget": format_amount(budget),
                },
            )


def _too_little_expected(context: ReportContext) -> Iterator[Finding]:
    """Rows with less expected for the year than was executed so far."""
    for id_, row in context.report.funds.items():
        executed, expected = row.executed, row.expected
        if executed is not None and expected is not None and expected < executed:
            yield Finding(
                rule=RULE.id,
                message="report-executed-expected",
                route=("funds", id_, "expected"),
                arguments={
                    "executed": format_amount(executed),
                    "expected": format_amount(expected),
                },
            )


def _adjusted_amounts(context: ReportContext) -> Mapping[str, Decimal]:
    """The amounts of the plan that a monitoring report after an adjustment is on."""
    plan, vocabulary = context.plan, context.vocabulary
    if plan is None or vocabulary is None or not (context.is_monitoring and plan.is_adjusted):
        return {}
    is_before = precedes_adjustment(plan, context.report)
    return {} if is_before else planned_amounts(plan, vocabulary.form)


RULE = ReportRule(id="report-executed", severity=Severity.WARNING, check=check)
