"""A report answers every indicator of its plan, or says why it does not apply.

What is left out is as a rule what did not go well.

中文：监控、自评须逐项回答目标表的全部指标，不适用的写明理由。漏填的往往正是完成得不好的。

Passes: `dredging: {not_applicable: {zh: 年中取消, en: Cancelled in mid-year}}`.
Fails: an evaluation without `dredging`, which the table has.
符合：`dredging: {not_applicable: {zh: 年中取消, en: Cancelled in mid-year}}`。
不符合：目标表有 `dredging`，自评中没有。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.report import IndicatorReport
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """The indicators without what was reached."""
    for indicator in context.indicators:
        reported = context.report.indicators.get(indicator.id) or IndicatorReport()
        answer = reported.so_far if context.is_monitoring else reported.actual
        if answer is None and reported.not_applicable is None:
            yield Finding(
                rule=RULE.id,
                message="report-unanswered-monitoring" if context.is_monitoring else "",
                route=("indicators", indicator.id),
                on_key=True,
                arguments={"id": indicator.id, "name": indicator.name},
            )


RULE = ReportRule(id="report-unanswered", severity=Severity.ERROR, check=check)
