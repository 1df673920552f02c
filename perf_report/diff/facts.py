"""The changes between two plans, without an assessment, in the order of the revision.

They are symmetric: swapping the plans swaps before and after, added and removed, tightened and
loosened. Applying the values after to the base gives the revision, except for which part of a split
goal an indicator went to.
"""

from collections.abc import Iterator
from typing import Any

from perf_report.diff.change import Change, ChangeKind, Match
from perf_report.diff.form_changes import form_changes
from perf_report.diff.funds_changes import funds_changes
from perf_report.diff.goal_changes import goal_changes
from perf_report.diff.plan_pair import ComparedItem, PlanPair
from perf_report.diff.subjects import plan_subject
from perf_report.diff.task_changes import task_changes
from perf_report.model.form import DEFAULT_FORM
from perf_report.model.plan import Plan, RevisionKind


def find_changes(plans: PlanPair) -> Iterator[Change]:
    """The changes from the base to the revision, each once.

    In both plans, ids must be unique and goals must refer to existing tasks.
    """
    yield from _plan_changes(plans)
    yield from task_changes(plans)
    yield from goal_changes(plans)


def find_matches(plans: PlanPair) -> Iterator[Match]:
    """The items that were matched although their ids differ."""
    for type_, pairing in plans.pairings:
        for pair in sorted(pairing.pairs, key=lambda pair: pair.new.id):
            if pair.old.id != pair.new.id:
                yield Match(
                    type=type_, base=pair.old.id, revision=pair.new.id, likeness=pair.likeness
                )


def plan_added(plan: Plan) -> Change:
    """The change that adds a plan."""
    return Change(kind=ChangeKind.PLAN_ADDED, subject=plan_subject(plan), after=plan, new_route=())


def plan_removed(plan: Plan) -> Change:
    """The change that removes a plan."""
    return Change(
        kind=ChangeKind.PLAN_REMOVED, subject=plan_subject(plan), before=plan, old_route=()
    )


# The values of a plan that are compared for equality, by route.
_VALUE_FIELDS = (
    "form", "year", "department.code", "department.parent", "project.code", "project.task",
    "framework", "currency_unit", "languages", "revision", "revision_kind", "revision_approved.on",
    "published", "budget_approved", "disclose", "units", "weights",
)  # fmt: skip
_TEXT_FIELDS = (
    "department.name", "project.name", "revision_approved.by", "revision_note", "disclose_basis",
)  # fmt: skip


# A first edition has no kind, and that a later one is a correction goes without saying.
_USUAL = ("revision_kind", RevisionKind.CORRECTION)


def _plan_changes(plans: PlanPair) -> Iterator[Change]:
    compared = ComparedItem(subject=plan_subject(plans.revision), old_route=(), new_route=())
    for step in _VALUE_FIELDS:
        before, after = _value_at(plans.base, step), _value_at(plans.revision, step)
        if before != after and (step, before or after) != _USUAL:
            yield compared.change(ChangeKind.PLAN_CHANGED, before, after, step, {"field": step})
    for step in _TEXT_FIELDS:
        texts = (_value_at(plans.base, step), _value_at(plans.revision, step))
        yield from plans.text_changes(ChangeKind.PLAN_CHANGED, compared, texts, step)
    if plans.base.budget or plans.revision.budget:
        totals = (plans.base.printed_totals(), plans.revision.printed_totals())
        yield from funds_changes(plans, compared, totals, "budget")
    yield from form_changes(plans, compared)


def _value_at(plan: Plan, step: str) -> Any:
    """The value at a step such as `project.name`; None below what the plan does not have."""
    if step == "form":
        return plan.form or DEFAULT_FORM
    if step == "revision_kind" and (plan.revision or 1) == 1:
        return None
    first, _, second = step.partition(".")
    value = getattr(plan, first)
    return getattr(value, second, None) if second else value
