"""The grid of a block: its columns, its header, and its lines of cells.

A grid is one table of the page. Where lines with a merged cell go on over the end of a page, the
cell ends there and begins again with its label, so that what spans what is known only when pages
are: see `printed_rows`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from perf_report.model.route import Route
from perf_report.render.localized_text import TextRuns

# The kind of the first column of a sheet, which has the labels of the blocks.
LABEL = "label"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A remark below the text of a cell, with its label, such as an indicator's definition."""

    label: TextRuns
    runs: TextRuns


@dataclass(frozen=True, slots=True, kw_only=True)
class GridColumn:
    """A column: its id in the grid, and its kind, which the style sheet knows."""

    id: str
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadCell:
    """A cell of the header, over `columns` columns and `rows` rows; `id` is that in the grid.

    One that is `of_label` has no text, and belongs to the label of the block, in the body.
    """

    id: str
    runs: TextRuns
    columns: int = 1
    rows: int = 1
    of_label: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCell:
    """A cell of a line: the column at which it begins, what it holds, and what it is.

    `kind` is the class for the style sheet, and `name` the id of a header in its line where that is
    not its kind. Cells of following lines in one column with the same `key` are one merged cell.
    One with `continued` has that in place of its text where it begins again on another page.
    `label` is what a narrow screen prints before the text. A header of a `band` heads the cells of
    that band alone, as where two horizons stand side by side. `room` is how many characters a line
    holds on paper, 0 where that is not known, and None for words that may break anywhere. `depth`
    is how far the text is set in. `link` is the id of what the text leads to on a screen.
    `source` is the source of money of an amount, by id, and `adds`
    are those that it is the sum of. `choices` are the texts that the cell may have, if listed.
    `item` is set in the cell with the words of a task, goal or indicator: `task:ID`. `route` is
    where the value of the cell is in the spec; empty for a label, a number or a sum. `value` is
    where a report has what the cell prints: `("indicators", ID, "actual")`.
    """

    column: int
    runs: TextRuns
    kind: str = ""
    name: str = ""
    key: str = ""
    columns: int = 1
    is_header: bool = False
    is_bookmark: bool = False
    notes: tuple[Note, ...] = ()
    label: TextRuns = ()
    band: str = ""
    room: float | None = None
    depth: int = 0
    continued: TextRuns = ()
    link: str = ""
    source: str = ""
    adds: tuple[str, ...] = ()
    choices: tuple[TextRuns, ...] = ()
    item: str = ""
    route: Route = ()
    value: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row of the grid before pages are known; `anchor` is its id in the page."""

    anchor: str
    cells: tuple[LineCell, ...]
    kind: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextLine:
    """A line without a frame between grids: texts that stand apart from one another.

    `fields` are the labels and values of those that are fields, and `routes` where these are in the
    spec, or in the report that is printed.
    """

    texts: tuple[TextRuns, ...]
    fields: tuple[tuple[TextRuns, TextRuns], ...] = ()
    routes: tuple[Route, ...] = ()
    is_line: Literal[True] = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A block as a table.

    `id` is the beginning of all ids in it, `kind` its class, `caption` what a screen reader calls
    it, and `bookmark` its entry in the outline of a PDF. A grid that `starts_page` begins on a new
    one, unless much of the page before it is blank. `shares` are the widths of its columns in parts
    of the whole; empty where the style sheet has them.
    """

    id: str
    kind: str
    caption: TextRuns
    columns: tuple[GridColumn, ...]
    lines: tuple[Line, ...]
    head: tuple[tuple[HeadCell, ...], ...] = ()
    bookmark: TextRuns = ()
    starts_page: bool = False
    shares: tuple[float, ...] = ()
    is_line: Literal[False] = False

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the columns."""
        return tuple(column.kind for column in self.columns)

    def placed_heads(self) -> Iterator[tuple[HeadCell, range]]:
        """The cells of the header, row by row, each with the columns that it is over."""
        covered: set[tuple[int, int]] = set()
        for number, row in enumerate(self.head):
            column = 0
            for head in row:
                while (number, column) in covered:
                    column += 1
                place = range(column, column + head.columns)
                covered |= {(number + below, at) for below in range(head.rows) for at in place}
                yield head, place
                column = place.stop

    @property
    def anchor(self) -> str:
        """The id of the table on a screen; as no other id, it has two hyphens beside each other."""
        return f"{self.id}--part"

    @property
    def has_merged_cells(self) -> bool:
        """Whether any cell may span lines."""
        return any(cell.key for line in self.lines for cell in line.cells)
