"""No more is executed than the budget has.

Above the adjusted budget money was spent without one, or a figure is wrong. What is executed beside
the initial budget is compared where none was adjusted.

中文：执行数一般不超过全年预算数（未调整的为年初预算数）；超过的，不是超预算支出，就是数字有误。

Passes: `{initial: 100.00, adjusted: 120.00, executed: 118.00}`.
Fails: `{initial: 100.00, executed: 118.00}`.
符合：`{initial: 100.00, adjusted: 120.00, executed: 118.00}`。
不符合：`{initial: 100.00, executed: 118.00}`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.money import format_amount
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Rows with more executed than budgeted."""
    for id_, row in context.report.funds.items():
        if row.executed is not None and row.budget is not None and row.executed > row.budget:
            yield Finding(
                rule=RULE.id,
                route=("funds", id_, "executed"),
                arguments={
                    "executed": format_amount(row.executed),
                    "budget": format_amount(row.budget),
                },
            )


RULE = ReportRule(id="report-executed", severity=Severity.WARNING, check=check)
