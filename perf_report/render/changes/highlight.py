"""Word-level differences between two texts; in Chinese, by character."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, takewhile

# A number with its separators and percent sign (1,306.00, 39%, 2025-12-31), a word of letters,
# white space, or any other single character.
_TOKEN = re.compile(
    r"[0-9０-９]+(?:[.,:/-][0-9０-９]+)*[%％‰]?"
    r"|[A-Za-z\u00c0-\u024f]+(?:[’'-][A-Za-z\u00c0-\u024f]+)*"
    r"|\s+|.",
    re.DOTALL,
)

# A comparison of more pairs of tokens takes seconds, and marks in such long texts are not read.
_MAX_TOKEN_PAIRS = 400_000

# Texts with a smaller share of common words are marked as a whole.
_MIN_SHARED = 0.25

# The Chinese words for "and" and "or".
_CONJUNCTIONS = frozenset("和与及或并")


@dataclass(frozen=True, slots=True)
class Piece:
    """A changed or an unchanged part of a text."""

    text: str
    is_changed: bool


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Segment:
    """Corresponding tokens before and after; `is_equal` if they are the same."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    is_equal: bool


def mark_changes(before: str, after: str) -> tuple[Pieces, Pieces]:
    """Split two texts into changed and unchanged pieces; joined, they are the texts again."""
    first, second = tuple(_TOKEN.findall(before)), tuple(_TOKEN.findall(after))
    segments = _align_changes(_segments(first, second))
    shared = sum(_count_words(segment.before) for segment in segments if segment.is_equal)
    if 2 * shared < _MIN_SHARED * (_count_words(first) + _count_words(second)):
        segments = [_Segment(first, second, is_equal=False)]
    marked = list(_mark_islands(segments))
    return (
        _pieces((segment.before, segment.is_equal) for segment in marked),
        _pieces((segment.after, segment.is_equal) for segment in marked),
    )


def _segments(first: tuple[str, ...], second: tuple[str, ...]) -> Iterator[_Segment]:
    """Alternating equal and changed segments; the first and the last are equal."""
    start = _common_prefix(first, second)
    end = min(_common_prefix(first[::-1], second[::-1]), len(first) - start, len(second) - start)
    yield _Segment(first[:start], second[:start], is_equal=True)
    yield from _diff_middle(first[start : len(first) - end], second[start : len(second) - end])
    yield _Segment(first[len(first) - end :], second[len(second) - end :], is_equal=True)


def _common_prefix(first: Sequence[str], second: Sequence[str]) -> int:
    """The number of tokens in the common prefix."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _diff_middle(first: tuple[str, ...], second: tuple[str, ...]) -> Iterator[_Segment]:
    if len(first) * len(second) > _MAX_TOKEN_PAIRS:
        yield _Segment(first, second, is_equal=False)
        return
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        parts = first[start:end], second[other_start:other_end]
        yield _Segment(*parts, is_equal=tag == "equal")


def _count_words(tokens: Sequence[str]) -> int:
    return sum(_is_word(token) for token in tokens)


def _is_word(token: str) -> bool:
    """Whether a token is more than punctuation or white space."""
    return any(map(str.isalnum, token))


def _tokens(segment: _Segment) -> tuple[str, ...]:
    return segment.before or segment.after


def _align_changes(segments: Iterable[_Segment]) -> list[_Segment]:
    """Shift each insertion and deletion to where it reads best, and drop empty segments.

    Every changed segment is between two equal ones, which may be empty.
    """
    aligned = list(segments)
    for index, changed in enumerate(aligned):
        if not changed.is_equal and not (changed.before and changed.after):
            aligned[index - 1 : index + 2] = _align_change(*aligned[index - 1 : index + 2])
    return [segment for segment in aligned if _tokens(segment)]


def _align_change(left: _Segment, changed: _Segment, right: _Segment) -> list[_Segment]:
    """A change with its neighbours, shifted among the equivalent positions."""
    size, start = len(_tokens(changed)), len(left.before)
    row = left.before + _tokens(changed) + right.before
    first = start - _common_prefix(row[:start][::-1], row[: start + size][::-1])
    last = start + _common_prefix(row[start:], row[start + size :])
    place = _best_start(row, range(first, last + 1), size)
    moved = row[place : place + size]
    return [
        _Segment(row[:place], row[:place], is_equal=True),
        _Segment(moved if changed.before else (), moved if changed.after else (), is_equal=False),
        _Segment(row[place + size :], row[place + size :], is_equal=True),
    ]


def _best_start(row: Sequence[str], places: range, size: int) -> int:
    """The last position where the change begins or ends with a separator, or else the first.

    So in 知名度、美誉度 from 知名度, 、美誉度 is marked and not 度、美誉; in 维修维护 to 维护, 维修
    is marked and not 修维.
    """
    best = [at for at in places if _is_separator(row[at]) or _is_separator(row[at + size - 1])]
    return max(best) if best else min(places)


def _is_separator(token: str) -> bool:
    """Whether a token is punctuation, a space or a Chinese conjunction."""
    return not _is_word(token) or token in _CONJUNCTIONS


def _mark_islands(segments: Sequence[_Segment]) -> Iterator[_Segment]:
    """Mark equal segments as changed if they are too short to read between two changes."""
    for index, segment in enumerate(segments):
        around = [*segments[max(0, index - 1) : index], *segments[index + 1 : index + 2]]
        is_island = segment.is_equal and _is_tiny(segment.before) and _change_both_sides(around)
        yield _Segment(segment.before, segment.after, segment.is_equal and not is_island)


def _change_both_sides(around: Sequence[_Segment]) -> bool:
    """Whether the neighbours are two changes that mark something before and after."""
    return (
        [segment.is_equal for segment in around] == [False, False]
        and any(segment.before for segment in around)
        and any(segment.after for segment in around)
    )


def _is_tiny(tokens: Sequence[str]) -> bool:
    """Whether there is at most one character or short word, punctuation and spaces aside."""
    words = [token for token in tokens if _is_word(token)]
    return not words or (len(words) == 1 and len(words[0]) <= len("of"))


def _pieces(parts: Iterable[tuple[tuple[str, ...], bool]]) -> Pieces:
    """The pieces of one text; white space at the edges of a change is not marked."""
    joined = [
        ("".join(token for tokens, _ in group for token in tokens), is_equal)
        for is_equal, group in groupby(parts, key=lambda part: part[1])
    ]
    trimmed = (
        piece for text, is_equal in joined for piece in _trim_change(text, is_changed=not is_equal)
    )
    groups = groupby(filter(lambda piece: piece.text, trimmed), key=lambda piece: piece.is_changed)
    return tuple(
        Piece("".join(piece.text for piece in group), is_changed) for is_changed, group in groups
    )


def _trim_change(text: str, *, is_changed: bool) -> Iterator[Piece]:
    words = text.strip()
    if not is_changed or not words:
        yield Piece(text, is_changed)
        return
    start = text.index(words)
    yield Piece(text[:start], is_changed=False)
    yield Piece(words, is_changed=True)
    yield Piece(text[start + len(words) :], is_changed=False)
