"""The indicators of a block, list by list and row by row, before they become cells."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from perf_report.model.form import IndicatorsBlock
from perf_report.model.form_horizon import horizon_of
from perf_report.model.framework import Category, Level1
from perf_report.model.plan import Goal, Indicator
from perf_report.model.route import Route
from perf_report.render.blocks.context import BlockContext
from perf_report.render.blocks.goals import goals_of, route_of_goal
from perf_report.render.reported import Reported

# A category with its level 1.
CategoryPath = tuple[Level1, Category]

# An indicator with its route.
_Placed = tuple[Indicator, Route]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An indicator of a horizon with its category, or a category without one, or a blank.

    `route` is where the indicator is in the spec.
    """

    path: CategoryPath | None = None
    indicator: Indicator | None = None
    route: Route = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RowContent:
    """What a row holds: an entry for each horizon, and the one that has its level 1."""

    entries: tuple[Entry, ...]

    @property
    def shared(self) -> Entry:
        """An entry with the level 1 of the row."""
        return next((each for each in self.entries if each.path), self.entries[0])


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedIndicators:
    """The indicators of one goal, or of the table: a list for each horizon, in order of print.

    `number` is the printed number of the goal.
    """

    goal: Goal | None
    number: int
    horizons: tuple[tuple[Entry, ...], ...]

    def rows(self) -> Iterator[RowContent]:
        """Yield the rows; horizons side by side have the same level 1 in a row."""
        if len(self.horizons) == 1:
            yield from (RowContent(entries=(entry,)) for entry in self.horizons[0])
            return
        levels = {
            entry.path[0].id: None for entries in self.horizons for entry in entries if entry.path
        }
        for level in levels:
            columns = (
                [each for each in entries if _is_of(each, level)] for entries in self.horizons
            )
            for row in zip_longest(*columns, fillvalue=Entry()):
                yield RowContent(entries=tuple(row))


def _is_of(entry: Entry, level: str) -> bool:
    return entry.path is not None and entry.path[0].id == level


def listed_indicators(block: IndicatorsBlock, context: BlockContext) -> Iterator[ListedIndicators]:
    """Yield the lists of a block: one for each goal, or a single one."""
    form, plan = context.vocabulary.form, context.plan
    if context.reported:
        yield from _reported_lists(block, context, context.reported)
        return
    if block.under == "table":
        reaching = [
            ((each, (*route, at)), horizon_of(form, plan, holder, each))
            for route, holder, listed in plan.indicator_lists()
            for at, each in enumerate(listed)
        ]
        by_horizon = (
            [each for each, reach in reaching if reach == horizon.id] for horizon in block.horizons
        )
        lists = tuple(tuple(_entries(block, context, found)) for found in by_horizon)
        yield ListedIndicators(goal=None, number=1, horizons=lists)
        return
    for horizon in block.horizons:
        for number, goal in goals_of(plan, form, horizon.id):
            route = (*route_of_goal(plan, goal), "indicators")
            indicators: list[_Placed] = [
                (each, (*route, at)) for at, each in enumerate(goal.indicators)
                if horizon_of(form, plan, goal, each) == horizon.id
            ]  # fmt: skip
            # A goal is of one horizon; beside its indicators, the other horizons are blank.
            lists = tuple(
                tuple(_entries(block, context, indicators)) if each is horizon else ()
                for each in block.horizons
            )
            yield ListedIndicators(goal=goal, number=number, horizons=lists)


def _reported_lists(
    block: IndicatorsBlock, context: BlockContext, reported: Reported
) -> Iterator[ListedIndicators]:
    """The lists of a report: the indicators of the year, under the goals of the plan or not.

    Those that belong to no goal of the year stand behind the others.
    """
    left = list(reported.indicators)
    for number, goal in reported.goals if block.under == "goals" else ():
        own = [each for each in context.plan.indicators_of(goal) if each in left]
        left = [each for each in left if each not in own]
        yield ListedIndicators(
            goal=goal, number=number, horizons=(tuple(_entries(block, context, _unplaced(own))),)
        )
    if left or block.under == "table":
        yield ListedIndicators(
            goal=None, number=1, horizons=(tuple(_entries(block, context, _unplaced(left))),)
        )


def _unplaced(indicators: Sequence[Indicator]) -> list[_Placed]:
    """Indicators of a report, whose cells are no values of the spec."""
    return [(each, ()) for each in indicators]


def _entries(
    block: IndicatorsBlock, context: BlockContext, indicators: Sequence[_Placed]
) -> Iterator[Entry]:
    framework = context.vocabulary.framework
    paths = {category.id: (level, category) for level, category in framework.categories()}
    if block.order == "document":
        yield from (_entry(paths[each.category], each, route) for each, route in indicators)
        return
    for id_, path in paths.items():
        found = [(each, route) for each, route in indicators if each.category == id_]
        yield from (_entry(path, each, route) for each, route in found)
        if not found and block.prints_empty:
            yield Entry(path=path)


def _entry(path: CategoryPath, indicator: Indicator, route: Route) -> Entry:
    return Entry(path=path, indicator=indicator, route=route)
