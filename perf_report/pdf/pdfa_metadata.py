"""XMP metadata, output intent and attachments of a PDF/A-3a (ISO 19005-3) and PDF/UA-1.

WeasyPrint writes metadata for one standard at a time (Kozea/WeasyPrint#2783), so both are claimed
here. Properties that PDF/A does not define, that of PDF/UA among them, are described in extension
schemas, as PDF/A asks (ISO 19005-3, 6.6.2.3).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from perf_report.pdf.weasyprint_compat.color_profile import srgb_profile

# The properties that name what a document was made from.
PROVENANCE_NAMESPACE = "urn:perf-report:proof:1"

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "proof": PROVENANCE_NAMESPACE,
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "x": "adobe:ns:meta/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
}

# Properties whose value is a container (XMP, part 1, 8.2): what kind of one.
_CONTAINERS = {
    "dc:creator": "rdf:Seq",
    "dc:description": "rdf:Alt",
    "dc:language": "rdf:Bag",
    "dc:title": "rdf:Alt",
}

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

# By prefix: the title of the schema, and its properties with their type and meaning.
_EXTENSIONS = {
    "pdfuaid": (
        "PDF/UA identification schema",
        (("part", "Integer", "The part of ISO 14289 that the document follows"),),
    ),
    "proof": (
        "What a table of performance targets was made from",
        (
            ("source", "Text", "The SHA-256 of the file that the document was made from"),
            ("tool", "Text", "The program that made it, with its version"),
        ),
    ),
}

# The flag of an annotation that is printed, as PDF/A asks of links.
_PRINTED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedFile:
    """A file that a PDF carries: what the document was made from (Source), or says (Data)."""

    name: str
    media_type: str
    relationship: Literal["Source", "Data"]
    description: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What a document was made from, and by what.

    `source` is the SHA-256 of its main source, in hexadecimal; `tool` the program and its version.
    """

    source: str
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attachments:
    """What a PDF carries beside its pages; `is_archival` is whether it claims to be PDF/A."""

    files: tuple[EmbeddedFile, ...] = ()
    provenance: Provenance | None = None
    is_archival: bool = True


def add_metadata(
    pdf: Any, metadata: Any, provenance: Provenance | None, *, is_archival: bool = True
) -> None:
    """Claim both standards in a PDF of pydyf, and state its title, language and provenance.

    `metadata` is WeasyPrint's; the entries of the information dictionary, which are there already,
    say the same. Without `is_archival`, only PDF/UA is claimed.
    """
    producer = str(pdf.info["Producer"].string)
    claims = _claims(is_archival=is_archival)
    properties = [*claims, *_described(metadata, producer), *_made_from(provenance)]
    _add_packet(pdf, _packet(properties))
    if is_archival:
        _add_output_intent(pdf)
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Annot":
            entry["F"] = _PRINTED


def attach_files(pdf: Any, files: Sequence[EmbeddedFile]) -> None:
    """Put files into a PDF of pydyf, associated with the document as a whole."""
    import pydyf

    if not files:
        return
    references = {file.name: _add_file(pdf, file) for file in files}
    names = pydyf.Array()
    for name in sorted(references, key=str.encode):
        names.extend([pydyf.String(name), references[name]])
    pdf.catalog.setdefault("Names", pydyf.Dictionary())
    pdf.catalog["Names"]["EmbeddedFiles"] = pydyf.Dictionary({"Names": names})
    pdf.catalog["AF"] = pydyf.Array(references[file.name] for file in files)


def _add_file(pdf: Any, file: EmbeddedFile) -> bytes:
    """Add a file; the reference of its file specification."""
    import pydyf

    content = pydyf.Stream(
        [file.data],
        {
            "Type": "/EmbeddedFile",
            "Subtype": pydyf.name(file.media_type),
            "Params": pydyf.Dictionary({"Size": len(file.data)}),
        },
        compress=True,
    )
    pdf.add_object(content)
    specification = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(file.name),
            "UF": pydyf.String(file.name),
            "Desc": pydyf.String(file.description),
            "AFRelationship": f"/{file.relationship}",
            "EF": pydyf.Dictionary({"F": content.reference, "UF": content.reference}),
        }
    )
    pdf.add_object(specification)
    return bytes(specification.reference)


def _add_packet(pdf: Any, packet: bytes) -> None:
    """Add the metadata uncompressed, so that programs that scan for them find them."""
    import pydyf

    stream = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference


def _add_output_intent(pdf: Any) -> None:
    """State that colors are those of sRGB."""
    import pydyf

    profile = pydyf.Stream([srgb_profile()], {"N": 3}, compress=True)
    pdf.add_object(profile)
    intent = pydyf.Dictionary({"Type": "/OutputIntent", "S": "/GTS_PDFA1"})
    intent["OutputConditionIdentifier"] = pydyf.String("sRGB")
    intent["Info"] = pydyf.String("sRGB IEC61966-2.1")
    intent["DestOutputProfile"] = profile.reference
    pdf.catalog["OutputIntents"] = pydyf.Array([intent])


_Properties = Iterator[tuple[str, str]]


def _claims(*, is_archival: bool) -> _Properties:
    if is_archival:
        yield "pdfaid:part", "3"
        yield "pdfaid:conformance", "A"
    yield "pdfuaid:part", "1"


def _described(metadata: Any, producer: str) -> _Properties:
    """What the information dictionary says; it has all authors in one string."""
    values = {
        "pdf:Producer": producer,
        "dc:title": metadata.title,
        "dc:language": metadata.lang,
        "dc:creator": ", ".join(metadata.authors),
        "dc:description": metadata.description,
        "pdf:Keywords": ", ".join(metadata.keywords),
        "xmp:CreatorTool": metadata.generator,
        "xmp:CreateDate": metadata.created,
        "xmp:ModifyDate": metadata.modified,
    }
    yield from ((name, value) for name, value in values.items() if value)


def _made_from(provenance: Provenance | None) -> _Properties:
    if provenance is not None:
        yield "proof:source", provenance.source
        yield "proof:tool", provenance.tool


def _packet(properties: Sequence[tuple[str, str]]) -> bytes:
    """The XMP packet of these properties and of the extension schemas."""
    for prefix, uri in _NAMESPACES.items():
        register_namespace(prefix, uri)
    packet = Element(_name("x:xmpmeta"))
    description = SubElement(
        SubElement(packet, _name("rdf:RDF")), _name("rdf:Description"), {_name("rdf:about"): ""}
    )
    for name, value in properties:
        _add_property(description, name, value)
    description.append(extension_schemas())
    written = tostring(packet, "unicode")
    begin = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
    return f'{begin}\n{written}\n<?xpacket end="r"?>'.encode()


def _add_property(description: Element, name: str, value: str) -> None:
    parent = SubElement(description, _name(name))
    if name in _CONTAINERS:
        parent = SubElement(SubElement(parent, _name(_CONTAINERS[name])), _name("rdf:li"))
        if _CONTAINERS[name] == "rdf:Alt":
            parent.set(_LANG, "x-default")
    parent.text = value


@cache
def extension_schemas() -> Element:
    """The element that describes the properties that PDF/A does not define."""
    schemas = Element(_name("pdfaExtension:schemas"))
    bag = SubElement(schemas, _name("rdf:Bag"))
    for prefix, (title, properties) in _EXTENSIONS.items():
        schema = _add_resource(bag, "pdfaSchema", schema=title, namespaceURI=_NAMESPACES[prefix])
        SubElement(schema, _name("pdfaSchema:prefix")).text = prefix
        sequence = SubElement(SubElement(schema, _name("pdfaSchema:property")), _name("rdf:Seq"))
        for name, type_, meaning in properties:
            _add_resource(
                sequence,
                "pdfaProperty",
                name=name,
                valueType=type_,
                category="internal",
                description=meaning,
            )
    return schemas


def _add_resource(container: Element, prefix: str, **values: str) -> Element:
    """Add an item with properties of its own."""
    item = SubElement(container, _name("rdf:li"), {_name("rdf:parseType"): "Resource"})
    for name, value in values.items():
        SubElement(item, _name(f"{prefix}:{name}")).text = value
    return item


def _name(name: str) -> str:
    """A name with its prefix, such as `dc:title`, as ElementTree writes it."""
    prefix, _, local = name.partition(":")
    return f"{{{_NAMESPACES[prefix]}}}{local}"
