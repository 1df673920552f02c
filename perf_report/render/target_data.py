"""A target as data: what table.json and indicators.csv say of it."""

from decimal import Decimal
from typing import Any

from perf_report.model.plan import Indicator
from perf_report.model.target import (
    Deadline,
    Operator,
    Quantity,
    Range,
    Ratio,
    Target,
    plain_figure,
)
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.model.vocabulary import Vocabulary

Record = dict[str, Any]

# The unit of a duration as ISO 8601 writes it; a working day has none.
_PERIODS = {"年": "Y", "月": "M", "周": "W", "天": "D", "日": "D"}
_TIMES = {"小时": "H", "分钟": "M", "秒": "S"}


def target_record(
    target: Target, indicator: Indicator, vocabulary: Vocabulary, languages: tuple[Language, ...]
) -> Record:
    """Return a target: its kind, what is printed, and what a program reads of it.

    Figures are exact decimals without separators. What a target does not have is left out.
    """
    text = text_record(vocabulary.target_text(indicator, target), languages)
    record: Record = {"kind": target_kind(target), "text": text}
    if isinstance(target, Deadline):
        record["deadline"] = target.by.isoformat()
    elif isinstance(target, Ratio):
        record["ratio"] = f"{plain_figure(target.first):f}:{plain_figure(target.second):f}"
    elif isinstance(target, Range):
        lower, upper = target.bounds
        record |= {"value": f"{lower.value:f}", "upper": f"{upper.value:f}"}
        record |= _units(upper, indicator, vocabulary, languages)
    elif isinstance(target, Quantity):
        record |= {"operator": _sign(target.operator), "value": f"{target.value:f}"}
        record |= _units(target, indicator, vocabulary, languages)
        record["duration"] = _iso_duration(target) if target.is_duration else None
    return {key: value for key, value in record.items() if value is not None}


def target_kind(target: Target) -> str:
    """Return quantity, range, ratio, duration, deadline or statement."""
    if isinstance(target, Quantity):
        return "duration" if target.is_duration else "quantity"
    return type(target).__name__.lower()


def text_record(text: Text, languages: tuple[Language, ...]) -> Record:
    """Return a text in the languages of a plan, without those that it does not have."""
    known = {language: text.get(language) for language in LANGUAGES if language in languages}
    return {language: value for language, value in known.items() if value is not None}


def figure_text(figure: Decimal | None) -> str | None:
    """Return a figure, such as a weight, with the digits written, without separators."""
    return None if figure is None else f"{figure:f}"


def _sign(operator: Operator | None) -> str | None:
    return None if operator is None else operator.value


def _units(
    quantity: Quantity,
    indicator: Indicator,
    vocabulary: Vocabulary,
    languages: tuple[Language, ...],
) -> Record:
    """The unit, whose English agrees with the value, and what it is for each."""
    if not quantity.unit:
        return {}
    unit = vocabulary.find_unit(indicator, quantity.unit)
    words = Text(zh=quantity.unit, en=unit.for_value(quantity.value) if unit else None)
    record = {"unit": text_record(words, languages)}
    if quantity.per:
        each = vocabulary.find_unit(indicator, quantity.per)
        per = Text(zh=quantity.per, en=each.one if each else None)
        record["per"] = text_record(per, languages)
    return record


def _iso_duration(quantity: Quantity) -> str | None:
    """The time as ISO 8601 writes it, such as P12M or PT24H; None for working days."""
    unit = quantity.unit.removeprefix("个")
    quarter = unit == "季度"
    figure = f"{quantity.value * 3 if quarter else quantity.value:f}"
    if quarter or unit in _PERIODS:
        return f"P{figure}{_PERIODS['月' if quarter else unit]}"
    return f"PT{figure}{_TIMES[unit]}" if unit in _TIMES else None
