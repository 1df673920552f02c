"""A change: what kind, of what, from what to what. A fact, without a judgement or a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Literal

from perf_report.model.plan import Baseline, Funds, Goal, Indicator, Plan, Task
from perf_report.model.route import Route
from perf_report.model.target import Target
from perf_report.model.text import Text
from perf_report.model.unit import Unit


class Kind(StrEnum):
    """What kind of change; the values are public names."""

    PLAN_ADDED = "plan-added"
    PLAN_REMOVED = "plan-removed"
    PLAN_CHANGED = "plan-changed"
    TASK_ADDED = "task-added"
    TASK_REMOVED = "task-removed"
    TASK_REWORDED = "task-reworded"
    FUNDS_CHANGED = "funds-changed"
    GOAL_ADDED = "goal-added"
    GOAL_REMOVED = "goal-removed"
    GOAL_REWORDED = "goal-reworded"
    GOAL_RELINKED = "goal-relinked"
    INDICATOR_ADDED = "indicator-added"
    INDICATOR_REMOVED = "indicator-removed"
    INDICATOR_RENAMED = "indicator-renamed"
    INDICATOR_MOVED = "indicator-moved"
    INDICATOR_CHANGED = "indicator-changed"
    TARGET_TIGHTENED = "target-tightened"
    TARGET_LOOSENED = "target-loosened"
    TARGET_UNIT_CHANGED = "target-unit-changed"
    TARGET_OPERATOR_CHANGED = "target-operator-changed"
    TARGET_REWORDED = "target-reworded"
    TARGET_QUANTIFIED = "target-quantified"
    TARGET_UNQUANTIFIED = "target-unquantified"
    DEADLINE_EARLIER = "deadline-earlier"
    DEADLINE_LATER = "deadline-later"
    TRANSLATION_CHANGED = "translation-changed"
    TRANSLATION_STALE = "translation-stale"
    # What joins money and targets is seen when all facts are known; see `joined`.
    FUNDS_UP_TARGETS_FLAT = "funds-up-targets-flat"
    FUNDS_DOWN_TARGETS_KEPT = "funds-down-targets-kept"
    COVERAGE_FELL = "coverage-fell"
    COVERAGE_ROSE = "coverage-rose"


JOINED = frozenset(
    {
        Kind.FUNDS_UP_TARGETS_FLAT,
        Kind.FUNDS_DOWN_TARGETS_KEPT,
        Kind.COVERAGE_FELL,
        Kind.COVERAGE_ROSE,
    }
)

SubjectType = Literal["plan", "task", "goal", "indicator"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What changed, by its ids (the old ones where it is gone); `goal` is an indicator's goal."""

    type: SubjectType
    id: str
    name: Text
    goal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an indicator belongs."""

    goal: str
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """Two figures and what lies between; `percent` is None where the old one is blank or zero."""

    before: Decimal | None
    after: Decimal | None
    difference: Decimal
    percent: Decimal | None


Value = (
    Text | Target | Funds | Place | Plan | Task | Goal | Indicator | Unit | Baseline
    | Mapping[str, Unit] | Decimal | date | tuple[str, ...] | str | int | None
)  # fmt: skip

# What a detail may hold beside the value itself: names, figures, and differences by source.
Detail = Mapping[str, "str | int | tuple[str, ...] | Difference"]
NO_DETAIL: Detail = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change between a base and a revision.

    `old` and `new` are the routes of what changed in the two plans; what was added has no `old`,
    what was removed has no `new`. `detail` depends on the kind: `field` for one of several fields,
    `only` (`year` or `punctuation`) where nothing else of a text changed, `changed` for the
    language that did, a Difference for each source of funds or for a `value`, `days` for a
    deadline, `parts` for what was split or merged.
    """

    kind: Kind
    subject: Subject
    before: Value = None
    after: Value = None
    detail: Detail = field(default_factory=lambda: NO_DETAIL)
    old: Route | None = None
    new: Route | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two things taken for the same although their ids differ.

    `likeness` is in percent, and None where the file itself says so by `formerly`.
    """

    type: SubjectType
    base: str
    revision: str
    likeness: int | None = None


def difference(before: Decimal | None, after: Decimal | None) -> Difference:
    """The difference of two figures, a blank counting as zero; the percentage to one decimal."""
    old, new = before or Decimal(0), after or Decimal(0)
    with localcontext(prec=60):
        percent = ((new - old) * 100 / old).quantize(Decimal("0.1")) if old else None
        return Difference(before=before, after=after, difference=new - old, percent=percent)
