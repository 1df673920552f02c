"""A report is on a plan that is among the specs and can be read.

Without its plan nobody knows which indicators it has to answer, nor against which targets.

中文：监控、自评须对应一张能读取的绩效目标表；找不到目标表，就无从核对指标和指标值。

Passes: `of: {department: water, year: 2025}` beside the table of that department and year.
Fails: the same report in a folder with the table of 2024 alone.
符合：`of: {department: water, year: 2025}`，并有该部门该年度的目标表。
不符合：同一自评，文件夹中只有上年的目标表。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """A report without a valid plan."""
    if context.plan is None:
        yield Finding(
            rule=RULE.id,
            message="report-plan-invalid" if context.has_invalid_plan else "",
            route=("of",),
            arguments={"plan": str(context.report.of)},
        )


RULE = ReportRule(id="report-plan", severity=Severity.ERROR, check=check, needed=True)
