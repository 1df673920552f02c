"""Heights of rows, which a spreadsheet does not find where cells are merged."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from perf_report.office.form_table import FormCell, FormTable
from perf_report.render.grid.cells import LineCell
from perf_report.render.grid.text_widths import text_width
from perf_report.render.page_geometry import Geometry

# In points: the most that Excel has, and what a spreadsheet leaves beside a text and above it.
_MOST = 409.0
_BESIDE, _ABOVE = 6.0, 3.0
# A line of text that is estimated at so much of the room may need two.
_SAFETY = 1.04
# The width of a character of the file's font in points, and the height of a line of data.
_CHARACTER, _DATA_LINE = 5.25, 1.25
# The height of a row with a blank, in lines.
_BLANK_LINES = 1.5


def row_heights(table: FormTable, geometry: Geometry) -> list[float]:
    """Return the height of each row in points, so that each cell has room for its text."""
    needed = _Heights(table=table, geometry=geometry)
    heights = [
        max(map(needed.of, (cell for cell in row.cells if cell.rows == 1)), default=needed.least)
        for row in table.rows
    ]
    for row in table.rows:
        for cell in row.cells:
            spanned = range(cell.row, cell.row + cell.rows)
            missing = needed.of(cell) - sum(heights[number] for number in spanned)
            for number in spanned if missing > 0 else ():
                heights[number] += missing / cell.rows
    return [min(height, _MOST) for height in heights]


def data_row_height(texts: Iterable[tuple[str, float]], size: float) -> float:
    """Return the height of a row of data; each text is with the width of its column in characters.

    Excel finds it by itself when it opens a file, LibreOffice does not.
    """
    height = max(
        text_height([text], width * _CHARACTER, size, size * _DATA_LINE) for text, width in texts
    )
    return min(height, _MOST)


def text_height(texts: Iterable[str], width: float, size: float, line: float) -> float:
    """Return the height of texts below each other in points, in a cell of a width."""
    room = max((width - _BESIDE) / size, 1.0)
    lines = sum(
        max(1, ceil(text_width(part) * _SAFETY / room))
        for text in texts
        for part in text.split("\n")
    )
    return max(lines, _BLANK_LINES) * line + 2 * _ABOVE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Heights:
    """Estimates the heights of cells of a table."""

    table: FormTable
    geometry: Geometry

    @property
    def least(self) -> float:
        """The height of a row with one line."""
        return text_height([""], 1, self.geometry.font_size, self._line)

    @property
    def _line(self) -> float:
        return self.geometry.font_size * self.geometry.line_height

    def of(self, cell: FormCell) -> float:
        """Return the height that the text of a cell needs."""
        width = sum(self.table.widths[cell.column : cell.column + cell.columns])
        return text_height(_texts(cell.cell), width, self.geometry.font_size, self._line)


def _texts(cell: LineCell) -> list[str]:
    notes = (run.text for note in cell.notes for run in (*note.label, *note.runs))
    return [*(run.text for run in cell.runs), *notes]
