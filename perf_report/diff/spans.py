"""The figures that a target allows, from the least to the greatest.

A range, a ratio and a quantity compare by them: what allows more than before is weaker, whatever is
better.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import inf

from perf_report.model.measure import measure
from perf_report.model.target import (
    LOWER_BOUNDS,
    UPPER_BOUNDS,
    Measured,
    Operator,
    Quantity,
    Range,
)

_Figure = Decimal | Fraction
# A ratio is no figure without a unit.
_OF_RATIO = ":"


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The least and the greatest figure in a base unit; None where there is no end."""

    base_unit: str
    least: _Figure | None
    most: _Figure | None

    @property
    def order(self) -> tuple[float | Fraction, float | Fraction]:
        """Its ends, by which spans can be put in order."""
        least = -inf if self.least is None else Fraction(self.least)
        return least, inf if self.most is None else Fraction(self.most)

    def covers(self, other: "Span") -> bool:
        """Whether it allows all that another allows."""
        (least, most), (others_least, others_most) = self.order, other.order
        return least <= others_least and most >= others_most


def span_of(target: Measured) -> Span:
    """Return what a target allows; a figure without a sign allows itself alone."""
    if isinstance(target, Range):
        low, high = map(measure, target.bounds)
        return Span(base_unit=low.base_unit, least=low.value, most=high.value)
    if isinstance(target, Quantity):
        known = measure(target)
        return _bounded(target.operator, known.base_unit, known.value)
    return Span(base_unit=_OF_RATIO, least=target.value, most=target.value)


def _bounded(operator: Operator | None, base_unit: str, value: _Figure) -> Span:
    return Span(
        base_unit=base_unit,
        least=None if operator in UPPER_BOUNDS else value,
        most=None if operator in LOWER_BOUNDS else value,
    )
