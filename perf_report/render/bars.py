"""Places and lengths of the bars of a chart, all by one scale."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

# The amounts of a group of bars; a blank has no bar.
Amounts = tuple[Decimal | None, ...]


class Bar(NamedTuple):
    """The bar of an amount: its group and place in it, where it begins, and how long it is."""

    group: int
    number: int
    amount: Decimal
    start: int
    length: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class BarLayout:
    """Sizes in the chart's units: along the axis on which the bars stand, and across it.

    A group begins every `group`, the first at `start`; its first bar begins `lead` behind that,
    the next ones every `bar`, and each is `thickness` thick. The longest bar is `longest`; lengths
    are rounded to `unit`.
    """

    start: int
    group: int
    lead: int
    bar: int
    thickness: int
    longest: Decimal
    unit: Decimal

    def group_start(self, number: int) -> int:
        """Return where a group begins, by its number from 0."""
        return self.start + number * self.group

    def bars(self, groups: Iterable[Amounts], largest: Decimal) -> Iterator[Bar]:
        """Yield the bars of all amounts; `largest` is the amount that the longest bar is for."""
        for group, amounts in enumerate(groups):
            for number, amount in enumerate(amounts):
                if amount is not None:
                    start = self.group_start(group) + self.lead + number * self.bar
                    # Multiplied first, so that a length that is exact is not rounded twice.
                    length = (amount * self.longest / (largest or 1)).quantize(self.unit)
                    yield Bar(group, number, amount, start, length)


def largest_amount(groups: Iterable[Amounts]) -> Decimal:
    """Return the largest of all amounts; 0 if there are none."""
    return max((amount or Decimal(0) for group in groups for amount in group), default=Decimal(0))
