"""Where the budget was adjusted, the plan records an adjustment.

Targets follow the budget: where money is adjusted within the year, the targets are adjusted with
it, or somebody decides that they need not be. A comment with the reason records the latter.

中文：预算调整的，绩效目标应随之调整，目标表中写明 `revision_kind: adjustment`；目标不需要调整的，以
注释写明理由。

Passes: `{initial: 100.00, adjusted: 80.00}`, and `revision_kind: adjustment` in the plan.
Fails: the same amounts, and a plan that was never adjusted.
符合：`{initial: 100.00, adjusted: 80.00}`，目标表中有 `revision_kind: adjustment`。
不符合：数额相同，目标表从未调整。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.money import format_amount
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Rows with an adjusted budget, where the plan was not adjusted."""
    if context.plan is None or context.plan.is_adjusted:
        return
    for id_, row in context.report.funds.items():
        if row.initial is not None and row.adjusted is not None and row.adjusted != row.initial:
            yield Finding(
                rule=RULE.id,
                route=("funds", id_, "adjusted"),
                arguments={
                    "initial": format_amount(row.initial),
                    "adjusted": format_amount(row.adjusted),
                },
            )


RULE = ReportRule(id="report-adjustment", severity=Severity.INFO, check=check)
