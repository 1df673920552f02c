"""What was appended to a PDF after it was made: nothing, signatures, or something else.

A PDF is signed by appending to it, so that the bytes before stay what they were. Whether a
signature holds is not judged here; only what it brings along is known, so that the rest can be
compared.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from perf_report.pdf_inspect.open_pdf import Opened

_END = re.compile(rb"%%EOF[\r\n]*")

# The fields of a form that are looked at; a document has a signature or a few.
_MAX_FIELDS = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Appended:
    """How many signatures there are, and where the first revision ends.

    `widgets` are the objects of signatures that show nothing, which change no page.
    """

    signatures: int
    widgets: frozenset[Any]
    first_end: int


def read_appended(opened: Opened) -> Appended:
    """What was appended, as far as it is a signature."""
    fields = list(_signature_fields(opened.pdf.Root))
    return Appended(
        signatures=len(fields),
        widgets=frozenset(each.objgen for each in fields if _is_hidden(each)),
        first_end=_first_end(opened.source.data),
    )


def _first_end(data: bytes) -> int:
    """Where the document ended when it was first written."""
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
