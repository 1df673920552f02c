"""The ToUnicode maps of fonts: which characters the codes in a drawing stand for."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from perf_report.pdf_inspect.work_budget import CHARACTER, WorkBudget

if TYPE_CHECKING:
    from pikepdf import Object

# Where sections begin and end. One that does not end maps nothing.
_BOUND = re.compile(rb"(begin|end)bf(char|range)")

# A character is at most 512 bytes long (Adobe Technical Note 5014, 1.4.1).
_CHAR = re.compile(rb"<([0-9a-fA-F]{1,4})>\s*<([0-9a-fA-F]{1,1024})>")
_RANGE = re.compile(rb"<([0-9a-fA-F]{1,4})>\s*<([0-9a-fA-F]{1,4})>\s*<([0-9a-fA-F]{1,1024})>")
# A range has one first byte (ISO 32000-1, 9.7.6.2).
_MAX_RANGE = 0x100

# The size of a map; those of our whole fonts would have 200 KB.
_MAX_MAP = 500_000

CharacterMap = dict[int, str]


def read_character_map(font: "Object", budget: WorkBudget) -> CharacterMap:
    """Return the ToUnicode map of a font; empty if it has none.

    Raises SourceError where all maps of a document together map too much, ValueError for one that
    is too large.
    """
    written = font.get("/ToUnicode")
    if written is None:
        return {}
    data = written.read_bytes()
    if len(data) > _MAX_MAP:
        raise ValueError(_MAX_MAP)
    budget.spend(len(data))
    found: CharacterMap = {}
    for kind, start, end in _sections(data):
        read = _characters if kind == b"char" else _ranges
        found.update(read(data, start, end, budget))
    return found


def _sections(data: bytes) -> Iterator[tuple[bytes, int, int]]:
    """The kind of each section, and where what is in it begins and ends."""
    begun = None
    for bound in _BOUND.finditer(data):
        if bound[1] == b"begin":
            begun = begun or bound
        elif begun is not None:
            yield begun[2], begun.end(), bound.start()
            begun = None


def _characters(data: bytes, start: int, end: int, budget: WorkBudget) -> Iterator[tuple[int, str]]:
    for found in _CHAR.finditer(data, start, end):
        budget.spend(CHARACTER + len(found[2]))
        yield int(found[1], 16), _text(found[2])


def _ranges(data: bytes, start: int, end: int, budget: WorkBudget) -> Iterator[tuple[int, str]]:
    for found in _RANGE.finditer(data, start, end):
        low, high, first = (int(digits, 16) for digits in found.groups())
        count = min(high - low + 1, _MAX_RANGE)
        budget.spend(max(count, 0) * (CHARACTER + len(found[3])))
        for step in range(count):
            yield low + step, _text(f"{first + step:0{len(found[3])}x}".encode())


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode().rjust(4, "0")).decode("utf-16-be", "replace")
