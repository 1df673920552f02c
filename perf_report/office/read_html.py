"""Read the tables of a web page, in UTF-8, GB18030 or what the page says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from lxml import html

from perf_report.model.paper import Paper, PaperLine, PaperTable, Place, Remark
from perf_report.office.html_looks import PageLooks, page_looks
from perf_report.office.marked_text import PICTURE, TextPart, is_beside_figure, shown_text
from perf_report.office.table_grid import RowCell, place_cells
from perf_report.office.text_encoding import decode_text

_SKIPPED = frozenset({"script", "style", "noscript", "template", "head", "select", "textarea"})
_BLOCKS = frozenset(
    {"p", "div", "li", "ul", "ol", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "dd", "dt", "section",
     "article", "header", "footer", "main", "nav", "caption", "table"}
)  # fmt: skip
_BLANKS = re.compile(r"[ \t\r\f\v]*\n[ \t\r\f\v]*|[ \t\r\f\v]+")
# A list in a table has no more items.
_MOST_ITEMS = 500
_DECLARATION = re.compile(r"\A[\s\ufeff]*<\?xml[^>]*>")
_PLAIN = TextPart(text="")
_BREAK = TextPart(text="\n")


def read_html(data: bytes) -> Paper:
    """Return the tables of a page and the lines outside them.

    A table that only holds tables is layout, and is no table. Hidden elements are not read.
    """
    # The text is decoded; a declaration of its encoding would be refused.
    text = _DECLARATION.sub("", decode_text(data))
    root = html.document_fromstring(text, parser=html.HTMLParser(huge_tree=False))
    page = _Page(page_looks(root))
    tables: list[PaperTable] = []
    lines: list[PaperLine] = []
    remarks: list[Remark] = []
    for parts, table in _divide(page.walk(root, _PLAIN)):
        if table is None:
            more = list(_lines(parts, len(lines)))
            lines += (line for line in more if line.text)
            remarks += (Remark(id=line.doubt, place=line.place) for line in more if line.doubt)
            continue
        cells = tuple(place_cells(page.rows(table), "table", str(len(tables) + 1)))
        tables.append(PaperTable(cells=cells, above=tuple(lines)))
        lines = []
    return Paper(tables=tuple(tables), below=tuple(lines), remarks=tuple(remarks))


_Piece = tuple[TextPart, html.HtmlElement | None]


def _divide(pieces: Iterable[_Piece]) -> Iterator[tuple[list[TextPart], html.HtmlElement | None]]:
    """The texts between tables, and the tables, in their order."""
    parts: list[TextPart] = []
    for part, table in pieces:
        if table is None:
            parts.append(part)
        else:
            yield parts, None
            yield [], table
            parts = []
    yield parts, None


@dataclass(frozen=True, slots=True)
class _Page:
    """Reads the elements of a page by how they show."""

    looks: PageLooks

    def walk(self, element: html.HtmlElement, base: TextPart) -> Iterator[_Piece]:
        """The texts and the tables of an element, in their order."""
        if self._is_hidden(element):
            return
        if element.tag == "table" and element.find(".//table") is None:
            yield _PLAIN, element
            return
        look = self.looks.look(element, base)
        is_block = element.tag in _BLOCKS
        if is_block or element.tag == "br":
            yield _BREAK, None
        number = _item_number(element)
        yield replace(look, text=number + _flow(element.text)), None
        for child in element:
            yield from self.walk(child, look)
            yield replace(look, text=_flow(child.tail)), None
        if is_block:
            yield _BREAK, None

    def rows(self, table: html.HtmlElement) -> Iterator[list[RowCell]]:
        """The cells of each row."""
        look = self.looks.look(table, _PLAIN)
        for row in table.iter("tr"):
            if not self._is_hidden(row):
                own = self.looks.look(row, look)
                yield [
                    self._cell(cell, own)
                    for cell in row.iterchildren("td", "th")
                    if not self._is_hidden(cell)
                ]

    def _cell(self, cell: html.HtmlElement, base: TextPart) -> RowCell:
        text, doubt = shown_text(part for part, _ in self.walk(cell, base))
        text = re.sub(r"\n+", "\n", _BLANKS.sub(_blank, text)).strip()
        if not doubt and is_beside_figure(text) and cell.find(".//img") is not None:
            doubt = PICTURE
        rows, columns = _number(cell.get("rowspan")), _number(cell.get("colspan"))
        return RowCell(text=text, rows=rows, columns=columns, doubt=doubt)

    def _is_hidden(self, element: html.HtmlElement) -> bool:
        is_text = isinstance(element.tag, str) and element.tag not in _SKIPPED
        return not is_text or self.looks.is_hidden(element)


def _item_number(element: html.HtmlElement) -> str:
    """The number that a browser shows before an item of a list, if it is a plain one."""
    parent = element.getparent() if element.tag == "li" else None
    if parent is None or parent.tag != "ol" or parent.get("type", "1") != "1":
        return ""
    items = element.itersiblings("li", preceding=True)
    return f"{_number(parent.get('start')) + sum(1 for _ in islice(items, _MOST_ITEMS))}."


def _blank(match: re.Match[str]) -> str:
    return "\n" if "\n" in match[0] else " "


def _flow(text: str | None) -> str:
    """A text with its blanks as a browser shows them; line feeds of the source are blanks."""
    return re.sub(r"[ \t\r\n\f]+", " ", text or "")


def _lines(parts: Iterable[TextPart], count: int) -> Iterator[PaperLine]:
    """The lines of a text with their doubts; one that is all struck out has no text."""
    for line in _split(parts):
        text, doubt = shown_text(line)
        if text.strip() or doubt:
            count += 1 if text.strip() else 0
            yield PaperLine(text=text.strip(), place=Place(part="page", line=count), doubt=doubt)


def _split(parts: Iterable[TextPart]) -> Iterator[list[TextPart]]:
    """The parts of each line."""
    line: list[TextPart] = []
    for part in parts:
        first, *rest = part.text.split("\n")
        line.append(replace(part, text=first))
        for each in rest:
            yield line
            line = [replace(part, text=each)]
    yield line


def _number(written: str | None) -> int:
    found = re.match(r"\s*([0-9]{1,5})", written or "")
    return int(found[1]) if found else 1
