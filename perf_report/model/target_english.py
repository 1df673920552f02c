"""The English of targets that are written in Chinese alone: `At least 17 units`, `3 to 5 items`.

A target is a cell of a table: one that begins with a word begins with a capital.
"""

from collections.abc import Callable
from datetime import date

from perf_report.model.english_figure import english_figure, separated
from perf_report.model.target import (
    TIME_UNITS,
    Deadline,
    Operator,
    Quantity,
    Range,
    Ratio,
    Target,
)
from perf_report.model.text import Text
from perf_report.model.unit import Unit

# What gives the English of a unit by its name; None for one that is unknown.
FindUnit = Callable[[str], Unit | None]

_WORDS = {
    Operator.AT_LEAST: "At least ",
    Operator.AT_MOST: "No more than ",
    Operator.MORE_THAN: "More than ",
    Operator.LESS_THAN: "Less than ",
    Operator.EXACTLY: "Exactly ",
}
# English has no full-width signs; those that are not joined to the figure on a form stand apart.
_UPRIGHT = {Operator.MORE_THAN: "> ", Operator.LESS_THAN: "< ", Operator.EXACTLY: "= "}
_TIMES = {"1": "once", "2": "twice"}
# The unit of what happens so often.
_OCCASION = "次"
# A deviation to both sides: ±3%.
_DEVIATION = "±"
_SIGNS = frozenset("≥≤≧≦⩾⩽><=＞＜＝")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_HALVES = {6: "first", 12: "second"}
_QUARTERS = {3: "first", 6: "second", 9: "third", 12: "fourth"}


def english_target(target: Target, find: FindUnit) -> str | None:
    """Return a target in English; None where a unit is unknown, or for words without English."""
    if isinstance(target, Quantity):
        return _quantity(target, find)
    if isinstance(target, Range):
        return _range(target, find)
    if isinstance(target, Ratio):
        separator = "/" if "/" in target.words or "／" in target.words else ":"
        return f"{target.first}{separator}{target.second}"
    if isinstance(target, Deadline) and target.written:
        words = target.text.zh or ""
        return _time(words, target.by) if target.is_reached else _deadline(words, target.by)
    return target.text.en


def _quantity(quantity: Quantity, find: FindUnit) -> str | None:
    lead = _lead(quantity)
    if not quantity.unit:
        return f"{lead}{separated(quantity.figure)}"
    pair = find(quantity.unit_name)
    if pair is not None:
        return f"{lead}{english_figure(quantity.figure, pair)}"
    unit, per = find(quantity.unit), find(quantity.per)
    if unit is None or per is None:
        return None
    each, is_signed = english_rate(quantity, per), lead[:1] in _SIGNS and bool(lead)
    if quantity.unit == _OCCASION and quantity.figure in _TIMES and not is_signed:
        times = _TIMES[quantity.figure]
        return f"{lead}{times if lead else times.capitalize()} {each}"
    return f"{lead}{english_figure(quantity.figure, unit)} {each}"


def _lead(quantity: Quantity) -> str:
    """What stands before the figure: the sign if one is written, else words."""
    if quantity.operator is None:
        return ""
    if not quantity.words or any(char in _SIGNS for char in quantity.words):
        return _UPRIGHT.get(quantity.operator, str(quantity.operator))
    return "Within " if quantity.is_duration else _WORDS[quantity.operator]


def english_rate(target: Quantity | Range, per: Unit) -> str:
    """What a rate is for each: `a year`, `per person`."""
    if target.per == _OCCASION:
        return "each time"
    if target.per not in TIME_UNITS:
        return f"per {per.one}"
    return f"an {per.one}" if per.one == "hour" else f"a {per.one}"


def _range(target: Range, find: FindUnit) -> str | None:
    if not target.unit:
        return plain_english_range(target)
    pair = find(target.unit_name)
    if pair is not None:
        return _range_of(target, pair)
    unit, per = find(target.unit), find(target.per)
    return f"{_range_of(target, unit)} {english_rate(target, per)}" if unit and per else None


def plain_english_range(target: Range) -> str:
    """Return the figures of a range in English without its unit: `3 to 5`, `±3`."""
    if _DEVIATION in target.words:
        return f"±{separated(target.upper)}"
    return f"{separated(target.lower)} to {separated(target.upper)}"


def _range_of(target: Range, unit: Unit) -> str:
    if _DEVIATION in target.words:
        return f"Within ±{english_figure(target.upper, unit)}"
    lower, upper = (english_figure(figure, unit) for figure in (target.lower, target.upper))
    # A unit behind both figures stands once, unless it is close to them: 80% to 90%.
    is_plain = unit.space and lower.strip("-")[:1].isdigit() and upper.strip("-")[:1].isdigit()
    return f"{lower.partition(' ')[0] if is_plain else lower} to {upper}"


def day_text(day: date) -> Text:
    """Return a day in words, in both languages."""
    return Text(zh=f"{day.year}年{day.month}月{day.day}日", en=_day(day))


def _day(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _deadline(words: str, by: date) -> str:
    """The day as the words say it: `By the end of October 2025`."""
    if "季" in words:
        return f"By the end of the {_QUARTERS[by.month]} quarter of {by.year}"
    if any(char in words for char in "日号") or not any(char in words for char in "月年"):
        return f"By {_day(by)}"
    is_year = "月" not in words and by.month == len(_MONTHS)
    return f"By the end of {'' if is_year else f'{_MONTHS[by.month - 1]} '}{by.year}"


def _time(words: str, day: date) -> str:
    """When something was done, as the words say it: `End of October 2025`."""
    if any(char in words for char in "日号") or not any(char in words for char in "月年季"):
        return _day(day)
    period = _period(words, day)
    if any(char in words for char in "底末终"):
        return f"End of {period}"
    return period.removeprefix("the ").capitalize() if period.startswith("the ") else period


def _period(words: str, day: date) -> str:
    if "季" in words:
        return f"the {_QUARTERS[day.month]} quarter of {day.year}"
    if "半" in words:
        return f"the {_HALVES[day.month]} half of {day.year}"
    return f"{_MONTHS[day.month - 1]} {day.year}" if "月" in words else str(day.year)
