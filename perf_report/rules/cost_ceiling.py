"""The cost ceilings of the goals that serve a task add up to the task's funds.

Ceilings are the cost indicators with ≤, ＜ or ＝ in a unit of money, converted to the plan's own;
costs of one of many (单位成本, 人均成本) do not count.
Where goals serve several tasks, the tasks and goals that hang together are compared as a whole.
A goal without such an indicator leaves nothing to compare.

中文：服务于同一任务的各目标，其成本上限之和应等于该任务的资金总额；一个目标对应多个任务时，
相互关联的任务和目标合并核对。

Passes: a task of 1291.30 whose two goals have ≤932.4万元 and ≤358.9万元.
Fails: the same task with ≤932.4万元 and ≤385.9万元.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_report.model.finding import Finding, Severity
from perf_report.model.money import add_amounts, format_amount
from perf_report.model.plan import Goal, Indicator
from perf_report.model.target import Operator, Quantity
from perf_report.rules.name_words import UNIT_COST
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

# The units of money of targets, in yuan.
YUAN = {
    "元": Decimal(1),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
_CEILINGS = {Operator.AT_MOST, Operator.LESS_THAN, Operator.EXACTLY}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cluster:
    """Tasks and goals, by index, that are connected by references."""

    tasks: tuple[int, ...]
    goals: tuple[int, ...]


def check(context: RuleContext) -> Iterator[Finding]:
    """Clusters of tasks and goals whose ceilings differ from their funds."""
    for cluster in _find_clusters(context):
        ceilings = [_ceiling(context, context.plan.goals[index]) for index in cluster.goals]
        if not ceilings or None in ceilings:
            continue
        funds = add_amounts(context.plan.tasks[i].funds.printed_total for i in cluster.tasks)
        total = sum((ceiling for ceiling in ceilings if ceiling is not None), Decimal(0))
        if total != funds:
            yield _finding(cluster, total, funds)


def _finding(cluster: _Cluster, ceilings: Decimal, funds: Decimal) -> Finding:
    return Finding(
        rule=RULE.id,
        route=("tasks", cluster.tasks[0], "funds"),
        arguments={
            "tasks": ", ".join(str(index + 1) for index in cluster.tasks),
            "goals": ", ".join(str(index + 1) for index in cluster.goals),
            "ceilings": format_amount(ceilings),
            "funds": format_amount(funds),
            "difference": f"{ceilings - funds:+f}",
        },
    )


def _find_clusters(context: RuleContext) -> Iterator[_Cluster]:
    """Tasks that are connected by common goals, in the order of the table."""
    numbers = {task.id: index for index, task in enumerate(context.plan.tasks)}
    served = [
        {numbers[task] for task in goal.tasks if task in numbers} for goal in context.plan.goals
    ]
    left = set(range(len(context.plan.tasks)))
    while left:
        tasks = {min(left)}
        while True:
            grown = tasks.union(*(others for others in served if others & tasks))
            if grown == tasks:
                break
            tasks = grown
        left -= tasks
        goals = tuple(index for index, others in enumerate(served) if others & tasks)
        yield _Cluster(tasks=tuple(sorted(tasks)), goals=goals)


def _ceiling(context: RuleContext, goal: Goal) -> Decimal | None:
    """The sum of a goal's ceilings in the plan's unit; None if it has none."""
    amounts = [
        amount
        for indicator in goal.indicators
        if (amount := _amount(context, indicator)) is not None
    ]
    return sum(amounts, Decimal(0)) if amounts else None


def _amount(context: RuleContext, indicator: Indicator) -> Decimal | None:
    target = indicator.target
    is_cost = "cost" in indicator.category.split(".")
    if not is_cost or not isinstance(target, Quantity) or target.operator not in _CEILINGS:
        return None
    if target.unit not in YUAN or UNIT_COST.search(indicator.name.zh or ""):
        return None
    return target.value * YUAN[target.unit] / YUAN[context.plan.currency_unit]


RULE = Rule(
    id="cost-ceiling",
    severity=Severity.WARNING,
    check=check,
    reads=("currency_unit", "tasks", "goals"),
)
