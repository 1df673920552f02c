"""A target that was missed has its reason.

The forms have a column for it; whoever reads the table looks there first. Where a scoring asks for
it, a low execution of the budget and an adjusted budget have their reasons, too: the form of
Sichuan (510000_0013zp) does below 90%, and for each adjustment.

中文：未完成的指标须写明偏差原因；自评表有这一栏，读表的人先看这里。评分办法有要求的，预算执行率偏低、
预算有调整的也须说明：四川省表样（510000_0013zp）规定，执行率低于90%和调整预算的，须填原因。

Passes: an actual value below the target, with `reason`.
Fails: the same without it.
符合：实际完成值低于指标值，并有 `reason`。
不符合：实际完成值低于指标值，没有 `reason`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.scoring import ExecutionRule
from perf_report.score.execution import rows_that_count
from perf_report.score.rules.report_rule import ReportContext, ReportRule

_FULL = 100


def check(context: ReportContext) -> Iterator[Finding]:
    """Targets that were missed and budgets that were little executed, without a reason."""
    for score in context.judged.indicators if context.judged else ():
        is_far = score.terms is not None and score.terms.is_far
        if score.lacks_reason and not is_far:
            yield Finding(rule=RULE.id, route=("indicators", score.id), on_key=True)
    if context.evaluated is not None:
        yield from _of_budgets(context, context.evaluated.scoring.execution)


def _of_budgets(context: ReportContext, asked: ExecutionRule) -> Iterator[Finding]:
    rows = rows_that_count(context.report.funds, context.tree)
    for id_, row in ((id_, row) for id_, row in rows.items() if row.reason is None):
        place = ("funds", id_)
        if asked.adjustment_needs_reason and row.adjusted not in {None, row.initial}:
            message = "score-reason-adjusted"
            yield Finding(rule=RULE.id, message=message, route=place, on_key=True)
        budget, executed = row.budget, row.executed
        if budget and executed is not None and executed * _FULL < budget * asked.reason_below:
            arguments = {"below": f"{asked.reason_below:f}"}
            message = "score-reason-execution"
            yield Finding(
                rule=RULE.id, message=message, route=place, on_key=True, arguments=arguments
            )


RULE = ReportRule(id="score-reason", severity=Severity.WARNING, check=check)
