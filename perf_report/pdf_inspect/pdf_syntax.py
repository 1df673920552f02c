"""Read the objects of a PDF by the letter of the standard, without the leniency of readers.

Readers mend what is not written by the book, and each mends otherwise. What this reader takes, all
of them read alike; the rest raises NotPlainError.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from perf_report.pdf_inspect.work_budget import OBJECT, WorkBudget

SPACE = b"\0\t\n\f\r "

# Comments are not in it: a program writes none but in the header.
_TOKEN = re.compile(
    rb"""[\0\t\n\f\r\ ]*+(?:
      (?P<open> << | \[ ) | (?P<close> >> | \] )
    | (?P<name> /[^\0\t\n\f\r\ ()<>\[\]{}/%]*+ )
    | (?P<reference> \d{1,9} [\0\t\n\f\r\ ]+ \d{1,5} [\0\t\n\f\r\ ]+ R
        (?![^\0\t\n\f\r\ ()<>\[\]{}/%]) )
    | (?P<number> [+-]?(?:\d++\.?\d*+|\.\d++) (?![^\0\t\n\f\r\ ()<>\[\]{}/%]) )
    | (?P<word> (?:true|false|null) (?![^\0\t\n\f\r\ ()<>\[\]{}/%]) )
    | (?P<string> \( (?: [^()\\]++ | \\. | \((?:[^()\\]++|\\.)*+\) )*+ \)
        | <[0-9A-Fa-f\0\t\n\f\r\ ]*+> ) )""",
    re.VERBOSE | re.DOTALL,
)
_CLOSING = {b"<<": b">>", b"[": b"]"}
_ESCAPED = re.compile(rb"#([0-9A-Fa-f]{2})")

_OBJECT = re.compile(rb"(\d{1,9})[\0\t\n\f\r ]+(\d{1,5})[\0\t\n\f\r ]+obj(?![0-9A-Za-z])")
_STREAM = re.compile(rb"[\0\t\n\f\r ]*stream\r?\n")
_END_OF_STREAM = re.compile(rb"[\r\n]{0,2}endstream(?=[\0\t\n\f\r ])")
_END_OF_OBJECT = re.compile(rb"[\0\t\n\f\r ]*endobj(?![^\0\t\n\f\r ])")

# Ours are a few levels deep; below an object the rest are objects of their own.
_MAX_DEPTH = 60

# What is unpacked at a time, and of one stream in all.
_PIECE = 1_000_000
_MAX_UNPACKED = 64_000_000


class NotPlainError(Exception):
    """Something is not written by the book."""


class Name(bytes):
    """A name with its slash."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference to an object."""

    number: int
    generation: int


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenObject:
    """An object as it is written: its value, what a stream holds as packed, and where it ends."""

    number: int
    generation: int
    value: Any
    stream: bytes | None
    references: frozenset[Reference]
    end: int


class SyntaxReader:
    """Reads values and objects of some bytes."""

    def __init__(self, data: bytes, budget: WorkBudget) -> None:
        self.data = data
        self._budget = budget

    def value(self, at: int, references: set[Reference]) -> tuple[Any, int]:
        """Return the value that is written at an offset, and where it ends."""
        waiting: list[tuple[bytes, list[Any]]] = []
        while True:
            token = _TOKEN.match(self.data, at)
            self._budget.spend(OBJECT)
            if token is None or len(waiting) > _MAX_DEPTH:
                raise NotPlainError
            at = token.end()
            written = token[token.lastgroup or 0]
            if token.lastgroup == "open":
                waiting.append((_CLOSING[written], []))
                continue
            if token.lastgroup == "close":
                value = _closed(waiting.pop() if waiting else (b"", []), written)
            else:
                value = _single(token.lastgroup, written, references)
            if not waiting:
                return value, at
            waiting[-1][1].append(value)

    def object(self, at: int, lengths: Mapping[Reference, int]) -> WrittenObject:
        """Return the object at an offset. `lengths` are the offsets of objects with lengths."""
        head = _OBJECT.match(self.data, at)
        if head is None:
            raise NotPlainError
        references: set[Reference] = set()
        value, end = self.value(head.end(), references)
        begun = _STREAM.match(self.data, end) if isinstance(value, dict) else None
        stream = None
        if begun is not None:
            start = begun.end()
            stop = start + self._length(value.get(b"/Length"), lengths)
            ended = _END_OF_STREAM.match(self.data, stop)
            if ended is None:
                raise NotPlainError
            stream, end = self.data[start:stop], ended.end()
        ended = _END_OF_OBJECT.match(self.data, end)
        if ended is None:
            raise NotPlainError
        return WrittenObject(
            number=int(head[1]),
            generation=int(head[2]),
            value=value,
            stream=stream,
            references=frozenset(references),
            end=ended.end(),
        )

    def unpack(self, written: WrittenObject) -> bytes:
        """Return what a stream holds, which must be all that is in it; predictors stay."""
        packing = written.value.get(b"/Filter", [])
        packing = packing if isinstance(packing, list) else [packing]
        stream = written.stream or b""
        if not packing:
            return stream
        if packing != [Name(b"/FlateDecode")]:
            raise NotPlainError
        unpacker = zlib.decompressobj()
        pieces, size = [], 0
        try:
            while not unpacker.eof:
                pieces.append(unpacker.decompress(stream, _PIECE))
                stream, size = unpacker.unconsumed_tail, size + len(pieces[-1])
                self._budget.spend_bytes(len(pieces[-1]))
                if size > _MAX_UNPACKED or not (pieces[-1] or unpacker.eof):
                    raise NotPlainError
        except zlib.error:
            raise NotPlainError from None
        if unpacker.unused_data.strip(b"\r\n"):
            raise NotPlainError
        return b"".join(pieces)

    def _length(self, written: Any, lengths: Mapping[Reference, int]) -> int:
        if isinstance(written, Reference):
            if written not in lengths:
                raise NotPlainError
            found = self.object(lengths[written], {})
            if (found.number, found.generation) != (written.number, written.generation):
                raise NotPlainError
            written = found.value
        return natural(written)


def natural(value: Any) -> int:
    """Return a number that is one from zero up. Raises NotPlainError."""
    if not isinstance(value, int) or value < 0:
        raise NotPlainError
    return value


def _closed(begun: tuple[bytes, list[Any]], written: bytes) -> Any:
    """A list, or a dictionary, in which no key may be twice: readers take the first or the last."""
    closing, items = begun
    if closing != written:
        raise NotPlainError
    if closing == b"]":
        return items
    keys: Sequence[Any] = items[::2]
    is_plain = len(items) % 2 == 0 and all(isinstance(key, Name) for key in keys)
    if not is_plain or len(set(keys)) < len(keys):
        raise NotPlainError
    return dict(zip(keys, items[1::2], strict=True))


def _single(kind: str | None, written: bytes, references: set[Reference]) -> Any:
    """A value without others in it; of text and fractions, as they are written."""
    if kind == "name":
        return Name(_ESCAPED.sub(lambda found: bytes([int(found[1], 16)]), written))
    if kind == "reference":
        number, generation, _ = written.split()
        reference = Reference(int(number), int(generation))
        references.add(reference)
        return reference
    if kind == "number" and b"." not in written and len(written) < 20:  # noqa: PLR2004  # digits
        return int(written)
    return written
