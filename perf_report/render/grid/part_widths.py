"""Widths of the columns of a table in parts, from what its cells hold.

Labels and figures get what they need, so that 部门名称 and 对应工作任务 stand in one line, and no
level gets more than is usual. Sentences share what is left so that the table is as low as it can
be; heights are estimated here only to choose among widths.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import ceil

from perf_report.render.grid.cells import LABEL, Grid, Line, LineCell, TextLine
from perf_report.render.grid.row_heights import IndicatorHeights, TextHeights
from perf_report.render.grid.text_widths import longest_span, longest_word, text_width
from perf_report.render.localized_text import TextRuns
from perf_report.render.page_geometry import MM_PER_POINT, Columns, Geometry

# Estimates of texts that are not Chinese are off by so much at most; labels in Hei are wider.
_SAFETY, _HEI_SAFETY = 1.06, 1.16

_LEVELS = ("level1", "level2")

# What a line has more room than its text, in points.
_SLACK = 0.5

# How many widths are tried of a column of amounts, and of one of names.
_AMOUNTS, _NAMES = 8, 20
# The least part of the room of names and targets that either of them has.
_LEAST_SHARE = 0.34

_Part = Grid | TextLine


def fit_parts(parts: Sequence[_Part], usual: Geometry) -> tuple[Geometry, tuple[_Part, ...]]:
    """Return the page with widths for a table in parts, and the parts with rooms of texts."""
    geometry = usual
    for kind, fit in _FITTERS.items():
        grids = [part for part in parts if isinstance(part, Grid) and part.kind == kind]
        if any(grid.lines for grid in grids):
            geometry = fit(grids, geometry)
    return geometry, tuple(_with_rooms(part, geometry) for part in parts)


def _with_rooms(part: _Part, geometry: Geometry) -> _Part:
    """The part, with the room of each text that asks for it."""
    if isinstance(part, TextLine):
        return part
    rooms = [geometry.room(width) for width in geometry.widths(part.kinds)]
    return replace(part, lines=tuple(_with_room(line, rooms) for line in part.lines))


def _with_room(line: Line, rooms: Sequence[float]) -> Line:
    cells = (
        cell if cell.room is None else replace(cell, room=rooms[cell.column]) for cell in line.cells
    )
    return replace(line, cells=tuple(cells))


# --- What columns need, in millimetres ---


@dataclass(frozen=True, slots=True, kw_only=True)
class _Type:
    """The type of a cell; English is wider than estimated by the factor `safety` at most."""

    geometry: Geometry
    size: float
    safety: float = _SAFETY

    def whole(self, runs: TextRuns, padding: float | None = None) -> float:
        """What a text needs whose languages take a line each."""
        return self.needed((text_width(run.text), run.lang) for run in runs) + self._more(padding)

    def worded(self, runs: TextRuns) -> float:
        """What a text needs whose words stay whole; a label in Chinese is one word."""
        return self.needed(
            (longest_word((run,)) if run.lang == "en" else text_width(run.text), run.lang)
            for run in runs
        )

    def needed(self, widths: Iterable[tuple[float, str]]) -> float:
        """What texts of such widths need, the second of them smaller than the first."""
        scales = (self.size, self.size * self.geometry.second_size)
        points = max(
            (
                width * scale * (self.safety if lang == "en" else 1.0)
                for (width, lang), scale in zip(widths, scales, strict=False)
            ),
            default=0.0,
        )
        return _rounded_up(points + self.geometry.cell_frame)

    def _more(self, padding: float | None) -> float:
        """How much wider another padding than the usual one makes a cell."""
        usual = self.geometry.padding_x
        return 0.0 if padding is None else 2 * (padding - usual) * MM_PER_POINT


def _body(geometry: Geometry) -> _Type:
    return _Type(geometry=geometry, size=geometry.font_size)


def _head(geometry: Geometry) -> _Type:
    return _Type(geometry=geometry, size=geometry.head_size, safety=_HEI_SAFETY)


def _rounded_up(points: float) -> float:
    """Points as millimetres, to a tenth."""
    return ceil(points * MM_PER_POINT * 10) / 10


def _heads(grids: Sequence[Grid], kind: str) -> Iterator[TextRuns]:
    """The labels over columns of a kind, without those over several columns."""
    for grid in grids:
        for head, place in grid.placed_heads():
            if head.columns == 1 and grid.columns[place.start].kind == kind:
                yield head.runs


def _cells(grids: Sequence[Grid], kind: str) -> Iterator[LineCell]:
    """The cells that stand in a column of a kind alone."""
    for grid in grids:
        for line in grid.lines:
            for cell in line.cells:
                if cell.columns == 1 and grid.columns[cell.column].kind == kind:
                    yield cell


# --- The parts ---


def _fit_fields(grids: Sequence[Grid], geometry: Geometry) -> Geometry:
    labels = _Type(geometry=geometry, size=geometry.font_size, safety=_HEI_SAFETY)
    return replace(
        geometry, department=max(labels.whole(cell.runs) for cell in _cells(grids, LABEL))
    )


def _fit_funds(grids: Sequence[Grid], geometry: Geometry) -> Geometry:
    """Columns of amounts are as wide as usual, unless that makes the tasks higher."""
    if geometry.amount_lengths:
        return geometry
    heads = map(_head(geometry).worded, _heads(grids, "amount"))
    texts = (run.text for cell in _cells(grids, "amount") for run in cell.runs)
    # A blank form has no amount yet.
    longest = max(map(len, texts), default=0)
    least = min(max([*heads, geometry.amount_width(longest)]), geometry.amount)
    step = (geometry.amount - least) / _AMOUNTS
    widths = [round(geometry.amount - step * number, 2) for number in range(_AMOUNTS + 1)]
    return _lowest([replace(geometry, amount=width) for width in widths], grids, "task")


def _fit_goals(grids: Sequence[Grid], geometry: Geometry) -> Geometry:
    """The label over the tasks has one line; in English more, if that makes a lower table."""
    numbers = [
        _body(geometry).needed([(longest_word(cell.runs), "en")]) for cell in _cells(grids, "tasks")
    ]
    type_, heads = _head(geometry), list(_heads(grids, "tasks"))
    widths = [max([*numbers, *map(need, heads)]) for need in (type_.whole, type_.worded)]
    return _lowest([replace(geometry, tasks=width) for width in widths], grids, "goal-text")


def _lowest(choices: Sequence[Geometry], grids: Sequence[Grid], kind: str) -> Geometry:
    """The first of the choices whose texts of a kind are the lowest."""
    heights = TextHeights(_cells(grids, kind), choices[0])
    column = grids[0].kinds.index(kind)
    return min(choices, key=lambda each: sum(heights.at(each.widths(grids[0].kinds)[column])))


def _fit_indicators(grids: Sequence[Grid], geometry: Geometry) -> Geometry:
    goal = max(
        _body(geometry).whole(runs, geometry.goal_padding)
        for cell in _cells(grids, "goal")
        for runs in (cell.runs, cell.continued)
    )
    geometry = replace(geometry, goal_head_padding=_head_padding(grids, goal, geometry))
    heights = IndicatorHeights([line for grid in grids for line in grid.lines], geometry)
    found = [
        replace(geometry, columns=Columns(goal=goal, level1=first, level2=second, name=name))
        for first, second in product(*(_level_widths(grids, each, geometry) for each in _LEVELS))
        for name in _name_widths(grids, geometry, goal + first + second)
    ]
    return min(found, key=lambda each: heights.of(each.columns, each.widths(grids[0].kinds)[-1]))


def _head_padding(grids: Sequence[Grid], goal: float, geometry: Geometry) -> float:
    """The padding in points with which 绩效目标 over the goals breaks in its middle."""
    halves = (
        (longest_word((run,)) if run.lang == "en" else ceil(text_width(run.text) / 2), run.lang)
        for runs in _heads(grids, "goal")
        for run in runs
    )
    spare = goal - _head(geometry).needed(halves)
    return round(geometry.padding_x + max(spare, 0.0) / 2 / MM_PER_POINT - _SLACK, 2)


def _level_widths(grids: Sequence[Grid], kind: str, geometry: Geometry) -> list[float]:
    """The widths to try of a column of levels: labels whole, or in English in whole words."""
    usual: float = getattr(geometry.columns, kind)
    heads = [_head(geometry).worded(runs) for runs in _heads(grids, kind)]
    labels = dict.fromkeys(cell.runs for cell in _cells(grids, kind))
    full, least = (
        min(max([*heads, *map(need, labels)]), usual)
        for need in (_body(geometry).whole, _body(geometry).worded)
    )
    return sorted({full, (full + least) / 2, least}, reverse=True)


def _name_widths(grids: Sequence[Grid], geometry: Geometry, before: float) -> Iterator[float]:
    """The widths to try of the column of names, beside columns of so much width."""
    room = geometry.inner_points * MM_PER_POINT - before
    least, rest = (
        min(max(_LEAST_SHARE * room, _longest(grids, kind, geometry)), room / 2)
        for kind in ("name", "target")
    )
    most = room - rest
    for number in range(_NAMES + 1):
        yield round(least + (most - least) * number / _NAMES, 2)


def _longest(grids: Sequence[Grid], kind: str, geometry: Geometry) -> float:
    """What the longest stretch needs that no line of a column breaks."""
    runs = {run for cell in _cells(grids, kind) for run in cell.runs}
    widths = ([(longest_span((run,), 0), run.lang)] for run in runs)
    return max(map(_body(geometry).needed, widths), default=0.0)


_FITTERS: dict[str, Callable[[Sequence[Grid], Geometry], Geometry]] = {
    "fields": _fit_fields,
    "funds": _fit_funds,
    "goals": _fit_goals,
    "indicators": _fit_indicators,
}
