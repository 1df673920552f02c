"""Text in the content streams of pages, by marked-content identifier."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from perf_report.pdf_inspect.open_pdf import OpenedPdf

if TYPE_CHECKING:
    from pikepdf import Object, Page, Pdf

# A content stream has 20 to 100 KB; parsing one takes a hundred times its size.
_MAX_CONTENT = 1_000_000

# A spec of the largest size that is laid out anew makes 200.
MAX_PAGES = 500

# Show text, select the font, mark content, save and restore the font, draw an XObject.
_OPERATORS = "Tf Tj TJ ' \" BDC BMC EMC q Q Do"

_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CHAR = re.compile(rb"<([0-9a-fA-F]{1,4})>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]{1,4})>\s*<([0-9a-fA-F]{1,4})>\s*<([0-9a-fA-F]+)>")
# A range has one first byte (ISO 32000-1, 9.7.6.2).
_MAX_RANGE = 0x100
# The size of a ToUnicode CMap; those of our whole fonts would have 200 KB.
_MAX_CHARACTER_MAP = 500_000

_UNKNOWN = "\ufffd"

CharacterMap = dict[int, str]


@dataclass(slots=True)
class MarkedContent:
    """A marked-content sequence: its text, and the ActualText that replaces it."""

    stream_text: str = ""
    actual_text: str | None = None

    @property
    def structure_text(self) -> str:
        """The text that a screen reader reads."""
        return self.stream_text if self.actual_text is None else self.actual_text


@dataclass(slots=True)
class PageContent:
    """The text of a page in drawing order, and its marked content by MCID.

    `images` counts the XObjects that the page draws, `annotations` its annotations.
    """

    text: str = ""
    images: int = 0
    annotations: int = 0
    marks: dict[int, MarkedContent] = field(default_factory=dict)


def read_pages(opened: OpenedPdf) -> list[PageContent]:
    """Return the content of every page."""
    if len(opened.pdf.pages) > MAX_PAGES:
        raise ValueError(MAX_PAGES)
    fonts: dict[Any, CharacterMap] = {}
    return [_ContentReader(opened.pdf, page, fonts).read() for page in opened.pdf.pages]


class _ContentReader:
    """Reads a page's content stream; `fonts` has the character maps of earlier pages."""

    def __init__(self, pdf: "Pdf", page: "Page", fonts: dict[Any, CharacterMap]) -> None:
        self._pdf = pdf
        self._page = page
        self._fonts = fonts
        self._character_map: CharacterMap = {}
        self._saved: list[CharacterMap] = []
        self._open: list[MarkedContent | None] = []
        self._found = PageContent(annotations=len(page.obj.get("/Annots", ())))

    def read(self) -> PageContent:
        """Return the content of the page."""
        import pikepdf

        content = self._pdf.make_stream(_content(self._page))
        steps: dict[str, Any] = {
            "Tf": self._choose, "BDC": self._begin, "BMC": self._begin, "EMC": self._end,
            "q": self._save, "Q": self._restore, "Do": self._picture,
        }  # fmt: skip
        for step in pikepdf.parse_content_stream(content, _OPERATORS):
            steps.get(str(step.operator), self._show)(step.operands)
        return self._found

    def _choose(self, operands: Any) -> None:
        font = self._page.resources["/Font"][str(operands[0])]
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = _character_map(font)
        self._character_map = self._fonts[font.objgen]

    def _save(self, _operands: Any) -> None:
        self._saved.append(self._character_map)

    def _restore(self, _operands: Any) -> None:
        self._character_map = self._saved.pop()

    def _begin(self, operands: Any) -> None:
        described = operands[1] if len(operands) > 1 else {}
        number = described.get("/MCID") if hasattr(described, "get") else None
        mark = None
        if number is not None:
            mark = self._found.marks.setdefault(int(number), MarkedContent())
            if "/ActualText" in described:
                mark.actual_text = str(described["/ActualText"])
        self._open.append(mark)

    def _end(self, _operands: Any) -> None:
        self._open.pop()

    def _picture(self, _operands: Any) -> None:
        self._found.images += 1

    def _show(self, operands: Any) -> None:
        text = "".join(self._decode(bytes(piece)) for piece in _strings(operands[-1]))
        self._found.text += text
        mark = next((mark for mark in reversed(self._open) if mark is not None), None)
        if mark is not None:
            mark.stream_text += text

    def _decode(self, data: bytes) -> str:
        """The characters of a string; our fonts use codes of two bytes."""
        codes = (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
        return "".join(self._character_map.get(code, _UNKNOWN) for code in codes)


def _content(page: "Page") -> bytes:
    """The content stream of a page, up to a limit."""
    content = page.obj.get("/Contents")
    streams = [] if content is None else content.as_list() if _is_array(content) else [content]
    return _limited(b"\n".join(stream.read_bytes() for stream in streams), _MAX_CONTENT)


def _limited(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise ValueError(most)
    return data


def _is_array(thing: "Object") -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Array)


def _strings(operand: Any) -> Iterator[Any]:
    """The strings of a text operator; numbers between them move the position."""
    import pikepdf

    pieces = operand if _is_array(operand) else [operand]
    yield from (piece for piece in pieces if isinstance(piece, pikepdf.String))


def _character_map(font: "Object") -> CharacterMap:
    """The ToUnicode map of a font."""
    written = font.get("/ToUnicode")
    if written is None:
        return {}
    found: CharacterMap = {}
    for kind, section in _SECTION.findall(_limited(written.read_bytes(), _MAX_CHARACTER_MAP)):
        found |= _characters(section) if kind == b"char" else _ranges(section)
    return found


def _characters(section: bytes) -> CharacterMap:
    return {int(code, 16): _text(letters) for code, letters in _CHAR.findall(section)}


def _ranges(section: bytes) -> CharacterMap:
    found: CharacterMap = {}
    for low, high, letters in _RANGE.findall(section):
        first, count = int(letters, 16), int(high, 16) - int(low, 16) + 1
        for step in range(min(count, _MAX_RANGE)):
            found[int(low, 16) + step] = _text(f"{first + step:0{len(letters)}x}".encode())
    return found


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode().rjust(4, "0")).decode("utf-16-be", "replace")
