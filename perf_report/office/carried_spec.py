"""The spec in an Office file: a custom XML part, which no page of the file shows.

It is the base of a merge when the file comes back. The digest stands in a property of the document,
too, which programs keep that drop parts they do not know.
"""

import base64
import hashlib
import io
import zipfile
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from perf_report.model.source import Source

NAMESPACE = "urn:perf-report:spec:1"
DIGEST_PROPERTY = "perf-report-spec"

_ITEM = "customXml/item1.xml"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# The id that Windows gives to all properties that a user names.
_USER_PROPERTIES = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"

# A spec is smaller by far.
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedSpec:
    """A spec that an Office file carries; `is_whole` is whether its digest is the one stated."""

    data: bytes
    is_whole: bool


def with_spec(parts: dict[str, bytes], main: str, spec: Source) -> dict[str, bytes]:
    """Return the parts of a package with a spec; `main` is the path of its main part."""
    folder, _, name = main.rpartition("/")
    added = {
        _ITEM: _item(spec),
        "customXml/itemProps1.xml": _item_properties(spec),
        "customXml/_rels/item1.xml.rels": _item_relations(),
        "docProps/custom.xml": _properties(spec),
    }
    return {
        **parts,
        **added,
        "[Content_Types].xml": _insert(parts["[Content_Types].xml"], "Types", _types()),
        f"{folder}/_rels/{name}.rels": _insert(
            parts[f"{folder}/_rels/{name}.rels"],
            "Relationships",
            _relation("customXml", f"../{_ITEM}"),
        ),
        "_rels/.rels": _insert(
            parts["_rels/.rels"],
            "Relationships",
            _relation("custom-properties", "docProps/custom.xml"),
        ),
    }


def read_carried_spec(data: bytes) -> CarriedSpec | None:
    """Return the spec that a checked Office file carries; None if it carries none of ours."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if name.startswith("customXml/item") and archive.getinfo(name).file_size < _MOST_BYTES:
                found = _parse_item(archive.read(name))
                if found is not None:
                    return found
    return None


def _parse_item(data: bytes) -> CarriedSpec | None:
    # Entities are not ours; without them, nothing in the XML grows.
    if NAMESPACE.encode() not in data or b"<!DOCTYPE" in data:
        return None
    try:
        item = ET.fromstring(data)  # noqa: S314  # no entities, as checked above
        spec = base64.b64decode("".join((item.text or "").split()), validate=True)
    except (ET.ParseError, ValueError):
        return None
    if item.tag != f"{{{NAMESPACE}}}spec":
        return None
    stated = item.get("digest", "")
    return CarriedSpec(data=spec, is_whole=hashlib.sha256(spec).hexdigest() == stated)


def _item(spec: Source) -> bytes:
    content = base64.b64encode(spec.data).decode()
    item = f'<spec xmlns="{NAMESPACE}" digest="{spec.digest}">{content}</spec>'
    return f"{_DECLARATION}{item}".encode()


def _item_properties(spec: Source) -> bytes:
    """The properties of the part: an id, and the namespace of what is in it."""
    space = f"{_OFFICE}/customXml"
    written = spec.digest.upper()
    ends = ((0, 8), (8, 12), (12, 16), (16, 20), (20, 32))
    id_ = "-".join(written[start:end] for start, end in ends)
    return (
        f'{_DECLARATION}<ds:datastoreItem ds:itemID="{{{id_}}}" xmlns:ds="{space}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    ).encode()


def _item_relations() -> bytes:
    relation = _relation("customXmlProps", "itemProps1.xml")
    space = f"{_PACKAGE}/relationships"
    return f'{_DECLARATION}<Relationships xmlns="{space}">{relation}</Relationships>'.encode()


def _properties(spec: Source) -> bytes:
    space = f"{_OFFICE}/custom-properties"
    types = f"{_OFFICE}/docPropsVTypes"
    return (
        f'{_DECLARATION}<Properties xmlns="{space}" xmlns:vt="{types}">'
        f'<property fmtid="{_USER_PROPERTIES}" pid="2" name="{DIGEST_PROPERTY}">'
        f"<vt:lpwstr>{spec.digest}</vt:lpwstr></property></Properties>"
    ).encode()


def _types() -> str:
    kinds = {
        "/customXml/itemProps1.xml": "customXmlProperties",
        "/docProps/custom.xml": "custom-properties",
    }
    return "".join(_override(part, kind) for part, kind in kinds.items())


def _override(part: str, kind: str) -> str:
    type_ = f"application/vnd.openxmlformats-officedocument.{kind}+xml"
    return f'<Override PartName="{part}" ContentType="{type_}"/>'


def _relation(kind: str, target: str) -> str:
    type_ = f"{_OFFICE}/relationships/{kind}"
    return f'<Relationship Id="{kind}" Type="{type_}" Target="{target}"/>'


def _insert(part: bytes, element: str, text: str) -> bytes:
    """A part with more at the end of its only element."""
    before, end, after = part.rpartition(f"</{element}>".encode())
    return before + text.encode() + end + after
