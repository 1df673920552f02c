"""Layouts of tables as text files, from which the makers write Word, Excel, HTML and text files.

`= text` is a line above a table and `- text` one below it; `| a | b |` is a row, in which `<`
continues the cell to the left and `^` the one above; `---` ends a table. `\\n` breaks a line in a
cell, `{-old-}{+new+}` is a tracked change, `!date 2026-03-01` is a day that a spreadsheet keeps as
one. `@name value` are directions to the makers.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

LAYOUTS = Path(__file__).resolve().parent.parent / "office" / "layouts"
_DELETED = re.compile(r"\{-(.*?)-\}")
_INSERTED = re.compile(r"\{\+(.*?)\+\}")


@dataclass(slots=True)
class Cell:
    """A cell with its place and spans; `text` has line feeds."""

    text: str
    row: int
    column: int
    rows: int = 1
    columns: int = 1

    @property
    def final(self) -> str:
        """The text with its tracked changes accepted, and a day as it is written."""
        text = _INSERTED.sub(r"\1", _DELETED.sub("", self.text))
        return text.removeprefix("!date ")


@dataclass(slots=True)
class Table:
    """A table with the lines above and below it."""

    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    rows: list[list[str]] = field(default_factory=list)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max(map(len, self.rows))

    def cells(self) -> list[list[Cell]]:
        """The cells that begin in each row."""
        owners: dict[tuple[int, int], Cell] = {}
        found: list[list[Cell]] = []
        for row, texts in enumerate(self.rows):
            found.append([])
            for column, text in enumerate(texts):
                if text == "<":
                    owner = owners[row, column - 1]
                elif text == "^":
                    owner = owners[row - 1, column]
                else:
                    owner = Cell(text.replace("\\n", "\n"), row, column)
                    found[-1].append(owner)
                owners[row, column] = owner
                owner.rows = row - owner.row + 1
                owner.columns = max(owner.columns, column - owner.column + 1)
        return found

    def is_covered(self, row: int, column: int) -> Cell | None:
        """The cell that spans over a place from above or from the left."""
        for cells in self.cells()[: row + 1]:
            for cell in cells:
                is_inside = cell.row <= row < cell.row + cell.rows
                if is_inside and cell.column <= column < cell.column + cell.columns:
                    return None if (cell.row, cell.column) == (row, column) else cell
        return None


@dataclass(slots=True)
class Layout:
    """The tables of a layout and its directions."""

    name: str
    tables: list[Table]
    directions: dict[str, str]


def read_layout(name: str) -> Layout:
    """Return a layout by its name."""
    tables, directions = [Table()], {}
    for line in (LAYOUTS / f"{name}.grid").read_text("utf-8").splitlines():
        if line.startswith("@"):
            key, _, value = line[1:].partition(" ")
            directions[key] = value
        elif line == "---":
            tables.append(Table())
        elif line.startswith("= "):
            tables[-1].above.append(line[2:])
        elif line.startswith("- "):
            tables[-1].below.append(line[2:])
        elif line.startswith("|"):
            tables[-1].rows.append([each.strip() for each in line.strip("|").split("|")])
    return Layout(name=name, tables=tables, directions=directions)


def layout_names() -> list[str]:
    """The names of all layouts."""
    return sorted(path.stem for path in LAYOUTS.glob("*.grid"))
