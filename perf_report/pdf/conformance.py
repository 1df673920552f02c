"""Checks that a PDF is what its metadata are about to claim, before they claim it.

PDF/UA-1 (ISO 14289-1, 7.1) asks that all content is an artifact or part of the structure, and
that a title and a language are given. The objects of the PDF are read here as they will be
written, not the nodes that they were made from; how many cells there must be is counted in the
HTML of the page.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from perf_report.errors import RenderError
from perf_report.pdf.weasyprint_compat.painting import (
    PaintedPage,
    elements_with_boxes,
    html_of,
)

# Operators that paint (ISO 32000-1, table 51), and those around marked content.
_PAINT = frozenset({b"BT", b"f", b"f*", b"F", b"S", b"s", b"B", b"B*", b"b", b"b*", b"sh", b"BI"})
_BEGIN, _END = frozenset({b"BDC", b"BMC"}), b"EMC"
_OPERATORS = _PAINT | _BEGIN | {_END}
_DRAW_OBJECT = b" Do"

_CELLS = ("TH", "TD")


@dataclass(frozen=True, slots=True)
class CellCounts:
    """The rows and cells of a page's tables; `filled` are the cells that hold text."""

    rows: int
    headers: int
    data: int
    filled: int


@dataclass(slots=True, kw_only=True)
class _Structure:
    """What the structure tree of a PDF refers to; owners are references of its elements."""

    types: Counter[str] = field(default_factory=Counter)
    filled: set[bytes] = field(default_factory=set)
    # By the reference of a page, and the number of a marked content there.
    marks: dict[bytes, dict[int, list[bytes]]] = field(default_factory=dict)
    annotations: dict[bytes, list[bytes]] = field(default_factory=dict)
    is_linked: bool = True

    def counts(self) -> CellCounts:
        """The rows and cells that are tagged."""
        rows, headers, data = (self.types[type_] for type_ in ("TR", *_CELLS))
        return CellCounts(rows, headers, data, len(self.filled))


def check_conformance(pdf: Any, pages: Sequence[PaintedPage], *, is_ours: bool) -> None:
    """Read a PDF of pydyf that is tagged and not yet written; `pages` is what was painted for it.

    The built-in templates, `is_ours`, print every row and cell of their HTML. A project's own may
    hide some by a style sheet.

    Raises RenderError for the first thing that is missing: the title, the language, tags for what
    was painted, the way from a page's content to its tag, rows or cells of the page.
    """
    if _is_blank(pdf.info.get("Title")):
        raise RenderError("claim-title")
    if _is_blank(pdf.catalog.get("Lang")):
        raise RenderError("claim-language")
    structure = _read_structure(pdf)
    references = pdf.page_references
    for number, page in enumerate(references, start=1):
        _check_page(pdf, page, number, structure.marks.get(page, {}))
    _check_parents(pdf, references, structure)
    _check_cells(structure.counts(), pages, is_ours=is_ours)


def count_cells(html: Any, unseen: Collection[Any] = ()) -> CellCounts:
    """Count what a page's HTML (an element of ElementTree) has in its tables.

    Left out are `unseen` elements, what no one is to read, and the header cells that repeat one of
    the page before.
    """
    rows, filled, kinds = 0, 0, Counter[str]()
    for element in _read_elements(html):
        if element in unseen or "continued" in element.get("class", "").split():
            continue
        if element.tag == "tr":
            rows += 1
        elif element.tag in {"th", "td"}:
            kinds[element.tag] += 1
            filled += any(text.strip() for text in _read_texts(element, unseen))
    return CellCounts(rows, kinds["th"], kinds["td"], filled)


def _read_elements(element: Any) -> Iterator[Any]:
    """An element and all in it that screen readers are not kept from."""
    waiting = [element]
    while waiting:
        each = waiting.pop()
        if each.get("aria-hidden") != "true":
            yield each
            waiting.extend(each)


def _read_texts(element: Any, unseen: Collection[Any]) -> Iterator[str]:
    for each in _read_elements(element):
        if each not in unseen:
            yield each.text or ""
            # What follows a hidden element is read.
            yield from (child.tail or "" for child in each)


def _is_blank(value: Any) -> bool:
    """Whether a string of pydyf is not there, or has white space alone."""
    return value is None or not value.string.strip()


def _check_page(pdf: Any, page: bytes, number: int, owned: Mapping[int, list[bytes]]) -> None:
    """Whether all content of a page is marked, and each mark has one owner in the structure."""
    items = _object(pdf, _object(pdf, page)["Contents"]).stream
    unmarked = _count_unmarked(items)
    if unmarked:
        raise RenderError("claim-unmarked", page=number, count=unmarked)
    painted = Counter(item["MCID"] for item in items if isinstance(item, dict) and "MCID" in item)
    wrong = [
        mark
        for mark in sorted(owned.keys() | painted)
        if painted[mark] != 1 or len(owned.get(mark, ())) != 1
    ]
    if wrong:
        raise RenderError("claim-marks", page=number, marks=", ".join(map(str, wrong)))


def _count_unmarked(items: list[Any]) -> int:
    """How many times something is painted outside of marked content and artifacts."""
    operators = (
        item
        for item in items
        if type(item) is bytes and (item in _OPERATORS or item.endswith(_DRAW_OBJECT))
    )
    depth = unmarked = 0
    for operator in operators:
        if operator in _BEGIN:
            depth += 1
        elif operator == _END:
            depth -= 1
        elif depth == 0:
            unmarked += 1
    return unmarked


def _check_parents(pdf: Any, pages: Sequence[bytes], structure: _Structure) -> None:
    """Whether pages and annotations lead to the elements that own their content."""
    expected: dict[int, Any] = {}
    for page in pages:
        owners = structure.marks.get(page, {})
        expected[_object(pdf, page)["StructParents"]] = [owners[mark][0] for mark in sorted(owners)]
    for entry in filter(_is_annotation, pdf.objects):
        owned = structure.annotations.get(entry.reference, [])
        if len(owned) != 1:
            raise RenderError("claim-parents")
        expected[entry["StructParent"]] = owned[0]
    if expected != _parent_tree(pdf) or not structure.is_linked:
        raise RenderError("claim-parents")


def _parent_tree(pdf: Any) -> dict[int, Any]:
    """The parent tree: by its keys, one element or those of a page in the order of the marks."""
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    numbers = _object(pdf, root["ParentTree"])["Nums"]
    return {
        key: value if isinstance(value, bytes) else list(value)
        for key, value in zip(numbers[::2], numbers[1::2], strict=True)
    }


def _is_annotation(entry: Any) -> bool:
    return isinstance(entry, dict) and entry.get("Type") == "/Annot"


def _check_cells(found: CellCounts, pages: Sequence[PaintedPage], *, is_ours: bool) -> None:
    """Whether all rows and cells of the HTML are tagged, and those with text have content."""
    html = html_of(pages)
    expected = count_cells(html)
    if found != expected and not is_ours:
        expected = count_cells(html, set(html.iter()) - elements_with_boxes(pages))
    if found != expected:
        raise RenderError(
            "claim-cells",
            rows=f"{found.rows}/{expected.rows}",
            headers=f"{found.headers}/{expected.headers}",
            data=f"{found.data}/{expected.data}",
            filled=f"{found.filled}/{expected.filled}",
        )


def _read_structure(pdf: Any) -> _Structure:
    """Walk the structure tree by its references."""
    found = _Structure()
    root = pdf.catalog["StructTreeRoot"]
    # An element's reference, that of its parent, and those of the cells around it.
    waiting: list[tuple[bytes, bytes, tuple[bytes, ...]]] = [
        (kid, root, ()) for kid in _object(pdf, root)["K"]
    ]
    while waiting:
        reference, parent, cells = waiting.pop()
        element = _object(pdf, reference)
        type_ = element["S"].removeprefix("/")
        found.types[type_] += 1
        found.is_linked &= element["P"] == parent
        cells = (*cells, reference) if type_ in _CELLS else cells
        for kid in _kids(element):
            if isinstance(kid, bytes):
                waiting.append((kid, reference, cells))
            else:
                _own(found, element, kid, reference)
                found.filled.update(cells)
    return found


def _kids(element: Any) -> list[Any]:
    kids = element.get("K", [])
    return list(kids) if isinstance(kids, list) else [kids]


def _own(found: _Structure, element: Any, kid: Any, owner: bytes) -> None:
    """Note the owner of a content, which is a number or a dictionary."""
    if isinstance(kid, int):
        found.marks.setdefault(element["Pg"], {}).setdefault(kid, []).append(owner)
    elif "MCID" in kid:
        found.marks.setdefault(kid["Pg"], {}).setdefault(kid["MCID"], []).append(owner)
    else:
        found.annotations.setdefault(kid["Obj"], []).append(owner)


def _object(pdf: Any, reference: bytes) -> Any:
    """The object that a reference, such as `12 0 R`, leads to."""
    return pdf.objects[int(reference.split()[0])]
