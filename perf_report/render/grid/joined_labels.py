"""Blocks of a sheet one below the other with the same label: they share one cell of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

from perf_report.render.grid.cells import LABEL, Grid, LineCell, TextLine
from perf_report.render.localized_text import TextRuns

# The kinds of a label that goes on in the block below, and of one that began in the block above.
_BEGINS, _GOES_ON = f"{LABEL} joins", f"{LABEL} joined"

_Part = Grid | TextLine


def join_labels(parts: Sequence[_Part]) -> tuple[_Part, ...]:
    """Return the parts, with the label of neighbouring blocks that have the same one once."""
    joined = list(parts)
    for index, (above, below) in enumerate(pairwise(parts)):
        if _shares_label(above, below):
            joined[index] = _with_labels(joined[index], _begin)
            joined[index + 1] = _with_labels(below, _go_on)
    return tuple(joined)


def _shares_label(above: _Part, below: _Part) -> bool:
    if isinstance(above, TextLine) or isinstance(below, TextLine) or below.head:
        return False
    return bool(_label(above)) and _label(above) == _label(below)


def _label(grid: Grid) -> TextRuns:
    """The label of a whole block; fields by themselves have one each."""
    cells = (cell for line in grid.lines[:1] for cell in line.cells[:1])
    return next((cell.runs for cell in cells if cell.kind == LABEL and cell.key), ())


def _with_labels(part: _Part, change: Callable[[LineCell], LineCell]) -> _Part:
    if isinstance(part, TextLine):
        return part
    lines = tuple(
        replace(line, cells=(change(line.cells[0]), *line.cells[1:])) for line in part.lines
    )
    return replace(part, lines=lines)


def _begin(cell: LineCell) -> LineCell:
    # One that goes on from above stays so.
    return replace(cell, kind=_BEGINS if cell.kind == LABEL else f"{_GOES_ON} joins")


def _go_on(cell: LineCell) -> LineCell:
    return replace(cell, runs=(), kind=_GOES_ON)
