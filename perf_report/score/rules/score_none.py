"""An evaluation names the scoring by which it is scored.

Forms without points need none; then there are no scores.

中文：自评写明评分办法才有得分；表样没有分值的，可以不写。

Passes: `scoring: mof-2020`.
Fails: an evaluation without `scoring`.
符合：`scoring: mof-2020`。
不符合：自评没有 `scoring`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """An evaluation without a scoring."""
    if context.report.scoring is None and not context.is_monitoring:
        yield Finding(rule=RULE.id, arguments={"known": ", ".join(context.scorings)})


RULE = ReportRule(id="score-none", severity=Severity.INFO, check=check)
