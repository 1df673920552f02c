"""The columns of a target: a sign, a figure and a unit, which a form may print apart.

An author may write the unit apart from the figure, too: `target: ≥2` with `unit: 个` is `≥2个`.
"""

import re
from dataclasses import dataclass, replace
from typing import cast

from perf_report.model.english_figure import separated
from perf_report.model.target import (
    UNIT,
    Measured,
    Quantity,
    Range,
    Ratio,
    Target,
    parse_rate,
)
from perf_report.model.target_english import (
    FindUnit,
    english_rate,
    english_target,
    plain_english_range,
)
from perf_report.model.target_reading import read_target
from perf_report.model.text import Text
from perf_report.model.unit_form import is_unit

# The last figure of a target as written, in either width. Words of a bound may follow: 3以内.
_LAST_FIGURE = re.compile(r"(?s).*[0-9０-９]")


def has_no_unit(target: Target) -> bool:
    """Whether a target is measured by a figure, and a unit can stand apart from it."""
    return isinstance(target, Quantity | Range) and not target.unit


def is_without_unit(text: str) -> bool:
    """Return whether a target that is one string leaves its unit to another place."""
    # What cannot be read is an error of its own.
    found = read_target(text, 2000)
    return not isinstance(found, Quantity | Range) or has_no_unit(found)


def with_unit(target: Target, unit: str) -> Target:
    """A target without a unit with one that is written apart; any other as it is."""
    if not isinstance(target, Quantity | Range) or target.unit or not _is_unit_name(unit):
        return target
    name, per = parse_rate(unit)
    words = _LAST_FIGURE.sub(lambda match: f"{match[0]}{unit}", target.words, count=1)
    return replace(target, unit=name, per=per, words=words)


def without_unit(target: Measured) -> str:
    """A target as printed, without its unit: what `with_unit` was made of."""
    if isinstance(target, Ratio):
        return target.printed
    if not target.words and isinstance(target, Quantity):
        return f"{target.operator or ''}{target.figure}"
    figure = cast("re.Match[str]", _LAST_FIGURE.match(target.words))[0]
    return figure + target.words.removeprefix(figure).removeprefix(target.unit_name)


def _is_unit_name(text: str) -> bool:
    return all(re.fullmatch(UNIT, side) and is_unit(side) for side in text.split("/"))


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetColumns:
    """What a form prints of a target in columns of their own; `sign` and `unit` may be empty."""

    sign: str
    value: Text
    unit: Text


def target_columns(target: Target, find: FindUnit) -> TargetColumns:
    """Return the columns of a target: `≥`, `17` and `台`, or `3～5` and `个`.

    A statement, a deadline and a ratio are all value. English is None where a unit has none.
    """
    if isinstance(target, Quantity):
        value = Text(zh=target.figure, en=separated(target.figure))
        sign = str(target.operator or "")
        return TargetColumns(sign=sign, value=value, unit=_unit(target, find))
    if isinstance(target, Range):
        value = Text(zh=_figures(target), en=plain_english_range(target))
        return TargetColumns(sign="", value=value, unit=_unit(target.bounds[1], find))
    value = Text(zh=target.printed or None, en=english_target(target, find))
    return TargetColumns(sign="", value=value, unit=Text())


def _figures(target: Range) -> str:
    """A range as written, without its unit, which may stand behind both figures: 80-90."""
    each = f"/{target.per}" if target.per else ""
    return target.words.replace(each, "").replace(target.unit, "")


def _unit(quantity: Quantity, find: FindUnit) -> Text:
    return Text(zh=quantity.unit_name or None, en=_english_unit(quantity, find))


def _english_unit(quantity: Quantity, find: FindUnit) -> str | None:
    """The English of a unit beside its figure, of a rate as a whole or of both its sides."""
    whole = find(quantity.unit_name)
    if whole is not None:
        return whole.for_value(quantity.value)
    unit, per = find(quantity.unit), find(quantity.per)
    return (
        f"{unit.for_value(quantity.value)} {english_rate(quantity, per)}" if unit and per else None
    )
