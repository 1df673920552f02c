"""The rows of a grid as they print: merged cells with their spans, and what heads each cell.

A merged cell cannot cross the end of a page: it ends there, and begins again with its label on the
next page. So its row span depends on the page breaks.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from perf_report.render.grid.cells import Grid, Line, LineCell


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCell:
    """A cell that begins in a row: how many rows it spans, its id, and those of its headings.

    `is_continued` is whether it continues a cell of the page before.
    """

    cell: LineCell
    rows: int = 1
    anchor: str = ""
    headers: str = ""
    scope: str = ""
    is_continued: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRow:
    """A row: the line that it prints, and the cells that begin in it."""

    line: Line
    cells: tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowGroup:
    """Rows on one page that no merged cell of the rows before spans."""

    starts_page: bool
    rows: tuple[PrintedRow, ...]


# The cells that span a line, by column: the id of each, and its band.
_Spanning = dict[int, tuple[str, str]]


def group_rows(grid: Grid, breaks: Collection[int] = ()) -> tuple[RowGroup, ...]:
    """Return the rows of a grid; `breaks` are the lines before which the page breaks."""
    columns = _column_headers(grid)
    keys = [{cell.column: cell.key for cell in line.cells if cell.key} for line in grid.lines]
    rows: list[PrintedRow] = []
    spanning: _Spanning = {}
    known: set[str] = set()
    for index, line in enumerate(grid.lines):
        cells = [
            _begin(cell, keys, index, breaks, known)
            for cell in line.cells
            if index == 0 or index in breaks or not _continues(keys, index, cell)
        ]
        known |= {each.anchor for each in cells}
        begun = {each.cell.column: (each.anchor, each.cell.band) for each in cells}
        spanning = {column: (spanning | begun)[column] for column in sorted(keys[index])}
        rows.append(
            PrintedRow(line=line, cells=tuple(_with_headers(line, cells, spanning, columns)))
        )
    if not grid.has_merged_cells:
        return (RowGroup(starts_page=False, rows=tuple(rows)),)
    return tuple(_split_groups(rows, breaks))


def merged_anchor(key: str) -> str:
    """Return the id of a merged cell, where it begins."""
    return f"of_{key}"


def cell_anchor(line: Line, cell: LineCell) -> str:
    """Return the id of a cell of one line that heads others."""
    return f"{line.anchor}_{cell.name or cell.kind}"


def _continues(keys: Sequence[dict[int, str]], index: int, cell: LineCell) -> bool:
    """Whether a cell is one with that of the line before."""
    return bool(cell.key) and keys[index - 1].get(cell.column) == cell.key


def _begin(
    cell: LineCell,
    keys: Sequence[dict[int, str]],
    index: int,
    breaks: Collection[int],
    known: Collection[str],
) -> PrintedCell:
    """A cell with its span; one that is merged, and heads others, with an id that is not known."""
    if not cell.key:
        return PrintedCell(cell=cell)
    end = index + 1
    while end < len(keys) and end not in breaks and keys[end].get(cell.column) == cell.key:
        end += 1
    continued = index > 0 and _continues(keys, index, cell)
    anchor = merged_anchor(cell.key) if cell.is_header else ""
    if anchor and (continued or anchor in known):
        anchor = f"{anchor}_{index}"
    return PrintedCell(cell=cell, rows=end - index, anchor=anchor, is_continued=continued)


def _with_headers(
    line: Line, cells: Sequence[PrintedCell], spanning: _Spanning, columns: Sequence[Sequence[str]]
) -> Iterator[PrintedCell]:
    """The cells with their ids, and with the merged cells, headers and columns that head them."""
    before: list[tuple[str, str]] = []
    for printed in cells:
        cell, above = printed.cell, columns[printed.cell.column]
        if cell.key and cell.is_header:
            scope = "row" if cell.column else "rowgroup"
            yield replace(printed, headers=" ".join(above), scope=scope)
            continue
        left = [
            each for column, each in spanning.items() if column < cell.column and each[0]
        ] + before
        heads = " ".join([*(id_ for id_, band in left if band in {"", cell.band}), *above])
        if cell.is_header:
            anchor = cell_anchor(line, cell)
            before = [(anchor, cell.band)]
            yield replace(printed, anchor=anchor, headers=heads, scope="row")
        else:
            yield replace(printed, headers=heads)


def _column_headers(grid: Grid) -> list[tuple[str, ...]]:
    """The ids of the header's cells over each column, from the top."""
    over: list[dict[str, None]] = [{} for _ in grid.columns]
    for head, place in grid.placed_heads():
        for column in place if head.runs else ():
            over[column][f"{grid.id}-{head.id}"] = None
    return list(map(tuple, over))


def _split_groups(rows: Sequence[PrintedRow], breaks: Collection[int]) -> Iterator[RowGroup]:
    starts = [index for index, row in enumerate(rows) if len(row.cells) == len(row.line.cells)]
    for start, end in zip(starts, [*starts[1:], len(rows)], strict=True):
        yield RowGroup(starts_page=start in breaks, rows=tuple(rows[start:end]))
