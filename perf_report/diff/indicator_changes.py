"""How indicators and their targets changed."""

from collections.abc import Iterator

from perf_report.diff.change import Change, Kind, Place
from perf_report.diff.cost_ceilings import follows_funds
from perf_report.diff.matching import Item, Pair
from perf_report.diff.scope import (
    Scope,
    Spot,
    divided,
    indicator_subject,
    kin_of_new,
    kin_of_old,
)
from perf_report.diff.target_changes import compare_targets
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.target import Quantity
from perf_report.model.text import Text


def indicator_changes(scope: Scope, index: int, goal: Goal) -> Iterator[Change]:
    """The changes of a goal's indicators, then those that it has lost.

    What came or went with a whole goal is a part of that goal's own change.
    """
    is_new_goal = goal.id not in scope.goals.new_families
    for number, indicator in enumerate(goal.indicators):
        pair = scope.indicator_pairs.get(indicator.id)
        if pair is not None:
            yield from _compare_indicators(scope, pair)
        elif not is_new_goal:
            route = ("goals", index, "indicators", number)
            yield Change(
                kind=Kind.INDICATOR_ADDED,
                subject=indicator_subject(goal, indicator),
                after=indicator,
                detail=divided(kin_of_new(scope.indicators, indicator.id)),
                new=route,
            )
    for item in scope.indicators.removed:
        if scope.heir_of(item.home) == goal.id:
            yield _removed_indicator(scope, item)


def _removed_indicator(scope: Scope, item: Item) -> Change:
    goal, indicator = _indicator_at(scope.base, item)
    return Change(
        kind=Kind.INDICATOR_REMOVED,
        subject=indicator_subject(goal, indicator),
        before=indicator,
        detail=divided(kin_of_old(scope.indicators, item.id)),
        old=item.route,
    )


def _compare_indicators(scope: Scope, pair: Pair) -> Iterator[Change]:
    old_goal, old = _indicator_at(scope.base, pair.old)
    new_goal, new = _indicator_at(scope.revision, pair.new)
    spot = Spot.of(indicator_subject(new_goal, new), pair, scope.indicators)
    yield from scope.text_changes(Kind.INDICATOR_RENAMED, spot, (old.name, new.name), "name")
    if old.category != new.category or not scope.goals.are_kin(old_goal.id, new_goal.id):
        before = Place(goal=old_goal.id, category=old.category)
        after = Place(goal=new_goal.id, category=new.category)
        yield spot.change(Kind.INDICATOR_MOVED, before, after)
    yield from _compare_aims(scope, spot, old, new)
    yield from _compare_notes(scope, spot, old, new)


def _compare_aims(scope: Scope, spot: Spot, old: Indicator, new: Indicator) -> Iterator[Change]:
    """A target's change of figure or date, and of its words where these are all that changed."""
    aims = list(compare_targets(old, new, scope.years))
    for aim in aims:
        follows = {"follows": "funds"} if follows_funds(scope, spot, old, new) else {}
        yield spot.change(aim.kind, old.target, new.target, "target", {**aim.detail, **follows})
    words = scope.text_changes(Kind.TARGET_REWORDED, spot, (_words(old), _words(new)), "target")
    for change in words if type(old.target) is type(new.target) else ():
        # Where the date moved its words had to; what still must be said is which did not.
        if not aims or change.kind is Kind.TRANSLATION_STALE:
            yield change
    has_units = isinstance(old.target, Quantity) and isinstance(new.target, Quantity)
    if has_units and old.unit != new.unit and "en" in scope.languages:
        yield spot.change(
            Kind.TRANSLATION_CHANGED,
            old.unit,
            new.unit,
            "unit",
            {"field": "unit", "changed": ("en",)},
        )


def _words(indicator: Indicator) -> Text | None:
    target = indicator.target
    return None if isinstance(target, Quantity) else target.text


def _compare_notes(scope: Scope, spot: Spot, old: Indicator, new: Indicator) -> Iterator[Change]:
    """The optional entries of an indicator."""
    for name in INDICATOR_NOTES:
        texts = (getattr(old, name), getattr(new, name))
        yield from scope.text_changes(Kind.INDICATOR_CHANGED, spot, texts, name)
    for name in ("weight", "baseline"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield spot.change(Kind.INDICATOR_CHANGED, before, after, name, {"field": name})


def _indicator_at(plan: Plan, item: Item) -> tuple[Goal, Indicator]:
    goal = plan.goals[int(item.route[1])]
    return goal, goal.indicators[int(item.route[3])]
