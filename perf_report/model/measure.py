"""Conversion of units, so that targets can be compared by value.

`≥39万次` and `≥390000次` are the same target. A unit that is not listed only converts to and from
its own multiples (万次, 亿元). The factors are those of the legal units of measurement and of the
calendar. A working day does not convert to a day, since no calendar fixes how long it is. 15 亩 are
a hectare.
"""

import re
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import cache

from perf_report.model.target import Quantity

# Units that convert into one another, each with its size in the first one, the base unit.
_CONVERSIONS: tuple[dict[str, int | Fraction], ...] = (
    {"‰": 1, "%": 10},
    {"秒": 1, "分钟": 60, "小时": 3600,
     "天": 86400, "日": 86400, "周": 604800},
    {"月": 1, "季度": 3, "季": 3, "年": 12},
    {"克": 1, "公斤": 1000, "千克": 1000, "kg": 1000, "㎏": 1000, "吨": 1_000_000},
    {"厘米": 1, "㎝": 1, "cm": 1, "米": 100, "m": 100, "公里": 100_000, "千米": 100_000,
     "km": 100_000, "㎞": 100_000},
    {"平方米": 1, "㎡": 1, "m²": 1, "亩": Fraction(2000, 3), "公顷": 10_000,
     "平方公里": 1_000_000, "平方千米": 1_000_000, "km²": 1_000_000},
    {"立方米": 1, "m³": 1, "升": Fraction(1, 1000)},
    {"千瓦时": 1, "度": 1},
    {"千瓦": 1, "兆瓦": 1000},
    {"百分点": 1},
    {"台套": 1, "台(套)": 1, "台（套）": 1, "套(台)": 1, "套（台）": 1},
    # Energy in coal equivalent.
    {"千克标准煤": 1, "公斤标准煤": 1, "吨标准煤": 1000, "吨标煤": 1000},
)  # fmt: skip

# They stand before a unit, before one another (十万次), or alone (≥5万). 百分点 is no hundred.
_MULTIPLES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_NO_MULTIPLE = re.compile(".分[点比之率]")

# What says again that yuan are those of the country: 万元人民币.
_CURRENCY_NAME = re.compile(r"^人民币|[（(]?(?:人民币|RMB|CNY)[）)]?$|整$", re.IGNORECASE)

# The decimals of a converted figure that has no end in decimals.
_PLACES = Decimal("0.000001")

# The measure word 个 does not change a unit: 3个月 is as long as 3月, and 5个工作日 as 5工作日.
_MEASURE_WORD = "个"


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity in its base unit; only measures with the same base unit can be compared."""

    base_unit: str
    value: Decimal


def measure(quantity: Quantity) -> Measure:
    """The quantity converted to its base unit.

    It is exact, unless it has no end in decimals, such as a square metre in 亩: then it is rounded
    to `_PLACES`.
    """
    base_unit, factor = _base_of(quantity)
    with localcontext(prec=60):
        value = quantity.value * factor.numerator
        if factor.denominator > 1:
            value = (value / factor.denominator).quantize(_PLACES)
        return Measure(base_unit, value)


def exact_measure(quantity: Quantity) -> tuple[str, Fraction]:
    """The base unit of a quantity and its value in it, without any rounding."""
    base_unit, factor = _base_of(quantity)
    return base_unit, Fraction(quantity.value) * factor


def _base_of(quantity: Quantity) -> tuple[str, int | Fraction]:
    """The base unit of a quantity, of a rate that of both its sides, and its unit's size in it."""
    base_unit, factor = _to_base_unit(quantity.unit)
    if not quantity.per:
        return base_unit, factor
    base_period, size = _to_base_unit(quantity.per)
    return f"{base_unit}/{base_period}", Fraction(factor) / size


def counted_value(quantity: Quantity) -> Decimal:
    """The figure in ones: 12 for 12片, 120,000 for 12万次. No other conversion is made."""
    unit, factor = quantity.unit.removeprefix(_MEASURE_WORD), 1
    while multiple := _multiple(unit):
        unit, factor = unit[1:], factor * multiple
    with localcontext(prec=60):
        return quantity.value * factor


def currency_factor(unit: str) -> int:
    """How many yuan are in one of this unit: 10,000 for 万元."""
    return int(_to_base_unit(unit)[1])


def yuan(quantity: Quantity) -> Decimal | None:
    """An amount of money in yuan; None if the unit is another, or that of a rate.

    A multiple without a unit (350万) is one of yuan where money is spoken of.
    """
    if quantity.per or not quantity.unit:
        return None
    base_unit, factor = _to_base_unit(_CURRENCY_NAME.sub("", quantity.unit))
    with localcontext(prec=60):
        return quantity.value * int(factor) if base_unit in {"元", "圆", ""} else None


@cache
def _to_base_unit(unit: str) -> tuple[str, int | Fraction]:
    """A unit's base unit, and the size of the unit in it."""
    plain = unit.removeprefix(_MEASURE_WORD) or unit
    for sizes in _CONVERSIONS:
        if plain in sizes:
            return next(iter(sizes)), sizes[plain]
    multiple = _multiple(plain)
    if multiple:
        base_unit, size = _to_base_unit(plain[1:])
        return base_unit, multiple * size
    return plain, 1


def _multiple(unit: str) -> int:
    """The multiple with which a unit begins: 10,000 for 万次; 0 if there is none."""
    return 0 if _NO_MULTIPLE.match(unit) else _MULTIPLES.get(unit[:1], 0)
