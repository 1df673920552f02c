"""Units that convert into one another, so that targets can be compared by value.

`≥39万次` and `≥390000次` ask for the same. A unit that is not listed converts into itself alone,
and into itself behind a multiple (万次, 亿元). The relations are those of the legal units of
measurement and of the calendar; a working day, which no calendar fixes, stands apart from a day.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import cache

from perf_report.model.target import Quantity

_FAMILIES: tuple[dict[str, int], ...] = (
    {"‰": 1, "%": 10},
    {"秒": 1, "分钟": 60, "小时": 3600,
     "天": 86400, "日": 86400, "周": 604800},
    {"月": 1, "季度": 3, "年": 12},
    {"克": 1, "公斤": 1000, "千克": 1000, "吨": 1_000_000},
    {"厘米": 1, "米": 100, "公里": 100_000},
    {"平方米": 1, "公顷": 10_000, "平方公里": 1_000_000},
)  # fmt: skip

_MULTIPLES = {"千": 1_000, "万": 10_000, "百万": 1_000_000, "亿": 100_000_000}

# 个 adds nothing before these: 3个月 is 3月 in length, and 5个工作日 is 5工作日.
_COUNTED = "个"


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity in the smallest unit of its family; only measures of one family compare."""

    family: str
    value: Decimal


def measure(quantity: Quantity) -> Measure:
    """The quantity in terms in which it can be compared, exactly."""
    family, factor = _unit_terms(quantity.unit)
    with localcontext(prec=60):
        return Measure(family, quantity.value * factor)


def currency_factor(unit: str) -> int:
    """How many yuan one of this unit is: 10,000 for 万元."""
    return _unit_terms(unit)[1]


@cache
def _unit_terms(unit: str) -> tuple[str, int]:
    """The name of a unit's family, and how many of its smallest unit it is."""
    plain = unit.removeprefix(_COUNTED) or unit
    for family in _FAMILIES:
        if plain in family:
            return next(iter(family)), family[plain]
    for prefix, factor in sorted(_MULTIPLES.items(), key=lambda item: -len(item[0])):
        below = plain.removeprefix(prefix)
        if below != plain and below:
            family_name, rest = _unit_terms(below)
            return family_name, factor * rest
    return plain, 1
