"""The cost ceilings of the goals that serve a task add up to the task's funds.

Ceilings are cost indicators with ≤, ＜ or ＝ in a unit of money, converted to the table's own.
Unit costs (单位成本, 人均成本) do not count, nor do parts that are listed with their total. If the
declared total of a task differs from the sum of its sources, either of the two is accepted;
`funds-total` reports the difference. If goals serve several tasks, the connected tasks and goals
are compared as a whole. A goal without such an indicator is not compared.

中文：服务于同一任务的各目标，其成本上限之和应等于该任务的资金总额；一个目标对应多个任务时，
相互关联的任务和目标合并核对。成本上限指以货币为单位、符号为 ≤、＜ 或 ＝ 的成本指标，换算为表的
货币单位；单位成本、人均成本不计，既列总成本又列其各部分的，不重复相加。任务申报的总额与各来源
之和不符时，等于其中之一即可，该不符由 funds-total 指出。目标没有这种指标的，不作核对。

Passes: a task of 1291.30 whose two goals have ≤932.4万元 and ≤358.9万元.
Fails: the same task with ≤932.4万元 and ≤385.9万元.
符合：任务资金1291.30万元，两个目标的成本上限为 `≤932.4万元` 和 `≤358.9万元`。
不符合：同一任务，成本上限为 `≤932.4万元` 和 `≤385.9万元`。
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perf_report.model.category_kind import CategoryKind
from perf_report.model.finding import Finding, Severity
from perf_report.model.measure import currency_factor, yuan
from perf_report.model.money import add_amounts, format_amount
from perf_report.model.plan import Goal, Indicator
from perf_report.model.stated_quantity import stated_quantity
from perf_report.model.target import Operator, Quantity
from perf_report.rules.name_words import MONEY, UNIT_COST
from perf_report.rules.plan_walk import plain_name
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

_CEILINGS = {Operator.AT_MOST, Operator.LESS_THAN, Operator.EXACTLY}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cluster:
    """Tasks and goals, by index, that are connected by references."""

    tasks: tuple[int, ...]
    goals: tuple[int, ...]


def check(context: RuleContext) -> Iterator[Finding]:
    """Clusters of tasks and goals whose ceilings differ from their funds."""
    for cluster in _find_clusters(context):
        ceilings = [_ceilings(context, context.plan.goals[index]) for index in cluster.goals]
        if not ceilings or not all(ceilings):
            continue
        funds = [context.plan.tasks[index].funds for index in cluster.tasks]
        declared = add_amounts(each.printed_total for each in funds)
        summed = add_amounts(each.sum or each.printed_total for each in funds)
        totals = set(_totals(ceilings))
        if not totals & {declared, summed}:
            closest = min(totals, key=lambda total: (abs(total - declared), total))
            yield _finding(cluster, closest, declared)


def _totals(ceilings: Sequence[Sequence[Decimal]]) -> Iterator[Decimal]:
    """What the ceilings of goals may add up to: all of them, or totals without their parts."""
    yield add_amounts(map(add_amounts, ceilings))
    yield add_amounts(map(_without_parts, ceilings))
    yield _without_parts([ceiling for each in ceilings for ceiling in each])


def _without_parts(ceilings: Sequence[Decimal]) -> Decimal:
    """The largest if it is the sum of the others, or else the sum of all."""
    largest, total = max(ceilings), add_amounts(ceilings)
    return largest if largest == total - largest else total


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


def _ceilings(context: RuleContext, goal: Goal) -> list[Decimal]:
    """A goal's ceilings in the plan's unit."""
    amounts = (_amount(context, indicator) for indicator in goal.indicators)
    return [amount for amount in amounts if amount is not None]


def _amount(context: RuleContext, indicator: Indicator) -> Decimal | None:
    target = stated_quantity(indicator.target)
    if indicator.kind is not CategoryKind.COST or target is None:
        return None
    if target.compared_operator not in _CEILINGS:
        return None
    amount = yuan_of(indicator, target)
    if amount is None or UNIT_COST.search(plain_name(indicator)):
        return None
    return amount / currency_factor(context.plan.currency_unit)


def yuan_of(indicator: Indicator, target: Quantity) -> Decimal | None:
    """An amount of money in yuan, or None; 350万 is one where the name speaks of money."""
    is_bare = not target.unit.strip("十百千万亿")
    return None if is_bare and not MONEY.search(plain_name(indicator)) else yuan(target)


RULE = Rule(
    id="cost-ceiling",
    severity=Severity.WARNING,
    check=check,
    reads_kinds=True,
    reads=("currency_unit", "tasks", "goals"),
)
