"""Incremental updates of a PDF: what its signatures cover, and the end of the first revision.

A signature is appended to a PDF, which leaves the bytes before it unchanged. Whether it holds is
not validated here; `signature_objects` finds and removes the objects that it brings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from perf_report.pdf_inspect.open_pdf import OpenedPdf

_END = re.compile(rb"%%EOF[\r\n]*")

# The fields of a form that are looked at; a document has a signature or a few.
_MAX_FIELDS = 100

# Ours have none below them.
_MAX_DEPTH = 10

# What is between the two parts that a signature covers: its own digits.
_DIGITS = re.compile(rb"<[0-9A-Fa-f\s]*>")

# What begins a document that is laid out for the web, and within how many bytes.
_LINEARIZED = b"/Linearized"
_HEADER = 1024

# A byte range: where the first part begins and its length, and the same of the second.
_PARTS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureField:
    """A field of a form for a signature.

    `covered` is the offset up to which the signature in it covers the document; 0 where there is
    no signature in it.
    """

    name: str
    field: Any
    covered: int


@dataclass(frozen=True, slots=True, kw_only=True)
class IncrementalUpdates:
    """Signatures, and the offset at which the first revision ends.

    `unsigned` are the names of signature fields in which there is no signature. `appended` counts
    the bytes behind what the last signature covers; it is 0 without a signature.
    """

    signatures: int
    unsigned: tuple[str, ...]
    appended: int
    first_end: int


def read_updates(opened: OpenedPdf, fields: tuple[SignatureField, ...]) -> IncrementalUpdates:
    """Return the incremental updates of a document, by its signature fields."""
    data = opened.source.data
    signed = [each for each in fields if each.covered]
    return IncrementalUpdates(
        signatures=len(signed),
        unsigned=tuple(each.name for each in fields if not each.covered),
        appended=len(data) - max(each.covered for each in signed) if signed else 0,
        first_end=_first_end(data),
    )


def read_signature_fields(opened: OpenedPdf) -> tuple[SignatureField, ...]:
    """Return the signature fields of a document. Raises ValueError where there are too many."""
    form: Any = opened.pdf.Root.get("/AcroForm", {})
    found: list[SignatureField] = []
    for field, kind, value in _walk(form.get("/Fields", ()), None, None, 0):
        if len(found) == _MAX_FIELDS:
            raise ValueError(_MAX_FIELDS)
        if kind == "/Sig" and not _is_time_stamp(value):
            covered = _covered(value, opened.source.data)
            found.append(SignatureField(name=_name(field), field=field, covered=covered))
    return tuple(found)


def _walk(fields: Any, kind: Any, value: Any, depth: int) -> Iterator[tuple[Any, str, Any]]:
    """The fields that have none below them; each takes kind and value from those above it."""
    if depth > _MAX_DEPTH:
        raise ValueError(depth)
    for field in fields:
        own = str(field.get("/FT", kind or "")), field.get("/V", value)
        kids = [each for each in field.get("/Kids", ()) if "/T" in each]
        if kids:
            yield from _walk(kids, *own, depth + 1)
        else:
            yield field, *own


def _name(field: Any) -> str:
    """The name of a field, which may be empty; never empty itself."""
    return str(field.get("/T", "")).strip() or f"{field.objgen[0]} {field.objgen[1]}"


def _is_time_stamp(value: Any) -> bool:
    """Whether a field has a document time stamp, which says nothing of who signed."""
    return _is_dictionary(value) and value.get("/Type") == "/DocTimeStamp"


def _covered(value: Any, data: bytes) -> int:
    """The offset up to which a signature covers the document; 0 if there is none.

    It covers all but its own digits (ISO 32000-1, 12.8.1), and these are not all zeros.
    """
    if not _is_dictionary(value):
        return 0
    contents, ranges = value.get("/Contents"), [int(each) for each in value.get("/ByteRange", ())]
    if not _is_string(contents) or not any(bytes(contents)) or len(ranges) != _PARTS:
        return 0
    start, length, again, rest = ranges
    is_whole = not start and 0 < length < again < again + rest <= len(data)
    return again + rest if is_whole and _DIGITS.fullmatch(data, length, again) else 0


def _is_dictionary(thing: object) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary)


def _is_string(thing: object) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.String)


def _first_end(data: bytes) -> int:
    """The offset behind the end-of-file marker of the first revision.

    A document that is laid out for the web has one more, behind its first page (ISO 32000-1,
    annex F).
    """
    is_linear = _LINEARIZED in data[:_HEADER]
    ends = islice(_END.finditer(data), 2 if is_linear else 1)
    last = [found.end() for found in ends][-1:]
    return last[0] if last else len(data)
