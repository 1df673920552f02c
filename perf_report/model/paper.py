"""What a Word, Excel, PDF, HTML or text file says, whatever its format: cells, lines and places."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a text stands in a file: on a page or a sheet or in a table, in a cell or on a line.

    `part` is `page`, `sheet`, `table` or `file`; `name` is its number or its name. `cell` is the
    address of a cell as the format writes it (`C5`), or a row and a column (`3:2`).
    """

    part: str
    name: str = ""
    cell: str = ""
    line: int | None = None

    def __str__(self) -> str:
        where = f"{self.part} {self.name}".strip()
        detail = self.cell or (f"line {self.line}" if self.line else "")
        return f"{where}, {detail}" if detail else where


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCell:
    """A cell of a table: its text as the file has it, its row and column from 0, and its spans.

    A text of several lines has line feeds where the file breaks them. `doubt` is the id of a
    message where a reader is not certain that the text is that of the cell.
    """

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1
    place: Place
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """A line of text outside tables; `doubt` is as in `PaperCell`."""

    text: str
    place: Place
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTable:
    """A table: its cells in the order of rows, with the lines above it since the table before.

    `row_ids` are ids that the file keeps for rows where people do not see them, by row. `is_ragged`
    is whether rows lack the cells that span into them, so that their cells are at the right.
    """

    cells: tuple[PaperCell, ...]
    above: tuple[PaperLine, ...] = ()
    row_ids: Mapping[int, str] = field(default_factory=dict)
    is_ragged: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """What a reader cannot see or leaves out: the id of a message, its arguments and a place."""

    id: str
    arguments: Mapping[str, str | int] = field(default_factory=dict)
    place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A file as a neutral value: tables in reading order, and the lines below the last of them.

    `carried` are the specs that a file of our own carries, by name. `is_flat` is whether the file
    has lines of text alone: its cells are lost, and `below` holds all lines.
    """

    tables: tuple[PaperTable, ...] = ()
    below: tuple[PaperLine, ...] = ()
    carried: Mapping[str, bytes] = field(default_factory=dict)
    is_flat: bool = False
    remarks: tuple[Remark, ...] = ()
