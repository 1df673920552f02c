"""What was reached can be compared with the target: units convert, and a date answers a date.

18 boats say nothing about a target of 17 vessels of another unit, and words nothing about a figure.
In the middle of the year, monitoring may describe in words how far it is.

中文：实际完成值须能与指标值比较：单位相同或可以换算，指标值是日期的填日期，是数值的不填文字。年中监控
尚无数值、日期的，可以填文字。

Passes: `actual: 18艘` for a target of `≥17艘`.
Fails: `actual: 18次` for a target of `≥17艘`.
符合：指标值为 `≥17艘`，实际完成值为 `18艘`。
不符合：指标值为 `≥17艘`，实际完成值为 `18次`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.target import Statement
from perf_report.score.rules.report_rule import ReportContext, ReportRule
from perf_report.score.targets import is_comparable


def check(context: ReportContext) -> Iterator[Finding]:
    """Figures, dates and words that do not answer their targets."""
    for route, indicator, reported in context.reported():
        if isinstance(indicator.target, Statement) or reported.not_applicable is not None:
            continue
        for key in ("actual", "so_far", "expected"):
            reached = getattr(reported, key)
            is_progress = key != "actual" and isinstance(reached, Statement)
            if reached is None or is_progress:
                continue
            if not is_comparable(indicator.target, reached):
                yield Finding(
                    rule=RULE.id,
                    route=(*route, key),
                    arguments={"target": indicator.target.printed, "actual": reached.printed},
                )


RULE = ReportRule(id="report-comparable", severity=Severity.ERROR, check=check)
