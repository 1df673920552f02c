"""A change in the words of one language: what, before, after, the difference, and its meaning."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from perf_report.diff.change import Change, ChangeKind, NumericDifference, Place
from perf_report.diff.funds_changes import SOURCES
from perf_report.messages import Catalogue
from perf_report.model.money import format_amount
from perf_report.model.plan import Baseline, Funds, Goal, Indicator, Plan, Task
from perf_report.model.route import Route
from perf_report.model.target import Deadline, Quantity, Statement, Target
from perf_report.model.text import Language, Text
from perf_report.model.unit import Unit
from perf_report.render.changes.report import Side, TableChanges, ToldChange

MINUS = "−"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A change as a person reads it.

    `before` and `after` have a line for most changes, one for each source of funds, and one for
    each indicator of a goal that came or went; a side that is not there has none. `labels` has as
    many as the longer one, empty but for sources of funds, and `difference` one for each figure.
    `is_text` says that before and after are sentences, in which what changed can be marked; they
    are in the catalogue's language, but for a change of one language alone (`changed_language`),
    which is shown in it.
    """

    kind: str
    subject: str
    labels: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    difference: tuple[str, ...]
    significance: str
    reason: str
    is_text: bool


def tell(told: ToldChange, table: TableChanges, say: Catalogue) -> Words:
    """A change in the words of a catalogue's language."""
    teller = _Teller(table, say)
    change = told.change
    before = tuple(teller.lines(change.before, _where(change, table.base, change.old_route)))
    after = tuple(teller.lines(change.after, _where(change, table.revision, change.new_route)))
    sources = tuple(say.format("funds", name) for name in SOURCES if name in change.detail)
    return Words(
        kind=teller.kind(change),
        subject=teller.subject(told),
        labels=sources or ("",) * max(len(before), len(after)),
        before=before,
        after=after,
        difference=tuple(teller.differences(change)),
        significance=say.format("significance", told.assessment.significance),
        reason=say.format("reason", told.assessment.reason),
        is_text=isinstance(change.before, Text | Statement | Deadline)
        and isinstance(change.after, Text | Statement | Deadline),
    )


def changed_language(change: Change) -> Language | None:
    """The one language in which a text changed, which every reader has to be shown."""
    changed = change.detail.get("changed")
    is_of_one = change.kind in {ChangeKind.TRANSLATION_CHANGED, ChangeKind.TRANSLATION_STALE}
    return cast("Language", changed[0]) if is_of_one and isinstance(changed, tuple) else None


# The kinds that several fields of a thing share.
_OF_FIELDS = {
    ChangeKind.PLAN_CHANGED, ChangeKind.INDICATOR_CHANGED,
    ChangeKind.TRANSLATION_CHANGED, ChangeKind.TRANSLATION_STALE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Teller:
    """Says the parts of a change; values are said in the terms of the side that they stand on."""

    table: TableChanges
    catalogue: Catalogue

    def kind(self, change: Change) -> str:
        """The kind, with the field where several share it, or the unit of the amounts."""
        kind = self._say(change.kind)
        if change.kind in _OF_FIELDS:
            field = self.catalogue.format("field", str(change.detail["field"]))
            return self._say("of-field", kind=kind, field=field)
        if isinstance(change.before, Funds):
            currency = self.catalogue.format(
                "form", f"currency-{self.table.side.plan.currency_unit}"
            )
            return self._say("of-field", kind=kind, field=currency)
        return kind

    def subject(self, told: ToldChange) -> str:
        """What changed, by its printed number and its name."""
        change = told.change
        route = (change.old_route if told.is_in_base else change.new_route) or ()
        name = self.text(change.subject.name)
        if change.subject.type == "plan" or len(route) < len(("tasks", 0)):
            return name
        number = int(route[1]) + 1
        if change.subject.type == "task":
            return self._say("subject-task", number=number, name=name)
        return self._say("subject-goal", number=number, name=name)

    def lines(self, value: object, where: "_Where | None") -> Iterator[str]:
        """A value in lines, one for each source of funds; nothing for a value that is not there."""
        if value is None or where is None:
            return
        if isinstance(value, Funds):
            yield from self._funds(where.change, is_before=value is where.change.before)
        elif isinstance(value, Goal):
            yield from self._goal(value, where)
        else:
            yield _SAYERS[type(value)](self, value, where)

    def _funds(self, change: Change, *, is_before: bool) -> Iterator[str]:
        """The amounts of each source that moved, both sides in the unit of the revision."""
        for source in SOURCES:
            moved = change.detail.get(source)
            if isinstance(moved, NumericDifference):
                amount = moved.before if is_before else moved.after
                yield format_amount(amount) or self._say("blank")

    def target(self, target: Target, where: "_Where") -> str:
        """A target as printed; a deadline with its date."""
        return self._target_of(where.indicator, target, where)

    def _target_of(self, indicator: Indicator, target: Target, where: "_Where") -> str:
        text = self.text(where.side.vocabulary.target_text(indicator, target), where)
        if isinstance(target, Deadline):
            return self._say("deadline", text=text, day=target.by.isoformat())
        return text

    def task(self, task: Task, where: "_Where") -> str:
        """The funds of a task that came or went."""
        del where
        return self._say("whole-task", total=format_amount(task.funds.printed_total))

    def _goal(self, goal: Goal, where: "_Where") -> Iterator[str]:
        """A goal that came or went with its indicators, a line each."""
        if not goal.indicators:
            yield self._say("whole-goal-empty")
        for indicator in goal.indicators:
            name = self.text(indicator.name, where)
            target = self._target_of(indicator, indicator.target, where)
            yield self._say("whole-indicator", name=name, target=target)

    def indicator(self, indicator: Indicator, where: "_Where") -> str:
        """The target of an indicator that came or went."""
        return self._target_of(indicator, indicator.target, where)

    def plan(self, plan: Plan, where: "_Where") -> str:
        """A whole table that came or went."""
        del where
        counts = {
            "tasks": len(plan.tasks),
            "goals": len(plan.goals),
            "indicators": sum(len(goal.indicators) for goal in plan.goals),
        }
        return self._say("whole-plan", year=plan.year, **counts)

    def place(self, place: Place, where: "_Where") -> str:
        """Where an indicator belongs: its goal's number and its two levels."""
        numbers = {goal.id: number for number, goal in enumerate(where.side.plan.goals, start=1)}
        labels = {
            category.id: (level.label, category.label)
            for level, category in where.side.vocabulary.framework.categories()
        }
        level, category = labels[place.category]
        return self._say("place", number=numbers[place.goal], level1=level, level2=category)

    def listed(self, items: tuple[str, ...], where: "_Where") -> str:
        """Related tasks by their printed numbers, or languages by name."""
        if where.change.kind is ChangeKind.GOAL_RELINKED:
            numbers = where.side.plan.task_numbers()
            return self._separator().join(map(str, sorted(numbers[item] for item in items)))
        return self._separator().join(self.catalogue.format("language", item) for item in items)

    def number(self, number: Decimal, where: "_Where") -> str:
        """A share in percent, or a weight."""
        is_share = where.change.kind in {ChangeKind.COVERAGE_FELL, ChangeKind.COVERAGE_ROSE}
        return f"{number:f}%" if is_share else f"{number.normalize():f}"

    def unit(self, unit: Unit, where: "_Where") -> str:
        """The English of a unit."""
        del where
        return unit.one if unit.one == unit.other else f"{unit.one} / {unit.other}"

    def units(self, units: Mapping[str, Unit], where: "_Where") -> str:
        """A table's own units, with their English."""
        return self._separator().join(
            self._say("unit", name=name, english=self.unit(unit, where))
            for name, unit in units.items()
        )

    def baseline(self, baseline: Baseline, where: "_Where") -> str:
        """What an indicator stood at before."""
        value = self.target(baseline.value, where)
        return self._say("baseline", year=baseline.year, value=value)

    def text(self, text: Text, where: "_Where | None" = None) -> str:
        """A text in the reader's language, or else in Chinese; of a translation what changed."""
        language = (where and changed_language(where.change)) or self.catalogue.language
        return text.get(language) or text.zh or ""

    def day(self, day: date, where: "_Where") -> str:
        """A date."""
        del where
        return day.isoformat()

    def word(self, word: str | int, where: "_Where") -> str:
        """A name or a number, as it stands in the file."""
        del where
        return str(word)

    def differences(self, change: Change) -> Iterator[str]:
        """How far the figures moved, a line for each."""
        for name in (*SOURCES, "value"):
            moved = change.detail.get(name)
            # A sign may change beside the same figure, which then moved by nothing.
            if isinstance(moved, NumericDifference) and (moved.difference or name != "value"):
                yield signed_difference(moved)
        days = change.detail.get("days")
        if isinstance(days, int) and days:
            message = "days-later" if days > 0 else "days-earlier"
            yield self._say(message, days=abs(days))

    def _separator(self) -> str:
        return self.catalogue.format("form", "list-separator")

    def _say(self, id_: str, **arguments: object) -> str:
        return self.catalogue.format("change", id_, **arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Where:
    """Where a value stands: its change, its side and its route there."""

    change: Change
    side: Side
    route: Route

    @property
    def indicator(self) -> Indicator:
        """The indicator that the value belongs to."""
        return self.side.plan.goals[int(self.route[1])].indicators[int(self.route[3])]


def _where(change: Change, side: Side | None, route: Route | None) -> _Where | None:
    if side is None or route is None:
        return None
    return _Where(change=change, side=side, route=route)


_SAYERS: dict[type, Callable[[_Teller, Any, _Where], str]] = {
    Quantity: _Teller.target,
    Deadline: _Teller.target,
    Statement: _Teller.target,
    Task: _Teller.task,
    Indicator: _Teller.indicator,
    Plan: _Teller.plan,
    Place: _Teller.place,
    tuple: _Teller.listed,
    Decimal: _Teller.number,
    Unit: _Teller.unit,
    dict: _Teller.units,
    Baseline: _Teller.baseline,
    Text: _Teller.text,
    date: _Teller.day,
    str: _Teller.word,
    int: _Teller.word,
}


def signed_difference(moved: NumericDifference) -> str:
    """`+10.00 (+2.4%)`, with a minus sign as wide as the plus sign."""
    figure = signed(moved.difference)
    return figure if moved.percent is None else f"{figure} ({signed(moved.percent)}%)"


def signed(number: Decimal) -> str:
    """A number with its sign; ± before zero."""
    sign = "+" if number > 0 else MINUS if number < 0 else "±"
    return f"{sign}{abs(number):f}"
