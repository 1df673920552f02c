"""Differences of figures, with their signs."""

from decimal import Decimal

from perf_report.diff.change import Change, NumericDifference
from perf_report.model.target import Quantity

_MINUS = "−"


def signed_difference(moved: NumericDifference) -> str:
    """`+10.00 (+2.4%)`, with a minus sign as wide as the plus sign."""
    figure = signed(moved.difference)
    return figure if moved.percent is None else f"{figure} ({signed(moved.percent)}%)"


def points_message(change: Change, moved: NumericDifference) -> str:
    """The message for a difference of shares, in points and not in percent; none for other units.

    If the units differ, the figures are compared in the smaller one.
    """
    units = {side.unit for side in (change.before, change.after) if isinstance(side, Quantity)}
    if not units or not units <= {"%", "‰"}:
        return ""
    one, other = ("point", "points") if units == {"%"} else ("mille-point", "mille-points")
    return one if abs(moved.difference) == 1 else other


def signed(number: Decimal) -> str:
    """A number with its sign; ± before zero."""
    sign = "+" if number > 0 else _MINUS if number < 0 else "±"
    return f"{sign}{abs(number):f}"
