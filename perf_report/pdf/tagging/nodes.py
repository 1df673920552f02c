"""A structure element before it is written: its type, its language, what it holds."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

_SVG = "{http://www.w3.org/2000/svg}"
_BLOCKS = frozenset({"div", "p", "ul", "ol", "table", "section", "article", "figure"})

# An element that is not here is nothing to a reader but its content.
_TYPES = {
    "article": "Art",
    "section": "Sect",
    "blockquote": "BlockQuote",
    "p": "P",
    "table": "Table",
    "caption": "Caption",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
    "th": "TH",
    "td": "TD",
    "ul": "L",
    "ol": "L",
    "li": "LI",
    "a": "Link",
    "img": "Figure",
    f"{_SVG}svg": "Figure",
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
}
_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}
_CELLS = ("TH", "TD")


@dataclass(frozen=True, slots=True)
class Content:
    """Marked content of a page, by its number there, or an annotation."""

    page: int
    mark: Any


@dataclass(eq=False, slots=True, kw_only=True)
class Node:
    """A structure element; its kids are nodes and contents, in reading order."""

    type: str
    element: Any
    parent: "Node | None"
    lang: str
    page: int | None = None
    kids: list["Node | Content"] = field(default_factory=list)
    row_span: int = 1
    col_span: int = 1
    headers: list["Node"] = field(default_factory=list)
    id: str | None = None
    alt: str | None = None
    area: tuple[float, ...] | None = None

    def get(self, name: str) -> str | None:
        """An attribute of the HTML element."""
        value = self.element.attrib.get(name)
        return None if value is None else str(value)

    @property
    def is_cell(self) -> bool:
        """Whether it is a cell of a table, of data or of headings."""
        return self.type in _CELLS

    @property
    def is_continued(self) -> bool:
        """Whether it is the rest of a merged cell that stood on an earlier page already."""
        return self.is_cell and "continued" in (self.get("class") or "").split()

    @property
    def scope(self) -> str:
        """What a heading cell is the heading of: the column or the row."""
        scope = self.get("scope")
        if scope == "rowgroup" and self.row_span == 1 and self.col_span > 1:
            # A heading across the table, for the rows below it.
            return "Column"
        if scope in _SCOPES:
            return _SCOPES[scope]
        group = self.parent.parent if self.parent else None
        return "Column" if group is not None and group.type == "THead" else "Row"

    def nodes(self) -> Iterator["Node"]:
        """The nodes among the kids."""
        return (kid for kid in self.kids if isinstance(kid, Node))

    def descend(self, type_: str) -> Iterator["Node"]:
        """The nodes of a type below this one, in order; not below such nodes."""
        for node in self.nodes():
            if node.type == type_:
                yield node
            else:
                yield from node.descend(type_)

    def walk(self) -> Iterator["Node"]:
        """This node and all below it, in reading order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed([*node.nodes()])

    def prune(self) -> None:
        """Leave out what has no content; a cell without any keeps its place in the table."""
        for kid in list(self.nodes()):
            kid.prune()
            if not kid.kids and not kid.is_cell and kid.type != "TR":
                self.kids.remove(kid)


def type_of(element: Any, *, speaks_otherwise: bool) -> str | None:
    """The structure type of an HTML element; None where it is nothing by itself.

    `speaks_otherwise` says that its language is not that of what it stands in.
    """
    tag = element.tag
    if tag == "div":
        return "Div" if any(child.tag in _BLOCKS for child in element) else "P"
    if tag in _TYPES:
        return _TYPES[tag]
    return "Span" if speaks_otherwise and tag not in {"html", "body"} else None


def alternative_of(element: Any, lang: str) -> str:
    """What stands for a picture: its title and description in the language around it."""
    if element.tag != f"{_SVG}svg":
        return str(element.attrib.get("alt", ""))
    told = (child for child in element if child.tag in {f"{_SVG}title", f"{_SVG}desc"})
    return " ".join(
        child.text.strip()
        for child in told
        if child.text and child.attrib.get("lang", lang) == lang
    )
