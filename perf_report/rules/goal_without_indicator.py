"""Every goal has an indicator, if the form lists indicators under goals.

中文：指标列在各目标之下的表样，每个目标都要有指标，没有指标的目标无法考核。

Passes: a goal with one indicator or more.
Fails: `indicators: []`.
符合：目标之下至少有一项指标。
不符合：`indicators: []`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.rules.form_walk import lists_under_goals
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Goals without indicators."""
    if not lists_under_goals(context.form):
        return
    for index, goal in enumerate(context.plan.goals):
        if not goal.indicators:
            arguments = {"number": index + 1}
            yield Finding(rule=RULE.id, route=("goals", index, "id"), arguments=arguments)


RULE = Rule(
    id="goal-without-indicator",
    severity=Severity.ERROR,
    check=check,
    reads=("form", "goals.#.indicators"),
)
