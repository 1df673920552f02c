"""Split long lists into pages that load quickly on a phone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from perf_report.model.text import Text
from perf_report.site.paths import list_page

_T = TypeVar("_T")

# Half of what a list page may have at most (500 KB), since a weight is an estimate.
MAX_WEIGHT = 250_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPart:
    """A page of a list: its number, its place, and the first and last entry on it."""

    number: int
    path: str
    first: int
    last: int
    is_here: bool = False


def split(entries: Sequence[_T], weigh: Callable[[_T], int]) -> Iterator[Sequence[_T]]:
    """Yield the entries in parts of at most the maximal weight; at least one part."""
    start = weight = 0
    for index, entry in enumerate(entries):
        weight += weigh(entry)
        if weight > MAX_WEIGHT and index > start:
            yield entries[start:index]
            start, weight = index, weigh(entry)
    yield entries[start:]


def list_parts(folder: str, pieces: Sequence[Sequence[object]]) -> list[ListPart]:
    """Return the pages of a list in a folder."""
    parts, first = [], 1
    for number, piece in enumerate(pieces, start=1):
        last = first + len(piece) - 1
        parts.append(
            ListPart(number=number, path=list_page(folder, number), first=first, last=last)
        )
        first = last + 1
    return parts


def make_list(
    entries: Sequence[_T],
    weigh: Callable[[_T], int],
    folder: str,
    render: Callable[[Sequence[_T], dict[str, Any]], dict[str, bytes]],
) -> dict[str, bytes]:
    """Return a list in as many parts as it needs; `render` makes the page of a part."""
    pieces = list(split(entries, weigh))
    parts = list_parts(folder, pieces)
    pages: dict[str, bytes] = {}
    for part, piece in zip(parts, pieces, strict=True):
        marked = [replace(each, is_here=each == part) for each in parts]
        pages |= render(piece, {"part": part, "parts": marked})
    return pages


def weigh_texts(*texts: Text, base: int) -> int:
    """Return about how many bytes an entry takes on a page."""
    return base + sum(3 * len(text.zh or "") + len(text.en or "") for text in texts)
