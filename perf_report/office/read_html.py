"""Read the tables of a web page, in UTF-8, GB18030 or what the page says."""

import re
from collections.abc import Iterator

from lxml import html

from perf_report.model.paper import Paper, PaperLine, PaperTable, Place
from perf_report.office.table_grid import RowCell, place_cells
from perf_report.office.text_encoding import decode_text

_SKIPPED = frozenset({"script", "style", "noscript", "template", "head", "select", "textarea"})
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "section",
     "article", "header", "footer", "main", "nav", "caption", "table"}
)  # fmt: skip
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*|[ \t\r\f\v]+")


def read_html(data: bytes) -> Paper:
    """Return the tables of a page and the lines outside them.

    A table that only holds tables is layout, and is no table. Hidden elements are not read.
    """
    root = html.document_fromstring(decode_text(data), parser=html.HTMLParser(huge_tree=False))
    tables: list[PaperTable] = []
    lines: list[PaperLine] = []
    for text, table in _parts(root):
        if table is None:
            lines += _lines(text, len(lines))
            continue
        cells = tuple(place_cells(_rows(table), "table", str(len(tables) + 1)))
        tables.append(PaperTable(cells=cells, above=tuple(lines)))
        lines = []
    return Paper(tables=tuple(tables), below=tuple(lines))


def _parts(root: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement | None]]:
    """The texts and the tables of an element, in their order."""
    pieces: list[str] = []
    for piece, table in _walk(root):
        if table is None:
            pieces.append(piece)
        else:
            yield "".join(pieces), None
            yield "", table
            pieces = []
    yield "".join(pieces), None


def _walk(element: html.HtmlElement) -> Iterator[tuple[str, html.HtmlElement | None]]:
    if _is_hidden(element):
        return
    if element.tag == "table" and element.find(".//table") is None:
        yield "", element
        return
    is_block = element.tag in _BLOCKS
    if is_block or element.tag == "br":
        yield "\n", None
    yield _flow(element.text), None
    for child in element:
        yield from _walk(child)
        yield _flow(child.tail), None
    if is_block:
        yield "\n", None


def _rows(table: html.HtmlElement) -> Iterator[list[RowCell]]:
    for row in table.iter("tr"):
        if not _is_hidden(row):
            yield [
                RowCell(
                    text=_text(cell),
                    rows=_number(cell.get("rowspan")),
                    columns=_number(cell.get("colspan")),
                )
                for cell in row.iterchildren("td", "th")
                if not _is_hidden(cell)
            ]


def _text(cell: html.HtmlElement) -> str:
    text = "".join(piece for piece, _ in _walk(cell))
    return re.sub(r"\n+", "\n", _BLANKS.sub(_blank, text)).strip()


def _blank(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


def _flow(text: str | None) -> str:
    """A text with its blanks as a browser shows them; line feeds of the source are blanks."""
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _lines(text: str, count: int) -> list[PaperLine]:
    written = [line.strip() for line in text.split("\n")]
    return [
        PaperLine(text=line, place=Place(part="page", line=count + number))
        for number, line in enumerate(filter(None, written), start=1)
    ]


def _is_hidden(element: html.HtmlElement) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return True
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _number(written: str | None) -> int:
    found = re.match(r"\s*([0-9]{1,5})", written or "")
    return int(found[1]) if found else 1
