"""An indicator that is not applicable has no actual value.

One of the two is wrong, and the score would leave out what was reached.

中文：不适用的指标不填实际完成值；两者并存，必有一误，评分也会漏掉已完成的。

Passes: `{not_applicable: {zh: 年中取消, en: Cancelled in mid-year}}`.
Fails: `{actual: 3次, not_applicable: {zh: 年中取消, en: Cancelled in mid-year}}`.
符合：`{not_applicable: {zh: 年中取消, en: Cancelled in mid-year}}`。
不符合：`{actual: 3次, not_applicable: {zh: 年中取消, en: Cancelled in mid-year}}`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Indicators with both."""
    for id_, reported in context.report.indicators.items():
        if reported.not_applicable is not None and reported.actual is not None:
            yield Finding(rule=RULE.id, route=("indicators", id_, "not_applicable"))


RULE = ReportRule(id="score-not-applicable", severity=Severity.ERROR, check=check)
