"""A department's or a project's performance plan for one year, as a form prints it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from perf_report.model.category_kind import Better, CategoryKind
from perf_report.model.field_value import NO_CELLS, Cells
from perf_report.model.funds import Funds, sum_columns
from perf_report.model.identity import Identity
from perf_report.model.route import Route
from perf_report.model.source_tree import SourceTree
from perf_report.model.target import Target
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.model.unit import Unit
from perf_report.model.usual_sources import USUAL_SOURCES

FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department: its name, and the code that is used in paths and addresses.

    `parent` is the code of the department that a unit is subordinate to.
    """

    code: str
    name: Text
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A project: its code, its name, and the task of the department's table that it belongs to."""

    code: str
    name: Text
    task: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A main task (主要工作任务) and its funds."""

    id: str
    text: Text
    funds: Funds = field(default_factory=Funds)
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The value of an indicator in an earlier year."""

    year: int
    value: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A level-3 indicator with its annual target value.

    `unit` is the English of the target's unit for this indicator alone, in place of the general
    word in the catalogue (份 is a certificate here and a report there). `unit_apart` says that the
    target's unit is written in a column of its own. `goal` is that of an indicator under the table,
    `horizon` how far its target reaches where it is not the usual one, and `extra` has the values
    of the form's own columns. `kind` is what it measures, and `category_better` whether more or
    less of that is better: those of its category in the framework, set when the plan is checked.
    """

    id: str
    category: str
    name: Text
    target: Target
    unit: Unit | None = None
    unit_apart: bool = False
    definition: Text | None = None
    formula: Text | None = None
    standard: Text | None = None
    source: Text | None = None
    basis: Text | None = None
    weight: Decimal | None = None
    baseline: Baseline | None = None
    responsible: Text | None = None
    note: Text | None = None
    formerly: tuple[str, ...] = ()
    better: Better | None = None
    goal: str | None = None
    horizon: str | None = None
    extra: Cells = field(default_factory=lambda: NO_CELLS)
    kind: CategoryKind | None = field(default=None, compare=False)
    category_better: Better | None = field(default=None, compare=False)

    @property
    def wanted(self) -> Better | None:
        """Whether more or less is better, by the spec or else by the category; None if unsaid."""
        return self.better or self.category_better


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A performance goal (绩效目标), the tasks it serves and its indicators.

    `horizon` is how far it reaches where that is not the first one of the form.
    """

    id: str
    text: Text
    tasks: tuple[str, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    formerly: tuple[str, ...] = ()
    horizon: str | None = None
    weight: Decimal | None = None


class RevisionKind(StrEnum):
    """Why a table has a revision; the values are those of `revision_kind` in its file.

    An adjustment is decided within the year. A correction mends an error of the paper.
    """

    ADJUSTMENT = "adjustment"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionApproval:
    """Which authority approved an adjustment, and when."""

    by: Text
    on: date


# Indicators with the route of their list; the goal is None where they stand under the table.
IndicatorList = tuple[Route, Goal | None, tuple[Indicator, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The table of one department or project for one year.

    `form` is the one that the spec names, and `project` is None in a table of a department.
    `fields`, `tables` and `funds` have what the form asks for, by its ids; `weights` are those of
    levels and categories. `indicators` are those under the table. A plan that is built from a spec
    has an empty `framework` and `currency_unit` where the spec leaves them to the form.
    """

    year: int
    department: Department
    framework: str = ""
    currency_unit: str = ""
    form: str | None = None
    project: Project | None = None
    fields: Cells = field(default_factory=lambda: NO_CELLS)
    tables: Mapping[str, tuple[Cells, ...]] = field(default_factory=dict)
    funds: Mapping[str, Cells] = field(default_factory=dict)
    tasks: tuple[Task, ...] = ()
    goals: tuple[Goal, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    weights: Mapping[str, Decimal] = field(default_factory=dict)
    budget: Funds | None = None
    languages: tuple[Language, ...] = LANGUAGES
    units: Mapping[str, Unit] = field(default_factory=dict)
    revision: int | None = None
    revision_kind: RevisionKind = RevisionKind.CORRECTION
    revision_approved: RevisionApproval | None = None
    revision_note: Text | None = None
    published: date | None = None
    budget_approved: date | None = None
    disclose: bool = True
    disclose_basis: Text | None = None

    @property
    def is_adjustment(self) -> bool:
        """Whether this revision is an adjustment within the year."""
        return self.revision_kind is RevisionKind.ADJUSTMENT

    @property
    def is_adjusted(self) -> bool:
        """Whether its targets were adjusted; a correction after it keeps the approval."""
        return self.is_adjustment or self.revision_approved is not None

    @property
    def identity(self) -> Identity:
        """The department's code, the year, and the project's code, if there is one."""
        return Identity(self.department.code, self.year, self.project.code if self.project else "")

    @property
    def name(self) -> Text:
        """Whose table it is: the project's name, or else the department's."""
        return self.project.name if self.project else self.department.name

    def indicator_lists(self) -> Iterator[IndicatorList]:
        """Every list of indicators: those of each goal, and those under the table."""
        for index, goal in enumerate(self.goals):
            yield ("goals", index, "indicators"), goal, goal.indicators
        yield ("indicators",), None, self.indicators

    def indicators_of(self, goal: Goal) -> Iterator[Indicator]:
        """The indicators under a goal, then those under the table that name it."""
        yield from goal.indicators
        yield from (each for each in self.indicators if each.goal == goal.id)

    def all_indicators(self) -> Iterator[Indicator]:
        """Every indicator, in the order of the file."""
        for _, _, indicators in self.indicator_lists():
            yield from indicators

    def task_numbers(self) -> dict[str, int]:
        """The printed number of each task, by id: its position, from 1."""
        return {task.id: number for number, task in enumerate(self.tasks, start=1)}

    @property
    def sources(self) -> SourceTree:
        """The sources of money of the tasks."""
        rows = (*([self.budget] if self.budget else []), *(task.funds for task in self.tasks))
        return rows[0].sources if rows else USUAL_SOURCES

    def printed_totals(self) -> Funds:
        """The 合计 row: the declared amounts, or else the sums of the tasks."""
        sums, declared = self.column_totals(), self.budget or Funds()
        return Funds({**sums.amounts, **declared.amounts}, sums.sources)

    def column_totals(self) -> Funds:
        """The sums of the tasks by source, without a column that has no amount."""
        return sum_columns((task.funds for task in self.tasks), self.sources)
