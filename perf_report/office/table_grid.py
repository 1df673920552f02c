"""Place the cells of a table's rows on a grid, as their spans ask for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from perf_report.model.paper import PaperCell, Place

# A span beyond this is a slip or an attack: no table of targets has as many columns or rows.
MOST_SPAN = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCell:
    """A cell as a row of a file lists it: its text, its spans and a doubt as in `PaperCell`."""

    text: str
    rows: int = 1
    columns: int = 1
    doubt: str = ""


def place_cells(rows: Iterable[Iterable[RowCell]], part: str, name: str) -> Iterator[PaperCell]:
    """Yield the cells with their rows and columns.

    A cell moves to the right of what spans into its row.
    """
    reach: dict[int, int] = {}
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while reach.get(column, 0) > number:
                column += 1
            columns, height = _span(cell.columns), _span(cell.rows)
            for each in range(column, column + columns):
                reach[each] = number + height
            place = Place(part=part, name=name, cell=f"{number + 1}:{column + 1}")
            yield PaperCell(
                text=cell.text, row=number, column=column, rows=height, columns=columns,
                place=place, doubt=cell.doubt,
            )  # fmt: skip
            column += columns


def _span(written: int) -> int:
    return min(max(written, 1), MOST_SPAN)
