"""Which row of an edited file is which row of the one that its report prints.

Rows are told apart by their labels and names, in their columns: a value is never taken from a row
that may be another.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perf_report.app.import_paper.differences import Text
from perf_report.app.import_paper.report_file import PrintedReport, Spot
from perf_report.model.paper import Paper, PaperCell
from perf_report.render.grid.cells import LineCell


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A cell of a printed form with what the edited file has there.

    `cell` is None for one without a value of the report.
    """

    printed: PaperCell
    edited: PaperCell
    cell: LineCell | None

    @property
    def is_edited(self) -> bool:
        """Whether the file says something else."""
        return text_key(self.printed) != text_key(self.edited)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """The cells that begin in a row, by column; `id` is what the file keeps for the row."""

    table: int
    number: int
    cells: Mapping[int, PaperCell]
    id: str


def text_key(cell: PaperCell) -> str:
    """Return what a text is compared by: figures by value, without blanks."""
    return Text(text=cell.text, place=cell.place).key


def filled_cells(printed: PrintedReport, edited: Paper) -> list[Filled]:
    """Return the cells of the rows of a printed report that an edited file still has."""
    found: list[Filled] = []
    for row, other in _pairs(printed, edited):
        for column, cell in row.cells.items():
            known = printed.cells.get((row.table, row.number, column))
            value = known if known is not None and known.value else None
            found.append(Filled(printed=cell, edited=other.cells[column], cell=value))
    return found


def count_rows(printed: PrintedReport, edited: Paper) -> tuple[int, int]:
    """Return how many rows of a printed report an edited file has, and how many there are."""
    return sum(1 for _ in _pairs(printed, edited)), len(_rows(printed.reading.paper))


def _pairs(printed: PrintedReport, edited: Paper) -> Iterator[tuple[_Row, _Row]]:
    rows, others = _rows(printed.reading.paper), _rows(edited)
    names = [_names(row, printed.cells) for row in rows]
    times = Counter(tuple(sorted(each.items())) for each in names)
    start, has_head = 0, True
    for row, named in zip(rows, names, strict=True):
        fitting = [
            number
            for number, other in enumerate(others)
            if _is_same(row, other) and _has_names(other, named)
        ]
        place = next((number for number in fitting if number >= start), None)
        is_found = place is not None and len(fitting) == times[tuple(sorted(named.items()))]
        if _is_head(row, printed.cells):
            # Without it, nobody knows whether the columns below are the same.
            has_head = is_found
        if place is not None and is_found and has_head:
            yield row, others[place]
            start = place + 1


def _is_head(row: _Row, cells: Mapping[Spot, LineCell]) -> bool:
    """Whether a row is the head of columns: it has texts, and none of a line."""
    is_line = any((row.table, row.number, column) in cells for column in row.cells)
    return not is_line and sum(bool(cell.text) for cell in row.cells.values()) > 1


def _rows(paper: Paper) -> Sequence[_Row]:
    rows: list[_Row] = []
    for number, table in enumerate(paper.tables):
        cells: dict[int, dict[int, PaperCell]] = {}
        for cell in table.cells:
            cells.setdefault(cell.row, {})[cell.column] = cell
        rows += [
            _Row(table=number, number=row, cells=found, id=table.row_ids.get(row, ""))
            for row, found in sorted(cells.items())
        ]
    return rows


def _names(row: _Row, cells: Mapping[Spot, LineCell]) -> dict[int, str]:
    """The texts that tell a row from others, by column: all, of one that has no line."""
    known = {column: cells.get((row.table, row.number, column)) for column in row.cells}
    values = {column for column, cell in known.items() if cell is not None and cell.value}
    heads = {column for column, cell in known.items() if cell is not None and not cell.value}
    return {
        column: text_key(cell)
        for column, cell in row.cells.items()
        if column in heads or not (heads or values)
    }


def _is_same(row: _Row, other: _Row) -> bool:
    """Whether a row has the cells of another: none is merged, and no column is new."""
    if row.id and other.id and row.id != other.id:
        return False
    if any(cell.text and column not in row.cells for column, cell in other.cells.items()):
        return False
    spans = {column: (cell.rows, cell.columns) for column, cell in row.cells.items()}
    return all(
        column in other.cells and (other.cells[column].rows, other.cells[column].columns) == span
        for column, span in spans.items()
    )


def _has_names(row: _Row, names: Mapping[int, str]) -> bool:
    return all(text_key(row.cells[column]) == text for column, text in names.items())
