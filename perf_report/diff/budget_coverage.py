"""The part of the budget that no quantified outcome covers.

A task is covered if a goal that serves it has an indicator of an outcome category with a quantified
target. A project sets which level-1 categories are outcomes: benefit alone by default, since
outputs count work and satisfaction counts opinions.
"""

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

from perf_report.model.money import add_amounts
from perf_report.model.plan import Goal, Plan
from perf_report.model.target import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class UncoveredFunds:
    """The ids of uncovered tasks, their funds, and the share of these in all funds.

    `funds` is in the plan's currency unit. `share` is in percent with one decimal; None if the plan
    has no funds.
    """

    tasks: tuple[str, ...]
    funds: Decimal
    share: Decimal | None


def find_uncovered(plan: Plan, outcomes: Collection[str]) -> UncoveredFunds | None:
    """The tasks and funds of a plan that no quantified outcome covers.

    None if money does not stand by task, or no goal says which task it serves.
    """
    if not any(goal.tasks for goal in plan.goals):
        return None
    covered = {
        task for goal in plan.goals if _has_outcome(plan, goal, outcomes) for task in goal.tasks
    }
    tasks = [task for task in plan.tasks if task.id not in covered]
    total = add_amounts(task.funds.printed_total for task in plan.tasks)
    funds = add_amounts(task.funds.printed_total for task in tasks)
    share = (funds * 100 / total).quantize(Decimal("0.1")) if total else None
    return UncoveredFunds(tasks=tuple(task.id for task in tasks), funds=funds, share=share)


def _has_outcome(plan: Plan, goal: Goal, outcomes: Collection[str]) -> bool:
    return any(
        isinstance(indicator.target, Quantity) and indicator.category.partition(".")[0] in outcomes
        for indicator in plan.indicators_of(goal)
    )
