"""A plan has one evaluation, and one monitoring report a month.

Two of them would write the same files, and nobody knows which one counts.

中文：一张目标表只有一份自评，每月至多一份监控；否则两份会写出同名的文件，也不知以哪一份为准。

Passes: a monitoring report through July and one through September.
Fails: two evaluations of one table.
符合：一份监控截至7月，另一份截至9月。
不符合：同一张表有两份自评。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """A report that stands in another file, too."""
    for name in context.namesakes[:1]:
        arguments = {"file": name, "report": str(context.report)}
        yield Finding(rule=RULE.id, route=("report",), arguments=arguments)


RULE = ReportRule(id="report-duplicate", severity=Severity.ERROR, check=check, needed=True)
