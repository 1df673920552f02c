"""Heights of texts and rows, estimated from the widths of texts to choose among columns."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from math import ceil

from perf_report.render.grid.cells import Line, LineCell
from perf_report.render.grid.text_widths import text_width
from perf_report.render.page_geometry import MM_PER_POINT, Columns, Geometry

# What a line of English leaves blank at its end, about, relative to the type: half a word.
_BLANK_END = 1.2

# The columns of the grid of indicators.
_LEVEL1, _LEVEL2, _NAME, _TARGET = range(1, 5)


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A stretch of text in one language: its width, its lines' height and blank end, in points."""

    width: float
    height: float
    blank: float


class TextHeights:
    """The heights of the texts of some cells, in points, by the width of their column."""

    def __init__(self, cells: Iterable[LineCell], geometry: Geometry) -> None:
        self._geometry = geometry
        self._texts = [tuple(_stretches(cell, geometry)) for cell in cells]
        # Some columns are tried in the same width beside several others.
        self.at = cache(self._at)

    def _at(self, width: float) -> list[float]:
        """The height of each text in a column of so many millimetres."""
        room = width / MM_PER_POINT - self._geometry.cell_frame
        return [
            sum(
                each.height
                if each.width <= room
                else each.height * ceil(each.width / max(room - each.blank, 1.0))
                for each in text
            )
            for text in self._texts
        ]


def _stretches(cell: LineCell, geometry: Geometry) -> Iterator[_Stretch]:
    """The stretches of a cell: each of its languages, and its notes below."""
    size = geometry.font_size
    second = size * geometry.second_size
    styles = (
        (size, size * geometry.line_height),
        (second, second * geometry.second_line_height),
    )
    for run, (type_, height) in zip(cell.runs, styles, strict=False):
        yield from _lines(run.text, run.lang, type_, height)
    small = size * geometry.note_size
    for note in cell.notes:
        text = " ".join(run.text for run in (*note.label, *note.runs))
        yield from _lines(text, cell.runs[0].lang, small, small * geometry.line_height)


def _lines(text: str, lang: str, size: float, height: float) -> Iterator[_Stretch]:
    blank = _BLANK_END * size if lang == "en" else 0.0
    for line in text.split("\n"):
        yield _Stretch(text_width(line) * size, height, blank)


class IndicatorHeights:
    """The height of the rows of indicators, in points, by the widths of their columns.

    A merged label may be taller than the rows beside it, which then take its height.
    """

    def __init__(self, lines: Sequence[Line], geometry: Geometry) -> None:
        self._geometry = geometry
        firsts = list(_groups(lines, _LEVEL1))
        seconds = list(_groups(lines, _LEVEL2))
        places = {group.start: place for place, group in enumerate(seconds)}
        places[len(lines)] = len(seconds)
        self._seconds = seconds
        self._firsts = [slice(places[group.start], places[group.stop]) for group in firsts]
        self._level1, self._level2, self._names, self._targets = (
            TextHeights(cells, geometry)
            for cells in (
                [lines[group.start].cells[_LEVEL1] for group in firsts],
                [lines[group.start].cells[_LEVEL2] for group in seconds],
                [line.cells[_NAME] for line in lines],
                [line.cells[_TARGET] for line in lines],
            )
        )

    def of(self, columns: Columns, target: float) -> float:
        """The height of all rows, without the frames of their cells."""
        names, targets = self._names.at(columns.name), self._targets.at(target)
        rows = list(map(max, names, targets))
        seconds = _merged(rows, self._seconds, self._level2.at(columns.level2))
        return sum(_merged(seconds, self._firsts, self._level1.at(columns.level1)))


def _groups(lines: Sequence[Line], column: int) -> Iterator[slice]:
    """The lines of each merged cell in a column."""
    keys = [line.cells[column].key for line in lines]
    starts = [at for at, key in enumerate(keys) if at == 0 or key != keys[at - 1]]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield slice(start, end)


def _merged(rows: Sequence[float], groups: Sequence[slice], labels: Sequence[float]) -> list[float]:
    """The height of each group of rows, which is that of its label at least."""
    return [max(sum(rows[group]), label) for group, label in zip(groups, labels, strict=True)]
