"""Figures of scores as text, exactly."""

from decimal import Decimal, localcontext
from fractions import Fraction

_PER_CENT = 100


def plain(value: Decimal) -> str:
    """Return a number without zeros at its end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def exact(value: Fraction) -> str:
    """Return a fraction as a decimal, or as `200/3` where it has no end in decimals."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest > 1:
        return str(value)
    # A decimal that ends has at most as many places as the denominator has bits.
    places = value.denominator.bit_length()
    scaled = value * 10**places
    with localcontext(prec=len(str(scaled.numerator)) + 1):
        return plain(Decimal(scaled.numerator).scaleb(-places))


def percentage(share: Fraction) -> str:
    """Return a share of 1 in per cent, exactly and without the sign."""
    return exact(share * _PER_CENT)
