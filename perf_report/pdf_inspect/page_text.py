"""The words that pages draw, by the marks that the structure refers to."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from perf_report.pdf_inspect.open_pdf import Opened

if TYPE_CHECKING:
    from pikepdf import Object, Page, Pdf

# A page is 20 to 100 KB of drawing; reading one makes objects of a hundred times its size.
_MAX_DRAWING = 1_000_000

# A spec of the largest size that is laid out anew makes 200.
MAX_PAGES = 500

# What shows text, chooses the font, marks content, puts the font back, and draws a picture.
_OPERATORS = "Tf Tj TJ ' \" BDC BMC EMC q Q Do"

_SECTION = re.compile(rb"beginbf(char|range)(.*?)endbf", re.DOTALL)
_CHAR = re.compile(rb"<([0-9a-fA-F]{1,4})>\s*<([0-9a-fA-F]+)>")
_RANGE = re.compile(rb"<([0-9a-fA-F]{1,4})>\s*<([0-9a-fA-F]{1,4})>\s*<([0-9a-fA-F]+)>")
# A range has one first byte (ISO 32000-1, 9.7.6.2).
_MAX_RANGE = 0x100
# What a font says of its letters; ours, with all their letters, would say 200 KB.
_MAX_LETTERS = 500_000

_UNKNOWN = "\ufffd"

Letters = dict[int, str]


@dataclass(slots=True)
class Mark:
    """Marked content: the text that is drawn in it, and what is read out in its place."""

    drawn: str = ""
    instead: str | None = None

    @property
    def heard(self) -> str:
        """What a screen reader says."""
        return self.drawn if self.instead is None else self.instead


@dataclass(slots=True)
class DrawnPage:
    """The text of a page in the order in which it is drawn, and its marks by number.

    `pictures` are all that is drawn from elsewhere, `notes` what lies on the page: annotations.
    """

    text: str = ""
    pictures: int = 0
    notes: int = 0
    marks: dict[int, Mark] = field(default_factory=dict)


def read_pages(opened: Opened) -> list[DrawnPage]:
    """The words of every page."""
    if len(opened.pdf.pages) > MAX_PAGES:
        raise ValueError(MAX_PAGES)
    fonts: dict[Any, Letters] = {}
    return [_Scribe(opened.pdf, page, fonts).read() for page in opened.pdf.pages]


class _Scribe:
    """Writes down what one page draws; `fonts` are those that earlier pages had."""

    def __init__(self, pdf: "Pdf", page: "Page", fonts: dict[Any, Letters]) -> None:
        self._pdf = pdf
        self._page = page
        self._fonts = fonts
        self._letters: Letters = {}
        self._saved: list[Letters] = []
        self._open: list[Mark | None] = []
        self._drawn = DrawnPage(notes=len(page.obj.get("/Annots", ())))

    def read(self) -> DrawnPage:
        """The words of the page."""
        import pikepdf

        content = self._pdf.make_stream(_content(self._page))
        steps: dict[str, Any] = {
            "Tf": self._choose, "BDC": self._begin, "BMC": self._begin, "EMC": self._end,
            "q": self._save, "Q": self._restore, "Do": self._picture,
        }  # fmt: skip
        for step in pikepdf.parse_content_stream(content, _OPERATORS):
            steps.get(str(step.operator), self._show)(step.operands)
        return self._drawn

    def _choose(self, operands: Any) -> None:
        font = self._page.resources["/Font"][str(operands[0])]
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = _letters(font)
        self._letters = self._fonts[font.objgen]

    def _save(self, _operands: Any) -> None:
        self._saved.append(self._letters)

    def _restore(self, _operands: Any) -> None:
        self._letters = self._saved.pop()

    def _begin(self, operands: Any) -> None:
        described = operands[1] if len(operands) > 1 else {}
        number = described.get("/MCID") if hasattr(described, "get") else None
        mark = None
        if number is not None:
            mark = self._drawn.marks.setdefault(int(number), Mark())
            if "/ActualText" in described:
                mark.instead = str(described["/ActualText"])
        self._open.append(mark)

    def _end(self, _operands: Any) -> None:
        self._open.pop()

    def _picture(self, _operands: Any) -> None:
        self._drawn.pictures += 1

    def _show(self, operands: Any) -> None:
        text = "".join(self._decode(bytes(piece)) for piece in _strings(operands[-1]))
        self._drawn.text += text
        mark = next((mark for mark in reversed(self._open) if mark is not None), None)
        if mark is not None:
            mark.drawn += text

    def _decode(self, data: bytes) -> str:
        """The letters of a string; the fonts of ours number them by two bytes."""
        codes = (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
        return "".join(self._letters.get(code, _UNKNOWN) for code in codes)


def _content(page: "Page") -> bytes:
    """What a page is drawn by, within reason."""
    content = page.obj.get("/Contents")
    streams = [] if content is None else content.as_list() if _is_array(content) else [content]
    return _limited(b"\n".join(stream.read_bytes() for stream in streams), _MAX_DRAWING)


def _limited(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise ValueError(most)
    return data


def _is_array(thing: "Object") -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Array)


def _strings(operand: Any) -> Iterator[Any]:
    """The strings among what is shown; the numbers between them move the pen."""
    import pikepdf

    pieces = operand if _is_array(operand) else [operand]
    yield from (piece for piece in pieces if isinstance(piece, pikepdf.String))


def _letters(font: "Object") -> Letters:
    """What the codes of a font stand for when its text is copied."""
    written = font.get("/ToUnicode")
    if written is None:
        return {}
    found: Letters = {}
    for kind, body in _SECTION.findall(_limited(written.read_bytes(), _MAX_LETTERS)):
        found |= _characters(body) if kind == b"char" else _ranges(body)
    return found


def _characters(body: bytes) -> Letters:
    return {int(code, 16): _text(letters) for code, letters in _CHAR.findall(body)}


def _ranges(body: bytes) -> Letters:
    found: Letters = {}
    for low, high, letters in _RANGE.findall(body):
        first, count = int(letters, 16), int(high, 16) - int(low, 16) + 1
        for step in range(min(count, _MAX_RANGE)):
            found[int(low, 16) + step] = _text(f"{first + step:0{len(letters)}x}".encode())
    return found


def _text(digits: bytes) -> str:
    return bytes.fromhex(digits.decode().rjust(4, "0")).decode("utf-16-be", "replace")
