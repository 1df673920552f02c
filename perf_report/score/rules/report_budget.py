"""The budget of a report is that of its plan.

The initial budget is that of the table, where the table was not adjusted; the adjusted budget is
that of the table’s last adjustment (`revision_kind: adjustment`), which is the initial one where
`adjusted` is left out. The initial budget of an adjusted table is in none of the specs any more; it
is the same in all reports on the table, and those before the adjustment were compared with it then.
`publish` compares it with the table as it was disclosed before the adjustment.

中文：年初预算数应与未调整的目标表一致，全年预算数应与最近一次调整后的目标表一致（调整写作
`revision_kind: adjustment`）；未写 `adjusted` 的，以年初预算数为全年预算数。目标表调整后，年初预算
数不再见于数据源文件，应与同一张表的其他监控、自评一致（调整之前的监控当时已与目标表核对）；`publish`
再与调整前已公开的目标表核对。

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
    """Rows with another budget than the plan, or than other reports on an adjusted one."""
    if context.plan is None or context.vocabulary is None:
        return
    is_adjusted = context.plan.is_adjusted
    if is_adjusted:
        yield from _unlike_others(context)
        if context.is_monitoring:
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


def _unlike_others(context: ReportContext) -> Iterator[Finding]:
    """Rows whose initial budget is another one in another report, the first by its id."""
    others = sorted(context.others, key=lambda each: each.id)
    for id_, row in context.report.funds.items():
        told = ((other.id, other.funds[id_].initial) for other in others if id_ in other.funds)
        unlike = (each for each in told if each[1] not in {None, row.initial})
        report, initial = next(unlike, ("", None))
        if row.initial is not None and initial is not None:
            yield Finding(
                rule=RULE.id,
                message="report-budget-others",
                route=("funds", id_, "initial"),
                arguments={
                    "written": format_amount(row.initial),
                    "planned": format_amount(initial),
                    "report": report,
                },
            )


RULE = ReportRule(id="report-budget", severity=Severity.WARNING, check=check)
