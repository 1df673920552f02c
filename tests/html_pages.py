"""Pages as tests read them: parsed, with their tables, cells and languages."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import tinyhtml5


class Page:
    """A parsed page, with the way upwards that ElementTree lacks."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.root: Element = tinyhtml5.parse(html, namespace_html_elements=False)
        self._parents = {child: parent for parent in self.root.iter() for child in parent}

    def ancestors(self, element: Element | None) -> Iterator[Element]:
        """The element and all above it."""
        while element is not None:
            yield element
            element = self._parents.get(element)

    def lang(self, element: Element) -> str:
        """The language that the element is in."""
        return next(a.get("lang", "") for a in self.ancestors(element) if a.get("lang"))

    def texts(self) -> Iterator[tuple[Element, str]]:
        """Every piece of text in the body, with the element whose language it has."""
        body = self.root.find("body")
        assert body is not None
        for element in body.iter():
            yield element, (element.text or "").strip()
            for child in element:
                yield element, (child.tail or "").strip()

    def tables(self) -> list[Element]:
        return list(self.root.iter("table"))

    def by_id(self) -> dict[str, Element]:
        return {element.get("id", ""): element for element in self.root.iter() if element.get("id")}

    def table(self, name: str) -> Element:
        return next(table for table in self.tables() if name in table.get("class", "").split())


def words(element: Element) -> str:
    """What an element says, without line breaks between its parts."""
    return "".join(element.itertext()).strip()


def runs(element: Element) -> list[str]:
    """What an element says in each language: its blocks, or itself where it has none."""
    blocks = [child for child in element if child.tag in {"div", "span"}]
    return [words(block) for block in blocks] or [words(element)]


def sections(table: Element) -> list[Element]:
    return [child for child in table if child.tag in {"thead", "tbody", "tfoot"}]


def grid(section: Element) -> dict[tuple[int, int], Element]:
    """Which cell covers which place, as a browser lays a row group out; refuses overlaps."""
    covered: dict[tuple[int, int], Element] = {}
    for row_number, row in enumerate(section.findall("tr")):
        column = 0
        for cell in row:
            while (row_number, column) in covered:
                column += 1
            down, across = int(cell.get("rowspan", "1")), int(cell.get("colspan", "1"))
            for place in places(row_number, column, down, across):
                assert place not in covered, f"{cell.attrib} overlaps at {place}"
                covered[place] = cell
    return covered


def places(row: int, column: int, down: int, across: int) -> Iterator[tuple[int, int]]:
    for below in range(down):
        for beside in range(across):
            yield row + below, column + beside


def column_count(table: Element) -> int:
    declared = sum(int(column.get("span", "1")) for column in table.iter("col"))
    return declared or 2
