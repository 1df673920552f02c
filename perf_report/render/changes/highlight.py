"""What changed inside a text: both sides in pieces, word by word, and 字 by 字 in Chinese."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile

# A figure with its separators and its percent sign (1,306.00, 39%, 2025-12-31), a word of letters,
# white space, and else each character by itself.
_TOKEN = re.compile(
    r"[0-9０-９]+(?:[.,:/-][0-9０-９]+)*[%％‰]?"
    r"|[A-Za-z\u00c0-\u024f]+(?:[’'-][A-Za-z\u00c0-\u024f]+)*"
    r"|\s+|.",
    re.DOTALL,
)

# Beyond so many pairs of tokens a comparison takes seconds, and no one reads marks in such texts.
_MOST_PAIRS = 400_000

# Two texts that share less than this part are two texts; single words in common mark nothing.
_LEAST_SHARED = 0.25


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that changed, or that did not."""

    text: str
    is_changed: bool


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What stands before and after in one place; `is_equal` where the two are the same."""

    before: str
    after: str
    is_equal: bool


def mark_changes(before: str, after: str) -> tuple[Pieces, Pieces]:
    """The pieces of both texts; joined, they are the texts again."""
    first, second = _TOKEN.findall(before), _TOKEN.findall(after)
    stretches = list(_stretches(first, second))
    shared = sum(len(stretch.before) for stretch in stretches if stretch.is_equal)
    if 2 * shared < _LEAST_SHARED * (len(before) + len(after)):
        stretches = [_Stretch(before, after, is_equal=False)]
    joined = list(_join(_without_islands(stretches)))
    return (
        _pieces((stretch.before, stretch.is_equal) for stretch in joined),
        _pieces((stretch.after, stretch.is_equal) for stretch in joined),
    )


def _stretches(first: Sequence[str], second: Sequence[str]) -> Iterator[_Stretch]:
    """Equal and changed stretches by turns; what both begin and end with is equal."""
    start = _common(first, second)
    end = min(_common(first[::-1], second[::-1]), len(first) - start, len(second) - start)
    yield _stretch(first[:start], second[:start], is_equal=True)
    yield from _middle(first[start : len(first) - end], second[start : len(second) - end])
    yield _stretch(first[len(first) - end :], second[len(second) - end :], is_equal=True)


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many tokens two texts begin with alike."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _middle(first: Sequence[str], second: Sequence[str]) -> Iterator[_Stretch]:
    if len(first) * len(second) > _MOST_PAIRS:
        yield _stretch(first, second, is_equal=False)
        return
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        parts = first[start:end], second[other_start:other_end]
        yield _stretch(*parts, is_equal=tag == "equal")


def _stretch(first: Sequence[str], second: Sequence[str], *, is_equal: bool) -> _Stretch:
    return _Stretch("".join(first), "".join(second), is_equal)


def _without_islands(stretches: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """The stretches with what is too small to be read by itself, between two changes, changed."""
    present = [stretch for stretch in stretches if stretch.before or stretch.after]
    for index, stretch in enumerate(present):
        is_between = 0 < index < len(present) - 1
        is_island = is_between and stretch.is_equal and _is_tiny(stretch.before)
        yield _Stretch(stretch.before, stretch.after, stretch.is_equal and not is_island)


def _is_tiny(text: str) -> bool:
    """Whether a text has at most one character or short word beside punctuation and spaces."""
    words = [token for token in _TOKEN.findall(text) if any(map(str.isalnum, token))]
    return not words or (len(words) == 1 and len(words[0]) <= len("of"))


def _join(stretches: Iterable[_Stretch]) -> Iterator[_Stretch]:
    """Neighbours of one sort as one stretch."""
    for is_equal, group in groupby(stretches, key=lambda stretch: stretch.is_equal):
        parts = list(group)
        yield _Stretch(
            "".join(part.before for part in parts), "".join(part.after for part in parts), is_equal
        )


def _pieces(parts: Iterable[tuple[str, bool]]) -> Pieces:
    """The pieces of one side; white space at the edges of a change is not marked."""
    cut = (piece for text, is_equal in parts for piece in _cut(text, is_changed=not is_equal))
    groups = groupby(filter(lambda piece: piece.text, cut), key=lambda piece: piece.is_changed)
    return tuple(
        Piece("".join(piece.text for piece in group), is_changed) for is_changed, group in groups
    )


def _cut(text: str, *, is_changed: bool) -> Iterator[Piece]:
    words = text.strip()
    if not is_changed or not words:
        yield Piece(text, is_changed)
        return
    start = text.index(words)
    yield Piece(text[:start], is_changed=False)
    yield Piece(words, is_changed=True)
    yield Piece(text[start + len(words) :], is_changed=False)
