"""What a unit is not: what may stand behind a figure and belongs to no unit.

A unit holds no digit, no sign, no sentence punctuation, no word of a bound (以上, 左右) and no `/`
except in a rate (元/人). Characters such as ² are no digits here, so that m² is a unit.
"""

import re
from collections.abc import Callable
from decimal import Decimal

from perf_report.model.target import Operator, Quantity, parse_quantity

_STOPS = "。，、；：！？…,.;:!?"
_NO_UNIT = re.compile(
    rf"[0-9{_STOPS}±×+~～〜〰—–的]"
    # An amount in words goes on: 1万二千人.
    "|[十百千万亿][一二三四五六七八九零〇]"
    "|(?:以上|以下|以内|之内|以外|以前|左右|上下|不等|内)$"
    # A percentage is all of its unit, unless it is one of a rate.
    "|^[%‰](?!/|$)"
    # A rate has a unit on both sides of the stroke.
    "|^/|/$|//"
)

_MULTIPLES = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
_EXPONENT = re.compile(r"[eE]\+?(?P<exponent>[0-9]{1,2})(?P<unit>.*)")
_MIXED = re.compile(
    "(?P<large>[百千万亿])(?P<digits>[0-9]{1,4})(?P<small>[十百千万])(?P<unit>(?![十百千万亿]).*)"
)
_LARGEST_EXPONENT = 14

# The words that say again what the sign says.
_SAME_BOUND = {
    Operator.AT_LEAST: re.compile("[及或]?以上$"),
    Operator.AT_MOST: re.compile("[及或]?以下$|以内$|之内$|内$"),
}


def is_unit(text: str) -> bool:
    """Whether a text behind a figure can be its unit, as far as its form shows."""
    return _NO_UNIT.search(text) is None


def mend_quantity(quantity: Quantity) -> Quantity | None:
    """A quantity with a unit of its own that says the same; None if it has several readings.

    `≥120%。` and `≥90次以上` say what `≥120%` and `≥90次` say; `≥5~8公里` is no quantity.
    """
    for mend in _MENDS:
        written = mend(quantity)
        mended = parse_quantity(written) if written else None
        if mended is not None and is_unit(mended.unit):
            return mended
    return None


def _without_marks(quantity: Quantity) -> str:
    """Without a stop at the end, doubled signs, and words that repeat the operator."""
    unit = re.sub(r"([%‰])\1+", r"\1", quantity.unit.rstrip(_STOPS))
    bound = _SAME_BOUND.get(quantity.operator)
    unit = bound.sub("", unit) if bound else unit
    return f"{quantity.operator}{quantity.figure}{unit}"


def _without_exponent(quantity: Quantity) -> str | None:
    match = _EXPONENT.fullmatch(quantity.unit)
    if match is None or int(match["exponent"]) > _LARGEST_EXPONENT:
        return None
    value = quantity.value.scaleb(int(match["exponent"]))
    return f"{quantity.operator}{value:f}{match['unit']}"


def _in_one_multiple(quantity: Quantity) -> str | None:
    """1万2千人 in one multiple, 1.2万人."""
    match = _MIXED.fullmatch(quantity.unit)
    if match is None:
        return None
    large, small = _MULTIPLES[match["large"]], _MULTIPLES[match["small"]] * int(match["digits"])
    if small >= large or quantity.value % 1:
        return None
    value = (quantity.value + Decimal(small) / large).normalize()
    return f"{quantity.operator}{value:f}{match['large']}{match['unit']}"


_MENDS: tuple[Callable[[Quantity], str | None], ...] = (
    _without_marks,
    _without_exponent,
    _in_one_multiple,
)
