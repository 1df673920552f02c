"""Changes of goals and of their indicators."""

from collections.abc import Iterator
from dataclasses import replace

from perf_report.diff.change import Change, ChangeKind
from perf_report.diff.indicator_changes import indicator_changes, table_indicator_changes
from perf_report.diff.matching import Item, Pair
from perf_report.diff.plan_pair import ComparedItem, PlanPair, new_ids_of, old_ids_of, parts_detail
from perf_report.diff.subjects import goal_subject
from perf_report.model.plan import Goal, Plan
from perf_report.model.route import Route


def goal_changes(plans: PlanPair) -> Iterator[Change]:
    """The changes of all goals and of their indicators, in the order of the revision."""
    pairs = {pair.new.id: pair for pair in plans.goals.pairs}
    for index, goal in enumerate(plans.revision.goals):
        pair = pairs.get(goal.id)
        if pair is None:
            yield _added_goal(plans, goal, ("goals", index))
        else:
            yield from _compare_goals(plans, pair)
        yield from indicator_changes(plans, index, goal)
    yield from table_indicator_changes(plans)
    for item in plans.goals.removed:
        yield _removed_goal(plans, item)


def _added_goal(plans: PlanPair, goal: Goal, route: Route) -> Change:
    """An added goal with those of its indicators that are new in the table.

    If the goal is a part of a split one, each indicator is a change of its own.
    """
    added = set() if goal.id in plans.goals.new_groups else plans.added_indicators
    return Change(
        kind=ChangeKind.GOAL_ADDED,
        subject=goal_subject(goal),
        after=replace(goal, indicators=tuple(i for i in goal.indicators if i.id in added)),
        detail=parts_detail(
            old_ids_of(plans.goals, goal.id),
            plans.goal_claim(plans.goals.new_groups.get(goal.id)),
        ),
        new_route=route,
    )


def _removed_goal(plans: PlanPair, item: Item) -> Change:
    """A removed goal with those of its indicators that are no longer in the table."""
    goal = _goal_at(plans.base, item)
    removed = set() if goal.id in plans.goals.old_groups else plans.removed_indicators
    return Change(
        kind=ChangeKind.GOAL_REMOVED,
        subject=goal_subject(goal),
        before=replace(goal, indicators=tuple(i for i in goal.indicators if i.id in removed)),
        detail=parts_detail(
            new_ids_of(plans.goals, goal.id),
            plans.goal_claim(plans.goals.old_groups.get(goal.id)),
        ),
        old_route=item.route,
    )


def _compare_goals(plans: PlanPair, pair: Pair) -> Iterator[Change]:
    old, new = _goal_at(plans.base, pair.old), _goal_at(plans.revision, pair.new)
    compared = ComparedItem.of(goal_subject(new), pair, plans.goals)
    yield from plans.text_changes(ChangeKind.GOAL_REWORDED, compared, (old.text, new.text), "text")
    if not plans.serve_same_tasks(old, new):
        yield compared.change(ChangeKind.GOAL_RELINKED, old.tasks, new.tasks, "tasks")
    for name in ("horizon", "weight"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield compared.change(ChangeKind.GOAL_CHANGED, before, after, name, {"field": name})


def _goal_at(plan: Plan, item: Item) -> Goal:
    return plan.goals[int(item.route[1])]
