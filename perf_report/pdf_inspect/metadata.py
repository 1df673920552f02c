"""Read the metadata of a PDF."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from perf_report.pdf.pdfa_metadata import PROVENANCE_NAMESPACE, Provenance
from perf_report.pdf_inspect.open_pdf import OpenedPdf

if TYPE_CHECKING:
    from pikepdf import Pdf

# A packet of ours is 4 KB.
_MAX_PACKET = 1_000_000

# Its elements begin and end with one of these, and its attributes have one: 200 in all. The library
# searches the whole packet for each property, which takes the square of this.
_MARKS = (b"<", b"=")
_MAX_MARKS = 2_000

# The prefix of names in the information dictionary.
_INFO = "info"

_NAMESPACES = {
    "http://purl.org/dc/elements/1.1/": "dc",
    "http://ns.adobe.com/pdf/1.3/": "pdf",
    "http://ns.adobe.com/xap/1.0/": "xmp",
    "http://www.aiim.org/pdfa/ns/id/": "pdfaid",
    "http://www.aiim.org/pdfua/ns/id/": "pdfuaid",
    PROVENANCE_NAMESPACE: "proof",
}


def read_properties(opened: OpenedPdf) -> dict[str, str]:
    """Return the properties by name: of the XMP packet, and of the information dictionary."""
    pdf = opened.pdf
    found = dict(_packet(pdf))
    found |= {f"{_INFO}:{str(key).lstrip('/')}": str(value) for key, value in pdf.docinfo.items()}
    found["lang"] = str(pdf.Root.get("/Lang", ""))
    return found


def read_identifier(opened: OpenedPdf) -> str:
    """Return the first part of the file identifier, which a build makes from a file's inputs."""
    written = opened.pdf.trailer.get("/ID")
    first = str(written[0]) if written is not None else ""
    return first if re.fullmatch("[0-9a-f]{64}", first) else ""


def provenance_in(properties: Mapping[str, str]) -> Provenance | None:
    """Return the provenance in the properties, or None."""
    source, tool = properties.get("proof:source"), properties.get("proof:tool")
    if source is None or tool is None or not re.fullmatch("[0-9a-f]{64}", source):
        return None
    return Provenance(source=source, tool=tool)


def _packet(pdf: "Pdf") -> dict[str, str]:
    """The properties of the XMP packet; none if it cannot be parsed safely."""
    stream = pdf.Root.get("/Metadata")
    data = stream.read_bytes() if stream is not None else b""
    # Entities multiply, and no packet needs them.
    if not data or len(data) > _MAX_PACKET or b"<!" in data:
        return {}
    if sum(map(data.count, _MARKS)) > _MAX_MARKS:
        return {}
    return {_short(name): _written(value) for name, value in pdf.open_metadata().items()}


def _short(name: str) -> str:
    uri, _, local = name.removeprefix("{").rpartition("}")
    return f"{_NAMESPACES.get(uri, uri)}:{local}"


def _written(value: object) -> str:
    """A property as text."""
    if isinstance(value, (set, frozenset)):
        return ", ".join(sorted(map(_text, value)))
    return ", ".join(map(_text, value)) if isinstance(value, list) else _text(value)


def _text(value: object) -> str:
    """A value; empty where it has properties of its own, as an extension schema has."""
    text = "" if value is None else str(value)
    return text if text.strip() else ""
