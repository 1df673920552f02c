"""What is seen only where money and targets are looked at together.

These are changes like others, with a kind and a fingerprint, but they follow from facts that are
reported already, and so stand apart from them.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perf_report.diff.budget_coverage import Coverage
from perf_report.diff.change import Change, Detail, Kind, difference
from perf_report.diff.cost_ceilings import goal_funds, is_cost
from perf_report.diff.facts import plan_subject
from perf_report.diff.goal_changes import serve_same_tasks
from perf_report.diff.scope import Scope, Spot, goal_subject
from perf_report.diff.significance import Judged, Significance
from perf_report.model.plan import Funds, Goal, Indicator

# What a change of a target is, beside its words in another language.
_OF_TARGETS = frozenset(
    {
        Kind.INDICATOR_ADDED, Kind.INDICATOR_REMOVED, Kind.TARGET_TIGHTENED, Kind.TARGET_LOOSENED,
        Kind.TARGET_UNIT_CHANGED, Kind.TARGET_OPERATOR_CHANGED, Kind.TARGET_REWORDED,
        Kind.TARGET_QUANTIFIED, Kind.TARGET_UNQUANTIFIED,
        Kind.DEADLINE_EARLIER, Kind.DEADLINE_LATER,
    }
)  # fmt: skip

_OF_GOALS = frozenset({Kind.GOAL_ADDED, Kind.GOAL_REMOVED})

# Every shift of money moves the share a little. From one percentage point on it is a change; less
# is seen in the figures of a report alone.
NOTABLE = Decimal(1)


def join_changes(scope: Scope, judged: Sequence[Judged]) -> Iterator[Change]:
    """Goals whose money went one way while their targets did not follow."""
    for pair in sorted(scope.goals.pairs, key=lambda pair: pair.new.route):
        old = scope.base.goals[int(pair.old.route[1])]
        new = scope.revision.goals[int(pair.new.route[1])]
        if serve_same_tasks(scope, old, new) and _serve_all_parts(scope, old, new):
            spot = Spot.of(goal_subject(new), pair, scope.goals)
            yield from _compare_money(scope, spot, (old, new), judged)


def _serve_all_parts(scope: Scope, old: Goal, new: Goal) -> bool:
    """Whether the goals serve tasks that were split or merged in all their parts.

    Otherwise the money of a part that others serve would seem to come or go.
    """
    families = [scope.tasks.old_families.get(task) for task in old.tasks]
    return all(
        family.old <= set(old.tasks) and family.new <= set(new.tasks)
        for family in families
        if family is not None
    )


def compare_coverage(scope: Scope, before: Coverage, after: Coverage) -> Iterator[Change]:
    """The change of the part of the budget that no quantified outcome covers, if notable."""
    old, new = before.share or Decimal(0), after.share or Decimal(0)
    if abs(new - old) >= NOTABLE:
        spot = Spot(subject=plan_subject(scope.revision), old=(), new=())
        kind = Kind.COVERAGE_FELL if new > old else Kind.COVERAGE_ROSE
        detail: Detail = {"tasks": after.tasks}
        yield spot.change(kind, before.share, after.share, "budget", detail)


def _compare_money(
    scope: Scope, spot: Spot, goals: tuple[Goal, Goal], judged: Sequence[Judged]
) -> Iterator[Change]:
    old, new = goals
    before = Funds(total=goal_funds(scope.base, old))
    after = Funds(total=goal_funds(scope.revision, new))
    moved = difference(goal_funds(scope.base, old) * scope.currency_factor, after.total)
    verdicts = _verdicts(scope, goals, judged)
    if verdicts is None or not moved.difference:
        return
    detail: Detail = {"total": moved}
    if moved.difference > 0 and verdicts <= {Significance.WEAKER, Significance.NEUTRAL}:
        yield spot.change(Kind.FUNDS_UP_TARGETS_FLAT, before, after, "tasks", detail)
    if moved.difference < 0 and verdicts <= {Significance.STRONGER, Significance.NEUTRAL}:
        yield spot.change(Kind.FUNDS_DOWN_TARGETS_KEPT, before, after, "tasks", detail)


def _verdicts(
    scope: Scope, goals: tuple[Goal, Goal], judged: Sequence[Judged]
) -> set[Significance] | None:
    """What became of the targets of a goal and of those that share its tasks; None for no targets.

    Ceilings of cost are left out: they follow the money.
    """
    if any(all(is_cost(item.category) for item in goal.indicators) for goal in goals):
        return None
    sharing = _sharing(scope, goals)
    return {item.verdict.significance for item in judged if _concerns(scope, item.change, sharing)}


def _sharing(scope: Scope, goals: tuple[Goal, Goal]) -> set[str]:
    """The ids, old and new, of all goals that have a task in common with a goal."""
    old, new = goals
    before = {other.id for other in scope.base.goals if set(other.tasks) & set(old.tasks)}
    after = {other.id for other in scope.revision.goals if set(other.tasks) & set(new.tasks)}
    families = [
        *(scope.goals.old_families[id_] for id_ in before & scope.goals.old_families.keys()),
        *(scope.goals.new_families[id_] for id_ in after & scope.goals.new_families.keys()),
    ]
    return before | after | {id_ for family in families for id_ in family.old | family.new}


def _concerns(scope: Scope, change: Change, goals: set[str]) -> bool:
    """Whether a change is one of the goals, or of a target that they have or had.

    An indicator that moved is looked at on both sides.
    """
    if change.kind in _OF_GOALS:
        return change.subject.id in goals
    if change.kind not in _OF_TARGETS:
        return False
    sides = list(_sides(scope, change))
    had_or_has = any(goal.id in goals for goal, _ in sides)
    return had_or_has and not any(is_cost(indicator.category) for _, indicator in sides)


def _sides(scope: Scope, change: Change) -> Iterator[tuple[Goal, Indicator]]:
    """The indicator that a change is about, with its goal, in the plans that have it."""
    for plan, route in ((scope.base, change.old), (scope.revision, change.new)):
        if route is not None:
            goal = plan.goals[int(route[1])]
            yield goal, goal.indicators[int(route[3])]
