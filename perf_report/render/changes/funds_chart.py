"""Bar chart of each task's funds before and after.

Lengths across are parts of the chart's width in percent, so that it fits a phone and a page without
its letters growing or shrinking; those downwards are in pixels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perf_report.model.finding import Term
from perf_report.model.money import format_amount
from perf_report.render.bars import Bar, BarLayout, largest_amount
from perf_report.render.changes.funds_table import FundsChange
from perf_report.render.localized_text import Localizer, TextRun, TextRuns
from perf_report.render.terminal import shorten

# What is left of the width holds the figure of the longest bar; a longer one gets more of it.
_BARS = BarLayout(
    start=28, group=57, lead=19, bar=15, thickness=12, longest=Decimal(74), unit=Decimal("0.01")
)

# In the chart's pixels: the width of a digit, of the space before it, and of the narrowest phone.
_DIGIT, _SPACE, _NARROWEST = Decimal("6.7"), 7, 290

# How far the letters of a name stand above its bars, and those of a figure in its bar.
_BASELINE, _FIGURE = 5, 2

# Names are cut to what a narrow phone shows; they stand in full in the table.
_NAME_COLUMNS = 46

_SIDES = ("before", "after")

# A drawing in a PDF cannot ask for the narrow forms of these, which English wants.
_NARROW = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "…": "..."})

# A page holds so many tasks; more go into a chart of their own.
_MOST_TASKS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsBar:
    """The bar of an amount: its top edge, its width, and its figure."""

    side: str
    y: int
    text_y: int
    width: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskBars:
    """The bars of one task below its name, whose baseline is `y`."""

    y: int
    name: TextRuns
    bars: tuple[FundsBar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsChart:
    """A chart of some tasks; `bar` is the height of a bar."""

    anchor: str
    title: TextRuns
    description: TextRuns
    height: int
    top: int
    bar: int
    groups: tuple[TaskBars, ...]


def draw_funds(
    moves: Sequence[FundsChange],
    currency_unit: str,
    speech: Localizer,
    prefix: str,
    headings: Sequence[TextRuns],
) -> Iterator[FundsChart]:
    """Yield charts of all tasks by one scale, a page of tasks in each; none without funds.

    `headings` name the two bars of a task.
    """
    largest = largest_amount((move.before, move.after) for move in moves)
    if not largest:
        return
    layout = _layout(moves)
    for start in range(0, len(moves), _MOST_TASKS):
        some = moves[start : start + _MOST_TASKS]
        yield FundsChart(
            anchor=f"{prefix}_chart_{start}",
            title=speech.format(
                "report", "chart", currency=Term("form", f"currency-{currency_unit}")
            ),
            description=_description(speech, *headings),
            height=_BARS.group_start(len(some)),
            top=_BARS.start,
            bar=_BARS.thickness,
            groups=tuple(_groups(some, largest, layout)),
        )


def _description(speech: Localizer, before: TextRuns, after: TextRuns) -> TextRuns:
    return speech.runs(
        catalogue.format("report", "chart-description", before=first.text, after=second.text)
        for catalogue, first, second in zip(speech.mode_catalogues, before, after, strict=True)
    )


def _layout(moves: Sequence[FundsChange]) -> BarLayout:
    """The layout that leaves room for the longest figure, on a phone too."""
    amounts = (amount for move in moves for amount in (move.before, move.after))
    figure = max(len(format_amount(amount)) for amount in amounts) * _DIGIT
    left = int(100 - 100 * (figure + _SPACE) / _NARROWEST)
    return replace(_BARS, longest=min(_BARS.longest, Decimal(left)))


def _groups(
    moves: Sequence[FundsChange], largest: Decimal, layout: BarLayout
) -> Iterator[TaskBars]:
    bars = list(layout.bars(((move.before, move.after) for move in moves), largest))
    for index, move in enumerate(moves):
        yield TaskBars(
            y=_BARS.group_start(index) + _BARS.lead - _BASELINE,
            name=tuple(_name(move)),
            bars=tuple(_bar(bar) for bar in bars if bar.group == index),
        )


def _name(move: FundsChange) -> Iterator[TextRun]:
    """The number and the name of a task, without line breaks."""
    for index, run in enumerate(move.text):
        number = f"{move.number} " if move.number and not index else ""
        text = shorten(number + " ".join(run.text.split("\n")), _NAME_COLUMNS)
        yield TextRun(run.lang, text.translate(_NARROW) if run.lang == "en" else text)


def _bar(bar: Bar) -> FundsBar:
    return FundsBar(
        side=_SIDES[bar.number],
        y=bar.start,
        text_y=bar.start + _BARS.thickness - _FIGURE,
        width=f"{bar.length:f}",
        text=format_amount(bar.amount),
    )
