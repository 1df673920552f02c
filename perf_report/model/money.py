"""Amounts of money: exact decimals down to whole fen, in the form's unit (万元 or 元).

The form prints two decimals. An amount that is written with more keeps them; none is ever rounded.
"""

import re
from collections.abc import Iterable
from decimal import Decimal, localcontext

FORM_DECIMALS = 2
_TWO_PLACES = Decimal("0.01")

# The decimals that make whole fen, by currency unit: 1 元 is 100 fen, 1 万元 a million.
FEN_DECIMALS = {"元": 2, "万元": 6}

# Twelve digits before the point are far above any budget (the country's has ten in 万元).
AMOUNT_PATTERN = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?")


def parse_amount(text: str) -> Decimal | None:
    """Parse an amount; None if the text is not a plain one.

    Plain means digits with at most six decimals: no sign, exponent, separator or other base.
    """
    return fill_amount(Decimal(text)) if AMOUNT_PATTERN.fullmatch(text) else None


def fill_amount(amount: Decimal) -> Decimal:
    """The amount with at least the form's two decimals."""
    return amount if _decimals(amount) > FORM_DECIMALS else amount.quantize(_TWO_PLACES)


def trim_amount(amount: Decimal) -> Decimal:
    """A converted amount without zeros behind what it needs and the form's two decimals."""
    with localcontext(prec=60):
        return fill_amount(amount.normalize())


def format_amount(amount: Decimal | None) -> str:
    """The amount as printed, with two decimals or those written; empty for None, a blank."""
    return "" if amount is None else f"{fill_amount(amount):f}"


def add_amounts(amounts: Iterable[Decimal | None]) -> Decimal:
    """The exact sum; None counts as zero."""
    with localcontext(prec=60):
        return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))


def _decimals(amount: Decimal) -> int:
    return -int(amount.as_tuple().exponent)
