"""No two indicators of a goal have the same category and the same name.

The same holds for a list of indicators under the whole table, in which two goals may have an
indicator of the same name. An indicator with a different horizon is a different indicator.

中文：同一目标下，同一类别中不应有同名的指标；指标不列在各目标之下的，整张表同一类别中也不应有，
分属不同目标的除外。期限不同的视为不同的指标。

Passes: `name: {zh: 企业满意度, en: Enterprise satisfaction}` under two goals.
Fails: the same name twice under one goal.
符合：两个目标之下各有“企业满意度”。
不符合：同一目标之下有两项“企业满意度”。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Indicator
from perf_report.model.route import Route
from perf_report.rules.plan_walk import iter_indicators, plain_name
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Every second and later indicator of a name and category in one list."""
    seen: set[tuple[object, ...]] = set()
    for route, _, indicator in iter_indicators(context.plan):
        name = "".join(plain_name(indicator).split())
        key = (route[:-1], indicator.goal, indicator.horizon, indicator.category, name)
        if key in seen:
            yield _finding(route, indicator)
        seen.add(key)


def _finding(route: Route, indicator: Indicator) -> Finding:
    arguments: dict[str, object] = {"name": indicator.name}
    if route[0] == "indicators":
        message = "indicator-duplicate-table"
    else:
        message, arguments["goal"] = "", int(route[1]) + 1
    return Finding(rule=RULE.id, message=message, route=(*route, "name"), arguments=arguments)


RULE = Rule(
    id="indicator-duplicate",
    severity=Severity.WARNING,
    check=check,
    reads=("@", "@indicator.category", "@indicator.goal", "@indicator.horizon"),
)
