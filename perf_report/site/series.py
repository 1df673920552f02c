"""A department's years side by side: each task's funds, and each indicator's target.

Things are matched from year to year by their id, and by `formerly` where an id changed; what only
looks alike is never joined, since a chart would claim that it is the same.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from perf_report.model.text import Text
from perf_report.site.built_table import Sheet, SheetIndicator, SheetTask

_Thing = TypeVar("_Thing", SheetTask, SheetIndicator)


@dataclass(frozen=True, slots=True)
class Point:
    """A year of a series: the figure that can be drawn, if any, and what is printed."""

    year: int
    value: Decimal | None
    printed: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One task or indicator over the years, by its latest id and name.

    `points` has every year, in order; `unit` is None where the years have no unit in common, and
    then nothing is drawn.
    """

    id: str
    name: Text
    points: tuple[Point, ...]
    unit: Text | None = None

    @property
    def is_drawn(self) -> bool:
        """Whether at least two years have figures in one unit."""
        return self.unit is not None and sum(point.value is not None for point in self.points) > 1


@dataclass(slots=True, eq=False)
class _Thread(Generic[_Thing]):
    """A thing followed through the years; `years` has what it was in each."""

    latest: _Thing
    years: dict[int, _Thing]


def task_series(sheets: Sequence[Sheet]) -> list[Series]:
    """The totals of each task over the years, those of the latest year first."""
    years = [sheet.year for sheet in sheets]
    units = {sheet.currency_unit for sheet in sheets}
    unit = Text(zh=units.pop()) if len(units) == 1 else None
    threads = _follow((sheet.year, sheet.tasks) for sheet in sheets)
    return [_task_series(thread, years, unit) for thread in threads]


def indicator_series(sheets: Sequence[Sheet]) -> list[tuple[Text, list[Series]]]:
    """The targets of each indicator over the years, by the goal that has it now or had it last."""
    years = [sheet.year for sheet in sheets]
    goals = {
        (sheet.year, indicator.id): goal
        for sheet in sheets
        for goal in sheet.goals
        for indicator in goal.indicators
    }
    groups: dict[str, tuple[Text, list[Series]]] = {}
    for thread in _follow((sheet.year, sheet.indicators) for sheet in sheets):
        goal = goals[max(thread.years), thread.latest.id]
        groups.setdefault(goal.id, (goal.text, []))[1].append(_indicator_series(thread, years))
    return list(groups.values())


def _follow(sheets: Iterable[tuple[int, Sequence[_Thing]]]) -> list[_Thread[_Thing]]:
    """Follow things from year to year; one without an heir ends, and comes after the others."""
    threads: list[_Thread[_Thing]] = []
    for year, things in sheets:
        heirs = list(_heirs(things, threads))
        old = [thread for thread in threads if thread not in heirs]
        for thread, thing in zip(heirs, things, strict=True):
            thread.latest = thing
            thread.years[year] = thing
        threads = heirs + old
    return threads


def _heirs(
    things: Sequence[_Thing], threads: Sequence[_Thread[_Thing]]
) -> Iterator[_Thread[_Thing]]:
    """For each thing the thread that it goes on, or a new one."""
    free = {thread.latest.id: thread for thread in threads}
    mine = {thing.id for thing in things}
    for thing in things:
        known = next((name for name in _names(thing, mine) if name in free), None)
        yield _Thread(latest=thing, years={}) if known is None else free.pop(known)


def _names(thing: SheetTask | SheetIndicator, in_use: Collection[str]) -> list[str]:
    """The ids by which a thing may be known; one in use is that of its own thing.

    So a split is followed once, by the part that kept the id or else the first.
    """
    return [thing.id, *(name for name in thing.formerly if name not in in_use)]


def _task_series(thread: _Thread[SheetTask], years: Sequence[int], unit: Text | None) -> Series:
    totals = {year: task.funds.printed_total for year, task in thread.years.items()}
    points = tuple(Point(year, totals.get(year), _amount(totals.get(year))) for year in years)
    return Series(id=thread.latest.id, name=thread.latest.text, points=points, unit=unit)


def _amount(amount: Decimal | None) -> Text | None:
    return None if amount is None else Text(zh=f"{amount:.2f}", en=f"{amount:.2f}")


def _indicator_series(thread: _Thread[SheetIndicator], years: Sequence[int]) -> Series:
    known = thread.years
    units = {each.unit.zh for each in known.values() if each.unit is not None}
    latest_unit = next(
        (known[year].unit for year in sorted(known, reverse=True) if known[year].unit), None
    )
    points = tuple(
        Point(year, known[year].value, known[year].target)
        if year in known
        else Point(year, None, None)
        for year in years
    )
    return Series(
        id=thread.latest.id,
        name=thread.latest.name,
        points=points,
        unit=latest_unit if len(units) == 1 else None,
    )
