"""The texts of a change in one language: subject, values, difference, significance."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from perf_report.diff.change import Change, ChangeKind, NumericDifference, Place
from perf_report.diff.funds_changes import SOURCES
from perf_report.diff.significance import Significance
from perf_report.messages import Catalogue
from perf_report.model.money import format_amount, trim_amount
from perf_report.model.plan import Baseline, Funds, Goal, Indicator, Plan, Task
from perf_report.model.target import Deadline, Quantity, Range, Ratio, Statement, Target, Worded
from perf_report.model.text import Language, Text
from perf_report.model.unit import Unit
from perf_report.render.changes.difference_text import describe_difference, signed_difference
from perf_report.render.changes.report import ReportedChange, TableChanges
from perf_report.render.changes.value_context import ValueContext, value_context


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeText:
    """The texts of a change.

    `before` and `after` have one line for most changes, but one for each source of funds and for
    each indicator of an added or removed goal; none if there is no value. `labels` are as many as
    the longer of the two, and empty except for sources of funds. `difference` has a line for each
    figure. `question` is what a reviewer has to answer about an unclear change. `is_text` is
    whether the values are texts in which changes can be marked. Values are in the catalogue's
    language, or in the one that changed (`changed_language`).
    """

    kind: str
    subject: str
    labels: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    difference: tuple[str, ...]
    significance: str
    reason: str
    question: str
    is_text: bool

    @property
    def judgement(self) -> str:
        """The reason of the assessment, and the question if there is one."""
        return f"{self.reason} {self.question}".rstrip()


def describe_change(
    reported: ReportedChange, table: TableChanges, catalogue: Catalogue
) -> ChangeText:
    """Describe a change in the language of a catalogue."""
    describer = _Describer(table, catalogue)
    change = reported.change
    before = tuple(
        describer.lines(change.before, value_context(change, table.base, change.old_route))
    )
    after = tuple(
        describer.lines(change.after, value_context(change, table.revision, change.new_route))
    )
    sources = tuple(catalogue.format("funds", name) for name in SOURCES if name in change.detail)
    return ChangeText(
        kind=describer.kind(change),
        subject=describer.subject(reported),
        labels=sources or ("",) * max(len(before), len(after)),
        before=before,
        after=after,
        difference=tuple(describer.differences(change)),
        significance=catalogue.format("significance", reported.assessment.significance),
        reason=catalogue.format("reason", reported.assessment.reason),
        question=change_question(reported, catalogue),
        is_text=isinstance(change.before, Text | Worded)
        and isinstance(change.after, Text | Worded),
    )


def change_question(reported: ReportedChange, catalogue: Catalogue) -> str:
    """What a reviewer has to answer about a change; empty if it is not unclear."""
    if reported.assessment.significance is not Significance.UNCLEAR:
        return ""
    return catalogue.format("question", reported.assessment.reason)


def changed_language(change: Change) -> Language | None:
    """The only language in which a text changed, in which every reader must see it; or None."""
    changed = change.detail.get("changed")
    is_of_one = change.kind in {ChangeKind.TRANSLATION_CHANGED, ChangeKind.TRANSLATION_STALE}
    return cast("Language", changed[0]) if is_of_one and isinstance(changed, tuple) else None


# The kinds that several fields share.
_FIELD_KINDS = {
    ChangeKind.PLAN_CHANGED, ChangeKind.INDICATOR_CHANGED,
    ChangeKind.TRANSLATION_CHANGED, ChangeKind.TRANSLATION_STALE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Describer:
    """Formats the parts of a change; a value as its own plan prints it."""

    table: TableChanges
    catalogue: Catalogue

    def kind(self, change: Change) -> str:
        """The kind, with the field if several share it, or with the currency unit of amounts."""
        kind = self._format(change.kind)
        if change.kind in _FIELD_KINDS:
            field = self.catalogue.format("field", str(change.detail["field"]))
            return self._format("of-field", kind=kind, field=field)
        if isinstance(change.before, Funds):
            currency = self.catalogue.format(
                "form", f"currency-{self.table.side.plan.currency_unit}"
            )
            return self._format("of-field", kind=kind, field=currency)
        return kind

    def subject(self, reported: ReportedChange) -> str:
        """What changed, by its printed number and its name."""
        change = reported.change
        route = (change.old_route if reported.is_in_base else change.new_route) or ()
        name = self.text(change.subject.name)
        if change.subject.type == "plan" or len(route) < len(("tasks", 0)):
            return name
        number = int(route[1]) + 1
        if change.subject.type == "task":
            return self._format("subject-task", number=number, name=name)
        return self._format("subject-goal", number=number, name=name)

    def lines(self, value: object, context: ValueContext | None) -> Iterator[str]:
        """The lines of a value; none for None."""
        if value is None or context is None:
            return
        if isinstance(value, Funds):
            yield from self._funds(context.change, is_before=value is context.change.before)
        elif isinstance(value, Goal):
            yield from self._goal(value, context)
        else:
            yield _DESCRIBERS[type(value)](self, value, context)

    def _funds(self, change: Change, *, is_before: bool) -> Iterator[str]:
        """The amount of each source that changed, in the currency unit of the revision."""
        for source in SOURCES:
            moved = change.detail.get(source)
            if isinstance(moved, NumericDifference):
                before = None if moved.before is None else trim_amount(moved.before)
                yield format_amount(before if is_before else moved.after) or self._format("blank")

    def target(self, target: Target, context: ValueContext) -> str:
        """A target as printed; a deadline with its date."""
        return self._target_of(context.indicator, target, context)

    def _target_of(self, indicator: Indicator, target: Target, context: ValueContext) -> str:
        text = self.text(context.side.vocabulary.target_text(indicator, target), context)
        if isinstance(target, Deadline):
            return self._format("deadline", text=text, day=target.by.isoformat())
        return text

    def task(self, task: Task, context: ValueContext) -> str:
        """The funds of an added or removed task."""
        del context
        return self._format("whole-task", total=format_amount(task.funds.printed_total))

    def _goal(self, goal: Goal, context: ValueContext) -> Iterator[str]:
        """The indicators of an added or removed goal, a line each."""
        if not goal.indicators:
            yield self._format("whole-goal-empty")
        for indicator in goal.indicators:
            name = self.text(indicator.name, context)
            target = self._target_of(indicator, indicator.target, context)
            yield self._format("whole-indicator", name=name, target=target)

    def indicator(self, indicator: Indicator, context: ValueContext) -> str:
        """The target of an added or removed indicator."""
        return self._target_of(indicator, indicator.target, context)

    def plan(self, plan: Plan, context: ValueContext) -> str:
        """The year and the size of an added or removed table."""
        del context
        counts = {
            "tasks": len(plan.tasks),
            "goals": len(plan.goals),
            "indicators": sum(len(goal.indicators) for goal in plan.goals),
        }
        return self._format("whole-plan", year=plan.year, **counts)

    def place(self, place: Place, context: ValueContext) -> str:
        """The number of an indicator's goal, and the labels of its levels."""
        numbers = {goal.id: number for number, goal in enumerate(context.side.plan.goals, start=1)}
        labels = {
            category.id: (level.label, category.label)
            for level, category in context.side.vocabulary.framework.categories()
        }
        level, category = labels[place.category]
        return self._format("place", number=numbers[place.goal], level1=level, level2=category)

    def items(self, items: tuple[str, ...], context: ValueContext) -> str:
        """Related tasks by their printed numbers, or languages by their names."""
        if context.change.kind is ChangeKind.GOAL_RELINKED:
            numbers = context.side.plan.task_numbers()
            return self._separator().join(map(str, sorted(numbers[item] for item in items)))
        return self._separator().join(self.catalogue.format("language", item) for item in items)

    def number(self, number: Decimal, context: ValueContext) -> str:
        """A share in percent, or a weight."""
        is_share = context.change.kind in {ChangeKind.COVERAGE_FELL, ChangeKind.COVERAGE_ROSE}
        return f"{number:f}%" if is_share else f"{number.normalize():f}"

    def unit(self, unit: Unit, context: ValueContext) -> str:
        """The English of a unit."""
        del context
        return unit.one if unit.one == unit.other else f"{unit.one} / {unit.other}"

    def units(self, units: Mapping[str, Unit], context: ValueContext) -> str:
        """A table's own units, with their English."""
        return self._separator().join(
            self._format("unit", name=name, english=self.unit(unit, context))
            for name, unit in units.items()
        )

    def baseline(self, baseline: Baseline, context: ValueContext) -> str:
        """The year and the value of a baseline."""
        value = self.target(baseline.value, context)
        return self._format("baseline", year=baseline.year, value=value)

    def text(self, text: Text, context: ValueContext | None = None) -> str:
        """A text in the changed language, or else in the catalogue's, or else in Chinese."""
        language = (context and changed_language(context.change)) or self.catalogue.language
        return text.get(language) or text.zh or ""

    def day(self, day: date, context: ValueContext) -> str:
        """A date."""
        del context
        return day.isoformat()

    def word(self, word: str | int, context: ValueContext) -> str:
        """A name or a number as in the file."""
        del context
        return str(word)

    def differences(self, change: Change) -> Iterator[str]:
        """The difference of each figure."""
        for name in (*SOURCES, "value"):
            moved = change.detail.get(name)
            # If only the sign of a target changed, its figure has no difference.
            if isinstance(moved, NumericDifference) and (moved.difference or name != "value"):
                yield (
                    describe_difference(change, moved, self.catalogue)
                    if name == "value"
                    else signed_difference(moved)
                )
        days = change.detail.get("days")
        if isinstance(days, int) and days:
            message = "days-later" if days > 0 else "days-earlier"
            yield self._format(message, days=abs(days))

    def _separator(self) -> str:
        return self.catalogue.format("form", "list-separator")

    def _format(self, id_: str, **arguments: object) -> str:
        return self.catalogue.format("change", id_, **arguments)


_DESCRIBERS: dict[type, Callable[[_Describer, Any, ValueContext], str]] = {
    Quantity: _Describer.target,
    Range: _Describer.target,
    Ratio: _Describer.target,
    Deadline: _Describer.target,
    Statement: _Describer.target,
    Task: _Describer.task,
    Indicator: _Describer.indicator,
    Plan: _Describer.plan,
    Place: _Describer.place,
    tuple: _Describer.items,
    Decimal: _Describer.number,
    Unit: _Describer.unit,
    dict: _Describer.units,
    Baseline: _Describer.baseline,
    Text: _Describer.text,
    date: _Describer.day,
    str: _Describer.word,
    int: _Describer.word,
}
