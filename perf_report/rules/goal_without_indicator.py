"""Every goal has an indicator.

中文：每个目标都要有指标，没有指标的目标无法考核。

Passes: a goal with one indicator or more.
Fails: `indicators: []`.
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Goals without indicators."""
    for index, goal in enumerate(context.plan.goals):
        if not goal.indicators:
            arguments = {"number": index + 1}
            yield Finding(rule=RULE.id, route=("goals", index, "id"), arguments=arguments)


RULE = Rule(
    id="goal-without-indicator", severity=Severity.ERROR, check=check, reads=("goals.#.indicators",)
)
