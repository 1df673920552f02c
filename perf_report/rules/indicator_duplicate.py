"""A goal has each indicator once: no two of a category with the same name.

中文：同一目标下，同一类别中不应有同名的指标。

Passes: `企业满意度` under two goals.
Fails: `企业满意度` twice under one goal.
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.rules.plan_walk import iter_indicators, plain_name
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Every second and later indicator of the same name and category under a goal."""
    seen: dict[tuple[int, str, str], int] = {}
    for route, _, indicator in iter_indicators(context.plan):
        goal = int(route[1])
        key = (goal, indicator.category, "".join(plain_name(indicator).split()))
        first = seen.setdefault(key, int(route[3]))
        if first != route[3]:
            arguments = {"name": indicator.name, "goal": goal + 1}
            yield Finding(rule=RULE.id, route=(*route, "name"), arguments=arguments)


RULE = Rule(
    id="indicator-duplicate",
    severity=Severity.WARNING,
    check=check,
    reads=("@", "goals.#.indicators.#.category"),
)
