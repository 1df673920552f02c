"""Headers of grids whose columns have labels in common."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from perf_report.render.grid.cells import HeadCell
from perf_report.render.localized_text import TextRuns


def grouped_head(
    cells: Iterable[tuple[HeadCell, TextRuns]],
) -> tuple[tuple[HeadCell, ...], ...]:
    """Return a header of cells, each with the label of the group that it stands under.

    Cells beside each other with the same label have one cell above them; a cell without a group
    has the height of both rows. Without any group there is one row.
    """
    listed = list(cells)
    if not any(group for _, group in listed):
        return (tuple(cell for cell, _ in listed),)
    upper: list[HeadCell] = []
    lower: list[HeadCell] = []
    for label, found in groupby(listed, key=lambda pair: pair[1]):
        members = [cell for cell, _ in found]
        if label:
            upper.append(HeadCell(id=f"{members[0].id}-group", runs=label, columns=len(members)))
            lower += members
        else:
            upper += [replace(cell, rows=2) for cell in members]
    return (tuple(upper), tuple(lower))
