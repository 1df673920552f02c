"""Ids of a page, each of which stands there once whatever a form and a plan call their parts."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from perf_report.render.grid.cells import Grid, HeadCell, Line, LineCell, TextLine
from perf_report.render.grid.printed_rows import cell_anchor, merged_anchor

# No id of a form, of a framework or of a spec has two hyphens beside each other.
_JOINT = "--"


def with_unique_ids(parts: Iterable[Grid | TextLine]) -> Iterator[Grid | TextLine]:
    """Yield the parts of a page; ids that stand further up already are told apart by the grid's.

    Rows and their cells keep theirs before the cells of headers do, since links lead to rows.
    """
    taken: set[str] = set()
    for part in parts:
        if isinstance(part, TextLine):
            yield part
            continue
        grid = replace(part, lines=tuple(_lines(part, taken)))
        yield replace(grid, head=tuple(tuple(_heads(grid.id, row, taken)) for row in grid.head))


def _lines(grid: Grid, taken: set[str]) -> Iterator[Line]:
    """The lines of a grid; those of its merged cells that belong together keep one key."""
    before, own = frozenset(taken), set[str]()
    for number, line in enumerate(grid.lines):
        anchor = line.anchor
        if anchor in taken:
            anchor = f"{grid.id}{_JOINT}{number}"
        taken.add(anchor)
        cells = tuple(_cell(cell, grid.id, before) for cell in line.cells)
        own |= {merged_anchor(cell.key) for cell in cells if cell.key}
        fresh = replace(line, anchor=anchor, cells=cells)
        taken |= {cell_anchor(fresh, cell) for cell in cells if cell.is_header and not cell.key}
        yield fresh
    taken |= own


def _cell(cell: LineCell, id_: str, before: frozenset[str]) -> LineCell:
    if cell.key and merged_anchor(cell.key) in before:
        return replace(cell, key=f"{id_}{_JOINT}{cell.key}")
    return cell


def _heads(id_: str, row: Iterable[HeadCell], taken: set[str]) -> Iterator[HeadCell]:
    for head in row:
        fresh, number = head, 2
        while f"{id_}-{fresh.id}" in taken:
            fresh, number = replace(head, id=f"{head.id}{_JOINT}{number}"), number + 1
        taken.add(f"{id_}-{fresh.id}")
        yield fresh
