"""Bars of a series over the years, as numbers that a template draws."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from perf_report.model.text import Language
from perf_report.site.series import Point, Series

# In the drawing's own units, which are pixels on a wide screen.
_HEIGHT, _TOP, _BASE = 120, 22, 98
_STEP, _BAR, _MARGIN, _GAP = 76, 44, 16, 6

# So many characters stand above a bar without touching those of the next one.
_LONGEST = 9


class Label(NamedTuple):
    """Words in a drawing, in the middle of a place that is written as `x y`."""

    place: str
    words: str | int


class _Bar(NamedTuple):
    """A year's bar: where its middle is, how high it is, what it stands for."""

    center: int
    height: float
    point: Point


class Chart(NamedTuple):
    """A drawing of bars that all begin at zero; a year without a figure has a gap.

    What is drawn is written as the paths of SVG, so that a page of a hundred drawings need not
    print each number by itself. `figures` stand above the bars, `years` below them.
    """

    width: int
    height: int
    axis: str
    bars: str
    figures: tuple[Label, ...]
    years: tuple[Label, ...]


def draw_chart(series: Series, language: Language) -> Chart | None:
    """The chart of a series, or None where there is nothing to compare."""
    if not series.is_drawn:
        return None
    drawn = list(_bars(series.points))
    width = _STEP * len(series.points) + _MARGIN
    return Chart(
        width=width,
        height=_HEIGHT,
        axis=f"M0 {_BASE}H{width}",
        bars="".join(
            f"M{bar.center - _BAR // 2} {_BASE}v-{bar.height}h{_BAR}v{bar.height}z" for bar in drawn
        ),
        figures=tuple(
            Label(
                f"{bar.center} {round(_BASE - bar.height - _GAP, 1)}", _figure(bar.point, language)
            )
            for bar in drawn
        ),
        years=tuple(Label(f"{bar.center} {_HEIGHT - _GAP}", bar.point.year) for bar in drawn),
    )


def _bars(points: Sequence[Point]) -> Iterator[_Bar]:
    """The bars of the years that have a figure, the highest as high as there is room."""
    top = max(point.value for point in points if point.value is not None)
    for number, point in enumerate(points):
        if point.value is not None:
            share = point.value / top if top else Decimal(0)
            yield _Bar(
                center=_MARGIN + number * _STEP + _BAR // 2 + (_STEP - _BAR - _MARGIN) // 2,
                height=round(float(share) * (_BASE - _TOP), 1),
                point=point,
            )


def _figure(point: Point, language: Language) -> str:
    """What stands above a bar: the target as printed, or its figure alone where that is long."""
    printed = point.printed.get(language) if point.printed else None
    return printed if printed and len(printed) <= _LONGEST else f"{point.value:f}"
