"""What makes a PDF one for the archive: what it claims to be, and the files that it carries.

PDF/A-3a (ISO 19005-3) and PDF/UA-1 (ISO 14289-1) each ask for a claim in the metadata; WeasyPrint
makes one of the two. Both stand in the packet below. Properties that PDF/A does not know, the claim
of PDF/UA among them, are described in it, as PDF/A asks.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal
from xml.sax.saxutils import escape

# The properties by which a document can be held against what it carries.
PROOF_NAMESPACE = "urn:perf-report:proof:1"

_NAMESPACES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "pdf": "http://ns.adobe.com/pdf/1.3/",
    "xmp": "http://ns.adobe.com/xap/1.0/",
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "proof": PROOF_NAMESPACE,
}

_PACKET = """\
<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
{properties}
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag>
{schemas}
</rdf:Bag></pdfaExtension:schemas>
</rdf:Description>
</rdf:RDF>
</x:xmpmeta>
<?xpacket end="r"?>"""

_PROPERTY = """\
<rdf:Description rdf:about="" xmlns:{prefix}="{uri}"><{name}>{value}</{name}></rdf:Description>"""

_SCHEMA = """\
<rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>{title}</pdfaSchema:schema>
<pdfaSchema:namespaceURI>{uri}</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>{prefix}</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq>{properties}</rdf:Seq></pdfaSchema:property>
</rdf:li>"""

_DESCRIBED = """\
<rdf:li rdf:parseType="Resource">
<pdfaProperty:name>{name}</pdfaProperty:name>
<pdfaProperty:valueType>{type}</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>{description}</pdfaProperty:description>
</rdf:li>"""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedFile:
    """A file that a PDF carries: what the document was made from (Source), or says (Data)."""

    name: str
    media_type: str
    relationship: Literal["Source", "Data"]
    description: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """By what a document can be held against the files that it carries.

    `source` is the SHA-256 of its main source, in hexadecimal; `tool` the program and its version.
    """

    source: str
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """What a PDF carries beside its pages."""

    files: tuple[EmbeddedFile, ...] = ()
    proof: Proof | None = None


def claim(pdf: Any, metadata: Any, proof: Proof | None) -> None:
    """Put what a PDF claims, and what else it says of itself, in place of its metadata.

    `metadata` is WeasyPrint's; the entries of the information dictionary, which are there already,
    say the same.
    """
    producer = str(pdf.info["Producer"].string)
    properties = [*_claims(), *_described(metadata, producer), *_proven(proof)]
    packet = _PACKET.format(
        properties="\n".join(_property(name, value) for name, value in properties),
        schemas="\n".join(_schema(prefix) for prefix in _EXTENSIONS),
    )
    _put_packet(pdf, packet.encode())
    _put_colors(pdf)
    for entry in pdf.objects:
        if isinstance(entry, dict) and entry.get("Type") == "/Annot":
            entry["F"] = _PRINTED


# The flag of an annotation that is printed, as PDF/A asks of links.
_PRINTED = 4


def _put_packet(pdf: Any, packet: bytes) -> None:
    """Add the metadata, not compressed: who knows nothing of PDF finds them by looking for them."""
    import pydyf

    stream = pydyf.Stream([packet], {"Type": "/Metadata", "Subtype": "/XML"})
    pdf.add_object(stream)
    pdf.catalog["Metadata"] = stream.reference


def _put_colors(pdf: Any) -> None:
    """Say which colors are meant: those of sRGB."""
    import pydyf

    profile = pydyf.Stream([_srgb()], {"N": 3}, compress=True)
    pdf.add_object(profile)
    intent = pydyf.Dictionary({"Type": "/OutputIntent", "S": "/GTS_PDFA1"})
    intent["OutputConditionIdentifier"] = pydyf.String("sRGB")
    intent["Info"] = pydyf.String("sRGB IEC61966-2.1")
    intent["DestOutputProfile"] = profile.reference
    pdf.catalog["OutputIntents"] = pydyf.Array([intent])


@cache
def _srgb() -> bytes:
    """The profile of sRGB, as WeasyPrint brings it."""
    return (files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def embed(pdf: Any, embedded: Sequence[EmbeddedFile]) -> None:
    """Put files into a PDF, associated with it as a whole."""
    import pydyf

    if not embedded:
        return
    references = {file.name: _add_file(pdf, file) for file in embedded}
    names = pydyf.Array()
    for name in sorted(references, key=str.encode):
        names.extend([pydyf.String(name), references[name]])
    pdf.catalog.setdefault("Names", pydyf.Dictionary())
    pdf.catalog["Names"]["EmbeddedFiles"] = pydyf.Dictionary({"Names": names})
    pdf.catalog["AF"] = pydyf.Array(references[file.name] for file in embedded)


def _add_file(pdf: Any, file: EmbeddedFile) -> bytes:
    """Add a file; the reference of what describes it."""
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
    description = pydyf.Dictionary(
        {
            "Type": "/Filespec",
            "F": pydyf.String(file.name),
            "UF": pydyf.String(file.name),
            "Desc": pydyf.String(file.description),
            "AFRelationship": f"/{file.relationship}",
            "EF": pydyf.Dictionary({"F": content.reference, "UF": content.reference}),
        }
    )
    pdf.add_object(description)
    return bytes(description.reference)


_Properties = Iterator[tuple[str, str]]


def _claims() -> _Properties:
    yield "pdfaid:part", "3"
    yield "pdfaid:conformance", "A"
    yield "pdfuaid:part", "1"


def _described(metadata: Any, producer: str) -> _Properties:
    yield "pdf:Producer", escape(producer)
    if metadata.title:
        yield "dc:title", _alternatives(metadata.title)
    if metadata.lang:
        yield "dc:language", f"<rdf:Bag><rdf:li>{escape(metadata.lang)}</rdf:li></rdf:Bag>"
    if metadata.authors:
        # The information dictionary has one author, in one string.
        authors = escape(", ".join(metadata.authors))
        yield "dc:creator", f"<rdf:Seq><rdf:li>{authors}</rdf:li></rdf:Seq>"
    if metadata.description:
        yield "dc:description", _alternatives(metadata.description)
    plain = {
        "pdf:Keywords": ", ".join(metadata.keywords),
        "xmp:CreatorTool": metadata.generator,
        "xmp:CreateDate": metadata.created,
        "xmp:ModifyDate": metadata.modified,
    }
    yield from ((name, escape(value)) for name, value in plain.items() if value)


def _proven(proof: Proof | None) -> _Properties:
    if proof is not None:
        yield "proof:source", proof.source
        yield "proof:tool", escape(proof.tool)


def _alternatives(text: str) -> str:
    return f'<rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt>'


def _property(name: str, value: str) -> str:
    prefix = name.partition(":")[0]
    return _PROPERTY.format(prefix=prefix, uri=_NAMESPACES[prefix], name=name, value=value)


def _schema(prefix: str) -> str:
    title, properties = _EXTENSIONS[prefix]
    described = "".join(
        _DESCRIBED.format(name=name, type=type_, description=description)
        for name, type_, description in properties
    )
    return _SCHEMA.format(title=title, uri=_NAMESPACES[prefix], prefix=prefix, properties=described)
