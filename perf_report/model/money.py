"""Money: exact decimals with at most two places, in the unit of the form (万元 or 元)."""

import re
from collections.abc import Iterable
from decimal import Decimal, localcontext

CENT = Decimal("0.01")

# Twelve digits before the point is far above any budget (the whole country's is ten in 万元).
AMOUNT_PATTERN = re.compile(r"(0|[1-9][0-9]{0,11})(\.[0-9]{1,2})?")


def parse_amount(text: str) -> Decimal | None:
    """The exact amount that `text` writes, or None where it is not a plain amount.

    Plain means digits with at most two decimals: no sign, exponent, separator or other base.
    """
    if not AMOUNT_PATTERN.fullmatch(text):
        return None
    return Decimal(text).quantize(CENT)


def format_amount(amount: Decimal | None) -> str:
    """The amount as the form prints it, with two decimals; blank where the form is blank."""
    return "" if amount is None else f"{amount.quantize(CENT):f}"


def add_amounts(amounts: Iterable[Decimal | None]) -> Decimal:
    """The exact sum; a blank adds nothing."""
    with localcontext(prec=60):
        return sum((amount for amount in amounts if amount is not None), Decimal("0.00"))
