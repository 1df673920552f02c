"""Changes between two plans: the kind, what changed, and its value before and after."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, localcontext
from enum import StrEnum
from typing import Literal

from perf_report.model.field_value import Cells, FieldValue
from perf_report.model.funds import Funds
from perf_report.model.plan import Baseline, Goal, Indicator, Plan, Task
from perf_report.model.route import Route
from perf_report.model.target import Target
from perf_report.model.text import Text
from perf_report.model.unit import Unit


class ChangeKind(StrEnum):
    """The kind of a change; the values are public names."""

    PLAN_ADDED = "plan-added"
    PLAN_REMOVED = "plan-removed"
    PLAN_CHANGED = "plan-changed"
    TASK_ADDED = "task-added"
    TASK_REMOVED = "task-removed"
    TASK_REWORDED = "task-reworded"
    FUNDS_CHANGED = "funds-changed"
    FIELD_CHANGED = "field-changed"
    TABLE_CHANGED = "table-changed"
    GOAL_ADDED = "goal-added"
    GOAL_REMOVED = "goal-removed"
    GOAL_REWORDED = "goal-reworded"
    GOAL_RELINKED = "goal-relinked"
    GOAL_CHANGED = "goal-changed"
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
    # Found when all other changes are known; see `combined_changes` and `late_adjustments`.
    FUNDS_UP_TARGETS_FLAT = "funds-up-targets-flat"
    FUNDS_DOWN_TARGETS_KEPT = "funds-down-targets-kept"
    COVERAGE_FELL = "coverage-fell"
    COVERAGE_ROSE = "coverage-rose"
    TARGET_LOWERED_LATE = "target-lowered-late"


COMBINED_KINDS = frozenset(
    {
        ChangeKind.FUNDS_UP_TARGETS_FLAT,
        ChangeKind.FUNDS_DOWN_TARGETS_KEPT,
        ChangeKind.COVERAGE_FELL,
        ChangeKind.COVERAGE_ROSE,
        ChangeKind.TARGET_LOWERED_LATE,
    }
)


class ReportChangeKind(StrEnum):
    """The kind of a change between two reports on plans; the values are public names."""

    REPORT_ADDED = "report-added"
    REPORT_REMOVED = "report-removed"
    REPORT_CHANGED = "report-changed"
    TOTAL_CHANGED = "total-changed"
    EXECUTION_CHANGED = "execution-changed"
    SCORE_CHANGED = "score-changed"
    ACTUAL_CHANGED = "actual-changed"
    OUTCOME_CHANGED = "outcome-changed"
    AMOUNT_CHANGED = "amount-changed"
    ANSWER_CHANGED = "answer-changed"


# `funds` is a row of the funds of a report.
SubjectType = Literal["plan", "field", "table", "task", "goal", "indicator", "funds"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What changed, by its ids in the revision, or in the base if it was removed.

    `goal` is the goal of an indicator, if it has one. A field and a row of a small table, which has
    the table's id, have no name here: the form tells it.
    """

    type: SubjectType
    id: str
    name: Text
    goal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The goal and the category of an indicator; no goal if it stands under the table alone."""

    goal: str | None
    category: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NumericDifference:
    """Two numbers and their difference; `percent` is None if the first is blank or zero."""

    before: Decimal | None
    after: Decimal | None
    difference: Decimal
    percent: Decimal | None


ChangeValue = (
    Text | Target | Funds | Place | Plan | Task | Goal | Indicator | Unit | Baseline
    | Mapping[str, Unit] | Mapping[str, Decimal] | Mapping[str, Cells] | Cells | FieldValue
    | date | tuple[str, ...] | int | None
)  # fmt: skip

# Further facts on a change, by name; see Change.
Detail = Mapping[
    str, "str | int | tuple[str, ...] | NumericDifference | Mapping[str, NumericDifference]"
]
NO_DETAIL: Detail = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One change between a base and a revision, without an assessment.

    `old_route` and `new_route` lead to what changed in the two plans; None in the plan that
    does not have it. `detail` depends on the kind: `field` is the name of a field, `changed`
    the languages in which a text changed, `only` (`year`, `punctuation`, and in a row of a
    small table `money` or `translation`) the only thing that changed in it, `cells` the cells
    of a row that changed, `count` how many equal rows did, `days` the shift of a deadline,
    `parts` the other ids of what was split or merged, by `formerly`, and `claim` what its parts
    ask for together. `moved` is the side to which a figure moved that cannot be compared as
    such, and `direction` what keeps a change of one from telling which way is better. `added`
    are the ids of what is new beside more funds. `through` is the month of a monitoring report,
    `approved` the day of an adjustment. A NumericDifference is there for each source of funds,
    or as `value`; those of funds that stand in rows are under `rows`, by row, or by
    `row.column` for another column than the amount. Of reports, `pair` is why two are compared
    (`edited`, `course` or `years`), and `report` which one it is.
    """

    kind: ChangeKind | ReportChangeKind
    subject: Subject
    before: ChangeValue = None
    after: ChangeValue = None
    detail: Detail = field(default_factory=lambda: NO_DETAIL)
    old_route: Route | None = None
    new_route: Route | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """Two items that were matched although their ids differ.

    `likeness` is that of their names in percent; None if the file declares the match by `formerly`.
    """

    type: SubjectType
    base: str
    revision: str
    likeness: int | None = None


def numeric_difference(before: Decimal | None, after: Decimal | None) -> NumericDifference:
    """Subtract two numbers, None counting as zero; `percent` has one decimal.

    There is no per cent of zero or of a figure below it.
    """
    old, new = before or Decimal(0), after or Decimal(0)
    with localcontext(prec=60):
        percent = ((new - old) * 100 / old).quantize(Decimal("0.1")) if old > 0 else None
        return NumericDifference(before=before, after=after, difference=new - old, percent=percent)
