"""A target that was far exceeded has its reason.

The scoring says from how many per cent on (130 as a rule), where more is better: such a target was
set too low, or something unforeseen happened.

中文：超出指标值较多（评分办法规定，一般为130%以上）的，须写明原因：不是指标值定得过低，就是有未预见的
情况。

Passes: 13 for a target of 10, with `reason`.
Fails: the same without it.
符合：指标值为10，实际完成13，并有 `reason`。
不符合：指标值为10，实际完成13，没有 `reason`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Targets that were far exceeded, without a reason."""
    for score in context.score.indicators if context.score else ():
        if score.lacks_reason and score.terms is not None and score.terms.is_far:
            yield Finding(rule=RULE.id, route=("indicators", score.id), on_key=True)


RULE = ReportRule(id="score-over-completion", severity=Severity.ERROR, check=check)
