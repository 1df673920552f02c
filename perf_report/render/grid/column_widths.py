"""Widths of the columns of a sheet, its page and its size of type, from what its cells hold.

Widths are estimated from the text: a Chinese character is as wide as high, others about half of
that. The usual page is A4 upright in the usual size of type. Where a column would be too narrow for
its words, the type gets smaller, then the page turns, then it becomes A3; no type is smaller than
`SMALLEST` points.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt

from perf_report.render.grid.cells import LABEL, Grid, LineCell, TextLine
from perf_report.render.grid.long_rows import with_long_rows
from perf_report.render.grid.text_widths import longest_span, longest_word, text_width
from perf_report.render.page_geometry import (
    A3_LANDSCAPE,
    A4_LANDSCAPE,
    A4_PORTRAIT,
    SMALLEST,
    Geometry,
)

TYPE_STEP = 0.5
# How far type shrinks on each page for comfortable columns, and for those that do.
_SIZES = ((9.5, 9.0), (9.5, 8.0), (9.0, SMALLEST))

# Estimates are off by so much at most.
_SAFETY = 1.06

# What columns get at least if their texts are longer, in widths of a Chinese character; and what
# they had better get, so that 社会效益指标 stands in one line.
_LEAST = {
    "goal-text": 12.0, "name": 6.2, "value": 5.0, "definition": 6.0, "formula": 6.0,
    "standard": 5.0, "level1": 4.1, "level2": 5.1, "number": 2.0, "reason": 7.0, "text": 8.0,
}  # fmt: skip
_COMFORT = _LEAST | {"level1": 5.1, "level2": 6.1, "reason": 10.0}
_USUAL_LEAST = 4.0
# What a blank cell gets, so that a form can be filled in by hand.
_BLANK = {
    "value": 9.0,
    "goal-text": 16.0,
    "name": 9.0,
    "amount": 6.0,
    "number": 2.0,
    "weight": 3.0,
    "reason": 12.0,
    "tick": 2.0,
}
# The same for the labels of columns, so that 一级指标 stands in one line.
_HEAD_COMFORT = 4.0
# Over columns of ticks, of which there are many, they stand in two lines.
_TICK_HEAD = 2.0
# What the labels of blocks get at most, unless a word of theirs is longer.
_WIDEST_LABEL = 6.1

# What is left of a width when all of it is given away.
_NOTHING = 1e-6

# Columns of labels and figures, which need no more than their texts.
_SHORT = frozenset(
    {
        LABEL, "level1", "level2", "heading", "number", "sign", "unit", "weight", "type",
        "direction", "amount", "tick",
    }
)  # fmt: skip

# What may not be broken: figures.
_UNBROKEN = frozenset({"amount", "number", "weight", "sign"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Need:
    """What a column needs, in widths of a character.

    It has the least, what makes a better page, what fits one line, and the usual length of a text.
    """

    least: float
    comfort: float
    full: float
    usual: float


def fit_sheet(
    parts: Sequence[Grid | TextLine], usual: Geometry
) -> tuple[Geometry, tuple[Grid | TextLine, ...]]:
    """Return the page and type of a sheet, and its parts, the grids with widths of columns."""
    grids = [part for part in parts if isinstance(part, Grid)]
    needs = [_needs(grid) for grid in grids]
    label = _label_need(grids, needs)
    for geometry, is_comfortable in _geometries(usual):
        widths = [
            _widths(need, label, geometry, grid, is_comfortable=is_comfortable)
            for need, grid in zip(needs, grids, strict=True)
        ]
        if all(width is not None for width in widths):
            break
    else:
        geometry = replace(geometry, is_crowded=True)
    fitted = iter(
        with_long_rows(replace(grid, shares=width or _forced(need)), geometry)
        for grid, width, need in zip(grids, widths, needs, strict=True)
    )
    return geometry, tuple(next(fitted) if isinstance(part, Grid) else part for part in parts)


def _geometries(usual: Geometry) -> Iterator[tuple[Geometry, bool]]:
    """The pages and sizes of type to try, the best first, and whether columns are comfortable."""
    pages = (A4_PORTRAIT, A4_LANDSCAPE, A3_LANDSCAPE)
    for page, (comfort, least) in zip(pages, _SIZES, strict=True):
        geometry = usual.on_page(page)
        yield from ((each, True) for each in _sizes(geometry, comfort))
        yield from ((each, False) for each in _sizes(geometry, least))
    yield usual.on_page(A3_LANDSCAPE).with_type(SMALLEST), False


def _sizes(geometry: Geometry, least: float) -> Iterator[Geometry]:
    size = geometry.font_size
    while size >= least:
        yield geometry.with_type(size)
        size -= TYPE_STEP


def _needs(grid: Grid) -> list[_Need]:
    """What each column needs for the cells that stand in it alone, header included."""
    texts: list[list[tuple[float, float, str]]] = [[] for _ in grid.columns]
    for line in grid.lines:
        for cell in line.cells:
            if cell.columns == 1:
                texts[cell.column].append(_measure(cell))
    heads = _head_tokens(grid)
    return [
        _need(found, heads[column], grid.columns[column].kind) for column, found in enumerate(texts)
    ]


def _measure(cell: LineCell) -> tuple[float, float, str]:
    """The longest word and the whole text of a cell, and the cell's kind."""
    if not cell.runs and (cell.kind in _BLANK or not cell.is_header):
        return 0.0, _BLANK.get(cell.kind, _USUAL_LEAST), cell.kind
    runs = [*cell.runs, *(run for note in cell.notes for run in (*note.label, *note.runs))]
    full = max((text_width(run.text) for run in runs), default=0.0) + cell.depth
    if cell.kind in _UNBROKEN:
        return full, full, cell.kind
    word = longest_word(runs) if cell.room is None else longest_span(runs, cell.room)
    return word + cell.depth, full, cell.kind


def _need(found: Sequence[tuple[float, float, str]], head: float, kind: str) -> _Need:
    word = max([head, *(word for word, _, _ in found)])
    full = max([word, *(full for _, full, _ in found)])
    usual = sqrt(sum(full * full for _, full, _ in found) / len(found)) if found else word
    least, comfort = (min(full, each.get(kind, _USUAL_LEAST)) for each in (_LEAST, _COMFORT))
    return _Need(
        least=max(word, least), comfort=max(word, comfort), full=full, usual=max(usual, 1.0)
    )


def _head_tokens(grid: Grid) -> list[float]:
    """What the header over each column needs at least; a cell over several is for none."""
    words = [0.0] * len(grid.columns)
    for head, place in grid.placed_heads():
        if head.columns == 1:
            full = max((text_width(run.text) for run in head.runs), default=0.0)
            kind = grid.columns[place.start].kind
            wanted = _TICK_HEAD if kind == "tick" else _HEAD_COMFORT
            comfort = full if full <= wanted + 1 else wanted
            least = max(longest_word(head.runs), comfort)
            words[place.start] = max(words[place.start], least)
    return words


def _label_need(grids: Sequence[Grid], needs: Sequence[Sequence[_Need]]) -> float:
    """The width of the first column of labels, which is the same in all grids of a sheet."""
    labels = [
        need[0] for grid, need in zip(grids, needs, strict=True) if grid.columns[0].kind == LABEL
    ]
    return max((max(each.least, _label_width(each.full)) for each in labels), default=0.0)


def _label_width(full: float) -> float:
    """The width of a label that may break; its last character is not to stand alone."""
    return full if full <= _WIDEST_LABEL + 1 else _WIDEST_LABEL


def _widths(
    needs: Sequence[_Need],
    label: float,
    geometry: Geometry,
    grid: Grid,
    *,
    is_comfortable: bool,
) -> tuple[float, ...] | None:
    """The shares of the columns on a page; None if they do not fit."""
    frame = geometry.cell_frame / geometry.font_size
    room = geometry.inner_points / geometry.font_size
    has_label = grid.columns[0].kind == LABEL
    least = [(need.comfort if is_comfortable else need.least) * _SAFETY + frame for need in needs]
    if has_label:
        least[0] = label * _SAFETY + frame
    spare = room - sum(least)
    if spare < 0:
        return None
    fixed = {0} if has_label and len(least) > 1 else set[int]()
    full = [need.full * _SAFETY + frame for need in needs]
    labels = {number for number, each in enumerate(grid.columns) if each.kind in _SHORT}
    usual = [need.usual for need in needs]
    widths = _spread(least, full, usual, spare, fixed, labels)
    return tuple(width / room for width in widths)


def _spread(
    least: Sequence[float],
    full: Sequence[float],
    usual: Sequence[float],
    spare: float,
    fixed: set[int],
    labels: set[int],
) -> list[float]:
    """Give what is left to columns by the length of their texts, up to what fits one line.

    What is left then goes to all but `labels` and the `fixed` ones, if there are others.
    """
    widths = list(least)
    open_ = [column for column in range(len(widths)) if column not in fixed]
    while spare > _NOTHING and open_:
        whole = sum(usual[column] for column in open_)
        gains = {column: spare * usual[column] / whole for column in open_}
        full_up = [column for column in open_ if widths[column] + gains[column] >= full[column]]
        for column in full_up or open_:
            gain = gains[column]
            gain = max(0.0, full[column] - widths[column]) if full_up else gain
            widths[column] += gain
            spare -= gain
        open_ = [column for column in open_ if column not in full_up] if full_up else []
    rest = [column for column in range(len(widths)) if column not in fixed | labels] or [
        column for column in range(len(widths)) if column not in fixed
    ]
    whole = sum(widths[column] for column in rest)
    for column in rest:
        widths[column] += max(spare, 0.0) * widths[column] / whole
    return widths


def _forced(needs: Sequence[_Need]) -> tuple[float, ...]:
    """Shares where not even the largest page has room for all words, which then break."""
    whole = sum(need.least for need in needs)
    return tuple(need.least / whole for need in needs)
