"""Links between goals and their indicators, and the outline of a page that has both."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from perf_report.render.grid.cells import Grid, LineCell, TextLine
from perf_report.render.grid.printed_rows import merged_anchor
from perf_report.render.localized_text import TextRuns

# What the id of a goal's row begins with.
_ROW = "goal-"

# The kinds of grids whose cells have links.
_LINKED = {"goals", "indicators"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineEntry:
    """A part of the page that the outline leads to, with the goals in it."""

    anchor: str
    runs: TextRuns
    goals: tuple["OutlineEntry", ...] = ()


def link_goals(parts: Sequence[Grid | TextLine]) -> tuple[Grid | TextLine, ...]:
    """Link the number of each goal to its indicators, and their heading to the goal."""
    grids = [part for part in parts if isinstance(part, Grid)]
    rows = {line.anchor for grid in grids if grid.kind == "goals" for line in grid.lines}
    headings = {cell.key for grid in grids for cell in _headings(grid)}
    both = {key for key in headings if f"{_ROW}{key}" in rows}
    return tuple(
        _linked(part, both) if isinstance(part, Grid) and part.kind in _LINKED else part
        for part in parts
    )


def outline(grids: Sequence[Grid]) -> tuple[OutlineEntry, ...]:
    """The parts with a label and the headings of indicators; empty if no goal has one."""
    entries = tuple(
        OutlineEntry(anchor=grid.anchor, runs=grid.bookmark, goals=tuple(_goals(grid)))
        for grid in grids
        if grid.bookmark
    )
    return entries if any(entry.goals for entry in entries) else ()


def _headings(grid: Grid) -> Iterator[LineCell]:
    """The cells over the indicators of a goal, which every line of them has."""
    return (cell for line in grid.lines for cell in line.cells if cell.is_bookmark)


def _goals(grid: Grid) -> Iterator[OutlineEntry]:
    headings = {cell.key: cell.runs for cell in _headings(grid)}
    for key, runs in headings.items():
        yield OutlineEntry(anchor=merged_anchor(key), runs=runs)


def _linked(grid: Grid, goals: set[str]) -> Grid:
    lines = (
        replace(line, cells=tuple(_with_link(cell, line.anchor, goals) for cell in line.cells))
        for line in grid.lines
    )
    return replace(grid, lines=tuple(lines))


def _with_link(cell: LineCell, row: str, goals: set[str]) -> LineCell:
    if cell.is_bookmark and cell.key in goals:
        return replace(cell, link=f"{_ROW}{cell.key}")
    goal = row.removeprefix(_ROW)
    if cell.is_header and cell.kind == "number" and goal != row and goal in goals:
        return replace(cell, link=merged_anchor(goal))
    return cell
