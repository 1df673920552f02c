"""The values of fields and columns as they print."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from perf_report.model.field_value import FieldValue, NamedUnit, Period
from perf_report.model.form import Choice, ValueType
from perf_report.model.money import format_amount
from perf_report.model.text import Text
from perf_report.render.dates import is_moment, moment_words
from perf_report.render.localized_text import Localizer, TextRun, TextRuns, deduplicate

_FIGURES = frozenset({ValueType.MONEY, ValueType.PERCENT})


def print_value(
    value: FieldValue | None,
    type_: ValueType,
    localizer: Localizer,
    choices: Sequence[Choice] = (),
) -> TextRuns:
    """Return a value as printed; empty for None, a blank."""
    if value is None:
        return ()
    if isinstance(value, str):
        return _word(value, type_, localizer, choices)
    return _PRINTERS[type(value)](value, type_, localizer)


def _word(
    value: str, type_: ValueType, localizer: Localizer, choices: Sequence[Choice]
) -> TextRuns:
    """A plain string: one of the choices, a date, or a text that is the same in all languages."""
    label = next((choice.label for choice in choices if choice.id == value), None)
    if label is not None:
        return localizer.text(label)
    return print_moment(value, localizer) if type_ is ValueType.DATE else localizer.number(value)


def choice_runs(
    type_: ValueType, choices: Sequence[Choice], localizer: Localizer
) -> tuple[TextRuns, ...]:
    """Return what may stand in a cell of a type; nothing where it is not one of a list."""
    if type_ is ValueType.YES_NO:
        return (localizer.form_string("yes"), localizer.form_string("no"))
    return tuple(localizer.text(choice.label) for choice in choices)


def cell_kind(type_: ValueType) -> str:
    """Return the kind of a cell of a type; that of figures stands at the right."""
    if type_ is ValueType.POINTS:
        return "weight"
    return "amount" if type_ in _FIGURES else "value"


def print_moment(moment: str, localizer: Localizer) -> TextRuns:
    """Return a year, month or day in words, such as 2025年3月1日 and 1 March 2025."""
    if not is_moment(moment):
        return localizer.number(moment)
    return localizer.runs(
        moment_words(moment, catalogue) for catalogue in localizer.mode_catalogues
    )


def _text(text: Text, _: ValueType, localizer: Localizer) -> TextRuns:
    return localizer.text(text)


def _yes_or_no(value: bool, _: ValueType, localizer: Localizer) -> TextRuns:  # noqa: FBT001  # the value itself
    return localizer.form_string("yes" if value else "no")


def _number(value: Decimal, type_: ValueType, localizer: Localizer) -> TextRuns:
    if type_ is ValueType.MONEY:
        return localizer.number(format_amount(value))
    return localizer.number(f"{value:f}%" if type_ is ValueType.PERCENT else f"{value:f}")


def _period(period: Period, _: ValueType, localizer: Localizer) -> TextRuns:
    if period.start is None or period.end is None:
        side, moment = ("from", period.start) if period.end is None else ("to", period.end)
        words = print_moment(moment or "", localizer)
        return _joined(localizer, f"period-{side}", (words,))
    ends = (print_moment(period.start, localizer), print_moment(period.end, localizer))
    return _joined(localizer, "period", ends)


def _joined(localizer: Localizer, id_: str, ends: Sequence[TextRuns]) -> TextRuns:
    """A message with the words of each language."""
    return localizer.runs(
        catalogue.format("form", id_, **dict(zip(("first", "last"), words, strict=False)))
        for catalogue, *words in zip(
            localizer.mode_catalogues, *([run.text for run in end] for end in ends), strict=True
        )
    )


def _unit(unit: NamedUnit, _: ValueType, localizer: Localizer) -> TextRuns:
    if unit.name is None:
        return localizer.number(unit.code or "")
    names = localizer.text(unit.name)
    if unit.code is None:
        return names
    return deduplicate(
        tuple(
            TextRun(run.lang, catalogue.format("form", "unit-code", name=run.text, code=unit.code))
            for run, catalogue in localizer.with_catalogues(names)
        )
    )


_PRINTERS: dict[type, Callable[[Any, ValueType, Localizer], TextRuns]] = {
    Text: _text,
    bool: _yes_or_no,
    Decimal: _number,
    Period: _period,
    NamedUnit: _unit,
}
