"""What changed between two plans: facts alone, each once, in the order of the revision.

The facts are symmetric: comparing the other way round gives the same changes with before and
after, added and removed, tightened and loosened exchanged. Applying what stands after to the base
gives the revision, but for which part of a goal that was split an indicator went to.
"""

from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from perf_report.diff.change import Change, Kind, Match, Subject
from perf_report.diff.funds_changes import funds_changes
from perf_report.diff.goal_changes import goal_changes
from perf_report.diff.scope import Scope, Spot
from perf_report.diff.task_changes import task_changes
from perf_report.model.plan import Plan


def find_changes(scope: Scope) -> Iterator[Change]:
    """The changes from a base to a revision.

    Both plans must be sound: ids are unique, and goals refer to tasks that are there.
    """
    yield from _plan_changes(scope)
    yield from task_changes(scope)
    yield from goal_changes(scope)


def find_matches(scope: Scope) -> Iterator[Match]:
    """Whom the comparison took for the same although the ids differ."""
    for type_, pairing in scope.pairings:
        for pair in sorted(pairing.pairs, key=lambda pair: pair.new.id):
            if pair.old.id != pair.new.id:
                yield Match(
                    type=type_, base=pair.old.id, revision=pair.new.id, likeness=pair.likeness
                )


def add_plan(plan: Plan) -> Change:
    """The change that brings a plan where there was none."""
    return Change(kind=Kind.PLAN_ADDED, subject=plan_subject(plan), after=plan, new=())


def remove_plan(plan: Plan) -> Change:
    """The change that takes a plan away."""
    return Change(kind=Kind.PLAN_REMOVED, subject=plan_subject(plan), before=plan, old=())


def plan_subject(plan: Plan) -> Subject:
    """A plan as the subject of a change."""
    return Subject(type="plan", id=plan.department.code, name=plan.department.name)


# The values of a plan that are compared as they stand, by route.
_VALUES = (
    "year", "department.code", "framework", "currency_unit", "languages", "revision",
    "published", "budget_approved", "units",
)  # fmt: skip
_TEXTS = ("department.name", "revision_note")


def _plan_changes(scope: Scope) -> Iterator[Change]:
    spot = Spot(subject=plan_subject(scope.revision), old=(), new=())
    for step in _VALUES:
        before, after = _at(scope.base, step), _at(scope.revision, step)
        if before != after:
            yield spot.change(Kind.PLAN_CHANGED, before, after, step, {"field": step})
    for step in _TEXTS:
        texts = (_at(scope.base, step), _at(scope.revision, step))
        yield from scope.text_changes(Kind.PLAN_CHANGED, spot, texts, step)
    if scope.base.budget or scope.revision.budget:
        totals = (scope.base.printed_totals(), scope.revision.printed_totals())
        yield from funds_changes(scope, spot, totals, "budget")


def _at(plan: Plan, step: str) -> Any:
    """The value at a step such as `department.name`."""
    return attrgetter(step)(plan)
