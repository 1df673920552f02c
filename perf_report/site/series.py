"""Time series of a department: each task's funds, and each indicator's target.

Things are matched from year to year by their id, and by `formerly` where an id changed; what only
looks alike is never joined, since a chart would claim that it is the same.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, Self, TypeVar

from perf_report.model.money import format_amount
from perf_report.model.text import Text
from perf_report.site.built_report import SiteResult
from perf_report.site.built_table import SiteGoal, SiteIndicator, SiteTable, SiteTask

_Thing = TypeVar("_Thing", SiteTask, SiteIndicator)


@dataclass(frozen=True, slots=True)
class Point:
    """A year of a series: the figure that can be drawn, if any, and what is printed.

    Of a target that was adjusted, `first` is the one as first disclosed; `result` is what became of
    it, where there is an evaluation.
    """

    year: int
    value: Decimal | None
    printed: Text | None
    first: Text | None = None
    result: SiteResult | None = None

    @classmethod
    def of_amount(cls, year: int, amount: Decimal | None) -> Self:
        """Return a year of a series of amounts."""
        if amount is None:
            return cls(year, None, None)
        return cls(year, amount, Text(zh=format_amount(amount), en=format_amount(amount)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One task or indicator over the years, by its latest id and name.

    `points` has every year, in order; `unit` is None where the years have no unit in common.
    """

    id: str
    name: Text
    points: tuple[Point, ...]
    unit: Text | None = None

    @property
    def has_results(self) -> bool:
        """Whether any year has an adjusted target, or an evaluation."""
        return any(point.first or point.result for point in self.points)

    @property
    def is_drawn(self) -> bool:
        """Whether at least two years have figures in one unit, none of them below zero."""
        values = [point.value for point in self.points if point.value is not None]
        return self.unit is not None and len(values) > 1 and min(values) >= 0


@dataclass(slots=True, eq=False)
class _Lineage(Generic[_Thing]):
    """A task or indicator followed through the years; `years` has what it was in each."""

    latest: _Thing
    years: dict[int, _Thing]


def task_series(built_tables: Sequence[SiteTable]) -> list[Series]:
    """Return the totals of each task over the years, those of the latest year first."""
    years = [built.year for built in built_tables]
    units = {built.currency_unit for built in built_tables}
    unit = Text(zh=units.pop()) if len(units) == 1 else None
    lineages = _follow((built.year, built.tasks) for built in built_tables)
    return [_task_series(lineage, years, unit) for lineage in lineages]


def indicator_series(
    built_tables: Sequence[SiteTable],
) -> list[tuple[Text | None, list[Series]]]:
    """Return the targets of each indicator over the years, by its latest goal.

    Those that stand under the table, without a goal, are a group whose text is None.
    """
    goals = dict(pair for built in built_tables for pair in _goals_of_indicators(built))
    tables = {built.year: built for built in built_tables}
    groups: dict[str, tuple[Text | None, list[Series]]] = {}
    for lineage in _follow((built.year, built.indicators) for built in built_tables):
        goal = goals.get((max(lineage.years), lineage.latest.id))
        id_, text = (goal.id, goal.text) if goal else ("", None)
        groups.setdefault(id_, (text, []))[1].append(_indicator_series(lineage, tables))
    return list(groups.values())


def _goals_of_indicators(built: SiteTable) -> Iterator[tuple[tuple[int, str], SiteGoal]]:
    """The goal of each indicator that has one, by the year and the indicator's id."""
    named = {goal.id: goal for goal in built.goals}
    for goal in built.goals:
        for indicator in goal.indicators:
            yield (built.year, indicator.id), goal
    for indicator in built.loose:
        if indicator.goal in named:
            yield (built.year, indicator.id), named[indicator.goal]


def _follow(built_tables: Iterable[tuple[int, Sequence[_Thing]]]) -> list[_Lineage[_Thing]]:
    """Follow things from year to year; one without a successor ends, and comes last."""
    lineages: list[_Lineage[_Thing]] = []
    for year, things in built_tables:
        successors = list(_successors(things, lineages))
        old = [lineage for lineage in lineages if lineage not in successors]
        for lineage, thing in zip(successors, things, strict=True):
            lineage.latest = thing
            lineage.years[year] = thing
        lineages = successors + old
    return lineages


def _successors(
    things: Sequence[_Thing], lineages: Sequence[_Lineage[_Thing]]
) -> Iterator[_Lineage[_Thing]]:
    """Yield for each thing the lineage that it continues, or a new one."""
    free = {lineage.latest.id: lineage for lineage in lineages}
    mine = {thing.id for thing in things}
    for thing in things:
        known = next((name for name in _names(thing, mine) if name in free), None)
        yield _Lineage(latest=thing, years={}) if known is None else free.pop(known)


def _names(thing: SiteTask | SiteIndicator, in_use: Collection[str]) -> list[str]:
    """The ids by which a thing may be known; one in use is that of its own thing.

    So a split is followed once, by the part that kept the id or else the first.
    """
    return [thing.id, *(name for name in thing.formerly if name not in in_use)]


def _task_series(lineage: _Lineage[SiteTask], years: Sequence[int], unit: Text | None) -> Series:
    totals = {year: task.funds.printed_total for year, task in lineage.years.items()}
    points = tuple(Point.of_amount(year, totals.get(year)) for year in years)
    return Series(id=lineage.latest.id, name=lineage.latest.text, points=points, unit=unit)


def _indicator_series(lineage: _Lineage[SiteIndicator], tables: Mapping[int, SiteTable]) -> Series:
    known = lineage.years
    units = {each.whole_unit.zh for each in known.values() if each.whole_unit is not None}
    latest_unit = next(
        (unit for year in sorted(known, reverse=True) if (unit := known[year].whole_unit)), None
    )
    points = tuple(
        _point(built, known[year]) if year in known else Point(year, None, None)
        for year, built in tables.items()
    )
    return Series(
        id=lineage.latest.id,
        name=lineage.latest.name,
        points=points,
        unit=latest_unit if len(units) == 1 else None,
    )


def _point(built: SiteTable, indicator: SiteIndicator) -> Point:
    results = built.evaluation.results if built.evaluation else {}
    return Point(
        built.year,
        indicator.figure,
        indicator.target,
        first=built.first_target(indicator),
        result=results.get(indicator.id),
    )
