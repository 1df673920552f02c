"""The scoring that an evaluation names exists.

Without it there are no points.

中文：自评所写的评分办法须存在，否则无法评分。

Passes: `scoring: mof-2020`.
Fails: `scoring: mof-1999`.
符合：`scoring: mof-2020`。
不符合：`scoring: mof-1999`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """An unknown scoring."""
    named = context.report.scoring
    if named is not None and named not in context.scorings:
        arguments = {"scoring": named, "known": ", ".join(context.scorings)}
        yield Finding(rule=RULE.id, route=("scoring",), arguments=arguments)


RULE = ReportRule(id="score-scoring", severity=Severity.ERROR, check=check, needed=True)
