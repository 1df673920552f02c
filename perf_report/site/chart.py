"""Bars of a series over the years, as numbers that a template draws."""

from decimal import Decimal
from typing import NamedTuple

from perf_report.model.text import Language
from perf_report.site.series import Point, Series

# In the drawing's own units, which are pixels on a wide screen.
_HEIGHT, _TOP, _BASE = 120, 22, 98
_STEP, _BAR, _MARGIN, _GAP = 76, 44, 16, 6

# So many characters stand above a bar without touching those of the next one.
_LONGEST = 9


class Bar(NamedTuple):
    """A year's bar: where its middle is, its size, what stands above and below it."""

    center: int
    y: float
    height: float
    figure_y: float
    figure: str
    year: int


class Chart(NamedTuple):
    """A drawing of bars that all begin at zero; a year without a figure has a gap.

    `bar` is the width of each, `left` where it begins beside its middle.
    """

    width: int
    height: int
    base: int
    bar: int
    left: int
    year_y: int
    bars: tuple[Bar, ...]


def draw_chart(series: Series, language: Language) -> Chart | None:
    """The chart of a series, or None where there is nothing to compare."""
    if not series.is_drawn:
        return None
    top = max(point.value for point in series.points if point.value is not None)
    bars = (
        _bar(number, point, point.value / top if top else Decimal(0), language)
        for number, point in enumerate(series.points)
        if point.value is not None
    )
    return Chart(
        width=_STEP * len(series.points) + _MARGIN,
        height=_HEIGHT,
        base=_BASE,
        bar=_BAR,
        left=-_BAR // 2,
        year_y=_HEIGHT - _GAP,
        bars=tuple(bars),
    )


def _bar(number: int, point: Point, share: Decimal, language: Language) -> Bar:
    center = _MARGIN + number * _STEP + _BAR // 2 + (_STEP - _BAR - _MARGIN) // 2
    height = round(float(share) * (_BASE - _TOP), 1)
    y = round(_BASE - height, 1)
    return Bar(
        center=center,
        y=y,
        height=height,
        figure_y=round(y - _GAP, 1),
        figure=_figure(point, language),
        year=point.year,
    )


def _figure(point: Point, language: Language) -> str:
    """What stands above a bar: the target as printed, or its figure alone where that is long."""
    printed = point.printed.get(language) if point.printed else None
    return printed if printed and len(printed) <= _LONGEST else f"{point.value:f}"
