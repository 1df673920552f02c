"""Digests of a PDF's content that do not depend on object numbers or compression.

Two documents with equal digests draw the same, to the last line and glyph. Saving a document with
another program keeps its digests, and so does another version of the library that subset its fonts.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from perf_report.errors import SourceError
from perf_report.pdf_inspect.font_forms import FontForms
from perf_report.pdf_inspect.open_pdf import OpenedPdf
from perf_report.pdf_inspect.work_budget import OBJECT
from perf_report.processes.limited_process import ProcessLimitError

# How a stream is compressed does not matter.
_PACKING = frozenset({"/Length", "/Filter", "/DecodeParms", "/DL"})

# Where the font files are that HarfBuzz can read.
_FONT_FILES = frozenset({"/FontFile2", "/FontFile3"})

# What is compared by itself.
_APART = frozenset({"/Pages", "/Metadata", "/Names", "/AF"})


class ContentDigester:
    """Makes the digests of a document; a stream that many pages use is read once."""

    def __init__(self, opened: OpenedPdf, forms: FontForms) -> None:
        self._opened = opened
        self._forms = forms
        self._pages = {page.obj.objgen: number for number, page in enumerate(opened.pdf.pages)}
        self._streams: dict[tuple[Any, bool], bytes] = {}

    def pages(self) -> tuple[str, ...]:
        """Return a digest of each page and its resources."""
        return tuple(self._digest(_entries_of_page(page.obj)) for page in self._opened.pdf.pages)

    def catalog(self) -> dict[str, str]:
        """Return a digest of each catalog entry besides the pages: structure, actions and others.

        Attached files and metadata are compared by themselves.
        """
        root: Any = self._opened.pdf.Root
        names = root.get("/Names", {})
        entries = {key: root[key] for key in root if key not in _APART}
        # Scripts have names, too.
        entries |= {f"/Names {key}": names[key] for key in names if key != "/EmbeddedFiles"}
        return {key: self._digest({key: value}) for key, value in entries.items()}

    def _digest(self, entries: Mapping[str, Any]) -> str:
        """A digest of a dictionary and all objects it refers to; pages count by their number."""
        digest = hashlib.sha256()
        seen: dict[Any, int] = {}
        waiting: list[Any] = [dict(entries)]
        while waiting:
            self._opened.budget.spend(OBJECT)
            item = waiting.pop()
            is_font = isinstance(item, _FontFile)
            item = item.stream if is_font else item
            written = item if isinstance(item, bytes) else self._reference(item, seen)
            if written is None:
                token, below = self._parts(item, is_font=is_font)
                digest.update(token)
                waiting.extend(reversed(below))
            else:
                digest.update(written)
        return digest.hexdigest()

    def _reference(self, item: Any, seen: dict[Any, int]) -> bytes | None:
        """The token of a page, or of an object that was already read; None for a new object."""
        if not getattr(item, "is_indirect", False):
            return None
        if item.objgen in self._pages:
            return b"page %d;" % self._pages[item.objgen]
        if item.objgen in seen:
            return b"seen %d;" % seen[item.objgen]
        seen[item.objgen] = len(seen)
        return None

    def _parts(self, item: Any, *, is_font: bool) -> tuple[bytes, list[Any]]:
        """What an object is, and what is in it."""
        import pikepdf

        if isinstance(item, pikepdf.Stream):
            content = self._content(item, is_font=is_font)
            return b"stream" + content, _items(item, set(item.keys()) - _PACKING)
        if isinstance(item, (dict, pikepdf.Dictionary)):
            return b"dictionary", _items(item, item.keys())
        if isinstance(item, (list, pikepdf.Array)):
            return b"array %d;" % len(item), list(item)
        if isinstance(item, pikepdf.String):
            data = bytes(item)
            self._opened.budget.spend_bytes(len(data))
            return b"string %d;" % len(data) + data, []
        # Numbers, names, truth and nothing are written as they are.
        return f"{type(item).__name__} {item};".encode("utf-8", "backslashreplace"), []

    def _content(self, stream: Any, *, is_font: bool) -> bytes:
        """A digest of what a stream holds; of a font, of its glyphs."""
        key = (stream.objgen, is_font)
        if key not in self._streams:
            data = _unpacked(stream)
            self._opened.budget.spend_bytes(len(data))
            self._streams[key] = self._font(data) if is_font else hashlib.sha256(data).digest()
        return self._streams[key]

    def _font(self, data: bytes) -> bytes:
        try:
            return self._forms.digest(data)
        except ProcessLimitError:
            raise SourceError("pdf-work", path=self._opened.source.name) from None


@dataclass(frozen=True, slots=True)
class _FontFile:
    """A stream that a font names as its file."""

    stream: Any


def _entries_of_page(page: Any) -> dict[str, Any]:
    entries = {key: page[key] for key in page if key != "/Parent"}
    kept = list(page.get("/Annots", ()))
    entries.pop("/Annots", None)
    return entries | ({"/Annots": kept} if kept else {})


def _items(thing: Any, keys: Iterable[str]) -> list[Any]:
    items: list[Any] = []
    for key in sorted(keys):
        value = _FontFile(thing[key]) if key in _FONT_FILES else thing[key]
        items += [f"{key} ".encode("utf-8", "surrogateescape"), value]
    return [*items, b"end;"]


def _unpacked(stream: Any) -> bytes:
    """What a stream holds; pictures that are not unpacked are compared as they are."""
    import pikepdf

    try:
        return bytes(stream.read_bytes())
    except pikepdf.DataDecodingError:
        raise
    except pikepdf.PdfError:
        return bytes(stream.read_raw_bytes())
