"""Differences of figures in words."""

from decimal import Decimal

from perf_report.diff.change import Change, NumericDifference
from perf_report.messages import Catalogue
from perf_report.model.target import Quantity

MINUS = "−"


def describe_difference(change: Change, moved: NumericDifference, catalogue: Catalogue) -> str:
    """The difference of two figures of a target: of shares, in points and not in percent.

    Where the units of shares differ, the figures are compared in the smaller one.
    """
    sides = (change.before, change.after)
    units = {side.unit_name for side in sides if isinstance(side, Quantity)}
    if not units or not units <= {"%", "‰"}:
        return signed_difference(moved)
    one, other = ("point", "points") if units == {"%"} else ("mille-point", "mille-points")
    id_ = one if abs(moved.difference) == 1 else other
    return catalogue.format("change", id_, points=signed(moved.difference))


def signed_difference(moved: NumericDifference) -> str:
    """`+10.00 (+2.4%)`, with a minus sign as wide as the plus sign."""
    figure = signed(moved.difference)
    return figure if moved.percent is None else f"{figure} ({signed(moved.percent)}%)"


def signed(number: Decimal) -> str:
    """A number with its sign; ± before zero."""
    sign = "+" if number > 0 else MINUS if number < 0 else "±"
    return f"{sign}{abs(number):f}"
