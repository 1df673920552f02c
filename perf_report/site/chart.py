"""Bars of a series over the years, as paths that a template draws.

A year has a column of equal width, as in the table of figures below the bars: the drawing is
stretched to the width of that table, and has no words of its own.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from perf_report.render.bars import Bar, BarLayout, largest_amount
from perf_report.site.series import Series

# The figures of a table are aligned on the right, and so are the bars above them.
_BARS = BarLayout(
    start=0, group=100, lead=40, bar=60, thickness=60, longest=Decimal(100), unit=Decimal("0.1")
)


class YearBars(NamedTuple):
    """Bars that all begin at zero, as paths of SVG: those of earlier years, and of the latest one.

    `width` is that of all columns, and the longest bar is 100 high; a year without a figure has a
    gap.
    """

    width: int
    earlier: str
    latest: str


def draw_series(series: Series) -> YearBars | None:
    """Return the bars of a series; None if there is nothing to compare."""
    if not series.is_drawn:
        return None
    values = [(point.value,) for point in series.points]
    last = len(values) - 1
    bars = list(_BARS.bars(values, largest_amount(values)))
    return YearBars(
        width=_BARS.group_start(len(values)),
        earlier=_path(bar for bar in bars if bar.group < last),
        latest=_path(bar for bar in bars if bar.group == last),
    )


def _path(bars: Iterable[Bar]) -> str:
    return "".join(
        f"M{bar.start} 100v-{bar.length}h{_BARS.thickness}v{bar.length}z" for bar in bars
    )
