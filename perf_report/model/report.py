"""Reports on a plan: its monitoring (绩效运行监控) and its self-evaluation (绩效自评).

A report names its plan, speaks of tasks, goals and indicators by their ids, and repeats no target.
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from perf_report.model.field_value import NO_CELLS, Cells
from perf_report.model.identity import Identity
from perf_report.model.target import Deadline, Quantity, Ratio, Statement, Target
from perf_report.model.text import Text

# What was reached, or is expected: a figure, a ratio, a day or words.
Actual = Quantity | Ratio | Deadline | Statement


class ReportKind(StrEnum):
    """Which report it is; the values are those of `report` in its file."""

    EVALUATION = "evaluation"
    MONITORING = "monitoring"


class Likelihood(StrEnum):
    """Whether a target will be reached by the end of the year."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"


class Cause(StrEnum):
    """What makes an indicator deviate: the columns of 偏差原因分析 in the monitoring form."""

    FUNDING = "funding"
    RULES = "rules"
    STAFF = "staff"
    EQUIPMENT = "equipment"
    OTHER = "other"


class Month(NamedTuple):
    """A month of a year, written `2025-07`."""

    year: int
    month: int

    def __str__(self) -> str:
        """The month as in a file."""
        return f"{self.year:04}-{self.month:02}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsReport:
    """The money of a task, or of a row of a form's funds, in the plan's unit of money.

    `initial` is the budget at the start of the year, `adjusted` that of the whole year. `expected`
    is what monitoring expects to be executed by the end of the year. `extra` has the values of the
    form's own columns.
    """

    initial: Decimal | None = None
    adjusted: Decimal | None = None
    executed: Decimal | None = None
    expected: Decimal | None = None
    reason: Text | None = None
    extra: Cells = field(default_factory=lambda: NO_CELLS)

    @property
    def budget(self) -> Decimal | None:
        """The budget that execution is measured against: what was not adjusted is as it began."""
        return self.initial if self.adjusted is None else self.adjusted


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorReport:
    """What became of an indicator.

    An evaluation has `actual`, or the reason why the indicator is `not_applicable`; `tier` and
    `score` for words; `score_reason` where a score differs from the rule; `reason` and `remedy`
    where the target was missed or far exceeded. `initial` is the target at the start of the year,
    where it was adjusted since. Monitoring has `so_far`, `expected`, `likelihood`, `causes`,
    `reason` and `remedy`. `extra` has the values of the form's own columns.
    """

    actual: Actual | None = None
    tier: str | None = None
    score: Decimal | None = None
    score_reason: Text | None = None
    reason: Text | None = None
    remedy: Text | None = None
    not_applicable: Text | None = None
    so_far: Actual | None = None
    expected: Actual | None = None
    likelihood: Likelihood | None = None
    causes: tuple[Cause, ...] = ()
    initial: Target | None = None
    extra: Cells = field(default_factory=lambda: NO_CELLS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report on a plan, which `of` identifies.

    `form` and `scoring` are ids. `revision` and its note are those of a correction. `as_of` is the
    day of an evaluation, `through` the last month that monitoring covers. `goals` has what was
    achieved, by the id of the goal, and `initial_goals` the goals at the start of the year that
    were adjusted since. `weights` are those of level 1 in place of the scoring's. `fields` has what
    the form asks for by itself, by its ids. `unused` are keys that only the other kind has.
    """

    kind: ReportKind
    of: Identity
    unused: tuple[str, ...] = ()
    form: str | None = None
    scoring: str | None = None
    as_of: date | None = None
    revision: int | None = None
    revision_note: Text | None = None
    through: Month | None = None
    funds: Mapping[str, FundsReport] = field(default_factory=dict)
    goals: Mapping[str, Text] = field(default_factory=dict)
    initial_goals: Mapping[str, Text] = field(default_factory=dict)
    indicators: Mapping[str, IndicatorReport] = field(default_factory=dict)
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    conclusion: Text | None = None
    problems: Text | None = None
    measures: Text | None = None
    fields: Cells = field(default_factory=lambda: NO_CELLS)

    @property
    def id(self) -> str:
        """Which report on its plan it is: `evaluation`, or `monitoring-07`."""
        return f"{self.kind}-{self.through.month:02}" if self.through else str(self.kind)

    @property
    def last_day(self) -> date | None:
        """The last day that it covers."""
        if self.through:
            year, month = self.through
            return date(year, month, monthrange(year, month)[1])
        return self.as_of

    def __str__(self) -> str:
        """`CODE/YEAR[/PROJECT]#evaluation`, or `#monitoring-07`."""
        return f"{self.of}#{self.id}"
