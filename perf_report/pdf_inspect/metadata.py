"""Read the metadata of a PDF."""

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, ParseError, fromstring

from perf_report.pdf.pdfa_metadata import PROVENANCE_NAMESPACE, Provenance, extension_schemas
from perf_report.pdf_inspect.open_pdf import OpenedPdf

if TYPE_CHECKING:
    from pikepdf import Pdf

# A packet of ours is 4 KB.
_MAX_PACKET = 1_000_000

# Its elements begin and end with one of these, and its attributes have one: 200 in all.
_MARKS = (b"<", b"=")
_MAX_MARKS = 2_000

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"

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


def described_extensions() -> dict[str, str]:
    """Return the property that describes the properties that PDF/A does not define."""
    schemas = extension_schemas()
    return {_short(schemas.tag): ", ".join(_said(schemas))}


def provenance_in(properties: Mapping[str, str]) -> Provenance | None:
    """Return the provenance in the properties, or None."""
    source, tool = properties.get("proof:source"), properties.get("proof:tool")
    if source is None or tool is None or not re.fullmatch("[0-9a-f]{64}", source):
        return None
    return Provenance(source=source, tool=tool)


def _packet(pdf: "Pdf") -> dict[str, str]:
    """The properties of the XMP packet; none if it cannot be parsed safely.

    Of a property that has a value in several languages, or properties of its own, all are read: a
    reader shows the one that it takes for its own.
    """
    stream = pdf.Root.get("/Metadata")
    data = stream.read_bytes() if stream is not None else b""
    # Entities multiply, and no packet needs them.
    if not data or len(data) > _MAX_PACKET or b"<!" in data:
        return {}
    if sum(map(data.count, _MARKS)) > _MAX_MARKS:
        return {}
    try:
        root = fromstring(data)  # noqa: S314  # without a declaration there is none
    except ParseError:
        return {}
    found: dict[str, list[str]] = {}
    for described in (each for rdf in root.iter(f"{_RDF}RDF") for each in rdf):
        for name, value in described.attrib.items():
            if name != f"{_RDF}about":
                found.setdefault(_short(name), []).append(value)
        for element in described:
            found.setdefault(_short(element.tag), []).extend(_said(element))
    return {name: ", ".join(values) for name, values in found.items()}


def _short(name: str) -> str:
    uri, _, local = name.removeprefix("{").rpartition("}")
    return f"{_NAMESPACES.get(uri, uri)}:{local}"


def _said(element: Element) -> Iterator[str]:
    """What is written in an element; the language only where there is more than the default."""
    for each in element.iter():
        plain = {f"{_RDF}parseType": "Resource", _LANGUAGE: "x-default"}
        texts = [value for name, value in each.attrib.items() if plain.get(name) != value]
        texts += [each.text or "", "" if each is element else each.tail or ""]
        yield from (text.strip() for text in texts if text.strip())
