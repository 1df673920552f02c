"""What was reached is not the target itself in every row.

Where all figures and dates are those of the targets, they were copied as a rule, and not counted.
It is looked at from three figures or dates on.

中文：实际完成值不应每一行都与指标值相同：全部相同，多半是照抄指标值，而不是据实统计。有三项以上数值
或日期时提示。

Passes: 18, 96% and 20 November for targets of 17, 95% and 30 November.
Fails: 17, 95% and 30 November for the same targets.
符合：指标值为17、95%、11月30日，实际完成值为18、96%、11月20日。
不符合：指标值与实际完成值都是17、95%、11月30日。
"""

from collections.abc import Iterator
from dataclasses import replace

from perf_report.model.finding import Finding, Severity
from perf_report.model.measure import exact_measure
from perf_report.model.report import Actual
from perf_report.model.target import Deadline, Quantity, Ratio, Statement, Target
from perf_report.score.rules.report_rule import ReportContext, ReportRule

# Two rows may well be reached to the figure.
_LEAST = 3


def check(context: ReportContext) -> Iterator[Finding]:
    """An evaluation in which every figure and date is that of the target."""
    rows = [
        (indicator.target, reported.actual)
        for _, indicator, reported in context.reported()
        if reported.actual is not None and not isinstance(indicator.target, Statement)
    ]
    if len(rows) >= _LEAST and all(_is_same(target, actual) for target, actual in rows):
        yield Finding(rule=RULE.id, route=("indicators",), arguments={"count": len(rows)})


def _is_same(target: Target, actual: Actual) -> bool:
    match target, actual:
        case Quantity(), Quantity():
            in_unit = (
                actual if actual.unit_name else replace(actual, unit=target.unit, per=target.per)
            )
            return exact_measure(target) == exact_measure(in_unit)
        case Ratio(), Ratio():
            return target.value == actual.value
        case Deadline(), Deadline():
            return target.by == actual.by
    return False


RULE = ReportRule(id="report-copied", severity=Severity.INFO, check=check)
