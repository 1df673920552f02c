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

# Two texts that share less than this part of their words are two texts, and marked as a whole.
_LEAST_SHARED = 0.25


_AND = frozenset("和与及或并")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text that changed, or that did not."""

    text: str
    is_changed: bool


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The tokens before and after in one place; `is_equal` where the two are the same."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    is_equal: bool


def mark_changes(before: str, after: str) -> tuple[Pieces, Pieces]:
    """The pieces of both texts; joined, they are the texts again."""
    first, second = tuple(_TOKEN.findall(before)), tuple(_TOKEN.findall(after))
    stretches = _slid(_stretches(first, second))
    shared = sum(_count_words(stretch.before) for stretch in stretches if stretch.is_equal)
    if 2 * shared < _LEAST_SHARED * (_count_words(first) + _count_words(second)):
        stretches = [_Stretch(first, second, is_equal=False)]
    joined = list(_without_islands(stretches))
    return (
        _pieces((stretch.before, stretch.is_equal) for stretch in joined),
        _pieces((stretch.after, stretch.is_equal) for stretch in joined),
    )


def _stretches(first: tuple[str, ...], second: tuple[str, ...]) -> Iterator[_Stretch]:
    """Equal and changed stretches by turns; what both begin and end with is equal."""
    start = _common(first, second)
    end = min(_common(first[::-1], second[::-1]), len(first) - start, len(second) - start)
    yield _Stretch(first[:start], second[:start], is_equal=True)
    yield from _middle(first[start : len(first) - end], second[start : len(second) - end])
    yield _Stretch(first[len(first) - end :], second[len(second) - end :], is_equal=True)


def _common(first: Sequence[str], second: Sequence[str]) -> int:
    """How many tokens two texts begin with alike."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))


def _middle(first: tuple[str, ...], second: tuple[str, ...]) -> Iterator[_Stretch]:
    if len(first) * len(second) > _MOST_PAIRS:
        yield _Stretch(first, second, is_equal=False)
        return
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        parts = first[start:end], second[other_start:other_end]
        yield _Stretch(*parts, is_equal=tag == "equal")


def _count_words(tokens: Sequence[str]) -> int:
    return sum(_is_word(token) for token in tokens)


def _is_word(token: str) -> bool:
    """Whether a token is more than punctuation or white space."""
    return any(map(str.isalnum, token))


def _tokens(stretch: _Stretch) -> tuple[str, ...]:
    return stretch.before or stretch.after


def _slid(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """The stretches with each insertion and deletion where a writer would say that it is.

    Every change stands between two equal stretches, which may be empty, and are left out then.
    """
    slid = list(stretches)
    for index, changed in enumerate(slid):
        if not changed.is_equal and not (changed.before and changed.after):
            slid[index - 1 : index + 2] = _slide(*slid[index - 1 : index + 2])
    return [stretch for stretch in slid if _tokens(stretch)]


def _slide(left: _Stretch, changed: _Stretch, right: _Stretch) -> list[_Stretch]:
    """A change with its neighbours, moved among its equals to the place that reads best."""
    size, start = len(_tokens(changed)), len(left.before)
    row = left.before + _tokens(changed) + right.before
    first = start - _common(row[:start][::-1], row[: start + size][::-1])
    last = start + _common(row[start:], row[start + size :])
    place = _best_place(row, range(first, last + 1), size)
    moved = row[place : place + size]
    return [
        _Stretch(row[:place], row[:place], is_equal=True),
        _Stretch(moved if changed.before else (), moved if changed.after else (), is_equal=False),
        _Stretch(row[place + size :], row[place + size :], is_equal=True),
    ]


def _best_place(row: Sequence[str], places: range, size: int) -> int:
    """The last place where the change begins or ends with what joins words, or else the first.

    So 知名度、美誉度 that was 知名度 has 、美誉度 marked and not 度、美誉, and 维修维护 that became
    维护 has 维修 marked and not 修维.
    """
    neat = [at for at in places if _joins(row[at]) or _joins(row[at + size - 1])]
    return max(neat) if neat else min(places)


def _joins(token: str) -> bool:
    """Whether a token is a mark, a space or a Chinese "and"."""
    return not _is_word(token) or token in _AND


def _without_islands(stretches: Sequence[_Stretch]) -> Iterator[_Stretch]:
    """The stretches, with what is too small to be read by itself between two changes changed."""
    for index, stretch in enumerate(stretches):
        around = [*stretches[max(0, index - 1) : index], *stretches[index + 1 : index + 2]]
        is_island = stretch.is_equal and _is_tiny(stretch.before) and _are_changes(around)
        yield _Stretch(stretch.before, stretch.after, stretch.is_equal and not is_island)


def _are_changes(around: Sequence[_Stretch]) -> bool:
    """Whether what stands around an island is two changes that leave their mark on both sides."""
    return (
        [stretch.is_equal for stretch in around] == [False, False]
        and any(stretch.before for stretch in around)
        and any(stretch.after for stretch in around)
    )


def _is_tiny(tokens: Sequence[str]) -> bool:
    """Whether there is at most one character or short word beside punctuation and spaces."""
    words = [token for token in tokens if _is_word(token)]
    return not words or (len(words) == 1 and len(words[0]) <= len("of"))


def _pieces(parts: Iterable[tuple[tuple[str, ...], bool]]) -> Pieces:
    """The pieces of one side; white space at the edges of a change is not marked."""
    joined = [
        ("".join(token for tokens, _ in group for token in tokens), is_equal)
        for is_equal, group in groupby(parts, key=lambda part: part[1])
    ]
    cut = (piece for text, is_equal in joined for piece in _cut(text, is_changed=not is_equal))
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
