"""The parts of a Word or Excel file: where they are, and their XML."""

import posixpath
from typing import Any

from lxml import etree

from perf_report.errors import SourceError
from perf_report.office.archive import read_part

# Files that are saved as strict have other names for the same elements (ECMA-376, part 1).
_STRICT = {
    b"http://purl.oclc.org/ooxml/spreadsheetml/main": b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}


def parse_part(part: bytes | None) -> Any:
    """Return the root of a part. Raises SourceError if there is none or it is damaged."""
    if part is None:
        raise SourceError("paper-damaged")
    if b"purl.oclc.org" in part[:4096]:
        for strict, usual in _STRICT.items():
            part = part.replace(strict, usual)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise SourceError("paper-damaged") from error


def main_part(data: bytes) -> str:
    """Return the name of the part that a file is about; empty if it names none."""
    return next(iter(linked_parts(data, "").get("officeDocument", {}).values()), "")


def linked_parts(data: bytes, part: str) -> dict[str, dict[str, str]]:
    """Return the parts that a part names: by the last word of their kind, and by their ids."""
    folder, name = posixpath.split(part)
    links = read_part(data, posixpath.join(folder, "_rels", f"{name}.rels"))
    found: dict[str, dict[str, str]] = {}
    for each in parse_part(links) if links else ():
        if isinstance(each.tag, str) and each.get("TargetMode") != "External":
            kind = each.get("Type", "").rpartition("/")[2]
            target = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
            found.setdefault(kind, {})[each.get("Id", "")] = target.lstrip("/")
    return found
