"""Bar chart of a series over the years, as values that a template draws."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
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

# So many characters stand above a bar without touching those of the next one; for a longer figure
# the bars stand further apart, by the width of a character.
_LONGEST_FIGURE, _CHARACTER = 9, 8
# A printed target may be as long, and so wide: a Chinese character or a sign counts as two.
_WIDEST_TARGET, _FIRST_WIDE = 11, "\u2000"


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


def lay_out_bars(series: Iterable[Series]) -> BarLayout:
    """Return where the bars of all these series stand, so that no figure touches another."""
    drawn = [each for each in series if each.is_drawn]
    longest = max(
        (
            len(_figure(point.value, point, language))
            for each in drawn
            for point in each.points
            for language in LANGUAGES
            if point.value is not None
        ),
        default=0,
    )
    more = max(longest - _LONGEST_FIGURE, 0) * _CHARACTER
    return replace(_BARS, group=_BARS.group + more, lead=_BARS.lead + more // 2)


def lay_out_axis(years: Sequence[int], layout: BarLayout = _BARS) -> YearAxis:
    """Return the axis of years, each of which has a place on it."""
    width = layout.group_start(len(years))
    return YearAxis(
        width=width,
        height=_HEIGHT,
        axis=f"M0 {_BASE}H{width}",
        years=tuple(
            ChartLabel(f"{_center(layout.group_start(index) + layout.lead)} {_HEIGHT - _GAP}", year)
            for index, year in enumerate(years)
        ),
    )


def draw_series(series: Series, layout: BarLayout = _BARS) -> dict[Language, YearChart]:
    """Return the chart of a series in each language; none if there is nothing to compare."""
    if not series.is_drawn:
        return {}
    values = [(point.value,) for point in series.points]
    drawn = list(layout.bars(values, largest_amount(values)))
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
    words = _figure(bar.amount, point, language)
    return ChartLabel(f"{_center(bar.start)} {_BASE - bar.length - _GAP}", words)


def _figure(amount: Decimal, point: Point, language: Language) -> str:
    """The label of a bar: the target as printed, or its figure alone if that is too long."""
    printed = point.printed.get(language) if point.printed else None
    return printed if printed and _has_room(printed) else f"{amount:f}"


def _has_room(printed: str) -> bool:
    """Whether a target as printed stands above its bar without touching that of the next one."""
    width = len(printed) + sum(character >= _FIRST_WIDE for character in printed)
    return len(printed) <= _LONGEST_FIGURE and width <= _WIDEST_TARGET


def _center(start: int) -> int:
    return start + _BARS.thickness // 2
