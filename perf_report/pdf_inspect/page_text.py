"""Text in the content streams of pages, by marked-content identifier."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from perf_report.pdf_inspect.character_maps import CharacterMap, read_character_map
from perf_report.pdf_inspect.open_pdf import OpenedPdf
from perf_report.pdf_inspect.work_budget import OPERATOR, PARSED_BYTE

if TYPE_CHECKING:
    from pikepdf import Object, Page

# A content stream has 20 to 100 KB; parsing one takes a hundred times its size.
_MAX_CONTENT = 1_000_000

# A spec of the largest size that is laid out anew makes 200.
MAX_PAGES = 500

# Ours are marked twice, and save what they draw with ten times.
_MAX_NESTING = 100

# Show text, select the font, mark content, save and restore the font, draw an XObject.
_OPERATORS = "Tf Tj TJ ' \" BDC BMC EMC q Q Do"

_UNKNOWN = "\ufffd"


@dataclass(slots=True)
class MarkedContent:
    """A marked-content sequence: its text, and the ActualText that replaces it."""

    pieces: list[str] = field(default_factory=list)
    actual_text: str | None = None

    @property
    def stream_text(self) -> str:
        """The text that is drawn."""
        return "".join(self.pieces)

    @property
    def structure_text(self) -> str:
        """The text that a screen reader reads."""
        return self.stream_text if self.actual_text is None else self.actual_text


@dataclass(slots=True)
class PageContent:
    """The text of a page in drawing order, and its marked content by MCID.

    In `text`, a blank ends each marked sequence. `images` counts the XObjects that the page draws,
    `annotations` its annotations.
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
    return [_ContentReader(opened, page, fonts).read() for page in opened.pdf.pages]


class _ContentReader:
    """Reads a page's content stream; `fonts` has the character maps of earlier pages."""

    def __init__(self, opened: OpenedPdf, page: "Page", fonts: dict[Any, CharacterMap]) -> None:
        self._opened = opened
        self._page = page
        self._fonts = fonts
        self._character_map: CharacterMap = {}
        self._saved: list[CharacterMap] = []
        self._open: list[MarkedContent | None] = []
        self._pieces: list[str] = []
        self._found = PageContent(annotations=len(page.obj.get("/Annots", ())))

    def read(self) -> PageContent:
        """Return the content of the page."""
        import pikepdf

        content = self._opened.pdf.make_stream(self._content())
        steps: dict[str, Any] = {
            "Tf": self._choose, "BDC": self._begin, "BMC": self._begin, "EMC": self._end,
            "q": self._save, "Q": self._restore, "Do": self._picture,
        }  # fmt: skip
        operators = pikepdf.parse_content_stream(content, _OPERATORS)
        self._opened.budget.spend(OPERATOR * len(operators))
        for step in operators:
            steps.get(str(step.operator), self._show)(step.operands)
        self._found.text = "".join(self._pieces)
        return self._found

    def _content(self) -> bytes:
        """The content stream of the page, up to a limit."""
        content = self._page.obj.get("/Contents")
        streams = [] if content is None else content if _is_array(content) else [content]
        pieces: list[bytes] = []
        for stream in streams:
            pieces.append(stream.read_bytes())
            self._opened.budget.spend(PARSED_BYTE * len(pieces[-1]))
            _limit(sum(map(len, pieces)), _MAX_CONTENT)
        return b"\n".join(pieces)

    def _choose(self, operands: Any) -> None:
        font = self._page.resources["/Font"][str(operands[0])]
        if not font.is_indirect:
            self._character_map = read_character_map(font, self._opened.budget)
            return
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = read_character_map(font, self._opened.budget)
        self._character_map = self._fonts[font.objgen]

    def _save(self, _operands: Any) -> None:
        self._saved.append(self._character_map)
        _limit(len(self._saved), _MAX_NESTING)

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
        _limit(len(self._open), _MAX_NESTING)

    def _end(self, _operands: Any) -> None:
        if self._open.pop() is not None:
            # Figures in two elements, such as a digest and the page number, are not one.
            self._pieces.append(" ")

    def _picture(self, _operands: Any) -> None:
        self._found.images += 1

    def _show(self, operands: Any) -> None:
        text = "".join(self._decode(bytes(piece)) for piece in _strings(operands[-1]))
        self._opened.budget.spend(len(text))
        self._pieces.append(text)
        mark = next((mark for mark in reversed(self._open) if mark is not None), None)
        if mark is not None:
            mark.pieces.append(text)

    def _decode(self, data: bytes) -> str:
        """The characters of a string; our fonts use codes of two bytes."""
        codes = (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2))
        return "".join(self._character_map.get(code, _UNKNOWN) for code in codes)


def _limit(size: int, most: int) -> None:
    if size > most:
        raise ValueError(most)


def _is_array(thing: "Object") -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Array)


def _strings(operand: Any) -> Iterator[Any]:
    """The strings of a text operator; numbers between them move the position."""
    import pikepdf

    pieces = operand if _is_array(operand) else [operand]
    yield from (piece for piece in pieces if isinstance(piece, pikepdf.String))
