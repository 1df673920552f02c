"""A built table, as its own data say it.

The site says what the build's own data say, so that a page, a PDF and a CSV file of one table
cannot disagree; and no spec is parsed again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from perf_report.model.form import AMOUNT, DEFAULT_FORM, USUAL_HORIZON
from perf_report.model.funds import Funds
from perf_report.model.identity import Identity
from perf_report.model.plan import RevisionKind
from perf_report.model.source_tree import TOTAL, SourceTree
from perf_report.model.text import Text
from perf_report.render.results import Row
from perf_report.site.built_report import SiteReport
from perf_report.site.change_counts import ChangeCounts
from perf_report.site.history import Approved, RecordFile


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTask:
    """A main task with its funds, in the sheet's currency unit."""

    number: int
    id: str
    formerly: tuple[str, ...]
    text: Text
    funds: Funds


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteIndicator:
    """An indicator; `target` is what is printed.

    `operator`, `value`, `unit` and `per` are those of a quantity; a range has a `value` and an
    `upper` one. `deadline` is the last day in ISO 8601. `goal` is the id of its goal, which one
    under the table need not have.
    """

    id: str
    formerly: tuple[str, ...]
    category: str
    level1: Text
    level2: Text
    name: Text
    target: Text
    operator: str = ""
    value: Decimal | None = None
    unit: Text | None = None
    per: Text | None = None
    upper: Decimal | None = None
    deadline: str = ""
    weight: str = ""
    horizon: str = USUAL_HORIZON
    goal: str = ""

    @property
    def figure(self) -> Decimal | None:
        """The figure of a quantity; None for a range, which has two."""
        return None if self.upper is not None else self.value

    @property
    def whole_unit(self) -> Text | None:
        """The unit with what it is for each, such as 元/人."""
        if self.unit is None or self.per is None:
            return self.unit
        return Text(zh=f"{self.unit.zh}/{self.per.zh}", en=f"{self.unit.en}/{self.per.en}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteGoal:
    """An annual performance goal and its indicators, in the order of printing.

    `tasks` are the printed numbers of the tasks that it serves.
    """

    number: int
    id: str
    text: Text
    tasks: tuple[int, ...]
    indicators: tuple[SiteIndicator, ...]
    horizon: str = USUAL_HORIZON


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteTable:
    """A built table. `content` is the digest of what its author wrote.

    `name` is the department's name; `project` and `project_name` are those of a project's table.
    `form` is the id of the form where it is not the usual one. `totals` are the amounts of a form
    with main tasks, `funds` those of another by row and column. `loose` are the indicators that
    stand under the table. `parent` is the department that this one is a unit of.

    `is_adjustment` is whether this revision is an adjustment, and `adjustment` who approved it, or
    the one before a correction.

    `reports` are those on it, and `results` the rows that `results.csv` has of it. `first` are the
    targets as first disclosed of indicators that were adjusted, by id.

    `files` are those of its record, by their name in its folder. `changes` counts the changes since
    the year before, and is None where there was no table to compare it with.
    """

    department: str
    year: int
    name: Text
    languages: tuple[str, ...]
    framework: Text
    currency_unit: str
    totals: Funds
    tasks: tuple[SiteTask, ...]
    goals: tuple[SiteGoal, ...]
    content: str
    revision: int = 1
    note: Text | None = None
    is_adjustment: bool = False
    adjustment: Approved | None = None
    published: date | None = None
    approved: date | None = None
    files: Mapping[str, RecordFile] = field(default_factory=dict)
    project: str = ""
    project_name: Text | None = None
    form: str = ""
    funds: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    loose: tuple[SiteIndicator, ...] = ()
    parent: str = ""
    changes: ChangeCounts | None = None
    reports: tuple[SiteReport, ...] = ()
    results: tuple[Row, ...] = ()
    first: Mapping[str, Text] = field(default_factory=dict)

    @property
    def evaluation(self) -> SiteReport | None:
        """The evaluation of the table, if there is one."""
        return next((each for each in self.reports if each.is_evaluation), None)

    def first_target(self, indicator: SiteIndicator) -> Text | None:
        """Return the target of an indicator as first disclosed, if it has another one by now."""
        told = self.first.get(indicator.id)
        return None if told == indicator.target else told

    @property
    def identity(self) -> Identity:
        """Whose table it is."""
        return Identity(self.department, self.year, self.project)

    @property
    def subject(self) -> Text:
        """What the table is about: the project by its name, or else the department."""
        return self.project_name or self.name

    @property
    def total(self) -> Decimal | None:
        """The money of the year; None where the form has none."""
        amount = self.funds.get(TOTAL, {}).get(AMOUNT)
        return self.totals.printed_total if amount is None else Decimal(amount)

    @property
    def indicators(self) -> tuple[SiteIndicator, ...]:
        """The indicators of all goals, in the order of printing, and then those under the table."""
        of_goals = (indicator for goal in self.goals for indicator in goal.indicators)
        return (*of_goals, *self.loose)


def parse_site_table(
    data: Mapping[str, Any],
    files: Mapping[str, RecordFile],
    content: str = "",
    parent: str = "",
    changes: ChangeCounts | None = None,
) -> SiteTable:
    """Return the table that the data of a `table.json` describe.

    A form need not have all blocks.
    """
    numbers = {task["id"]: task["number"] for task in data.get("tasks", ())}
    project, form = data.get("project", {}), data.get("form", "")
    return SiteTable(
        department=data["department"]["code"],
        year=data["year"],
        name=_text(data["department"]["name"]),
        project=project.get("code", ""),
        project_name=_maybe_text(project.get("name")),
        form="" if form == DEFAULT_FORM else form,
        languages=tuple(data["languages"]),
        framework=_text(data["framework"]["name"]),
        currency_unit=data.get("currency_unit", ""),
        totals=_funds(data.get("budget", {})),
        tasks=tuple(map(_task, data.get("tasks", ()))),
        goals=tuple(_goal(goal, numbers) for goal in data.get("goals", ())),
        loose=tuple(map(_indicator, data.get("indicators", ()))),
        funds=data.get("funds", {}),
        parent=parent,
        changes=changes,
        content=content,
        revision=data.get("revision", 1),
        note=_maybe_text(data.get("revision_note")),
        is_adjustment=data.get("revision_kind") == RevisionKind.ADJUSTMENT,
        adjustment=_adjustment(data.get("revision_approved")),
        published=_day(data.get("published")),
        approved=_day(data.get("budget_approved")),
        files=files,
    )


def _task(data: Mapping[str, Any]) -> SiteTask:
    return SiteTask(
        number=data["number"],
        id=data["id"],
        formerly=tuple(data.get("formerly", ())),
        text=_text(data["text"]),
        funds=_funds(data["funds"]),
    )


def _goal(data: Mapping[str, Any], numbers: Mapping[str, int]) -> SiteGoal:
    return SiteGoal(
        number=data["number"],
        id=data["id"],
        text=_text(data["text"]),
        tasks=tuple(sorted(numbers[task] for task in data.get("tasks", ()))),
        indicators=tuple(map(_indicator, data.get("indicators", ()))),
        horizon=data.get("horizon", USUAL_HORIZON),
    )


def _indicator(data: Mapping[str, Any]) -> SiteIndicator:
    target = data["target"]
    return SiteIndicator(
        id=data["id"],
        formerly=tuple(data.get("formerly", ())),
        category=data["category"],
        level1=_text(data.get("level1", {})),
        level2=_text(data.get("level2", {})),
        name=_text(data["name"]),
        target=_text(target["text"]),
        operator=target.get("operator", ""),
        value=Decimal(target["value"]) if "value" in target else None,
        unit=_maybe_text(target.get("unit")),
        per=_maybe_text(target.get("per")),
        upper=Decimal(target["upper"]) if "upper" in target else None,
        deadline=target.get("deadline", ""),
        weight=data.get("weight", ""),
        horizon=data.get("horizon", USUAL_HORIZON),
        goal=data.get("goal", ""),
    )


def _text(data: Mapping[str, str]) -> Text:
    return _one_text(data.get("zh"), data.get("en"))


@lru_cache(maxsize=1_000)
def _one_text(zh: str | None, en: str | None) -> Text:
    """A text, cached: levels and units repeat in every row."""
    return Text(zh=zh, en=en)


def _maybe_text(data: Mapping[str, str] | None) -> Text | None:
    return None if data is None else _text(data)


def _funds(data: Mapping[str, str]) -> Funds:
    """Amounts as printed, which need no sums."""
    amounts = {source: Decimal(amount) for source, amount in data.items()}
    return Funds(amounts, SourceTree(ids=tuple(amounts), parts={}))


def _adjustment(data: Mapping[str, Any] | None) -> Approved | None:
    if data is None:
        return None
    return Approved(by=_text(data["by"]), on=date.fromisoformat(data["on"]))


def _day(written: str | None) -> date | None:
    return None if written is None else date.fromisoformat(written)
