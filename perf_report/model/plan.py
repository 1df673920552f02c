"""A department's performance plan for one year, as printed in 整体支出绩效目标表."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from perf_report.model.category_kind import BUILTIN_KINDS, Better, CategoryKind
from perf_report.model.money import add_amounts
from perf_report.model.target import Target
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.model.unit import Unit

FORMAT = 1

# The department's code and the year, which identify a table.
Identity = tuple[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Funds:
    """Amounts by source, in the plan's currency unit; None where the form is blank.

    `total` is the declared total; None if the file declares none.
    """

    total: Decimal | None = None
    basic: Decimal | None = None
    project: Decimal | None = None
    other: Decimal | None = None

    @property
    def parts(self) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
        """Basic expenditure, project expenditure, other funds."""
        return (self.basic, self.project, self.other)

    @property
    def sum(self) -> Decimal:
        """The sum of the parts."""
        return add_amounts(self.parts)

    @property
    def printed_total(self) -> Decimal | None:
        """The total that the form prints: the declared one, or else the sum of the parts."""
        if self.total is not None:
            return self.total
        return None if self.parts == (None, None, None) else self.sum


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """A department: its name, and the code that is used in paths and addresses."""

    code: str
    name: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A main task (主要工作任务) and its funds."""

    id: str
    text: Text
    funds: Funds = Funds()
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """The value of an indicator in an earlier year."""

    year: int
    value: Target


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A level-3 indicator with its annual target.

    `unit` is the English of the target's unit for this indicator alone, in place of the general
    word in the catalogue (份 is a certificate here and a report there). `unit_apart` says that the
    target's unit is written in a column of its own. `stated_kind` and `category_better` are those
    of its category in the framework, set when the plan is checked.
    """

    id: str
    category: str
    name: Text
    target: Target
    unit: Unit | None = None
    unit_apart: bool = False
    definition: Text | None = None
    formula: Text | None = None
    source: Text | None = None
    basis: Text | None = None
    weight: Decimal | None = None
    baseline: Baseline | None = None
    responsible: Text | None = None
    note: Text | None = None
    formerly: tuple[str, ...] = ()
    better: Better | None = None
    stated_kind: CategoryKind | None = None
    category_better: Better | None = None

    @property
    def wanted(self) -> Better | None:
        """Whether more or less is better, by the spec or else by the category; None if unsaid."""
        return self.better or self.category_better

    @property
    def kind(self) -> CategoryKind | None:
        """What the indicator measures; None if its category has no kind."""
        return self.stated_kind or BUILTIN_KINDS.get(self.category)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """An annual performance goal (年度绩效目标), the tasks it serves and its indicators."""

    id: str
    tasks: tuple[str, ...]
    text: Text
    indicators: tuple[Indicator, ...] = ()
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The table of one department for one year."""

    year: int
    department: Department
    framework: str
    currency_unit: str
    tasks: tuple[Task, ...]
    goals: tuple[Goal, ...]
    budget: Funds | None = None
    languages: tuple[Language, ...] = LANGUAGES
    units: Mapping[str, Unit] = field(default_factory=dict)
    revision: int | None = None
    revision_note: Text | None = None
    published: date | None = None
    budget_approved: date | None = None

    @property
    def identity(self) -> Identity:
        """The department's code and the year."""
        return self.department.code, self.year

    def task_numbers(self) -> dict[str, int]:
        """The printed number of each task, by id: its position, from 1."""
        return {task.id: number for number, task in enumerate(self.tasks, start=1)}

    def printed_totals(self) -> Funds:
        """The 合计 row: the declared amounts, or else the sums of the tasks."""
        sums, declared = self.column_totals(), self.budget or Funds()

        def pick(declared: Decimal | None, summed: Decimal | None) -> Decimal | None:
            return summed if declared is None else declared

        return Funds(
            total=pick(declared.total, sums.total),
            basic=pick(declared.basic, sums.basic),
            project=pick(declared.project, sums.project),
            other=pick(declared.other, sums.other),
        )

    def column_totals(self) -> Funds:
        """The sums of the tasks by source; None for a column without any amount."""
        return Funds(
            total=_sum_column([task.funds.printed_total for task in self.tasks]),
            basic=_sum_column([task.funds.basic for task in self.tasks]),
            project=_sum_column([task.funds.project for task in self.tasks]),
            other=_sum_column([task.funds.other for task in self.tasks]),
        )


def _sum_column(amounts: list[Decimal | None]) -> Decimal | None:
    return None if all(amount is None for amount in amounts) else add_amounts(amounts)
