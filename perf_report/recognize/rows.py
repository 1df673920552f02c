"""The rows of a paper's tables, each with the cells that stand in it or span into it."""

import re
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from perf_report.model.paper import Paper, PaperCell, PaperLine
from perf_report.recognize.cell_text import label_key, plain_text
from perf_report.recognize.label_words import filling_words

_COLON = re.compile("[:：]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCell:
    """A cell in a row; `starts` is whether it begins there and does not span into it from above."""

    cell: PaperCell
    starts: bool

    @property
    def text(self) -> str:
        """The text on one line."""
        return plain_text(self.cell.text)

    @property
    def key(self) -> str:
        """The text as labels are compared."""
        return label_key(self.cell.text)

    @property
    def end(self) -> int:
        """The first column to the right of the cell."""
        return self.cell.column + self.cell.columns

    def covers(self, column: int) -> bool:
        """Whether the cell spans a column."""
        return self.cell.column <= column < self.end

    def reaches_beyond(self, other: "RowCell") -> bool:
        """Whether the cell spans rows that another one does not."""
        own, its = self.cell, other.cell
        return own.row < its.row or own.row + own.rows > its.row + its.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: its cells from left to right, and the id that the file keeps for it.

    `is_plain` is whether the table has no merged cells, as text that was copied out of a sheet:
    what a merged cell covered is blank. `is_ragged` is as in `PaperTable`.
    """

    table: int
    cells: tuple[RowCell, ...]
    id: str = ""
    is_plain: bool = False
    is_ragged: bool = False

    @property
    def width(self) -> int:
        """How many columns the row has."""
        return max((each.end for each in self.cells), default=0)

    def under(self, head: "Row") -> "Row":
        """The row below a head; in another table with other columns, its cells are doubtful."""
        if self.table == head.table or self.width == head.width:
            return self
        cells = (
            replace(each, cell=replace(each.cell, doubt="import-columns-differ"))
            for each in self.cells
        )
        return replace(self, cells=tuple(cells))

    @property
    def starting(self) -> tuple[RowCell, ...]:
        """The cells that begin in the row."""
        return tuple(each for each in self.cells if each.starts)

    def at(self, column: int) -> RowCell | None:
        """The cell that covers a column."""
        for each in self.cells:
            if each.covers(column):
                return each
        return None

    def after(self, cell: RowCell) -> RowCell | None:
        """The next cell to the right of one."""
        return self.at(cell.end)

    def beside(self, label: RowCell, labels: AbstractSet[str]) -> RowCell | None:
        """The cell to the right of a label; in a plain table the only text up to the next label."""
        first = self.after(label)
        if not self.is_plain or first is None or first.text:
            return first
        texts: list[RowCell] = []
        for cell in self.cells:
            if cell.cell.column > label.cell.column and cell.text:
                if cell.key in labels:
                    break
                texts.append(cell)
        return texts[0] if len(texts) == 1 else first

    @property
    def lone_text(self) -> RowCell | None:
        """The only cell with a text, which is a title or a note; None if there are several."""
        texts = [each for each in self.cells if each.text]
        return texts[0] if len(texts) == 1 and texts[0].starts else None

    @property
    def line_texts(self) -> tuple[RowCell, ...]:
        """The texts of a line that a sheet has as a row: one alone, or several like 单位：万元."""
        texts = tuple(each for each in self.cells if each.text)
        is_line = len(texts) == 1 or all(_COLON.search(each.text) for each in texts)
        return texts if is_line and all(each.starts for each in texts) else ()

    @property
    def is_empty(self) -> bool:
        """Whether no cell that begins in the row has a text."""
        return not any(each.text for each in self.starting)


def cell_keys(rows: Iterable[Row]) -> set[str]:
    """Return the keys of the texts in rows, as labels are compared."""
    return {cell.key for row in rows for cell in row.starting if cell.key}


def is_note(row: Row) -> bool:
    """Return whether a row is a note or has who filled the table in: 注：…, 填报人：…."""
    words = tuple(filling_words("notes"))
    return all(cell.text.startswith(words) for cell in row.line_texts) and bool(row.line_texts)


def line_cell(line: PaperLine, text: str) -> RowCell:
    """Return a text of a line outside tables as a cell."""
    cell = PaperCell(text=text, row=0, column=0, place=line.place, doubt=line.doubt)
    return RowCell(cell=cell, starts=True)


def paper_rows(paper: Paper) -> tuple[Row, ...]:
    """Return the rows of all tables in their order; rows that an office left empty are none."""
    rows = (row for number, _ in enumerate(paper.tables) for row in _rows(paper, number))
    return tuple(row for row in rows if not row.is_empty)


def _rows(paper: Paper, number: int) -> Iterator[Row]:
    table = paper.tables[number]
    is_plain = not table.is_ragged and all(c.rows == c.columns == 1 for c in table.cells)
    open_cells: list[PaperCell] = []
    starting = _by_row(table.cells)
    for row in range(max(starting, default=-1) + 1):
        open_cells = [each for each in open_cells if each.row + each.rows > row]
        open_cells += starting.get(row, [])
        cells = sorted(open_cells, key=lambda each: each.column)
        yield Row(
            table=number,
            cells=tuple(RowCell(cell=each, starts=each.row == row) for each in cells),
            id=table.row_ids.get(row, ""),
            is_plain=is_plain,
            is_ragged=table.is_ragged,
        )


def _by_row(cells: tuple[PaperCell, ...]) -> dict[int, list[PaperCell]]:
    found: dict[int, list[PaperCell]] = {}
    for cell in cells:
        found.setdefault(cell.row, []).append(cell)
    return found
