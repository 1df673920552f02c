"""Digests of a PDF's content that do not depend on object numbers or compression.

Two documents with equal digests draw the same, to the last line and glyph. Saving a document with
another program keeps its digests, and so does another version of the library that subset its fonts.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from perf_report.pdf.font_subset import normalized_font
from perf_report.pdf_inspect.open_pdf import OpenedPdf

# A table has a few thousand objects.
_MAX_OBJECTS = 500_000

# How a stream is compressed does not matter.
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})

# Where the font files are that HarfBuzz can read.
_FONT_FILES = frozenset({"/FontFile2", "/FontFile3"})

# What is compared by itself.
_APART = frozenset({"/Pages", "/Metadata", "/Names", "/AF"})


def digest_pages(opened: OpenedPdf, ignored: Collection[Any]) -> tuple[str, ...]:
    """Return a digest of each page and its resources, without the annotations ignored."""
    numbers = _page_numbers(opened)
    return tuple(_digest(_entries_of_page(page.obj, ignored), numbers) for page in opened.pdf.pages)


def digest_catalog(opened: OpenedPdf) -> dict[str, str]:
    """Return a digest of each catalog entry besides the pages: structure, bookmarks, actions."""
    root: Any = opened.pdf.Root
    names = root.get("/Names", {})
    entries = {key: root[key] for key in root if key not in _APART}
    # Scripts have names, too.
    entries |= {f"/Names{key}": names[key] for key in names if key != "/EmbeddedFiles"}
    numbers = _page_numbers(opened)
    return {key: _digest({key: value}, numbers) for key, value in entries.items()}


def _page_numbers(opened: OpenedPdf) -> dict[Any, int]:
    return {page.obj.objgen: number for number, page in enumerate(opened.pdf.pages)}


def _entries_of_page(page: Any, ignored: Collection[Any]) -> dict[str, Any]:
    entries = {key: page[key] for key in page if key != "/Parent"}
    kept = [each for each in page.get("/Annots", ()) if each.objgen not in ignored]
    entries.pop("/Annots", None)
    return entries | ({"/Annots": kept} if kept else {})


def _digest(entries: Mapping[str, Any], pages: Mapping[Any, int]) -> str:
    """A digest of a dictionary and all objects it refers to; pages count by their number."""
    digest = hashlib.sha256()
    seen: dict[Any, int] = {}
    waiting: list[Any] = [dict(entries)]
    while waiting:
        item = waiting.pop()
        is_font = isinstance(item, _FontFile)
        item = item.stream if is_font else item
        written = item if isinstance(item, bytes) else _reference(item, pages, seen)
        if written is None:
            token, below = _parts(item, is_font=is_font)
            digest.update(token)
            waiting.extend(reversed(below))
        else:
            digest.update(written)
    return digest.hexdigest()


def _reference(item: Any, pages: Mapping[Any, int], seen: dict[Any, int]) -> bytes | None:
    """The token of a page, or of an object that was already read; None for a new object."""
    if not getattr(item, "is_indirect", False):
        return None
    if item.objgen in pages:
        return b"page %d;" % pages[item.objgen]
    if item.objgen in seen:
        return b"seen %d;" % seen[item.objgen]
    if len(seen) > _MAX_OBJECTS:
        raise ValueError(_MAX_OBJECTS)
    seen[item.objgen] = len(seen)
    return None


@dataclass(frozen=True, slots=True)
class _FontFile:
    """A stream that a font names as its file."""

    stream: Any


def _parts(item: Any, *, is_font: bool) -> tuple[bytes, list[Any]]:
    """What an object is, and what is in it."""
    import pikepdf

    if isinstance(item, pikepdf.Stream):
        data = _content(item)
        content = hashlib.sha256((is_font and normalized_font(data)) or data).digest()
        return b"stream" + content, _items(item, set(item.keys()) - _PACKING)
    if isinstance(item, (dict, pikepdf.Dictionary)):
        return b"dictionary", _items(item, item.keys())
    if isinstance(item, (list, pikepdf.Array)):
        return b"array %d;" % len(item), list(item)
    if isinstance(item, pikepdf.String):
        data = bytes(item)
        return b"string %d;" % len(data) + data, []
    # Numbers, names, truth and nothing are written as they are.
    return f"{type(item).__name__} {item};".encode("utf-8", "backslashreplace"), []


def _items(thing: Any, keys: Iterable[str]) -> list[Any]:
    items: list[Any] = []
    for key in sorted(keys):
        value = _FontFile(thing[key]) if key in _FONT_FILES else thing[key]
        items += [f"{key} ".encode("utf-8", "surrogateescape"), value]
    return [*items, b"end;"]


def _content(stream: Any) -> bytes:
    """What a stream holds; pictures that are not unpacked are compared as they are."""
    import pikepdf

    try:
        return bytes(stream.read_bytes())
    except pikepdf.DataDecodingError:
        raise
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())
