"""The texts of a Word or Excel file beside its tables: comments, footnotes, headers, text boxes."""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

_PARTS = re.compile(
    r"word/(?:comments|footnotes|endnotes|header[0-9]*|footer[0-9]*)[.]xml"
    r"|xl/(?:comments[0-9]*|comments/[^/]+|threadedComments/[^/]+|drawings/drawing[0-9]+)[.]xml"
)
# What holds one text where it has no paragraphs.
_COMMENTS = frozenset({"comment", "threadedComment"})
_TEXT = frozenset({"t", "text"})


def side_texts(data: bytes) -> Iterator[str]:
    """Yield each text of a checked Word or Excel file outside its body and its cells."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in sorted(archive.namelist()):
            if _PARTS.fullmatch(name):
                yield from _texts(archive.read(name))


def _texts(part: bytes) -> Iterator[str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(part, parser)
    for element in root.iter("{*}*") if root is not None else ():
        is_comment = _name(element) in _COMMENTS and element.find(".//{*}p") is None
        if is_comment or _name(element) == "p":
            yield from _text(element)


def _text(element: Any) -> Iterator[str]:
    text = "".join(each.text or "" for each in element.iter("{*}*") if _name(each) in _TEXT)
    if text.strip():
        yield text.strip()


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)
