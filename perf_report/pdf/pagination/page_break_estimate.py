"""A guess at where the pages of a table in parts break, before any layout.

It adds up the heights of rows from the lines of their cells. A guess is only ever a shortcut: the
layout that follows shows whether it was right.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from perf_report.pdf.pagination.text_measure import BODY, HEAD, Ruler
from perf_report.render.grid.cells import Grid, HeadCell, Line, LineCell
from perf_report.render.localized_text import TextRuns
from perf_report.render.no_break_spans import insert_no_breaks
from perf_report.render.page_geometry import Geometry

_PX_PER_MM, _PX_PER_PT = 96 / 25.4, 96 / 72

# A row that fits to within this many pixels fits.
_TOLERANCE = 0.01

# The cells whose languages take a line each.
_UNBROKEN = "goal"


# The kinds of grids that stand apart from the one before them.
_APART = frozenset({"goals", "indicators"})

# What must be left of a page for a grid that starts one to begin below the grid before it.
_BLANK = 0.3


def guess_breaks(grids: Sequence[Grid], geometry: Geometry, ruler: Ruler) -> frozenset[int]:
    """The lines that begin a page, counted through the grids with merged cells.

    Nothing is known of tables in which no grid starts a page.
    """
    if not any(grid.starts_page for grid in grids):
        return frozenset()
    breaks: set[int] = set()
    start, bottom = 0, 0.0
    for grid in grids:
        heights = _Heights(geometry, ruler, geometry.widths(grid.kinds))
        found, bottom = _guess(grid, heights, bottom, geometry)
        if grid.has_merged_cells:
            breaks |= {start + each for each in found}
            start += len(grid.lines)
    return frozenset(breaks)


def _guess(
    grid: Grid, heights: "_Heights", bottom: float, geometry: Geometry
) -> tuple[set[int], float]:
    """The lines of a grid that begin a page, and where it ends on its last one.

    `bottom` is where the grid before it ends, 0 where there is none.
    """
    body = geometry.body_height * _PX_PER_MM
    head = heights.head(grid)
    breaks: set[int] = set()
    if grid.starts_page and bottom > (1 - _BLANK) * body:
        breaks.add(0)
        bottom = 0.0
    gap = geometry.part_gap * _PX_PER_MM if bottom and grid.kind in _APART else 0.0
    top, page = bottom + gap + head, _Page()
    for index, line in enumerate(grid.lines):
        row, labels = heights.row(line), heights.labels(line)
        is_first = page.bottom == 0 and top == head
        if top + page.bottom_with(row, labels) > body + _TOLERANCE and not is_first:
            breaks.add(index)
            page, top = _Page(), head
            labels = heights.labels(line, grid.lines[index - 1] if index else None)
        page.add(row, labels)
    return breaks, top + page.bottom


# The merged cells beside a line, by column: the key of each, and the height of its label.
_Labels = Mapping[int, tuple[str, float]]


class _Page:
    """The rows put on a page so far: the bottom, and where each merged cell must end at least."""

    def __init__(self) -> None:
        self.bottom = 0.0
        self._ends: dict[int, tuple[str, float]] = {}

    def bottom_with(self, row: float, labels: _Labels) -> float:
        """The bottom of the page if the line were its last."""
        ends, top = self._ends_with(labels)
        return max([top + row, *(end for _, end in ends.values())])

    def add(self, row: float, labels: _Labels) -> None:
        """Put a line on the page."""
        self._ends, top = self._ends_with(labels)
        self.bottom = top + row

    def _ends_with(self, labels: _Labels) -> tuple[dict[int, tuple[str, float]], float]:
        """Where merged cells must end with this line on the page, and where the line begins.

        A merged cell that the line closes pushes it down when its label is taller than its rows.
        """
        kept = {
            column: found
            for column, found in self._ends.items()
            if column in labels and labels[column][0] == found[0]
        }
        closed = [end for column, (_, end) in self._ends.items() if column not in kept]
        top = max([self.bottom, *closed])
        begun = {
            column: (key, top + label)
            for column, (key, label) in labels.items()
            if column not in kept
        }
        return kept | begun, top


class _Heights:
    """Heights of cells in CSS pixels."""

    def __init__(self, geometry: Geometry, ruler: Ruler, widths: Sequence[float]) -> None:
        self._geometry = geometry
        self._widths = widths
        # Names and notes repeat themselves.
        self._count_lines = cache(ruler.count_lines)
        # Many lines have the same one.
        self._label = cache(self._label_height)

    def row(self, line: Line) -> float:
        """The height of a line's own cells."""
        own = (cell for cell in line.cells if not cell.key)
        heights = [
            self._content(cell.runs, self._width(cell.column, cell.columns)) + self._notes(cell)
            for cell in own
        ]
        return max(heights, default=0.0) + self._frame

    def labels(self, line: Line, before: Line | None = None) -> "_Labels":
        """The merged cells beside a line; `before` is the last line of the page before."""
        known = {cell.key for cell in before.cells} if before else set[str]()
        return {
            cell.column: (
                cell.key,
                self._label(
                    (cell.key in known and cell.continued) or cell.runs,
                    cell.column,
                    cell.kind == _UNBROKEN,
                ),
            )
            for cell in line.cells
            if cell.key
        }

    def _width(self, column: int, columns: int = 1) -> float:
        """The width of a cell in millimetres."""
        return sum(self._widths[column : column + columns])

    def _label_height(self, runs: TextRuns, column: int, is_unbroken: bool) -> float:  # noqa: FBT001  # the key of a cache
        if is_unbroken:
            return self._unbroken(runs) + self._frame
        return self._content(runs, self._width(column), whole=False) + self._frame

    def head(self, grid: Grid) -> float:
        """The height of the grid's header."""
        tops = [0.0]
        placed = iter(grid.placed_heads())
        ends: list[tuple[int, float]] = []
        for number, row in enumerate(grid.head, start=1):
            cells = [(head, tops[-1] + self._head_cell(*next(placed))) for head in row]
            ends += [(number + head.rows - 1, bottom + self._frame) for head, bottom in cells]
            tops.append(max((end for last, end in ends if last == number), default=tops[-1]))
        # The table's own upper border reaches half its width into the page.
        return self._geometry.border / 2 * _PX_PER_PT + tops[-1]

    def _head_cell(self, head: HeadCell, place: range) -> float:
        if head.columns > 1:
            return self._unbroken(head.runs, head=True)
        return self._content(head.runs, self._width(place.start), head=True)

    @property
    def _frame(self) -> float:
        """Padding, and half of each border, since neighbours share them."""
        return (2 * self._geometry.padding_y + self._geometry.border) * _PX_PER_PT

    def _content(
        self, runs: TextRuns, width: float, *, head: bool = False, whole: bool = True
    ) -> float:
        """The height of a text in a cell of a width, its languages one below the other.

        `whole` says that some stretches of it do not break.
        """
        counts = (
            self._count(
                run.text if head or not whole else insert_no_breaks(run.text, run.lang),
                run.lang, width, scale, head=head,
            )
            for run, scale in zip(runs, self._scales(), strict=False)
        )  # fmt: skip
        heights = self._line_heights(runs, head=head)
        lines = sum(count * height for count, height in zip(counts, heights, strict=True))
        return lines + self._gaps(runs)

    def _unbroken(self, runs: TextRuns, *, head: bool = False) -> float:
        """The height of a text whose lines do not break."""
        heights = zip(runs, self._line_heights(runs, head=head), strict=True)
        lines = sum((run.text.count("\n") + 1) * height for run, height in heights)
        return lines + self._gaps(runs)

    def _gaps(self, runs: TextRuns) -> float:
        """The space between a text's languages."""
        return max(len(runs) - 1, 0) * self._geometry.second_gap * _PX_PER_PT

    def _count(self, text: str, lang: str, width: float, scale: float, *, head: bool) -> int:
        geometry = self._geometry
        size = (geometry.head_size if head else geometry.font_size) * scale
        frame = 2 * geometry.padding_x + geometry.border
        return self._count_lines(
            text,
            lang=lang,
            family=HEAD if head else BODY,
            size=size * _PX_PER_PT,
            width=width * _PX_PER_MM - frame * _PX_PER_PT,
        )

    def _notes(self, cell: LineCell) -> float:
        """The remarks under a name, each with its label on the same line."""
        geometry = self._geometry
        if not cell.notes:
            return 0.0
        height = geometry.font_size * geometry.note_size * geometry.line_height * _PX_PER_PT
        texts = (" ".join(run.text for run in (*note.label, *note.runs)) for note in cell.notes)
        lang, width = cell.runs[0].lang, self._width(cell.column)
        lines = sum(
            self._count(insert_no_breaks(text, lang), lang, width, geometry.note_size, head=False)
            for text in texts
        )
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
