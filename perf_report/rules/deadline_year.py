"""A deadline lies within the plan's year.

中文：截止日期应在本年度之内。

Passes: `by: 2025-12-31` in the plan of 2025.
Fails: `by: 2024-12-31` in the plan of 2025.
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.target import Deadline
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Deadlines of another year."""
    for route, _, indicator in iter_indicators(context.plan):
        target = indicator.target
        if isinstance(target, Deadline) and target.by.year != context.plan.year:
            arguments = {"by": target.by.isoformat(), "year": context.plan.year}
            yield Finding(rule=RULE.id, route=(*route, "target", "by"), arguments=arguments)


RULE = Rule(id="deadline-year", severity=Severity.WARNING, check=check, reads=("@", "year"))
