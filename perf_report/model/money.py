"""Amounts of money: exact decimals with at most two places, in the form's unit (万元 or 元)."""

import re
from collections.abc import Iterable
from decimal import Decimal, localcontext

TWO_PLACES = Decimal("0.01")

# Twelve digits before the point are far above any budget (the country's has ten in 万元).
AMOUNT_PATTERN = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?")


def parse_amount(text: str) -> Decimal | None:
    """Parse an amount; None if the text is not a plain one.

    Plain means digits with at most two decimals: no sign, exponent, separator or other base.
    """
    if not AMOUNT_PATTERN.fullmatch(text):
        return None
    return Decimal(text).quantize(TWO_PLACES)


def format_amount(amount: Decimal | None) -> str:
    """The amount as printed, with two decimals; empty for None, which the form leaves blank."""
    return "" if amount is None else f"{amount.quantize(TWO_PLACES):f}"


def add_amounts(amounts: Iterable[Decimal | None]) -> Decimal:
    """The exact sum; None counts as zero."""
    with localcontext(prec=60):
        return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))
