"""Nodes made of the boxes of pages, in the order in which they are read out."""

from typing import Any

from perf_report.pdf.tagging.nodes import Content, Node, alternative_of, type_of
from perf_report.pdf.weasyprint_compat.boxes import (
    area_of,
    boxes_on,
    children_of,
    element_of,
    is_margin,
    link_of,
    real_box,
    spans_of,
    text_of,
)
from perf_report.pdf.weasyprint_compat.painting import PaintedPage

# From CSS pixels to PDF points.
_SCALE = 0.75


class Reader:
    """Reads the pages of one document; `lang` is the document's language."""

    def __init__(self, pages: list[PaintedPage], lang: str) -> None:
        self._pages = pages
        self._root = Node(type="Document", element=None, parent=None, lang=lang)
        self._nodes: dict[int, Node] = {}
        # Of each page: the new number of what is read, and what is read in place of what is seen.
        self._read: list[dict[int, int]] = [{} for _ in pages]
        self._replaced: list[dict[int, str]] = [{} for _ in pages]
        # Of each element: its text, and how much of it has been painted so far.
        self._texts: dict[int, tuple[str, int]] = {}

    def read(self) -> Node:
        """The root of all that is read; whatever else was painted becomes an artifact."""
        for number, page in enumerate(self._pages):
            for child in boxes_on(page.box):
                if not is_margin(child):
                    self._visit(child, self._root, number)
            page.renumber(self._read[number], self._replaced[number])
        return self._root

    def _visit(self, box: Any, parent: Node, page: int) -> None:
        box = real_box(box)
        element = element_of(box)
        # Most boxes are lines and texts of the element that they stand in.
        is_part = element is None or element is parent.element
        node = parent if is_part else self._node_of(box, parent, page)
        if node is None:
            return
        mark = self._pages[page].mark_of(box)
        if mark is not None:
            self._take_mark(mark, box, node, page)
        link = link_of(box)
        if link is not None:
            self._take_link(link, box, node, page)
        for child in children_of(box):
            self._visit(child, node, page)

    def _take_mark(self, mark: int, box: Any, node: Node, page: int) -> None:
        """Have what a box was painted as read out; white space only between words of a line."""
        if node.type == "Figure" or text_of(box).strip() or self._paints_lost_space(page):
            read = self._read[page]
            read[mark] = len(read)
            node.kids.append(Content(page, read[mark]))
            if node.type != "Figure" and self._loses_space(box):
                self._replaced[page][mark] = f"{text_of(box)} "

    def _paints_lost_space(self, page: int) -> bool:
        """Whether the text before seemed to lose the space that is painted now, by itself."""
        last = next(reversed(self._read[page]), None)
        return last is not None and self._replaced[page].pop(last, None) is not None

    def _take_link(self, link: Any, box: Any, node: Node, page: int) -> None:
        """Have a link read out with the words of its element."""
        from pydyf import String

        link["Contents"] = String(" ".join("".join(element_of(box).itertext()).split()))
        node.kids.append(Content(page, link))

    def _node_of(self, box: Any, parent: Node, page: int) -> Node | None:
        """The node that a box belongs to; None where it is not to be read."""
        element = element_of(box)
        if element.attrib.get("aria-hidden") == "true":
            return None
        known = self._nodes.get(id(element))
        if known is not None:
            # A header that is repeated on another page is not read again.
            is_repeated = known.type == "THead" and known.page != page
            return None if is_repeated or known.is_continued else known
        lang = element.attrib.get("lang", parent.lang)
        type_ = type_of(element, speaks_otherwise=lang != parent.lang)
        if type_ is None:
            return parent
        node = Node(type=type_, element=element, parent=parent, lang=lang, page=page)
        return self._begin(node, parent, box)

    def _begin(self, node: Node, parent: Node, box: Any) -> Node | None:
        """Put a new node into its place; None where its content is not to be read."""
        if node.type == "THead":
            # Where the first row is taller than a page, the header stands on a later page only.
            parent.kids.insert(0, node)
        else:
            parent.kids.append(node)
        self._nodes[id(node.element)] = node
        if node.is_cell:
            node.row_span, node.col_span = spans_of(box)
        if node.is_continued:
            # Its label is not read again; the cell is joined with the one that it continues.
            return None
        if node.type == "Figure" and node.page is not None:
            node.alt = alternative_of(node.element, node.lang)
            node.area = self._area(box, node.page)
        return self._begin_body(node) if node.type == "LI" else node

    def _begin_body(self, item: Node) -> Node:
        """The body of a list item, which holds all that the item does."""
        body = Node(type="LBody", element=item.element, parent=item, lang=item.lang, page=item.page)
        self._nodes[id(item.element)] = body
        item.kids.append(body)
        return body

    def _loses_space(self, box: Any) -> bool:
        """Whether a line ends where a space was, which is not painted: words would run together."""
        element, drawn = element_of(box), text_of(box)
        known = self._texts.get(id(element))
        text, start = known or (" ".join("".join(element.itertext()).split()), 0)
        painted = " ".join(drawn.split())
        place = text.find(painted, start)
        if place < 0:
            return False
        end = place + len(painted)
        self._texts[id(element)] = (text, end)
        return text[end : end + 1] == " " and not drawn.endswith(" ")

    def _area(self, box: Any, page: int) -> tuple[float, ...]:
        """Left, bottom, right and top of a box on its page, in points."""
        height = self._pages[page].height
        left, top, right, bottom = area_of(box)
        corners = (left, height - bottom, right, height - top)
        return tuple(round(_SCALE * corner, 3) for corner in corners)
