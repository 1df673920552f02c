"""What a change means: a policy apart from the facts.

Each kind has a rule that says how a change of it is judged, and why. A rule's mirror judges the
opposite change, and the two judge oppositely; where a kind has no mirror, the reason is written
beside it. A project may give a kind another significance in its settings.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import cast

from perf_report.diff.change import Change, Kind, Place
from perf_report.model.measure import measure
from perf_report.model.target import Operator, Quantity


class Significance(StrEnum):
    """What a change means for what the department has promised."""

    WEAKER = "weaker"
    STRONGER = "stronger"
    UNCLEAR = "unclear"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judgement; `reason` is an id in the catalogue's `[reason]` table."""

    significance: Significance
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What a project says of judging.

    `significance` overrides the rule of a kind; `outcomes` are the level-1 categories whose
    quantified indicators show what money achieves.
    """

    significance: Mapping[str, Significance] = field(default_factory=dict)
    outcomes: tuple[str, ...] = ("benefit",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A change with its verdict."""

    change: Change
    verdict: Verdict


def judge(change: Change, policy: Policy) -> Judged:
    """What a change means by a project's policy, or else by the rule of its kind."""
    override = policy.significance.get(change.kind)
    if override is not None:
        return Judged(change=change, verdict=Verdict(significance=override, reason="policy"))
    return Judged(change=change, verdict=RULES[change.kind](change))


def _always(significance: Significance, reason: str) -> Callable[[Change], Verdict]:
    verdict = Verdict(significance=significance, reason=reason)
    return lambda _change: verdict


def _neutral(reason: str) -> Verdict:
    return Verdict(significance=Significance.NEUTRAL, reason=reason)


def _unclear(reason: str) -> Verdict:
    return Verdict(significance=Significance.UNCLEAR, reason=reason)


def _weaker(reason: str) -> Verdict:
    return Verdict(significance=Significance.WEAKER, reason=reason)


def _stronger(reason: str) -> Verdict:
    return Verdict(significance=Significance.STRONGER, reason=reason)


# What says of a plan who wrote it when, and what its words are in English.
_EDITION = {"year", "revision", "revision_note", "published", "budget_approved", "units"}

# What explains an indicator without changing what is measured.
_REMARKS = {"basis", "baseline", "responsible", "note"}


def _judge_plan(change: Change) -> Verdict:
    if change.detail["field"] in _EDITION:
        return _neutral("edition")
    return _judge_words(change) if "changed" in change.detail else _unclear("head")


def _judge_words(change: Change) -> Verdict:
    """Words are for a person to read, unless only their marks or their year changed."""
    only = change.detail.get("only")
    return _neutral(f"only-{only}") if only else _unclear("reworded")


def _judge_stale(change: Change) -> Verdict:
    return _unclear(f"stale-{change.detail['stale']}")


def _judge_notes(change: Change) -> Verdict:
    if change.detail["field"] in _REMARKS:
        return _neutral("remark")
    return _neutral(f"only-{only}") if (only := change.detail.get("only")) else _unclear("measured")


def _judge_move(change: Change) -> Verdict:
    before, after = cast("Place", change.before), cast("Place", change.after)
    stays = before.category.partition(".")[0] == after.category.partition(".")[0]
    return _neutral("moved") if stays else _unclear("moved-level")


def _unless_divided(verdict: Verdict) -> Callable[[Change], Verdict]:
    """The verdict for a thing that came or went, but for one that was split or merged."""
    return lambda change: _neutral("divided") if "parts" in change.detail else verdict


def _judge_value(verdict: Verdict) -> Callable[[Change], Verdict]:
    """The verdict for a figure that moved, where it is known which way is the better one.

    A ceiling of cost that moved by just what its tasks' funds did says nothing beside them.
    """

    def judge_value(change: Change) -> Verdict:
        if change.detail.get("follows") == "funds":
            return _neutral("follows-funds")
        if "parts" in change.detail:
            return _unclear("divided-target")
        if change.detail.get("direction") == "unknown":
            return _unclear("exact")
        return verdict

    return judge_value


_LEAST = {Operator.AT_LEAST, Operator.MORE_THAN}
_MOST = {Operator.AT_MOST, Operator.LESS_THAN}
_STRICT = {Operator.MORE_THAN, Operator.LESS_THAN}


def _judge_operator(change: Change) -> Verdict:
    """A sign that changed: what the new sign allows against what the old one allowed."""
    before, after = cast("Quantity", change.before), cast("Quantity", change.after)
    signs = {before.operator, after.operator}
    if "parts" in change.detail:
        return _unclear("divided-target")
    if Operator.EXACTLY in signs and (signs & _LEAST or signs & _MOST):
        return _judge_exact(before, after, more=bool(signs & _LEAST))
    if signs <= _LEAST or signs <= _MOST:
        return _judge_strict(before, after)
    return _unclear("sign-turned")


def _judge_exact(before: Quantity, after: Quantity, *, more: bool) -> Verdict:
    """Between ＝ and a bound: the figure tells, and where it stays, it depends on what is meant.

    The bound says which way is better. ＝17 promises no less than ≥17, and forbids more; but it
    does not meet ＞17.
    """
    old, new = measure(before).value, measure(after).value
    if old == new and {before.operator, after.operator} & _STRICT:
        return _judge_strict(before, after)
    if old == new:
        return _unclear(
            "exact-to-bound" if before.operator is Operator.EXACTLY else "bound-to-exact"
        )
    return _stronger("bound-tighter") if (new > old) == more else _weaker("bound-looser")


def _judge_strict(before: Quantity, after: Quantity) -> Verdict:
    """Where one sign is strict (＞, ＜): the figure first, then the sign."""
    old, new = measure(before).value, measure(after).value
    if old == new:
        is_tighter = after.operator in _STRICT
    else:
        is_tighter = (new > old) == (after.operator in _LEAST)
    return _stronger("bound-tighter") if is_tighter else _weaker("bound-looser")


_ADDED, _GONE = _stronger("promise-added"), _weaker("promise-gone")

RULES: Mapping[Kind, Callable[[Change], Verdict]] = {
    Kind.PLAN_ADDED: _always(Significance.UNCLEAR, "plan-added"),
    Kind.PLAN_REMOVED: _always(Significance.WEAKER, "plan-removed"),
    Kind.PLAN_CHANGED: _judge_plan,
    Kind.TASK_ADDED: _unless_divided(_unclear("task")),
    Kind.TASK_REMOVED: _unless_divided(_unclear("task")),
    Kind.TASK_REWORDED: _judge_words,
    Kind.FUNDS_CHANGED: _always(Significance.NEUTRAL, "funds"),
    Kind.GOAL_ADDED: _unless_divided(_ADDED),
    Kind.GOAL_REMOVED: _unless_divided(_GONE),
    Kind.GOAL_REWORDED: _judge_words,
    Kind.GOAL_RELINKED: _always(Significance.UNCLEAR, "relinked"),
    Kind.INDICATOR_ADDED: _unless_divided(_ADDED),
    Kind.INDICATOR_REMOVED: _unless_divided(_GONE),
    Kind.INDICATOR_RENAMED: _judge_words,
    Kind.INDICATOR_MOVED: _judge_move,
    Kind.INDICATOR_CHANGED: _judge_notes,
    Kind.TARGET_TIGHTENED: _judge_value(_stronger("tightened")),
    Kind.TARGET_LOOSENED: _judge_value(_weaker("loosened")),
    Kind.TARGET_UNIT_CHANGED: _always(Significance.UNCLEAR, "unit"),
    Kind.TARGET_OPERATOR_CHANGED: _judge_operator,
    Kind.TARGET_REWORDED: _judge_words,
    Kind.TARGET_QUANTIFIED: _judge_value(_stronger("quantified")),
    Kind.TARGET_UNQUANTIFIED: _judge_value(_weaker("unquantified")),
    Kind.DEADLINE_EARLIER: _judge_value(_stronger("earlier")),
    Kind.DEADLINE_LATER: _judge_value(_weaker("later")),
    Kind.TRANSLATION_CHANGED: _always(Significance.NEUTRAL, "translation"),
    Kind.TRANSLATION_STALE: _judge_stale,
    Kind.FUNDS_UP_TARGETS_FLAT: _always(Significance.WEAKER, "funds-up"),
    Kind.FUNDS_DOWN_TARGETS_KEPT: _always(Significance.UNCLEAR, "funds-down"),
    Kind.COVERAGE_FELL: _always(Significance.WEAKER, "coverage-fell"),
    Kind.COVERAGE_ROSE: _always(Significance.STRONGER, "coverage-rose"),
}

# The kind of the opposite change. A kind that mirrors itself is changed back by one of its own.
MIRRORS: Mapping[Kind, Kind] = {
    Kind.PLAN_ADDED: Kind.PLAN_REMOVED,
    Kind.TASK_ADDED: Kind.TASK_REMOVED,
    Kind.GOAL_ADDED: Kind.GOAL_REMOVED,
    Kind.INDICATOR_ADDED: Kind.INDICATOR_REMOVED,
    Kind.TARGET_TIGHTENED: Kind.TARGET_LOOSENED,
    Kind.TARGET_QUANTIFIED: Kind.TARGET_UNQUANTIFIED,
    Kind.DEADLINE_EARLIER: Kind.DEADLINE_LATER,
    Kind.COVERAGE_ROSE: Kind.COVERAGE_FELL,
    Kind.FUNDS_UP_TARGETS_FLAT: Kind.FUNDS_DOWN_TARGETS_KEPT,
    **{
        kind: kind
        for kind in (
            Kind.PLAN_CHANGED, Kind.TASK_REWORDED, Kind.FUNDS_CHANGED, Kind.GOAL_REWORDED,
            Kind.GOAL_RELINKED, Kind.INDICATOR_RENAMED, Kind.INDICATOR_MOVED,
            Kind.INDICATOR_CHANGED, Kind.TARGET_UNIT_CHANGED, Kind.TARGET_OPERATOR_CHANGED,
            Kind.TARGET_REWORDED, Kind.TRANSLATION_CHANGED, Kind.TRANSLATION_STALE,
        )
    },
}  # fmt: skip

# Kinds whose mirror is not judged oppositely, and why.
WAIVERS: Mapping[Kind, str] = {
    Kind.PLAN_ADDED: (
        "A table that goes takes away what was promised; whether one that comes promises enough, "
        "nothing before it tells."
    ),
    Kind.FUNDS_UP_TARGETS_FLAT: (
        "More money for no more is worse for the public; less money for no less is a saving, or a "
        "target that will not be met, and no figure tells which."
    ),
}


def opposite(significance: Significance) -> Significance:
    """What the change back means."""
    swapped = {
        Significance.WEAKER: Significance.STRONGER,
        Significance.STRONGER: Significance.WEAKER,
    }
    return swapped.get(significance, significance)
