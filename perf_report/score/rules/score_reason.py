"""A target that was missed has its reason.

The forms have a column for it; whoever reads the table looks there first.

中文：未完成的指标须写明偏差原因；自评表有这一栏，读表的人先看这里。

Passes: an actual value below the target, with `reason`.
Fails: the same without it.
符合：实际完成值低于指标值，并有 `reason`。
不符合：实际完成值低于指标值，没有 `reason`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Targets that were missed, without a reason."""
    for score in context.judged.indicators if context.judged else ():
        is_far = score.terms is not None and score.terms.is_far
        if score.lacks_reason and not is_far:
            yield Finding(rule=RULE.id, route=("indicators", score.id), on_key=True)


RULE = ReportRule(id="score-reason", severity=Severity.WARNING, check=check)
