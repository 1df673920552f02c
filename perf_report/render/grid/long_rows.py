"""Rows that may go on over the end of a page, since they might not fit on one below a header.

The layout engine moves a row that does not fit to the next page, and leaves the header out where
both do not fit there. So rows that are estimated at more than half of a page may be divided.
"""

from dataclasses import replace
from math import ceil

from perf_report.render.grid.cells import Grid, Line, LineCell
from perf_report.render.grid.text_widths import text_width
from perf_report.render.localized_text import TextRun
from perf_report.render.page_geometry import Geometry

# The class of such a row for the style sheet.
_LONG = "long"
_PART_OF_PAGE = 0.5


def with_long_rows(grid: Grid, geometry: Geometry) -> Grid:
    """Return a grid whose columns have widths, with long rows marked."""
    most = _PART_OF_PAGE * geometry.body_points / (geometry.font_size * geometry.line_height)
    return replace(grid, lines=tuple(_marked(line, grid, geometry, most) for line in grid.lines))


def _marked(line: Line, grid: Grid, geometry: Geometry, most: float) -> Line:
    height = max((_count_lines(cell, grid, geometry) for cell in line.cells), default=0)
    return replace(line, kind=f"{line.kind} {_LONG}".strip()) if height > most else line


def _count_lines(cell: LineCell, grid: Grid, geometry: Geometry) -> int:
    """How many lines of text a cell has, about."""
    if cell.key:
        # A merged cell is beside several rows.
        return 0
    share = sum(grid.shares[cell.column : cell.column + cell.columns])
    room = (share * geometry.inner_points - geometry.cell_frame) / geometry.font_size
    runs = [*cell.runs, *(run for note in cell.notes for run in (*note.label, *note.runs))]
    return sum(_lines_of(run, max(room - cell.depth, 1.0)) for run in runs)


def _lines_of(run: TextRun, room: float) -> int:
    return sum(max(1, ceil(text_width(line) / room)) for line in run.text.split("\n"))
