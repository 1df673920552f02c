"""Divide lines of text without cells into names and targets, by how wide their columns are.

A line that fills its column goes on below; one that does not ends its cell. A target that can be
read ends a pair anyway. Where lines can be divided in several ways, that is said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from perf_report.model.target_reading import is_readable
from perf_report.recognize.cell_text import plain_text
from perf_report.recognize.flat_words import Word

# What a line may be shorter than its column where the rules of line breaks move a character down.
_SLACK = 2.0
# A worse way to divide costs more; see `_cost`.
_FULL_END = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The lines of a name and of its target; `is_sure` is False where others are as likely."""

    name: tuple[Word, ...]
    target: tuple[Word, ...]
    is_sure: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Widths:
    """How wide the columns of names and of targets are, in Chinese characters."""

    name: float
    target: float


def measure_columns(runs: Sequence[Sequence[Word]]) -> Widths:
    """Return the widths of both columns: those of the longest lines that are known to be theirs.

    The first line of a run is one of a name, and so is the line before a target that can be read.
    """
    names = [run[0].width for run in runs]
    names += [pair[-2].width for run in runs for pair in _readable_runs(run) if is_target(pair[-1])]
    every = [word.width for run in runs for word in run]
    return Widths(name=max(names, default=0.0), target=max(every, default=0.0))


def divide_pairs(words: Sequence[Word], widths: Widths) -> Iterator[Pair]:
    """Yield the pairs of a run of words between two labels."""
    for run in _readable_runs(words):
        if is_target(run[-1]):
            yield from _with_last_target(run, widths)
        else:
            yield from _worded_pairs(run, widths)


def is_target(word: Word) -> bool:
    """Whether a word is a whole target that can be read."""
    text = plain_text(word.text)
    return any(char.isdigit() for char in text) and is_readable(text)


def _readable_runs(words: Sequence[Word]) -> Iterator[list[Word]]:
    """The words up to each target that can be read, and what is left."""
    run: list[Word] = []
    for word in words:
        run.append(word)
        if len(run) > 1 and is_target(word):
            yield run
            run = []
    if run:
        yield run


def _with_last_target(run: Sequence[Word], widths: Widths) -> Iterator[Pair]:
    """The last words before a target are its name; pairs in words may stand before them."""
    *before, target = run
    start = len(before) - 1
    while start > 0 and before[start - 1].width >= widths.name - _SLACK:
        if before[start - 1].width > widths.name:
            break
        start -= 1
    # A short line above a name belongs to another cell only if a pair can end there.
    if start > 0 and all(word.width <= widths.name for word in before[:start]):
        start = 0
    yield from _worded_pairs(before[:start], widths)
    yield Pair(name=tuple(before[start:]), target=(target,))


def _worded_pairs(words: Sequence[Word], widths: Widths) -> Iterator[Pair]:
    """The pairs of words without a target that can be read: the division with the least cost."""
    if not words:
        return
    ways = _ways(words, widths)
    if not ways:
        yield Pair(name=tuple(words[:1]), target=tuple(words[1:]), is_sure=False)
        return
    least = min(cost for cost, _ in ways)
    best = [cells for cost, cells in ways if cost == least]
    cells = best[0]
    for name, target in zip(cells[::2], cells[1::2], strict=True):
        yield Pair(name=name, target=target, is_sure=len(best) == 1)


_Cells = tuple[tuple[Word, ...], ...]


def _ways(words: Sequence[Word], widths: Widths) -> list[tuple[int, _Cells]]:
    """The best ways to divide words into names and targets in turn, with their costs.

    `found[n][parity]` has those of the first n words; parity 1 means that a target is to come.
    """
    found: list[dict[int, list[tuple[int, _Cells]]]] = [{0: [(0, ())]}]
    for end in range(1, len(words) + 1):
        here: dict[int, list[tuple[int, _Cells]]] = {}
        for start in range(end):
            for parity, ways in found[start].items():
                width = widths.target if parity else widths.name
                cost = _cost(words[start:end], width)
                if cost is not None:
                    cell = (tuple(words[start:end]),)
                    here.setdefault(1 - parity, []).extend(
                        (known + cost, (*cells, *cell)) for known, cells in ways
                    )
        found.append({parity: _least(ways) for parity, ways in here.items()})
    return found[-1].get(0, [])


def _least(ways: list[tuple[int, _Cells]]) -> list[tuple[int, _Cells]]:
    least = min(cost for cost, _ in ways)
    return [way for way in ways if way[0] == least][:2]


def _cost(lines: Sequence[Word], width: float) -> int | None:
    """How unlikely lines are one cell of a width; None if they cannot be."""
    if any(line.width > width for line in lines):
        return None
    for line, below in pairwise(lines):
        if line.width < width - _SLACK or not below.is_first:
            return None
    return _FULL_END if lines[-1].width >= width - _SLACK / 2 else 0
