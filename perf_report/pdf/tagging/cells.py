"""The cells of a table: continued ones joined, and each with its headings."""

from collections.abc import Iterator
from dataclasses import dataclass

from perf_report.pdf.tagging.nodes import Node

_Grid = dict[tuple[int, int], Node]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a cell begins: its row and column, and the node of the row."""

    row: int
    column: int
    line: Node
    cell: Node

    @property
    def rows(self) -> range:
        """The rows that the cell covers."""
        return range(self.row, self.row + self.cell.row_span)

    @property
    def columns(self) -> range:
        """The columns that the cell covers."""
        return range(self.column, self.column + self.cell.col_span)


def link_cells(table: Node, prefix: str) -> None:
    """Join what pages parted, and give each cell its headings.

    A heading without an id gets one that begins with `prefix`, which no other table may have.
    """
    aliases = _join_continued(table)
    grid: _Grid = {}
    places = list(_places(table, grid))
    columns = [place for place in places if _heads_columns(place.cell)]
    numbers = iter(range(1, len(places) + 1))
    for place in places:
        place.cell.headers = _headings(place, columns, grid, aliases)
        for header in place.cell.headers:
            if header.id is None:
                header.id = header.get("id") or f"{prefix}-{next(numbers)}"


def give_body(table: Node) -> None:
    """Make a body of the head of a table that has no rows: a head must not be alone."""
    if not any(node.type in {"TBody", "TR"} for node in table.nodes()):
        for node in table.nodes():
            node.type = "TBody" if node.type == "THead" else node.type


def _heads_columns(cell: Node) -> bool:
    return cell.type == "TH" and cell.scope == "Column"


def _places(table: Node, grid: _Grid) -> Iterator[_Place]:
    """Every cell with its place, in order; `grid` fills up with who covers what."""
    for number, line in enumerate(table.descend("TR")):
        column = 0
        for cell in line.nodes():
            while (number, column) in grid:
                column += 1
            place = _Place(number, column, line, cell)
            _cover(grid, place, cell)
            yield place
            column += cell.col_span


def _cover(grid: _Grid, place: _Place, owner: Node) -> None:
    for row in place.rows:
        for column in place.columns:
            grid[row, column] = owner


def _join_continued(table: Node) -> dict[str, Node]:
    """Make one cell of a merged cell and its continuations; every id with the cell it stands for.

    The rows of the continuation go on in the group in which the merged cell began.
    """
    grid: _Grid = {}
    aliases: dict[str, Node] = {}
    body: Node | None = None
    for number, line in enumerate(list(table.descend("TR"))):
        joins = _join_line(number, line, grid, aliases)
        group = line.parent
        if joins and body is not None and group is not None and group is not body:
            group.kids.remove(line)
            body.kids.append(line)
            line.parent = body
        elif group is not None and group.type == "TBody":
            body = group
    return aliases


def _join_line(number: int, line: Node, grid: _Grid, aliases: dict[str, Node]) -> bool:
    """Join the continued cells of a row with those above; whether there was one."""
    column, joins = 0, False
    for cell in list(line.nodes()):
        while (number, column) in grid:
            column += 1
        owner = grid.get((number - 1, column)) if cell.is_continued else None
        if owner is not None:
            owner.row_span += cell.row_span
            line.kids.remove(cell)
            joins = True
        id_ = cell.get("id")
        if id_:
            aliases[id_] = owner or cell
        _cover(grid, _Place(number, column, line, cell), owner or cell)
        column += cell.col_span
    return joins


def _headings(
    place: _Place, columns: list[_Place], grid: _Grid, aliases: dict[str, Node]
) -> list[Node]:
    """The headings of a cell: those that it names, or else those above and before it."""
    named = place.cell.get("headers")
    if named:
        found = [aliases[id_] for id_ in named.split() if id_ in aliases]
    elif _heads_columns(place.cell):
        found = []
    else:
        found = [*_above(place, columns), *_before(place, grid)]
    return [node for node in dict.fromkeys(found) if node is not place.cell]


def _above(place: _Place, columns: list[_Place]) -> Iterator[Node]:
    """The headings of the columns; a heading across the table counts for its own group alone."""
    for other in columns:
        in_group = other.line.parent is place.line.parent
        is_shared = bool(set(other.columns) & set(place.columns))
        is_near = in_group or other.cell.get("scope") != "rowgroup"
        if other.row < place.row and is_shared and is_near:
            yield other.cell


def _before(place: _Place, grid: _Grid) -> Iterator[Node]:
    """The headings of the rows."""
    for row in place.rows:
        column = 0
        while (row, column) in grid:
            header = grid[row, column]
            if header.type == "TH" and column not in place.columns and header.scope == "Row":
                yield header
            column += 1
