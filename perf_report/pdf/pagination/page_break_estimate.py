"""A guess at where the pages of the indicators table break, before anything is laid out.

It adds up the heights of rows from the lines of their cells. A guess is only ever a shortcut: the
layout that follows shows whether it was right.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from perf_report.pdf.pagination.text_measure import BODY, HEAD, Ruler
from perf_report.render.indicator_rows import MERGED_COLUMNS, IndicatorLine
from perf_report.render.localized_text import TextRuns
from perf_report.render.no_break_spans import insert_no_breaks
from perf_report.render.page_geometry import Geometry

_PX_PER_MM, _PX_PER_PT = 96 / 25.4, 96 / 72

# A row that fits to within this many pixels fits.
_TOLERANCE = 0.01

# The columns from here on hold sentences, in which some stretches do not break.
_SENTENCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The labels of the table's header, by row and column."""

    goal: TextRuns
    indicators: TextRuns
    columns: tuple[TextRuns, TextRuns, TextRuns, TextRuns]


def guess_breaks(
    lines: Sequence[IndicatorLine], head: Head, geometry: Geometry, ruler: Ruler
) -> frozenset[int]:
    """The indices of the lines that begin a page, but for the first."""
    heights = _Heights(geometry, ruler)
    room = geometry.body_height * _PX_PER_MM - heights.head(head)
    breaks: set[int] = set()
    page = _Page()
    for index, line in enumerate(lines):
        row, labels = (
            heights.row(line),
            [heights.label(line, level) for level in range(MERGED_COLUMNS)],
        )
        if page.bottom_with(line, row, labels) > room + _TOLERANCE and page.bottom > 0:
            breaks.add(index)
            page = _Page()
        page.add(line, row, labels)
    return frozenset(breaks)


class _Page:
    """The rows put on a page so far: the bottom, and where each merged cell must end at least."""

    def __init__(self) -> None:
        self.bottom = 0.0
        self._path: tuple[str, ...] = ()
        self._ends = [0.0] * MERGED_COLUMNS

    def bottom_with(self, line: IndicatorLine, row: float, labels: Sequence[float]) -> float:
        """The bottom of the page if the line were its last."""
        ends, top = self._ends_with(line, labels)
        return max(top + row, *ends)

    def add(self, line: IndicatorLine, row: float, labels: Sequence[float]) -> None:
        """Put a line on the page."""
        self._ends, top = self._ends_with(line, labels)
        self._path = tuple(label.key for label in line.labels)
        self.bottom = top + row

    def _ends_with(self, line: IndicatorLine, labels: Sequence[float]) -> tuple[list[float], float]:
        """Where merged cells must end with this line on the page, and where the line begins.

        A merged cell that the line closes pushes it down when its label is taller than its rows.
        """
        path = tuple(label.key for label in line.labels)
        begins = [path[: level + 1] != self._path[: level + 1] for level in range(MERGED_COLUMNS)]
        closed = [end for end, new in zip(self._ends, begins, strict=True) if new]
        top = max([self.bottom, *closed])
        ends = [
            top + label if new else end
            for end, label, new in zip(self._ends, labels, begins, strict=True)
        ]
        return ends, top


class _Heights:
    """Heights of cells in CSS pixels."""

    def __init__(self, geometry: Geometry, ruler: Ruler) -> None:
        self._geometry = geometry
        # Names and notes repeat themselves.
        self._count_lines = cache(ruler.count_lines)
        # Many lines have the same one.
        self._label = cache(self._label_height)

    def row(self, line: IndicatorLine) -> float:
        """The height of a line's own two cells."""
        name = self._content(line.name, 3) + self._notes(line)
        return max(name, self._content(line.target.runs, 4)) + self._frame

    def label(self, line: IndicatorLine, level: int) -> float:
        """The least height of a merged cell."""
        return self._label(line.labels[level].runs, level)

    def _label_height(self, runs: TextRuns, level: int) -> float:
        return (self._content(runs, level) if level else self._unbroken(runs)) + self._frame

    def head(self, head: Head) -> float:
        """The height of the table's header of two rows."""
        upper = self._unbroken(head.indicators, head=True) + self._frame
        lower = max(
            self._content(label, column, head=True)
            for column, label in enumerate(head.columns, start=1)
        )
        goal = self._content(head.goal, 0, head=True) + self._frame
        # The table's own upper border reaches half its width into the page.
        outer = self._geometry.border / 2 * _PX_PER_PT
        return outer + max(upper + lower + self._frame, goal)

    @property
    def _frame(self) -> float:
        """Padding, and half of each border, since neighbours share them."""
        return (2 * self._geometry.padding_y + self._geometry.border) * _PX_PER_PT

    def _content(self, runs: TextRuns, column: int, *, head: bool = False) -> float:
        """The height of a text in a column, its languages one below the other."""
        counts = (
            self._count(run.text, run.lang, column, scale, head=head)
            for run, scale in zip(runs, self._scales(), strict=False)
        )
        heights = self._line_heights(runs, head=head)
        lines = sum(count * height for count, height in zip(counts, heights, strict=True))
        return lines + self._gaps(runs)

    def _unbroken(self, runs: TextRuns, *, head: bool = False) -> float:
        """The height of a text whose languages take a line each."""
        return sum(self._line_heights(runs, head=head)) + self._gaps(runs)

    def _gaps(self, runs: TextRuns) -> float:
        """The space between a text's languages."""
        return (len(runs) - 1) * self._geometry.second_gap * _PX_PER_PT

    def _count(self, text: str, lang: str, column: int, scale: float, *, head: bool) -> int:
        geometry = self._geometry
        size = (geometry.head_size if head else geometry.font_size) * scale
        frame = 2 * geometry.padding_x + geometry.border
        return self._count_lines(
            text if head or column < _SENTENCES else insert_no_breaks(text, lang),
            lang=lang,
            family=HEAD if head else BODY,
            size=size * _PX_PER_PT,
            width=geometry.widths[column] * _PX_PER_MM - frame * _PX_PER_PT,
        )

    def _notes(self, line: IndicatorLine) -> float:
        """The remarks under a name, each with its label on the same line."""
        geometry = self._geometry
        if not line.notes:
            return 0.0
        height = geometry.font_size * geometry.note_size * geometry.line_height * _PX_PER_PT
        texts = (" ".join(run.text for run in (*note.label, *note.runs)) for note in line.notes)
        lang = line.name[0].lang
        lines = sum(self._count(text, lang, 3, geometry.note_size, head=False) for text in texts)
        return lines * height + geometry.note_gap * _PX_PER_PT

    def _scales(self) -> Iterable[float]:
        return (1.0, self._geometry.second_size)

    def _line_heights(self, runs: TextRuns, *, head: bool = False) -> list[float]:
        """The height of a line in each of a text's languages."""
        geometry = self._geometry
        size = (geometry.head_size if head else geometry.font_size) * _PX_PER_PT
        heights = (
            size * geometry.line_height,
            size * geometry.second_size * geometry.second_line_height,
        )
        return list(heights[: len(runs)])
