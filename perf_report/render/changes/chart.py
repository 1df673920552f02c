"""The funds of every task before and after, as bars.

Lengths across are parts of the chart's width in percent, so that it fits a phone and a page without
its letters growing or shrinking; those downwards are in pixels.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perf_report.model.finding import Term
from perf_report.model.money import format_amount
from perf_report.render.changes.funds import FundsMove
from perf_report.render.speech import Run, Runs, Speech
from perf_report.render.terminal import fit

# The longest bar; what is left holds its figure.
_LONGEST = Decimal(74)

# Names are cut to what a narrow phone shows; they stand in full in the table.
_NAME_COLUMNS = 44

_LEGEND, _NAME, _SECOND_NAME, _BAR, _SPACE = 30, 18, 15, 14, 10
_BASELINE = 4

# A page holds so many tasks; more go into a chart of their own.
_MOST_TASKS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A task's name in one language; `y` is the line that its letters stand on."""

    y: int
    run: Run
    is_second: bool


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
    """The bars of one task, under its name."""

    names: tuple[Name, ...]
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart of some tasks; `bar` is the height of a bar."""

    anchor: str
    title: Runs
    description: Runs
    height: int
    top: int
    bar: int
    groups: tuple[Group, ...]


def draw_charts(
    moves: Sequence[FundsMove], currency_unit: str, speech: Speech, prefix: str
) -> Iterator[Chart]:
    """Charts of all tasks by one scale, a page of tasks in each; none where there are no funds."""
    amounts = [amount for move in moves for amount in (move.before, move.after) if amount]
    if not amounts:
        return
    scale = _LONGEST / max(amounts)
    for start in range(0, len(moves), _MOST_TASKS):
        some = moves[start : start + _MOST_TASKS]
        yield Chart(
            anchor=f"{prefix}_chart_{start}",
            title=speech.say("report", "chart", currency=Term("form", f"currency-{currency_unit}")),
            description=speech.say("report", "chart-description"),
            height=_LEGEND + sum(map(_height, some)),
            top=_LEGEND,
            bar=_BAR - 2,
            groups=tuple(_groups(some, scale)),
        )


def _height(move: FundsMove) -> int:
    names = _NAME + _SECOND_NAME * (len(move.text) - 1)
    return names + 2 * _BAR + _SPACE


def _groups(moves: Sequence[FundsMove], scale: Decimal) -> Iterator[Group]:
    y = _LEGEND
    for move in moves:
        top = y + _height(move) - _SPACE - 2 * _BAR
        yield Group(names=tuple(_names(move, y)), bars=tuple(_bars(move, top, scale)))
        y += _height(move)


def _names(move: FundsMove, y: int) -> Iterator[Name]:
    for index, run in enumerate(move.text):
        number = f"{move.number} " if move.number and not index else ""
        text = fit(" ".join(f"{number}{run.text}".split("\n")), _NAME_COLUMNS)
        line = y + _NAME + index * _SECOND_NAME - _BASELINE
        yield Name(y=line, run=Run(run.lang, text), is_second=index > 0)


def _bars(move: FundsMove, top: int, scale: Decimal) -> Iterator[Bar]:
    """The bar before and the bar after; a blank has none."""
    for index, (side, amount) in enumerate((("before", move.before), ("after", move.after))):
        if amount is not None:
            y = top + index * _BAR
            yield Bar(
                side=side,
                y=y,
                text_y=y + _BAR - _BASELINE,
                width=f"{(amount * scale).quantize(Decimal('0.01')):f}",
                text=format_amount(amount),
            )
