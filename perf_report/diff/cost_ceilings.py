"""Cost ceilings, which change with the funds that they limit."""

from decimal import Decimal

from perf_report.diff.claims import is_cost
from perf_report.diff.plan_pair import ComparedItem, PlanPair
from perf_report.diff.subjects import goal_at
from perf_report.model.measure import currency_factor, yuan
from perf_report.model.money import add_amounts
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.target import LOWER_BOUNDS, Quantity


def goal_funds(plan: Plan, goal: Goal) -> Decimal:
    """The total funds of the tasks that a goal serves, tasks shared with other goals included."""
    served = [task.funds.printed_total for task in plan.tasks if task.id in goal.tasks]
    return add_amounts(served)


def follows_funds(plans: PlanPair, compared: ComparedItem, old: Indicator, new: Indicator) -> bool:
    """Whether a ceiling of cost changed by the same amount as the funds of its goal's tasks.

    A ceiling that moved to other tasks has other funds, which did not change.
    """
    before, after = old.target, new.target
    if not isinstance(before, Quantity) or not isinstance(after, Quantity):
        return False
    if not (is_cost(old) and is_cost(new)):
        return False
    old_amount, new_amount = yuan(before), yuan(after)
    if old_amount is None or new_amount is None:
        return False
    if {before.operator, after.operator} & LOWER_BOUNDS:
        return False
    old_goal = goal_at(plans.base, compared.old_route)
    new_goal = goal_at(plans.revision, compared.new_route)
    if old_goal is None or new_goal is None or not _have_same_tasks(plans, old_goal, new_goal):
        return False
    return new_amount - old_amount == _yuan(plans.revision, new_goal) - _yuan(plans.base, old_goal)


def _have_same_tasks(plans: PlanPair, old: Goal, new: Goal) -> bool:
    """Whether two goals serve the same tasks, but for those that the other plan does not have."""
    before = {plans.tasks.old_groups[task] for task in old.tasks if task in plans.tasks.old_groups}
    after = {plans.tasks.new_groups[task] for task in new.tasks if task in plans.tasks.new_groups}
    return bool(before) and before == after and plans.serve_all_parts(old, new)


def _yuan(plan: Plan, goal: Goal) -> Decimal:
    return goal_funds(plan, goal) * currency_factor(plan.currency_unit)
