"""The significance of changes: weaker, stronger, unclear or neutral.

Each kind of change has a rule that assesses it. The rule of the opposite kind gives the opposite
significance, or `mirrors` has the reason why not. A project can set another significance for a
kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import cast

from perf_report.diff.assessment import (
    BY_SETTINGS,
    Assessment,
    Significance,
    always,
    neutral,
    stronger,
    unclear,
    weaker,
)
from perf_report.diff.change import Change, ChangeKind, Place
from perf_report.diff.claims import Claim
from perf_report.diff.form_significance import assess_field, assess_row
from perf_report.model.measure import measure
from perf_report.model.target import LOWER_BOUNDS, STRICT_BOUNDS, UPPER_BOUNDS, Operator, Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A project's settings for assessments.

    `significance` overrides the rules, by kind. `outcomes` are the level-1 categories whose
    quantified indicators show what funds achieve.
    """

    significance: Mapping[str, Significance] = field(default_factory=dict)
    outcomes: tuple[str, ...] = ("benefit",)


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessedChange:
    """A change with its assessment."""

    change: Change
    assessment: Assessment


def assess(change: Change, policy: Policy) -> AssessedChange:
    """Assess a change by the project's policy, or else by the rule of its kind."""
    return assess_by(RULES[ChangeKind(change.kind)], change, policy)


def assess_by(
    rule: Callable[[Change], Assessment], change: Change, policy: Policy
) -> AssessedChange:
    """Assess a change by the project's policy, or else by a rule."""
    override = policy.significance.get(change.kind)
    if override is None:
        return AssessedChange(change=change, assessment=rule(change))
    by_settings = Assessment(significance=override, reason=BY_SETTINGS)
    return AssessedChange(change=change, assessment=by_settings)


# Fields that describe this edition of a table, and the English of its units.
_EDITION_FIELDS = {
    "year", "revision", "revision_kind", "revision_approved.on", "revision_approved.by",
    "revision_note", "published", "budget_approved", "units",
}  # fmt: skip

# Fields of a table whose change asks a question of its own.
_PLAN_QUESTIONS = {"weights": unclear("measured"), "disclose": unclear("disclosure")}

# Fields that explain an indicator without changing what is measured.
_REMARK_FIELDS = {"basis", "baseline", "responsible", "note"}

# The form's own columns remark on an indicator: past years' figures, whether it is a core one.
_OWN_COLUMN = "extra."


def _assess_plan(change: Change) -> Assessment:
    field_ = cast("str", change.detail["field"])
    if field_ in _EDITION_FIELDS:
        return neutral("edition")
    if field_ in _PLAN_QUESTIONS:
        return _PLAN_QUESTIONS[field_]
    return _assess_text(change) if "changed" in change.detail else unclear("head")


def _assess_text(change: Change) -> Assessment:
    """Unclear, since a person must read it; neutral if only punctuation or the year changed."""
    only = change.detail.get("only")
    return neutral(f"only-{only}") if only else unclear("reworded")


def _assess_stale(change: Change) -> Assessment:
    return unclear(f"stale-{change.detail['stale']}")


def _assess_notes(change: Change) -> Assessment:
    field_ = cast("str", change.detail["field"])
    if field_ in _REMARK_FIELDS or field_.startswith(_OWN_COLUMN):
        return neutral("remark")
    if field_ == "horizon":
        return unclear("horizon")
    return neutral(f"only-{only}") if (only := change.detail.get("only")) else unclear("measured")


def _assess_move(change: Change) -> Assessment:
    before, after = cast("Place", change.before), cast("Place", change.after)
    stays = before.category.partition(".")[0] == after.category.partition(".")[0]
    return neutral("moved") if stays else unclear("moved-level")


def _assess_task(change: Change) -> Assessment:
    return unclear("divided") if "parts" in change.detail else unclear("task")


def _assess_added(change: Change) -> Assessment:
    """Stronger, unless it is said to be a part of what promised as much already."""
    claim = _claim(change)
    return unclear("divided") if claim and claim.adds_nothing else stronger("promise-added")


def _assess_removed(change: Change) -> Assessment:
    """Weaker, unless it is said to live on in what promises as much; a person must look."""
    claim = _claim(change)
    if claim is None:
        return weaker("promise-gone")
    return unclear("divided") if claim.keeps_all else weaker("claim-unproven")


def _claim(change: Change) -> Claim | None:
    claim = change.detail.get("claim")
    return Claim(cast("str", claim)) if claim else None


# Why it is not known whether more or less, or a day earlier or later, is better.
_UNKNOWN = {
    "unknown": unclear("exact"),
    "against": unclear("sign-against"),
    "start": unclear("start"),
}


def _assess_value(assessment: Assessment) -> Callable[[Change], Assessment]:
    """The assessment of a changed figure, if it is known whether more or less is better.

    A cost ceiling that changed by the same amount as its tasks' funds is neutral. A figure that was
    split or merged is unclear if the parts together ask for as much.
    """

    def assess_value(change: Change) -> Assessment:
        if change.detail.get("follows") == "funds":
            return neutral("follows-funds")
        if "direction" in change.detail:
            return _UNKNOWN[cast("str", change.detail["direction"])]
        return _assess_divided(change, assessment)

    return assess_value


def _assess_divided(change: Change, assessment: Assessment) -> Assessment:
    """The assessment of a target, unless the parts of what was split make good for it."""
    claim = _claim(change)
    if claim is None:
        return assessment
    is_weaker = assessment.significance is Significance.WEAKER
    makes_good = claim.keeps_all if is_weaker else claim.adds_nothing
    return unclear("divided-target") if makes_good else assessment


def _assess_unit(change: Change) -> Assessment:
    """Weaker if the figure moved to the weaker side while its unit changed, else unclear."""
    is_weaker = change.detail.get("moved") == "weaker"
    return weaker("unit-weaker") if is_weaker else unclear("unit")


def _assess_words(change: Change) -> Assessment:
    """Weaker if a figure in the words is gone or moved to the weaker side."""
    moved = change.detail.get("moved")
    if moved == "gone":
        return weaker("figure-gone")
    return weaker("figure-weaker") if moved == "weaker" else _assess_text(change)


def _assess_quantified(change: Change) -> Assessment:
    """Stronger, unless the words held a figure or a day that may have asked for more."""
    moved = change.detail.get("moved")
    if moved == "unclear":
        return unclear("figure-unclear")
    assessment = weaker("figure-weaker") if moved == "weaker" else stronger("quantified")
    return _assess_divided(change, assessment)


def _assess_operator(change: Change) -> Assessment:
    """Assess a changed sign by which values the old and the new target allow."""
    before, after = cast("Quantity", change.before), cast("Quantity", change.after)
    direction = cast("str", change.detail.get("direction", ""))
    return _assess_divided(change, _assess_signs(before, after, direction))


def _assess_signs(before: Quantity, after: Quantity, direction: str) -> Assessment:
    signs = {before.compared_operator, after.compared_operator}
    if Operator.EXACTLY in signs and direction == "against":
        # A bound of the side that is wanted allows the worst of all.
        is_exact = after.compared_operator is Operator.EXACTLY
        return stronger("bound-tighter") if is_exact else weaker("bound-looser")
    if Operator.EXACTLY in signs:
        return unclear("exact") if direction else _assess_exact(before, after)
    if signs <= LOWER_BOUNDS or signs <= UPPER_BOUNDS:
        return unclear("sign-against") if direction else _assess_strict(before, after)
    return unclear("sign-turned")


def _assess_exact(before: Quantity, after: Quantity) -> Assessment:
    """Assess a change between ＝ and a bound by the figure; unclear if that is the same.

    More is better if the bound is a lower one. ＝17 promises no less than ≥17, and excludes more;
    but it does not meet ＞17.
    """
    more = bool({before.operator, after.operator} & LOWER_BOUNDS)
    old, new = measure(before).value, measure(after).value
    if old == new and {before.operator, after.operator} & STRICT_BOUNDS:
        return _assess_strict(before, after)
    if old == new:
        was_exact = before.compared_operator is Operator.EXACTLY
        return unclear("exact-to-bound" if was_exact else "bound-to-exact")
    return stronger("bound-tighter") if (new > old) == more else weaker("bound-looser")


def _assess_strict(before: Quantity, after: Quantity) -> Assessment:
    """Assess a change to or from a strict sign (＞, ＜): by the figure, then by the sign."""
    old, new = measure(before).value, measure(after).value
    if old == new:
        is_tighter = after.operator in STRICT_BOUNDS
    else:
        is_tighter = (new > old) == (after.operator in LOWER_BOUNDS)
    return stronger("bound-tighter") if is_tighter else weaker("bound-looser")


def _assess_more_funds(change: Change) -> Assessment:
    """Weaker, unless something new may be what the money is for; a person must look."""
    return unclear("funds-added") if "added" in change.detail else weaker("funds-up")


RULES: Mapping[ChangeKind, Callable[[Change], Assessment]] = {
    ChangeKind.PLAN_ADDED: always(Significance.UNCLEAR, "plan-added"),
    ChangeKind.PLAN_REMOVED: always(Significance.WEAKER, "plan-removed"),
    ChangeKind.PLAN_CHANGED: _assess_plan,
    ChangeKind.TASK_ADDED: _assess_task,
    ChangeKind.TASK_REMOVED: _assess_task,
    ChangeKind.TASK_REWORDED: _assess_text,
    ChangeKind.FUNDS_CHANGED: always(Significance.NEUTRAL, "funds"),
    ChangeKind.FIELD_CHANGED: assess_field,
    ChangeKind.TABLE_CHANGED: assess_row,
    ChangeKind.GOAL_ADDED: _assess_added,
    ChangeKind.GOAL_REMOVED: _assess_removed,
    ChangeKind.GOAL_REWORDED: _assess_text,
    ChangeKind.GOAL_RELINKED: always(Significance.UNCLEAR, "relinked"),
    ChangeKind.GOAL_CHANGED: _assess_notes,
    ChangeKind.INDICATOR_ADDED: _assess_added,
    ChangeKind.INDICATOR_REMOVED: _assess_removed,
    ChangeKind.INDICATOR_RENAMED: _assess_text,
    ChangeKind.INDICATOR_MOVED: _assess_move,
    ChangeKind.INDICATOR_CHANGED: _assess_notes,
    ChangeKind.TARGET_TIGHTENED: _assess_value(stronger("tightened")),
    ChangeKind.TARGET_LOOSENED: _assess_value(weaker("loosened")),
    ChangeKind.TARGET_UNIT_CHANGED: _assess_unit,
    ChangeKind.TARGET_OPERATOR_CHANGED: _assess_operator,
    ChangeKind.TARGET_REWORDED: _assess_words,
    ChangeKind.TARGET_QUANTIFIED: _assess_quantified,
    ChangeKind.TARGET_UNQUANTIFIED: _assess_value(weaker("unquantified")),
    ChangeKind.DEADLINE_EARLIER: _assess_value(stronger("earlier")),
    ChangeKind.DEADLINE_LATER: _assess_value(weaker("later")),
    ChangeKind.TRANSLATION_CHANGED: always(Significance.NEUTRAL, "translation"),
    ChangeKind.TRANSLATION_STALE: _assess_stale,
    ChangeKind.FUNDS_UP_TARGETS_FLAT: _assess_more_funds,
    ChangeKind.FUNDS_DOWN_TARGETS_KEPT: always(Significance.UNCLEAR, "funds-down"),
    ChangeKind.COVERAGE_FELL: always(Significance.WEAKER, "coverage-fell"),
    ChangeKind.COVERAGE_ROSE: always(Significance.STRONGER, "coverage-rose"),
    ChangeKind.TARGET_LOWERED_LATE: always(Significance.WEAKER, "lowered-late"),
}
