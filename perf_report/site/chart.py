"""Bars of a series over the years, as numbers that a template draws."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from perf_report.model.text import LANGUAGES, Language
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


class Canvas(NamedTuple):
    """What the drawings of some years have in common: their size, the axis, the years below it."""

    width: int
    height: int
    axis: str
    years: tuple[Label, ...]


class Chart(NamedTuple):
    """A drawing of bars that all begin at zero, with figures above them.

    A year without a figure has a gap. The bars are written as one path of SVG, so that a page of a
    hundred drawings need not print each number by itself.
    """

    bars: str
    figures: tuple[Label, ...]


def lay_out(years: Sequence[int]) -> Canvas:
    """The canvas of years, each of which has a place on it."""
    width = _STEP * len(years) + _MARGIN
    return Canvas(
        width=width,
        height=_HEIGHT,
        axis=f"M0 {_BASE}H{width}",
        years=tuple(
            Label(f"{_center(number)} {_HEIGHT - _GAP}", year) for number, year in enumerate(years)
        ),
    )


def draw_charts(series: Series) -> dict[Language, Chart]:
    """The chart of a series in each language, or none where there is nothing to compare."""
    if not series.is_drawn:
        return {}
    drawn = list(_bars(series.points))
    bars = "".join(
        f"M{bar.center - _BAR // 2} {_BASE}v-{bar.height}h{_BAR}v{bar.height}z" for bar in drawn
    )
    places = [f"{bar.center} {round(_BASE - bar.height - _GAP, 1)}" for bar in drawn]
    return {
        language: Chart(
            bars=bars,
            figures=tuple(
                Label(place, _figure(bar.point, language))
                for place, bar in zip(places, drawn, strict=True)
            ),
        )
        for language in LANGUAGES
    }


def _bars(points: Sequence[Point]) -> Iterator[_Bar]:
    """The bars of the years that have a figure, the highest as high as there is room."""
    top = max(point.value for point in points if point.value is not None)
    for number, point in enumerate(points):
        if point.value is not None:
            share = point.value / top if top else Decimal(0)
            yield _Bar(
                center=_center(number),
                height=round(float(share) * (_BASE - _TOP), 1),
                point=point,
            )


def _center(number: int) -> int:
    """The middle of a year's place."""
    return _MARGIN + number * _STEP + _BAR // 2 + (_STEP - _BAR - _MARGIN) // 2


def _figure(point: Point, language: Language) -> str:
    """What stands above a bar: the target as printed, or its figure alone where that is long."""
    printed = point.printed.get(language) if point.printed else None
    return printed if printed and len(printed) <= _LONGEST else f"{point.value:f}"
