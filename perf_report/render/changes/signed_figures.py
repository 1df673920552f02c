"""Differences of figures, with their signs."""

from decimal import Decimal

from perf_report.diff.change import NumericDifference

_MINUS = "−"


def signed_difference(moved: NumericDifference) -> str:
    """`+10.00 (+2.4%)`, with a minus sign as wide as the plus sign."""
    figure = signed(moved.difference)
    return figure if moved.percent is None else f"{figure} ({signed(moved.percent)}%)"


def signed(number: Decimal) -> str:
    """A number with its sign; ± before zero."""
    sign = "+" if number > 0 else _MINUS if number < 0 else "±"
    return f"{sign}{abs(number):f}"
