"""Read the cross-reference sections of a PDF: where each object is, and what was there before."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perf_report.pdf_inspect.pdf_syntax import (
    SPACE,
    Name,
    NotPlainError,
    Reference,
    SyntaxReader,
    WrittenObject,
    natural,
)

# Where the last section begins, behind every section.
POINTER = re.compile(rb"[\0\t\n\f\r ]*startxref[\0\t\n\f\r ]+(\d{1,10})[\0\t\n\f\r ]+%%EOF")

_TABLE = re.compile(rb"xref[ ]*\r?\n")
_PART = re.compile(rb"[\r\n]*(\d{1,9}) (\d{1,9})[ ]*(?:\r\n|\r|\n)")
_ENTRY = re.compile(rb"(\d{10}) (\d{5}) ([nf])(?: \r| \n|\r\n)")
_ENTRY_BYTES = 20
_TRAILER = re.compile(rb"[\0\t\n\f\r ]*trailer")

# What a trailer has; by `/XRefStm` some readers get other objects than the rest.
_OF_TRAILER = frozenset({b"/Size", b"/Root", b"/Info", b"/ID", b"/Prev"})
_OF_STREAM = frozenset({
    *_OF_TRAILER, b"/Type", b"/W", b"/Index", b"/Length", b"/Filter", b"/DecodeParms",
})  # fmt: skip

# Ours have a thousand; a table of the longest spec has fifty thousand.
_MAX_ENTRIES = 500_000

# The rows of a packed table begin with how each is written: plainly, or less the row before.
_PLAIN, _LESS_ABOVE = 0, 2
_PNG = range(10, 16)

# Of a packed table: kinds of entries, and how many numbers an entry has.
_FREE, _USED, _IN_STREAM = range(3)
_FIELDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A cross-reference section with its trailer.

    `used` has the offset of each object, `packed` the object stream that has it and its place
    there. The section ends behind its end-of-file marker; `pointer` is what is written before that,
    or None where there is no marker.
    """

    start: int
    end: int
    pointer: int | None
    used: dict[Reference, int]
    packed: dict[int, tuple[int, int]]
    trailer: dict[bytes, Any]
    references: frozenset[Reference]
    before: int | None


def read_section(reader: SyntaxReader, start: int) -> Section:
    """Return the section at an offset. Raises NotPlainError."""
    table = _TABLE.match(reader.data, start)
    if table is None:
        written = reader.object(start, {})
        trailer, references, end = written.value, written.references, written.end
        entries = list(_packed_entries(reader, written))
        allowed = _OF_STREAM
    else:
        entries, end = _entries(reader.data, table.end())
        found: set[Reference] = set()
        trailer, end = reader.value(end, found)
        references, allowed = frozenset(found), _OF_TRAILER
    pointer = POINTER.match(reader.data, end)
    if not isinstance(trailer, dict) or not trailer.keys() <= allowed:
        raise NotPlainError
    numbers = [number for _, number, _, _ in entries]
    if len(set(numbers)) < len(numbers):
        raise NotPlainError
    return Section(
        start=start,
        end=pointer.end() if pointer else end,
        pointer=int(pointer[1]) if pointer else None,
        used={Reference(number, last): place
              for kind, number, place, last in entries if kind == _USED},
        packed={number: (place, last)
                for kind, number, place, last in entries if kind == _IN_STREAM},
        trailer=trailer,
        references=references,
        before=natural(trailer[b"/Prev"]) if b"/Prev" in trailer else None,
    )  # fmt: skip


def _entries(data: bytes, at: int) -> tuple[list[tuple[int, int, int, int]], int]:
    """The entries of a table in plain text, and where its trailer begins."""
    entries: list[tuple[int, int, int, int]] = []
    while part := _PART.match(data, at):
        first, count = int(part[1]), int(part[2])
        at = part.end() + count * _ENTRY_BYTES
        if len(entries) + count > _MAX_ENTRIES:
            raise NotPlainError
        for number in range(count):
            entry = _ENTRY.match(data, part.end() + number * _ENTRY_BYTES)
            if entry is None:
                raise NotPlainError
            kind = _USED if entry[3] == b"n" else _FREE
            entries.append((kind, first + number, int(entry[1]), int(entry[2])))
    trailer = _TRAILER.match(data, at)
    if trailer is None:
        raise NotPlainError
    return entries, trailer.end()


def _packed_entries(
    reader: SyntaxReader, written: WrittenObject
) -> Iterator[tuple[int, int, int, int]]:
    """The entries of a table in a stream: kind, number, and two that depend on the kind."""
    trailer = written.value
    if written.stream is None or trailer.get(b"/Type") != Name(b"/XRef"):
        raise NotPlainError
    widths, size = trailer.get(b"/W"), natural(trailer.get(b"/Size"))
    index = trailer.get(b"/Index", [0, size])
    if not isinstance(widths, list) or len(widths) != _FIELDS or not isinstance(index, list):
        raise NotPlainError
    width = sum(map(natural, widths))
    rows = _rows(reader.unpack(written), trailer.get(b"/DecodeParms", {}), width)
    pairs = list(zip(map(natural, index[::2]), map(natural, index[1::2]), strict=False))
    count = sum(count for _, count in pairs)
    if len(index) % 2 or count > _MAX_ENTRIES or len(rows) != count * width:
        raise NotPlainError
    at = 0
    for number in (first + more for first, many in pairs for more in range(many)):
        fields = []
        for each in widths:
            fields.append(int.from_bytes(rows[at : at + each], "big"))
            at += each
        kind = fields[0] if widths[0] else _USED
        if kind > _IN_STREAM:
            raise NotPlainError
        yield kind, number, fields[1], fields[2]


def _rows(data: bytes, parameters: Any, width: int) -> bytes:
    """The rows of a packed table, as they are before they are made smaller."""
    if not isinstance(parameters, dict) or not 0 < width < _ENTRY_BYTES:
        raise NotPlainError
    if parameters.get(b"/Predictor", 1) == 1:
        return data
    size = width + 1
    is_png = parameters[b"/Predictor"] in _PNG and parameters.get(b"/Columns") == width
    if not is_png or len(data) % size or len(data) > size * _MAX_ENTRIES:
        raise NotPlainError
    above, rows = bytes(width), []
    for at in range(0, len(data), size):
        row = data[at + 1 : at + size]
        if data[at] == _LESS_ABOVE:
            row = bytes((one + other) % 256 for one, other in zip(row, above, strict=True))
        elif data[at] != _PLAIN:
            raise NotPlainError
        rows.append(row)
        above = row
    return b"".join(rows)


def is_space(data: bytes) -> bool:
    """Whether bytes say nothing."""
    return not data.strip(SPACE)
