"""The values of a change in one language, each as its own plan prints it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, cast

from perf_report.diff.change import (
    Change,
    ChangeKind,
    NumericDifference,
    Place,
    ReportChangeKind,
)
from perf_report.messages import Catalogue
from perf_report.model.field_value import FieldValue, NamedUnit, Period
from perf_report.model.form import GoalsBlock, IndicatorsBlock
from perf_report.model.funds import Funds
from perf_report.model.money import format_amount, trim_amount
from perf_report.model.plan import Baseline, Goal, Indicator, Plan, RevisionKind, Task
from perf_report.model.target import Deadline, Quantity, Range, Ratio, Statement, Target
from perf_report.model.text import Language, Text
from perf_report.model.unit import Unit
from perf_report.model.usual_sources import USUAL_SOURCES
from perf_report.render.changes.difference_text import describe_difference, signed_difference
from perf_report.render.changes.form_text import FormText
from perf_report.render.changes.report import TableChanges
from perf_report.render.changes.value_context import ValueContext, goal_labels
from perf_report.render.dates import day_words


def changed_language(change: Change) -> Language | None:
    """The only language in which a text changed, in which every reader must see it; or None."""
    before, after = change.before, change.after
    if isinstance(before, Text) and isinstance(after, Text) and before.zh == after.zh:
        return "en"
    changed = change.detail.get("changed")
    is_of_one = change.kind in {ChangeKind.TRANSLATION_CHANGED, ChangeKind.TRANSLATION_STALE}
    return cast("Language", changed[0]) if is_of_one and isinstance(changed, tuple) else None


@dataclass(frozen=True, slots=True)
class ValueText:
    """Formats values and differences; a value as its own plan prints it."""

    table: TableChanges
    catalogue: Catalogue

    @property
    def form(self) -> FormText:
        """The words of the form."""
        return FormText(self.table, self.catalogue)

    def lines(self, value: object, context: ValueContext | None) -> Iterator[str]:
        """The lines of a value; none for None."""
        if value is None or context is None:
            return
        if isinstance(value, Funds):
            yield from self._funds(context.change, is_before=value is context.change.before)
        elif isinstance(value, Goal):
            yield from self._goal(value, context)
        elif isinstance(value, str) and _is_form_value(context.change):
            yield self.value(value, context)
        else:
            yield _DESCRIBERS[type(value)](self, value, context)

    def _funds(self, change: Change, *, is_before: bool) -> Iterator[str]:
        """The amount of each source that changed, in the currency unit of the revision."""
        for source in USUAL_SOURCES.ids:
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
            return self._format("deadline", text=text, day=day_words(target.by, self.catalogue))
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
        counts = {"goals": len(plan.goals), "indicators": sum(1 for _ in plan.all_indicators())}
        if not plan.tasks:
            return self._format("whole-plan-taskless", year=plan.year, **counts)
        return self._format("whole-plan", year=plan.year, tasks=len(plan.tasks), **counts)

    def place(self, place: Place, context: ValueContext) -> str:
        """What an indicator's goal is called, and the labels of its levels."""
        goal = goal_labels(context.side).get(place.goal or "")
        labels = {
            category.id: (level.label, category.label)
            for level, category in context.side.vocabulary.framework.categories()
        }
        level, category = labels[place.category]
        id_ = "place" if goal else "place-in-table"
        return self._format(id_, goal=goal, level1=level, level2=category)

    def items(self, items: tuple[str, ...], context: ValueContext) -> str:
        """Related tasks by their printed numbers, or languages by their names."""
        if context.change.kind is ChangeKind.GOAL_RELINKED:
            numbers = context.side.plan.task_numbers()
            return self._separator().join(map(str, sorted(numbers[item] for item in items)))
        if context.change.detail.get("field") == "causes":
            return self._separator().join(self.catalogue.format("answer", item) for item in items)
        return self._separator().join(self.catalogue.format("language", item) for item in items)

    def number(self, number: Decimal, context: ValueContext) -> str:
        """A share in percent, or a weight."""
        if context.change.subject.type in {"field", "funds"}:
            return format_amount(number)
        if context.change.kind in _POINTS:
            return f"{number:f}"
        is_share = context.change.kind in {ChangeKind.COVERAGE_FELL, ChangeKind.COVERAGE_ROSE}
        return f"{number:f}%" if is_share else f"{number.normalize():f}"

    def unit(self, unit: Unit, context: ValueContext) -> str:
        """The English of a unit."""
        del context
        return unit.one if unit.one == unit.other else f"{unit.one} / {unit.other}"

    def mapping(self, values: Mapping[str, Any], context: ValueContext) -> str:
        """A row of a small table, weights of levels, or a table's own units."""
        if context.change.kind is ChangeKind.TABLE_CHANGED:
            return self.form.row(context.change.subject.id, values)
        if context.change.detail.get("field") == "weights":
            return self._weights(values, context)
        return self._units(values, context)

    def _weights(self, weights: Mapping[str, Decimal], context: ValueContext) -> str:
        framework = context.side.vocabulary.framework
        labels = {level.id: level.label for level, _ in framework.categories()}
        labels |= {category.id: category.label for _, category in framework.categories()}
        return self._separator().join(
            self._format("weight", name=labels.get(id_, id_), weight=self.number(weight, context))
            for id_, weight in weights.items()
        )

    def _units(self, units: Mapping[str, Unit], context: ValueContext) -> str:
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
        return day_words(day, self.catalogue)

    def word(self, word: str | int, context: ValueContext) -> str:
        """A name or a number as in the file; a form and a horizon by their labels."""
        field = context.change.detail.get("field")
        if field == "form":
            return self.text(context.side.printed_form.title)
        if field in _WORDS:
            return self.catalogue.format(_WORDS[field], str(word))
        if field != "horizon":
            return str(word)
        is_goal = context.change.subject.type == "goal"
        return self.form.horizon(str(word), GoalsBlock if is_goal else IndicatorsBlock)

    def value(self, value: FieldValue, context: ValueContext) -> str:
        """A value of a field or of a form's own column."""
        return self.form.value(value, self.form.asked(context.change))

    def differences(self, change: Change) -> Iterator[str]:
        """The difference of each figure."""
        for name in (*USUAL_SOURCES.ids, "value"):
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


_POINTS = {
    ReportChangeKind.TOTAL_CHANGED,
    ReportChangeKind.EXECUTION_CHANGED,
    ReportChangeKind.SCORE_CHANGED,
}

# Fields whose values are words of a catalogue, with its table.
_WORDS: Mapping[object, str] = {
    "revision_kind": "word",
    "outcome": "answer",
    "likelihood": "answer",
}


def _is_form_value(change: Change) -> bool:
    """Whether a change is of a value of a field, or of a form's own column."""
    return change.subject.type == "field" or str(change.detail.get("field")).startswith("extra.")


_DESCRIBERS: dict[type, Callable[[ValueText, Any, ValueContext], str]] = {
    Quantity: ValueText.target,
    Range: ValueText.target,
    Ratio: ValueText.target,
    Deadline: ValueText.target,
    Statement: ValueText.target,
    Task: ValueText.task,
    Indicator: ValueText.indicator,
    Plan: ValueText.plan,
    Place: ValueText.place,
    tuple: ValueText.items,
    Decimal: ValueText.number,
    Unit: ValueText.unit,
    dict: ValueText.mapping,
    bool: ValueText.value,
    Period: ValueText.value,
    NamedUnit: ValueText.value,
    Baseline: ValueText.baseline,
    Text: ValueText.text,
    date: ValueText.day,
    str: ValueText.word,
    RevisionKind: ValueText.word,
    int: ValueText.word,
}
