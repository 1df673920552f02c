"""Bars of funds before and after, beside their figures in the comparison of funds.

Lengths across are parts of the width of a cell in percent, those downwards are in pixels.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_report.render.bars import Amounts, BarLayout

# A little of the width is left for the outline of the longest bar.
_BARS = BarLayout(
    start=1, group=0, lead=0, bar=9, thickness=7, longest=Decimal(98), unit=Decimal("0.01")
)

_SIDES = ("before", "after")


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsBar:
    """The bar of an amount: its side, its top edge, its height, and its width in percent."""

    side: str
    y: int
    height: int
    width: str


def draw_bars(amounts: Amounts, largest: Decimal) -> Iterator[FundsBar]:
    """Yield the bars of the amounts before and after; none if no amount of the table is above 0."""
    for bar in _BARS.bars([amounts] if largest > 0 else (), largest):
        yield FundsBar(
            side=_SIDES[bar.number], y=bar.start, height=_BARS.thickness, width=f"{bar.length:f}"
        )
