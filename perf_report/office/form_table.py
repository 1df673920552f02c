"""The grids of a form as one table of an Office file: cells in rows and columns that all share.

The grids are those of the page and the PDF. Where several make one table, its columns are what the
columns of all of them have in common, and a cell spans as many of them as its own is wide.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from perf_report.render.grid.cells import LABEL, Grid, HeadCell, LineCell
from perf_report.render.grid.printed_rows import group_rows
from perf_report.render.page_geometry import POINTS_PER_MM, Geometry

# Edges of columns that are closer than this, in points, are one.
_SNAP = 3.0

# The class of a cell of a header, and of one without text above the label of a block.
HEAD, BLANK = "head", "blank"
_JOINED = "joined"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCell:
    """A cell with its place in a table, from 0, and what it spans.

    `is_open_above` and `is_open_below` are sides without a line.
    """

    row: int
    column: int
    cell: LineCell
    rows: int = 1
    columns: int = 1
    is_open_above: bool = False
    is_open_below: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRow:
    """A row: the cells that begin in it.

    `kind` is that of the line, and `is_head` whether the row is one of a header. `grid` is the id
    of its grid.
    """

    cells: tuple[FormCell, ...]
    grid: str
    kind: str = ""
    is_head: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FormTable:
    """A table: the widths of its columns in points, and its rows."""

    widths: tuple[float, ...]
    rows: tuple[FormRow, ...]


def place_grids(grids: Sequence[Grid], geometry: Geometry) -> FormTable:
    """Return grids, one below the other, as one table; without any, one of a single column."""
    edges = [_edges(grid, geometry) for grid in grids]
    common = _common_edges(edges) or [0.0, geometry.inner_points]
    rows: list[FormRow] = []
    for grid, own in zip(grids, edges, strict=True):
        placed = list(_place(grid, [_nearest(common, edge) for edge in own], len(rows)))
        rows = _join(rows, placed)
    widths = tuple(after - before for before, after in pairwise(common))
    return FormTable(widths=widths, rows=tuple(rows))


# --- Columns ---


def _edges(grid: Grid, geometry: Geometry) -> list[float]:
    """Where the columns of a grid begin and end, in points from the left."""
    shares = grid.shares or _styled_shares(grid, geometry)
    edges = [0.0]
    for share in shares:
        edges.append(edges[-1] + share * geometry.inner_points)
    return edges


def _styled_shares(grid: Grid, geometry: Geometry) -> list[float]:
    """The shares of columns that the style sheet has widths for; the others divide the rest."""
    fixed = {
        LABEL: geometry.department,
        "number": geometry.number,
        "amount": geometry.amount,
        "tasks": geometry.tasks,
        "goal": geometry.columns.goal,
        "level1": geometry.columns.level1,
        "level2": geometry.columns.level2,
        "name": geometry.columns.name,
    }
    whole = geometry.inner_points / POINTS_PER_MM
    widths = [fixed.get(column.kind) for column in grid.columns]
    rest = whole - sum(width for width in widths if width)
    count = widths.count(None)
    return [(rest / count if width is None else width) / whole for width in widths]


def _common_edges(edges: Sequence[Sequence[float]]) -> list[float]:
    found: list[float] = []
    for edge in sorted(edge for own in edges for edge in own):
        if not found or edge - found[-1] > _SNAP:
            found.append(edge)
    return found


def _nearest(common: Sequence[float], edge: float) -> int:
    """The number of the common edge that stands for one."""
    at = bisect_left(common, edge)
    near = [each for each in (at - 1, at) if 0 <= each < len(common)]
    return min(near, key=lambda each: abs(common[each] - edge))


# --- Rows ---


def _place(grid: Grid, edges: Sequence[int], first: int) -> Iterator[FormRow]:
    """The rows of a grid in a table whose rows before it are so many."""
    yield from _place_head(grid, edges, first)
    row = first + len(grid.head)
    for group in group_rows(grid):
        for printed in group.rows:
            cells = tuple(
                _placed(
                    each.cell, row, each.rows, edges,
                    is_open_above=bool(grid.head) and _is_block_label(each.cell),
                )
                for each in printed.cells
            )  # fmt: skip
            yield FormRow(cells=cells, grid=grid.id, kind=printed.line.kind)
            row += 1


def _place_head(grid: Grid, edges: Sequence[int], first: int) -> Iterator[FormRow]:
    numbers = [number for number, row in enumerate(grid.head) for _ in row]
    rows: list[list[FormCell]] = [[] for _ in grid.head]
    for number, (head, place) in zip(numbers, grid.placed_heads(), strict=True):
        rows[number].append(
            _placed(
                _head_cell(head, place), first + number, head.rows, edges,
                is_open_below=head.of_label,
            )
        )  # fmt: skip
    for cells in rows:
        yield FormRow(cells=tuple(cells), grid=grid.id, is_head=True)


def _head_cell(head: HeadCell, place: range) -> LineCell:
    return LineCell(
        column=place.start,
        columns=len(place),
        runs=head.runs,
        name=head.id,
        kind=BLANK if head.of_label else HEAD,
        is_header=True,
    )


def _is_block_label(cell: LineCell) -> bool:
    return cell.column == 0 and bool(cell.key) and cell.kind.split()[0] == LABEL


def _placed(
    cell: LineCell,
    row: int,
    rows: int,
    edges: Sequence[int],
    *,
    is_open_above: bool = False,
    is_open_below: bool = False,
) -> FormCell:
    start, end = edges[cell.column], edges[cell.column + cell.columns]
    return FormCell(
        row=row, column=start, columns=end - start, rows=rows, cell=cell,
        is_open_above=is_open_above, is_open_below=is_open_below,
    )  # fmt: skip


def _join(above: list[FormRow], below: list[FormRow]) -> list[FormRow]:
    """Put rows below others; a label that goes on from above is one cell with it."""
    going_on = next((each for each in below[0].cells if _JOINED in each.cell.kind.split()), None)
    begun = _last_label(above) if going_on else None
    if going_on is None or begun is None or begun.columns != going_on.columns:
        return [*above, *below]
    longer = replace(begun, rows=begun.rows + going_on.rows)
    rows = list(above)
    rows[begun.row] = _with_cells(rows[begun.row], begun, longer)
    return [*rows, _with_cells(below[0], going_on, None), *below[1:]]


def _last_label(rows: Sequence[FormRow]) -> FormCell | None:
    cells = (cell for row in reversed(rows) for cell in row.cells if cell.column == 0)
    return next(cells, None)


def _with_cells(row: FormRow, old: FormCell, new: FormCell | None) -> FormRow:
    cells = (new if cell is old else cell for cell in row.cells)
    return replace(row, cells=tuple(cell for cell in cells if cell is not None))
