"""How goals changed."""

from collections.abc import Iterator
from dataclasses import replace

from perf_report.diff.change import Change, Kind
from perf_report.diff.indicator_changes import indicator_changes
from perf_report.diff.matching import Item, Pair
from perf_report.diff.scope import Scope, Spot, divided, goal_subject, kin_of_new, kin_of_old
from perf_report.model.plan import Goal, Plan
from perf_report.model.route import Route


def goal_changes(scope: Scope) -> Iterator[Change]:
    """The changes of all goals and of their indicators, in the order of the revision."""
    pairs = {pair.new.id: pair for pair in scope.goals.pairs}
    for index, goal in enumerate(scope.revision.goals):
        pair = pairs.get(goal.id)
        if pair is None:
            yield _added_goal(scope, goal, ("goals", index))
        else:
            yield from _compare_goals(scope, pair)
        yield from indicator_changes(scope, index, goal)
    for item in scope.goals.removed:
        yield _removed_goal(scope, item)


def _added_goal(scope: Scope, goal: Goal, route: Route) -> Change:
    """A goal that was not there, with those of its indicators that were nowhere either.

    The indicators of a part of a goal that was split are compared one by one.
    """
    added = set() if goal.id in scope.goals.new_families else scope.added_indicators
    return Change(
        kind=Kind.GOAL_ADDED,
        subject=goal_subject(goal),
        after=replace(goal, indicators=tuple(i for i in goal.indicators if i.id in added)),
        detail=divided(kin_of_new(scope.goals, goal.id)),
        new=route,
    )


def _removed_goal(scope: Scope, item: Item) -> Change:
    """A goal that is gone, with those of its indicators that are nowhere any more."""
    goal = _goal_at(scope.base, item)
    removed = set() if goal.id in scope.goals.old_families else scope.removed_indicators
    return Change(
        kind=Kind.GOAL_REMOVED,
        subject=goal_subject(goal),
        before=replace(goal, indicators=tuple(i for i in goal.indicators if i.id in removed)),
        detail=divided(kin_of_old(scope.goals, goal.id)),
        old=item.route,
    )


def _compare_goals(scope: Scope, pair: Pair) -> Iterator[Change]:
    old, new = _goal_at(scope.base, pair.old), _goal_at(scope.revision, pair.new)
    spot = Spot.of(goal_subject(new), pair, scope.goals)
    yield from scope.text_changes(Kind.GOAL_REWORDED, spot, (old.text, new.text), "text")
    if not serve_same_tasks(scope, old, new):
        yield spot.change(Kind.GOAL_RELINKED, old.tasks, new.tasks, "tasks")


def serve_same_tasks(scope: Scope, old: Goal, new: Goal) -> bool:
    """Whether two goals serve the same tasks, whatever these are called now."""
    before = {scope.tasks.old_families.get(task, task) for task in old.tasks}
    return before == {scope.tasks.new_families.get(task, task) for task in new.tasks}


def _goal_at(plan: Plan, item: Item) -> Goal:
    return plan.goals[int(item.route[1])]
