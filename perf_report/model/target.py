"""Annual targets (年度指标值): a quantity, a deadline or a statement.

A quantity is a sign, a figure and a unit in one short string, `≥17台`. Both widths of signs and
digits are read; they print as the form prints them: the figure in half width, `＞ ＝ ＜` in full
width, `≥ ≤` as they are. The five signs are those of the finance systems' forms.
"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from perf_report.model.text import Text

_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_FULL_WIDTH_SIGNS = {">": "＞", "=": "＝", "<": "＜"}

SIGN = "[≥≤＞＜＝><=]"
FIGURE = r"(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|0|[1-9][0-9]{0,14})(?:\.[0-9]{1,6})?"
UNIT = r"[^\s0-9≥≤＞＜＝><=+,.，。*_-][^\s≥≤＞＜＝><=]{0,19}"
_QUANTITY = re.compile(f"(?P<sign>{SIGN})(?P<figure>{FIGURE})(?P<unit>{UNIT})")


class Operator(StrEnum):
    """The sign of a quantity, as the form prints it."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    MORE_THAN = "＞"
    LESS_THAN = "＜"
    EXACTLY = "＝"


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
        """The target as the form prints it."""
        return f"{self.operator}{self.figure}{self.unit}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A target that is a date: its words, and the last day, which can be compared."""

    text: Text
    by: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A qualitative target (定性): words alone."""

    text: Text


Target = Quantity | Deadline | Statement


def parse_quantity(text: str) -> Quantity | None:
    """The quantity that `text` writes, or None where it does not have the form of one."""
    match = _QUANTITY.fullmatch(text.translate(_HALF_WIDTH))
    if match is None:
        return None
    sign = match["sign"]
    return Quantity(
        operator=Operator(_FULL_WIDTH_SIGNS.get(sign, sign)),
        figure=match["figure"],
        unit=match["unit"],
    )


# What people write for the signs of the form; only used to suggest, never to read.
_SIGN_SLIPS = (
    (re.compile(r">=|＞＝|≧|⩾|不少于|不低于|大于等于"), "≥"),
    (re.compile(r"<=|＜＝|≦|⩽|不超过|不高于|小于等于"), "≤"),
)


def suggest_quantity(text: str) -> str | None:
    """A readable quantity close to the unreadable `text`, or None where none is obvious."""
    guess = re.sub(r"\s+", "", text.translate(_HALF_WIDTH))
    for slip, sign in _SIGN_SLIPS:
        guess = slip.sub(sign, guess)
    reversed_sign = re.fullmatch(rf"({FIGURE})({SIGN})({UNIT})", guess)
    if reversed_sign:
        figure, sign, unit = reversed_sign.groups()
        guess = f"{sign}{figure}{unit}"
    quantity = parse_quantity(guess)
    return quantity.printed if quantity else None
