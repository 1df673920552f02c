"""No two tasks, no two goals and no two indicators share an id.

Ids identify things from year to year, so an indicator's id is unique in the whole table, not only
under its goal.

中文：任务、目标、指标的标识各不得重复；指标标识在整张表内唯一，因为它跨年度标明身份。

Passes: indicators `activities` and `members` under two goals.
Fails: indicators `activities` and `activities` under two goals.
符合：两个目标之下的指标，标识为 `activities` 和 `members`。
不符合：两个目标之下的指标，标识都是 `activities`。
"""

from collections.abc import Iterable, Iterator

from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.route import Route
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Every second and later use of an id."""
    plan = context.plan
    tasks = ((("tasks", index), task.id) for index, task in enumerate(plan.tasks))
    goals = ((("goals", index), goal.id) for index, goal in enumerate(plan.goals))
    yield from _repeated("task", tasks)
    yield from _repeated("goal", goals)
    yield from _repeated(
        "indicator", ((route, item.id) for route, _, item in iter_indicators(plan))
    )


def _repeated(kind: str, ids: Iterable[tuple[Route, str]]) -> Iterator[Finding]:
    seen: set[str] = set()
    for route, id_ in ids:
        if id_ in seen:
            arguments = {"kind": Term("kind", kind), "id": id_}
            yield Finding(rule=RULE.id, route=(*route, "id"), arguments=arguments)
        seen.add(id_)


RULE = Rule(id="id-duplicate", severity=Severity.ERROR, check=check, needed=True, reads=("@",))
