"""A report is on its year, and nothing in it is later than the day that it is written as of.

A year is evaluated by the end of the next. What has not happened yet is a forecast: in a
monitoring report it belongs to `expected`.

中文：监控的月份须在目标表的年度之内，自评的时点须在该年度或次年，所填完成日期不晚于该时点；
尚未发生的是预计，监控中写在 `expected`。

Passes: `as_of: 2025-12-31` and `actual: 2025-11-20`.
Fails: `as_of: 2025-12-31` and `actual: 2026-01-15`.
符合：`as_of: 2025-12-31`，`actual: 2025-11-20`。
不符合：`as_of: 2025-12-31`，`actual: 2026-01-15`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.target import Deadline
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Days that cannot be, beside the day or the month of the report."""
    report, year = context.report, context.report.of.year
    if report.through and report.through.year != year:
        arguments = {"through": str(report.through), "year": year}
        message = "report-date-through"
        yield Finding(rule=RULE.id, message=message, route=("through",), arguments=arguments)
    if report.as_of and not year <= report.as_of.year <= year + 1:
        arguments = {"as_of": str(report.as_of), "year": year}
        is_early = report.as_of.year < year
        message = "report-date-as-of" if is_early else "report-date-as-of-late"
        yield Finding(rule=RULE.id, message=message, route=("as_of",), arguments=arguments)
    last = report.last_day
    for id_, reported in report.indicators.items():
        for key in ("actual", "so_far"):
            reached = getattr(reported, key)
            if last and isinstance(reached, Deadline) and reached.by > last:
                yield Finding(
                    rule=RULE.id,
                    route=("indicators", id_, key),
                    arguments={"date": str(reached.by), "last": str(last)},
                )


RULE = ReportRule(id="report-date", severity=Severity.ERROR, check=check)
