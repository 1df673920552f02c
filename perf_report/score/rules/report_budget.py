"""The budget of a report is that of its plan.

The initial budget is that of the table, where the table was not adjusted; the adjusted budget is
that of the table’s last adjustment (`revision_kind: adjustment`), which is the initial one where
`adjusted` is left out. What the budget was before an adjustment is in no file, and is not compared.

中文：年初预算数应与未调整的目标表一致，全年预算数应与最近一次调整后的目标表一致（调整写作
`revision_kind: adjustment`）；未写 `adjusted` 的，以年初预算数为全年预算数。调整之前的预算没有文件
可查，不作比对。

Passes: `initial: 409.60` for a task with funds of 409.60.
Fails: `initial: 406.90` for the same task.
符合：任务的预算资金为409.60，`initial: 409.60`。
不符合：任务的预算资金为409.60，`initial: 406.90`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.money import format_amount
from perf_report.score.planned_funds import planned_amounts
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Rows with another budget than the plan."""
    if context.plan is None or context.vocabulary is None:
        return
    is_adjusted = context.plan.is_adjusted
    if is_adjusted and context.is_monitoring:
        return
    planned = planned_amounts(context.plan, context.vocabulary.form)
    for id_, row in context.report.funds.items():
        key = "adjusted" if is_adjusted and row.adjusted is not None else "initial"
        written, amount = row.budget if is_adjusted else row.initial, planned.get(id_)
        if written is not None and amount is not None and written != amount:
            yield Finding(
                rule=RULE.id,
                message="report-budget-adjusted" if is_adjusted else "",
                route=("funds", id_, key),
                arguments={"written": format_amount(written), "planned": format_amount(amount)},
            )


RULE = ReportRule(id="report-budget", severity=Severity.WARNING, check=check)
