"""Bar chart of a series over the years, as values that a template draws."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from perf_report.model.text import LANGUAGES, Language
from perf_report.render.bars import Bar, BarLayout, largest_amount
from perf_report.site.series import Point, Series

# In the drawing's own units, which are pixels on a wide screen.
_HEIGHT, _BASE, _GAP, _MARGIN = 120, 98, 6, 16
_BARS = BarLayout(
    start=_MARGIN, group=76, lead=8, bar=44, thickness=44, longest=Decimal(76), unit=Decimal("0.1")
)

# So many characters stand above a bar without touching those of the next one.
_LONGEST_FIGURE = 9


class ChartLabel(NamedTuple):
    """Words in a chart, in the middle of a place that is written as `x y`."""

    place: str
    words: str | int


class YearAxis(NamedTuple):
    """What the charts of some years have in common: their size, the axis, the years below it."""

    width: int
    height: int
    axis: str
    years: tuple[ChartLabel, ...]


class YearChart(NamedTuple):
    """Bars that all begin at zero, with figures above them; a year without a figure has a gap.

    The bars are written as one path of SVG, so that a page of a hundred charts need not print each
    number by itself.
    """

    bars: str
    figures: tuple[ChartLabel, ...]


def lay_out_axis(years: Sequence[int]) -> YearAxis:
    """Return the axis of years, each of which has a place on it."""
    width = _BARS.group_start(len(years))
    return YearAxis(
        width=width,
        height=_HEIGHT,
        axis=f"M0 {_BASE}H{width}",
        years=tuple(
            ChartLabel(f"{_center(_BARS.group_start(index) + _BARS.lead)} {_HEIGHT - _GAP}", year)
            for index, year in enumerate(years)
        ),
    )


def draw_series(series: Series) -> dict[Language, YearChart]:
    """Return the chart of a series in each language; none if there is nothing to compare."""
    if not series.is_drawn:
        return {}
    values = [(point.value,) for point in series.points]
    drawn = list(_BARS.bars(values, largest_amount(values)))
    bars = "".join(
        f"M{bar.start} {_BASE}v-{bar.length}h{_BARS.thickness}v{bar.length}z" for bar in drawn
    )
    return {
        language: YearChart(
            bars=bars,
            figures=tuple(_label(bar, series.points[bar.group], language) for bar in drawn),
        )
        for language in LANGUAGES
    }


def _label(bar: Bar, point: Point, language: Language) -> ChartLabel:
    """The label of a bar: the target as printed, or its figure alone if that is too long."""
    printed = point.printed.get(language) if point.printed else None
    is_short = printed and len(printed) <= _LONGEST_FIGURE
    words = printed if printed and is_short else f"{bar.amount:f}"
    return ChartLabel(f"{_center(bar.start)} {_BASE - bar.length - _GAP}", words)


def _center(start: int) -> int:
    return start + _BARS.thickness // 2
