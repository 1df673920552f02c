"""Ceilings of cost, which move with the money that they cap."""

from decimal import Decimal

from perf_report.diff.scope import Scope, Spot
from perf_report.model.measure import currency_factor, measure
from perf_report.model.money import add_amounts
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.target import Quantity
from perf_report.rules.cost_ceiling import YUAN


def is_cost(category: str) -> bool:
    """Whether a category is one of cost: output.cost on one form, cost.economic on the other."""
    return "cost" in category.split(".")


def goal_funds(plan: Plan, goal: Goal) -> Decimal:
    """The total of the tasks that a goal serves, whether or not it shares them."""
    served = [task.funds.printed_total for task in plan.tasks if task.id in goal.tasks]
    return add_amounts(served)


def follows_funds(scope: Scope, spot: Spot, old: Indicator, new: Indicator) -> bool:
    """Whether an indicator of cost moved by just what the funds of its goal's tasks did."""
    before, after = old.target, new.target
    if not isinstance(before, Quantity) or not isinstance(after, Quantity):
        return False
    if not (is_cost(old.category) and is_cost(new.category)):
        return False
    if not {before.unit, after.unit} <= YUAN.keys():
        return False
    moved = measure(after).value - measure(before).value
    old_goal = scope.base.goals[int(spot.old[1])]
    new_goal = scope.revision.goals[int(spot.new[1])]
    return moved == _yuan(scope.revision, new_goal) - _yuan(scope.base, old_goal)


def _yuan(plan: Plan, goal: Goal) -> Decimal:
    return goal_funds(plan, goal) * currency_factor(plan.currency_unit)
