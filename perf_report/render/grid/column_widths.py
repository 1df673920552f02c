"""Widths of the columns of a sheet, its page and its size of type, from what its cells hold.

Widths are estimated from the text: a Chinese character is as wide as high, others about half of
that. The usual page is A4 upright in the usual size of type. Where a column would be too narrow for
its words, the type gets smaller, then the page turns, then it becomes A3; no type is smaller than
`SMALLEST` points.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from unicodedata import east_asian_width

from perf_report.render.grid.cells import LABEL, Grid, LineCell
from perf_report.render.localized_text import TextRun
from perf_report.render.page_geometry import A3_LANDSCAPE, A4_LANDSCAPE, Geometry

# The smallest type in points that is still readable in print.
SMALLEST = 7.5
_STEP = 0.5
# How far type shrinks on A4 upright before the page turns.
_UPRIGHT_SMALLEST = 9.0

# The width of a character that is not Chinese, relative to the type; capitals and digits are wider.
_NARROW, _WIDE_NARROW = 0.53, 0.66
# Estimates are off by so much at most.
_SAFETY = 1.06

# What columns get at least if their texts are longer, in widths of a Chinese character.
_COMFORT = {
    "goal-text": 12.0, "name": 6.5, "value": 5.0, "definition": 6.0, "formula": 6.0,
    "standard": 5.0, "source": 6.0, "level1": 3.2, "level2": 3.2, "number": 2.0,
}  # fmt: skip
_USUAL_COMFORT = 4.2
# What the labels of blocks get at most, unless a word of theirs is longer.
_WIDEST_LABEL = 6.5

# What is left of a width when all of it is given away.
_NOTHING = 1e-6

# What may not be broken: figures.
_UNBROKEN = frozenset({"amount", "number", "weight", "sign"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Need:
    """What a column needs, in widths of a character: the least, what fits one line, the usual."""

    least: float
    full: float
    usual: float


def fit_sheet(grids: Sequence[Grid], usual: Geometry) -> tuple[Geometry, tuple[Grid, ...]]:
    """Return the page and type of a sheet, and its grids with the widths of their columns."""
    needs = [_needs(grid) for grid in grids]
    label = _label_need(grids, needs)
    for geometry in _geometries(usual):
        widths = [
            _widths(each, label, geometry, grid) for each, grid in zip(needs, grids, strict=True)
        ]
        if all(width is not None for width in widths):
            break
    found = zip(grids, widths, needs, strict=True)
    return geometry, tuple(
        replace(grid, shares=width or _forced(need)) for grid, width, need in found
    )


def _geometries(usual: Geometry) -> Iterator[Geometry]:
    """The pages and sizes of type to try, the best first."""
    yield from _sizes(usual, max(_UPRIGHT_SMALLEST, SMALLEST))
    for size, least in ((A4_LANDSCAPE, 8.0), (A3_LANDSCAPE, SMALLEST), (A4_LANDSCAPE, SMALLEST)):
        yield from _sizes(usual.on_page(size), least)
    yield usual.on_page(A3_LANDSCAPE).with_type(SMALLEST)


def _sizes(geometry: Geometry, least: float) -> Iterator[Geometry]:
    size = geometry.font_size
    while size >= least:
        yield geometry.with_type(size)
        size -= _STEP


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
    runs = [*cell.runs, *(run for note in cell.notes for run in (*note.label, *note.runs))]
    full = max((text_width(run.text) for run in runs), default=0.0) + cell.depth
    if cell.kind in _UNBROKEN:
        return full, full, cell.kind
    return longest_word(runs) + cell.depth, full, cell.kind


def _need(found: Sequence[tuple[float, float, str]], head: float, kind: str) -> _Need:
    word = max([head, *(word for word, _, _ in found)])
    full = max([word, *(full for _, full, _ in found)])
    usual = sqrt(sum(full * full for _, full, _ in found) / len(found)) if found else word
    comfort = min(full, _COMFORT.get(kind, _USUAL_COMFORT))
    return _Need(least=max(word, comfort), full=full, usual=max(usual, 1.0))


def _head_tokens(grid: Grid) -> list[float]:
    """The longest word of the header over each column; a cell over several is for none."""
    words = [0.0] * len(grid.columns)
    for head, place in grid.placed_heads():
        if head.columns == 1:
            words[place.start] = max(words[place.start], longest_word(head.runs))
    return words


def _label_need(grids: Sequence[Grid], needs: Sequence[Sequence[_Need]]) -> float:
    """The width of the first column of labels, which is the same in all grids of a sheet."""
    labels = [
        need[0] for grid, need in zip(grids, needs, strict=True) if grid.columns[0].kind == LABEL
    ]
    return max((max(each.least, min(each.full / 2, _WIDEST_LABEL)) for each in labels), default=0.0)


def _widths(
    needs: Sequence[_Need], label: float, geometry: Geometry, grid: Grid
) -> tuple[float, ...] | None:
    """The shares of the columns on a page; None if they do not fit."""
    frame = geometry.cell_frame / geometry.font_size
    room = geometry.inner_points / geometry.font_size
    has_label = grid.columns[0].kind == LABEL
    least = [need.least * _SAFETY + frame for need in needs]
    if has_label:
        least[0] = label * _SAFETY + frame
    spare = room - sum(least)
    if spare < 0:
        return None
    fixed = {0} if has_label and len(least) > 1 else set[int]()
    full = [need.full * _SAFETY + frame for need in needs]
    widths = _spread(least, full, [need.usual for need in needs], spare, fixed)
    return tuple(width / room for width in widths)


def _spread(
    least: Sequence[float],
    full: Sequence[float],
    usual: Sequence[float],
    spare: float,
    fixed: set[int],
) -> list[float]:
    """Give what is left to columns by the length of their texts, up to what fits one line."""
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
    rest = [column for column in range(len(widths)) if column not in fixed]
    whole = sum(widths[column] for column in rest)
    for column in rest:
        widths[column] += max(spare, 0.0) * widths[column] / whole
    return widths


def _forced(needs: Sequence[_Need]) -> tuple[float, ...]:
    """Shares where not even the largest page has room for all words, which then break."""
    whole = sum(need.least for need in needs)
    return tuple(need.least / whole for need in needs)


def longest_word(runs: Iterable[TextRun]) -> float:
    """The width of the longest stretch that has no place to break, in Chinese characters."""
    longest = 0.0
    for run in runs:
        for word in run.text.split():
            width = 0.0
            for character in word:
                if east_asian_width(character) in "WF":
                    longest, width = max(longest, width, 1.0), 0.0
                else:
                    width += _character(character)
                    if character in "-/":
                        longest, width = max(longest, width), 0.0
            longest = max(longest, width)
    return longest


def text_width(text: str) -> float:
    """The width of the longest line of a text, in Chinese characters."""
    return max(sum(map(_character, line)) for line in text.split("\n"))


def _character(character: str) -> float:
    if character < "\u2000":
        return _WIDE_NARROW if character.isupper() or character.isdigit() else _NARROW
    return 1.0
