"""The funds of every task before and after, as bars.

Lengths across are parts of the chart's width in percent, so that it fits a phone and a page without
its letters growing or shrinking; those downwards are in pixels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perf_report.model.finding import Term
from perf_report.model.money import format_amount
from perf_report.render.changes.funds_table import FundsChange
from perf_report.render.localized_text import Localizer, TextRun, TextRuns
from perf_report.render.terminal import shorten

# The longest bar; what is left holds its figure.
_LONGEST = Decimal(74)

# Names are cut to what a narrow phone shows; they stand in full in the table.
_NAME_COLUMNS = 46

_LEGEND, _NAME, _BAR, _SPACE = 28, 19, 15, 8
_BASELINE = 5
_GROUP = _NAME + 2 * _BAR + _SPACE

# How much lower a bar is than its place, so that the two of a task do not touch.
_GAP = 3

# A drawing in a PDF cannot ask for the narrow forms of these, which English wants.
_NARROW = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "…": "..."})

# A page holds so many tasks; more go into a chart of their own.
_MOST_TASKS = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One amount: where its bar begins downwards, how wide it is, and its figure."""

    side: str
    y: int
    text_y: int
    width: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The bars of one task, under its name, whose letters stand on the line `y`."""

    y: int
    name: TextRuns
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of some tasks; `bar` is the height of a bar."""

    anchor: str
    title: TextRuns
    description: TextRuns
    height: int
    top: int
    bar: int
    groups: tuple[Group, ...]


def draw_charts(
    changes: Sequence[FundsChange], currency_unit: str, localizer: Localizer, prefix: str
) -> Iterator[Chart]:
    """Charts of all tasks by one scale, a page of tasks in each; none where there are no funds."""
    amounts = [amount for change in changes for amount in (change.before, change.after) if amount]
    if not amounts:
        return
    scale = _LONGEST / max(amounts)
    for start in range(0, len(changes), _MOST_TASKS):
        some = changes[start : start + _MOST_TASKS]
        yield Chart(
            anchor=f"{prefix}_chart_{start}",
            title=localizer.format(
                "report", "chart", currency=Term("form", f"currency-{currency_unit}")
            ),
            description=localizer.format("report", "chart-description"),
            height=_LEGEND + len(some) * _GROUP,
            top=_LEGEND,
            bar=_BAR - _GAP,
            groups=tuple(_groups(some, scale)),
        )


def _groups(changes: Sequence[FundsChange], scale: Decimal) -> Iterator[Group]:
    for index, change in enumerate(changes):
        top = _LEGEND + index * _GROUP
        yield Group(
            y=top + _NAME - _BASELINE,
            name=tuple(_name(change)),
            bars=tuple(_bars(change, top + _NAME, scale)),
        )


def _name(change: FundsChange) -> Iterator[TextRun]:
    """The number and the name of a task, without line breaks."""
    for index, run in enumerate(change.text):
        number = f"{change.number} " if change.number and not index else ""
        text = shorten(number + " ".join(run.text.split("\n")), _NAME_COLUMNS)
        yield TextRun(run.lang, text.translate(_NARROW) if run.lang == "en" else text)


def _bars(change: FundsChange, top: int, scale: Decimal) -> Iterator[Bar]:
    """The bar before and the bar after; a blank has none."""
    for index, (side, amount) in enumerate((("before", change.before), ("after", change.after))):
        if amount is not None:
            y = top + index * _BAR
            yield Bar(
                side=side,
                y=y,
                text_y=y + _BAR - _GAP - 2,
                width=f"{(amount * scale).quantize(Decimal('0.01')):f}",
                text=format_amount(amount),
            )
