"""Changes of indicators and of their targets."""

from collections.abc import Iterator
from dataclasses import replace

from perf_report.diff.change import Change, ChangeKind, Place
from perf_report.diff.cost_ceilings import follows_funds
from perf_report.diff.form_changes import cell_changes
from perf_report.diff.matching import Item, Pair
from perf_report.diff.plan_pair import ComparedItem, PlanPair, new_ids_of, old_ids_of, parts_detail
from perf_report.diff.subjects import indicator_at, indicator_subject
from perf_report.diff.target_changes import compare_targets
from perf_report.diff.worded_changes import changed_beside_days, worded_move
from perf_report.model.plan import Goal, Indicator
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.route import Route
from perf_report.model.target import Deadline, Quantity, Worded
from perf_report.model.text import Text


def indicator_changes(plans: PlanPair, index: int, goal: Goal) -> Iterator[Change]:
    """The changes of a goal's indicators, then its removed indicators.

    The indicators of an added or removed goal are part of that goal's change.
    """
    is_new_goal = goal.id not in plans.goals.new_groups
    for number, indicator in enumerate(goal.indicators):
        pair = plans.indicator_pairs.get(indicator.id)
        if pair is not None:
            yield from _indicator_pair_changes(plans, pair)
        elif not is_new_goal:
            yield _added_indicator(plans, goal, indicator, ("goals", index, "indicators", number))
    for item in plans.indicators.removed:
        if _is_under_goal(item) and plans.successor_of(item.goal) == goal.id:
            yield _removed_indicator(plans, item)


def table_indicator_changes(plans: PlanPair) -> Iterator[Change]:
    """The changes of the indicators under the table, then those removed from there.

    They are changes of their own whatever became of the goal that they name.
    """
    for number, indicator in enumerate(plans.revision.indicators):
        pair = plans.indicator_pairs.get(indicator.id)
        if pair is not None:
            yield from _indicator_pair_changes(plans, pair)
        else:
            yield _added_indicator(plans, None, indicator, ("indicators", number))
    for item in plans.indicators.removed:
        if not _is_under_goal(item):
            yield _removed_indicator(plans, item)


def _is_under_goal(item: Item) -> bool:
    return item.route[0] == "goals"


def _added_indicator(
    plans: PlanPair, goal: Goal | None, indicator: Indicator, route: Route
) -> Change:
    return Change(
        kind=ChangeKind.INDICATOR_ADDED,
        subject=indicator_subject(goal, indicator),
        after=indicator,
        detail=parts_detail(
            old_ids_of(plans.indicators, indicator.id),
            plans.indicator_claim(plans.indicators.new_groups.get(indicator.id)),
        ),
        new_route=route,
    )


def _removed_indicator(plans: PlanPair, item: Item) -> Change:
    goal, indicator = indicator_at(plans.base, item.route)
    return Change(
        kind=ChangeKind.INDICATOR_REMOVED,
        subject=indicator_subject(goal, indicator),
        before=indicator,
        detail=parts_detail(
            new_ids_of(plans.indicators, item.id),
            plans.indicator_claim(plans.indicators.old_groups.get(item.id)),
        ),
        old_route=item.route,
    )


def _indicator_pair_changes(plans: PlanPair, pair: Pair) -> Iterator[Change]:
    _, old = indicator_at(plans.base, pair.old.route)
    new_goal, new = indicator_at(plans.revision, pair.new.route)
    group = plans.indicators.new_groups[pair.new.id]
    claim = plans.indicator_claim(group) if group.is_split_or_merged else None
    compared = ComparedItem.of(indicator_subject(new_goal, new), pair, plans.indicators, claim)
    yield from plans.text_changes(
        ChangeKind.INDICATOR_RENAMED, compared, (old.name, new.name), "name"
    )
    if old.category != new.category or not plans.goals.are_same(pair.old.goal, pair.new.goal):
        before = Place(goal=pair.old.goal or None, category=old.category)
        after = Place(goal=pair.new.goal or None, category=new.category)
        yield compared.change(ChangeKind.INDICATOR_MOVED, before, after)
    yield from _target_changes(plans, compared, old, new)
    yield from _note_changes(plans, compared, old, new)


def _target_changes(
    plans: PlanPair, compared: ComparedItem, old: Indicator, new: Indicator
) -> Iterator[Change]:
    """The change of a target's type, figure or date.

    And that of its text, unless it differs in nothing but a date that is told already.
    """
    changes = list(compare_targets(old, new, plans.years))
    for changed in changes:
        follows = {"follows": "funds"} if follows_funds(plans, compared, old, new) else {}
        yield compared.change(
            changed.kind, old.target, new.target, "target", {**changed.detail, **follows}
        )
    text_changes = plans.text_changes(
        ChangeKind.TARGET_REWORDED, compared, (_target_text(old), _target_text(new)), "target"
    )
    for change in text_changes if type(old.target) is type(new.target) else ():
        is_stale, moved = change.kind is ChangeKind.TRANSLATION_STALE, worded_move(old, new)
        if moved:
            detail = {**change.detail, "moved": moved}
            yield replace(change, kind=ChangeKind.TARGET_REWORDED, detail=detail)
        # A changed date requires changed words; what else changed in them is reported beside it.
        if is_stale or not (moved or (changes and _only_days(plans, old, new))):
            yield change
    has_units = isinstance(old.target, Quantity) and isinstance(new.target, Quantity)
    if has_units and old.unit != new.unit and "en" in plans.languages:
        yield compared.change(
            ChangeKind.TRANSLATION_CHANGED,
            old.unit,
            new.unit,
            "unit",
            {"field": "unit", "changed": ("en",)},
        )


def _only_days(plans: PlanPair, old: Indicator, new: Indicator) -> bool:
    """Whether two targets in words differ in nothing but the days by which they are due."""
    if not isinstance(old.target, Worded) or not isinstance(new.target, Worded):
        return False
    return not changed_beside_days(old.target, new.target, plans.years)


def _target_text(indicator: Indicator) -> Text | None:
    """The words of a target; of a day that is one string, which has no English of its own, once."""
    target = indicator.target
    if not isinstance(target, Worded):
        return None
    if isinstance(target, Deadline) and target.written:
        return Text(zh=target.printed, en=target.printed)
    return target.text


def _note_changes(
    plans: PlanPair, compared: ComparedItem, old: Indicator, new: Indicator
) -> Iterator[Change]:
    """The changes of an indicator's optional fields."""
    for name in INDICATOR_NOTES:
        texts = (getattr(old, name), getattr(new, name))
        yield from plans.text_changes(ChangeKind.INDICATOR_CHANGED, compared, texts, name)
    for name in ("weight", "baseline", "horizon"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield compared.change(
                ChangeKind.INDICATOR_CHANGED, before, after, name, {"field": name}
            )
    extras = old.extra, new.extra
    yield from cell_changes(plans, ChangeKind.INDICATOR_CHANGED, compared, extras, "extra")
