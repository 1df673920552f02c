"""Where the budget was adjusted, the plan records an adjustment.

Targets follow the budget: where money is adjusted within the year, the targets are adjusted with
it, or somebody decides that they need not be. A comment with the reason records the latter. A
monitoring report of the months before prints the targets of its time where it has them (`initial`).

中文：预算调整的，绩效目标应随之调整，目标表中写明 `revision_kind: adjustment`；目标不需要调整的，以
注释写明理由。调整之前各月的监控，以 `initial` 写明当时的指标值，才能照原样打印。

Passes: `{initial: 100.00, adjusted: 80.00}`, and `revision_kind: adjustment` in the plan.
Fails: the same amounts, and a plan that was never adjusted.
符合：`{initial: 100.00, adjusted: 80.00}`，目标表中有 `revision_kind: adjustment`。
不符合：数额相同，目标表从未调整。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.money import format_amount
from perf_report.model.plan import Plan
from perf_report.model.plan_at import precedes_adjustment
from perf_report.model.report import Report
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Rows with an adjusted budget, where the plan was not adjusted."""
    if context.plan is None:
        return
    if context.plan.is_adjusted:
        yield from _without_targets(context.plan, context.report)
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


def _without_targets(plan: Plan, report: Report) -> Iterator[Finding]:
    """A monitoring report of the time before an adjustment that names no target of the time."""
    named = any(each.initial for each in report.indicators.values())
    if plan.revision_approved and precedes_adjustment(plan, report) and not named:
        yield Finding(
            rule=RULE.id,
            message="report-adjustment-since",
            route=("through",),
            arguments={"through": str(report.through), "approved": str(plan.revision_approved.on)},
        )


RULE = ReportRule(id="report-adjustment", severity=Severity.INFO, check=check)
