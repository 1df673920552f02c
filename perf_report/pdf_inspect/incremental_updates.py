"""Incremental updates of a PDF: signatures, and the end of the first revision.

A signature is appended to a PDF, which leaves the bytes before it unchanged. Signatures are not
validated here; only the objects that they bring are found, so that the rest can be compared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perf_report.pdf_inspect.open_pdf import OpenedPdf

_END = re.compile(rb"%%EOF[\r\n]*")

# The fields of a form that are looked at; a document has a signature or a few.
_MAX_FIELDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class IncrementalUpdates:
    """The number of signatures, and the offset at which the first revision ends.

    `widgets` are the objects of invisible signatures, which change no page.
    """

    signatures: int
    widgets: frozenset[Any]
    first_end: int


def read_updates(opened: OpenedPdf) -> IncrementalUpdates:
    """Return the incremental updates of a document."""
    fields = list(_signature_fields(opened.pdf.Root))
    return IncrementalUpdates(
        signatures=len(fields),
        widgets=frozenset(each.objgen for each in fields if _is_hidden(each)),
        first_end=_first_end(opened.source.data),
    )


def _first_end(data: bytes) -> int:
    """The offset behind the first end-of-file marker."""
    found = _END.search(data)
    return found.end() if found else len(data)


def _signature_fields(root: Any) -> Iterator[Any]:
    fields = root.get("/AcroForm", {}).get("/Fields", ())
    for each, _ in zip(fields, range(_MAX_FIELDS), strict=False):
        if str(each.get("/FT", "")) == "/Sig" and "/V" in each:
            yield each


def _is_hidden(widget: Any) -> bool:
    left, bottom, right, top = (float(each) for each in widget.get("/Rect", (0, 0, 0, 0)))
    return left == right or bottom == top
