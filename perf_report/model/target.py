"""Annual targets (年度指标值): a quantity, a deadline or a statement.

A quantity is a sign, a figure and a unit in one string, `≥17台`. Signs and digits are read in half
and full width. They print as on the form: the figure in half width, `＞ ＝ ＜` in full width,
`≥ ≤` as they are. The five signs are those of the finance systems' forms.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from perf_report.model import bound_words
from perf_report.model.text import Text

_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_FULL_WIDTH_SIGNS = {">": "＞", "=": "＝", "<": "＜"}

SIGN = "[≥≤＞＜＝><=]"
FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?"
UNIT = r"[^\s0-9≥≤＞＜＝><=+,.，。*_-][^\s≥≤＞＜＝><=]{0,19}"
_QUANTITY = re.compile(f"(?P<sign>{SIGN})(?P<figure>{FIGURE})(?P<unit>{UNIT})")
_BOUND = re.compile(f"(?P<sign>{SIGN})(?P<figure>{FIGURE})")


class Operator(StrEnum):
    """The sign of a quantity, as printed."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    MORE_THAN = "＞"
    LESS_THAN = "＜"
    EXACTLY = "＝"


LOWER_BOUNDS = frozenset({Operator.AT_LEAST, Operator.MORE_THAN})
UPPER_BOUNDS = frozenset({Operator.AT_MOST, Operator.LESS_THAN})
# The units of a time within which something is done.
TIME_UNITS = frozenset(
    (
        "年", "个季度", "季度", "个月", "月", "周", "天", "日", "个工作日", "工作日", "小时",
        "个小时", "分钟", "秒",
    )
)  # fmt: skip
STRICT_BOUNDS = frozenset({Operator.MORE_THAN, Operator.LESS_THAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """`≥17台`: operator, figure as printed (`1,306.00` keeps its form), unit.

    There may be no operator, and no unit; `per` is what it counts for each (次/年: 年). `words` is
    the target as written, where that is not sign, figure and unit.
    """

    operator: Operator | None
    figure: str
    unit: str
    per: str = ""
    words: str = ""

    @property
    def value(self) -> Decimal:
        """The figure as an exact number."""
        return plain_figure(self.figure)

    @property
    def printed(self) -> str:
        """The target as printed."""
        per = f"/{self.per}" if self.per else ""
        return self.words or f"{self.operator or ''}{self.figure}{self.unit}{per}"

    @property
    def unit_name(self) -> str:
        """The unit with what it is for each, as the catalogue of units names it: 元/人."""
        return f"{self.unit}/{self.per}" if self.per else self.unit

    @property
    def compared_operator(self) -> Operator:
        """The operator by which it is compared: a figure without a sign is exact."""
        return self.operator or Operator.EXACTLY

    @property
    def is_duration(self) -> bool:
        """Whether it is a time within which something is done: `≤3个工作日`, `12个月内`."""
        return self.operator in UPPER_BOUNDS and not self.per and self.unit in TIME_UNITS


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """`3～5个`: the least and the greatest figure, which may be negative; `words` as written."""

    lower: str
    upper: str
    unit: str
    words: str
    per: str = ""

    @property
    def printed(self) -> str:
        """The target as printed."""
        return self.words

    @property
    def unit_name(self) -> str:
        """The unit with what it is for each, as the catalogue of units names it."""
        return f"{self.unit}/{self.per}" if self.per else self.unit

    @property
    def bounds(self) -> tuple[Quantity, Quantity]:
        """Its two bounds as quantities of their own."""
        return (
            Quantity(operator=Operator.AT_LEAST, figure=self.lower, unit=self.unit, per=self.per),
            Quantity(operator=Operator.AT_MOST, figure=self.upper, unit=self.unit, per=self.per),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Ratio:
    """`1:3`: two figures, of which the second is not 0; `words` as written."""

    first: str
    second: str
    words: str

    @property
    def printed(self) -> str:
        """The target as printed."""
        return self.words

    @property
    def value(self) -> Fraction:
        """The first figure divided by the second."""
        return Fraction(plain_figure(self.first)) / Fraction(plain_figure(self.second))


def plain_figure(figure: str) -> Decimal:
    """A figure without its separators, as an exact number."""
    return Decimal(figure.replace(",", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A target that is a date: its text, and the last day, by which deadlines are compared.

    `written` says that the day is read from the text, which stands in the file alone. `is_reached`
    says that something was done then, as in an actual value or a baseline, and is not due by then.
    """

    text: Text
    by: date
    written: bool = False
    is_reached: bool = False

    @property
    def printed(self) -> str:
        """The Chinese as printed."""
        return self.text.zh or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A qualitative target (定性): a text without a value to compare."""

    text: Text

    @property
    def printed(self) -> str:
        """The Chinese as printed."""
        return self.text.zh or ""


Target = Quantity | Range | Ratio | Deadline | Statement

# The targets that are measured by a figure, and those in words.
Measured = Quantity | Range | Ratio
Worded = Deadline | Statement


def parse_quantity(text: str) -> Quantity | None:
    """Parse a quantity; None if the text is not one."""
    match = _QUANTITY.fullmatch(text.translate(_HALF_WIDTH))
    if match is None:
        return None
    unit, per = parse_rate(match["unit"])
    return Quantity(operator=_parse_sign(match["sign"]), figure=match["figure"], unit=unit, per=per)


def parse_bound(text: str) -> Quantity | None:
    """Parse a sign and a figure without a unit, `≥17`; None if the text is not that."""
    match = _BOUND.fullmatch(text.translate(_HALF_WIDTH))
    if match is None:
        return None
    return Quantity(operator=_parse_sign(match["sign"]), figure=match["figure"], unit="")


def parse_rate(text: str) -> tuple[str, str]:
    """A unit, and what it is for each: 元/人. Where a side is missing, it is no rate."""
    unit, _, per = text.partition("/")
    return (unit, per) if unit and per and "/" not in per else (text, "")


def _parse_sign(sign: str) -> Operator:
    return Operator(_FULL_WIDTH_SIGNS.get(sign, sign))


# Other spellings of the signs; only for suggestions, never accepted.
_SIGN_VARIANTS = (
    (re.compile(f">=|＞＝|≧|⩾|{bound_words.NOT_LESS}|大于等于"), "≥"),
    (re.compile(f"<=|＜＝|≦|⩽|{bound_words.NOT_MORE}|小于等于"), "≤"),
)


def suggest_quantity(text: str) -> str | None:
    """A valid quantity close to the invalid `text`, or None if none is obvious."""
    candidate = re.sub(r"\s+", "", text.translate(_HALF_WIDTH))
    for variant, sign in _SIGN_VARIANTS:
        candidate = variant.sub(sign, candidate)
    reversed_sign = re.fullmatch(rf"({FIGURE})({SIGN})({UNIT})", candidate)
    if reversed_sign:
        figure, sign, unit = reversed_sign.groups()
        candidate = f"{sign}{figure}{unit}"
    quantity = parse_quantity(candidate)
    return quantity.printed if quantity else None
