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

from perf_report.model import bound_words
from perf_report.model.text import Text

_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_FULL_WIDTH_SIGNS = {">": "＞", "=": "＝", "<": "＜"}

SIGN = "[≥≤＞＜＝><=]"
FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?"
UNIT = r"[^\s0-9≥≤＞＜＝><=+,.，。*_-][^\s≥≤＞＜＝><=]{0,19}"
_QUANTITY = re.compile(f"(?P<sign>{SIGN})(?P<figure>{FIGURE})(?P<unit>{UNIT})")


class Operator(StrEnum):
    """The sign of a quantity, as printed."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    MORE_THAN = "＞"
    LESS_THAN = "＜"
    EXACTLY = "＝"


LOWER_BOUNDS = frozenset({Operator.AT_LEAST, Operator.MORE_THAN})
UPPER_BOUNDS = frozenset({Operator.AT_MOST, Operator.LESS_THAN})
STRICT_BOUNDS = frozenset({Operator.MORE_THAN, Operator.LESS_THAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """`≥17台`: operator, figure as printed (`1,306.00` keeps its form), unit."""

    operator: Operator
    figure: str
    unit: str

    @property
    def value(self) -> Decimal:
        """The figure as an exact number."""
        return Decimal(self.figure.replace(",", ""))

    @property
    def printed(self) -> str:
        """The target as printed."""
        return f"{self.operator}{self.figure}{self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A target that is a date: its text, and the last day, by which deadlines are compared."""

    text: Text
    by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A qualitative target (定性): a text without a value to compare."""

    text: Text


Target = Quantity | Deadline | Statement


def parse_quantity(text: str) -> Quantity | None:
    """Parse a quantity; None if the text is not one."""
    match = _QUANTITY.fullmatch(text.translate(_HALF_WIDTH))
    if match is None:
        return None
    sign = match["sign"]
    return Quantity(
        operator=Operator(_FULL_WIDTH_SIGNS.get(sign, sign)),
        figure=match["figure"],
        unit=match["unit"],
    )


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
