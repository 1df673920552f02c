"""Text of a PDF's structure elements: cells, headings and paragraphs."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from perf_report.pdf_inspect.open_pdf import MAX_ITEMS, OpenedPdf
from perf_report.pdf_inspect.page_text import PageContent
from perf_report.pdf_inspect.work_budget import OBJECT, WorkBudget

# Ours are a dozen levels deep.
_MAX_DEPTH = 60

_CELLS = ("TH", "TD")


@dataclass(slots=True, kw_only=True)
class StructureElement:
    """A structure element with text: as drawn, and as spoken by a screen reader, in pieces.

    `key` tells a cell from all others by what it is headed by; it is empty outside tables.
    """

    kind: str
    id: str
    headers: tuple[str, ...]
    scope: str
    table: int
    line: int
    page: int = 0
    drawn: list[str] = field(default_factory=list)
    spoken: list[str] = field(default_factory=list)
    key: str = ""

    @property
    def stream_text(self) -> str:
        """The text of its content streams."""
        return "".join(self.drawn)

    @property
    def structure_text(self) -> str:
        """The text that a screen reader reads."""
        return "".join(self.spoken)

    @property
    def words(self) -> str:
        """Its content stream text, and its structure text if that differs; without spaces."""
        drawn, spoken = ("".join(text.split()) for text in (self.stream_text, self.structure_text))
        return drawn if drawn == spoken else f"{drawn}\0{spoken}"


@dataclass(frozen=True, slots=True)
class CellName:
    """The headings of a cell's row and column."""

    row: str
    column: str


@dataclass(slots=True)
class _TablePosition:
    """The number of the table, and of the row in it."""

    tables: int = 0
    lines: int = 0


@dataclass(slots=True)
class StructureText:
    """The structure elements with text, in reading order."""

    elements: list[StructureElement] = field(default_factory=list)

    @property
    def cells(self) -> dict[str, StructureElement]:
        """The cells by key."""
        return {element.key: element for element in self.elements if element.key}

    @property
    def paragraphs(self) -> list[StructureElement]:
        """The elements outside tables that have text."""
        return [each for each in self.elements if not each.key and each.words]

    @property
    def headers_by_id(self) -> dict[str, StructureElement]:
        """The header cells by id."""
        return {element.id: element for element in self.elements if element.id}


def name_cell(cell: StructureElement, headers_by_id: Mapping[str, StructureElement]) -> CellName:
    """Return the nearest headings of a cell's row and column."""
    above = [headers_by_id[id_] for id_ in cell.headers if id_ in headers_by_id]
    rows = [head.structure_text for head in above if head.scope == "Row"]
    columns = [head.structure_text for head in above if head.scope != "Row"]
    return CellName(row=rows[-1] if rows else str(cell.line), column=columns[-1] if columns else "")


def read_structure(opened: OpenedPdf, pages: Sequence[PageContent]) -> StructureText:
    """Return the elements of a PDF's structure tree; none if it has no tree."""
    root = opened.pdf.Root.get("/StructTreeRoot")
    numbers = {page.obj.objgen: number for number, page in enumerate(opened.pdf.pages)}
    reader = _StructureReader(pages, numbers, opened.budget)
    if root is not None:
        reader.visit(root.get("/K"), owner=None, page=None, depth=0)
    _give_keys(reader.structure.elements)
    return reader.structure


class _StructureReader:
    """Walks the structure tree."""

    def __init__(
        self, pages: Sequence[PageContent], numbers: Mapping[Any, int], budget: WorkBudget
    ) -> None:
        self._budget = budget
        self.structure = StructureText()
        self._pages = pages
        self._numbers = numbers
        self._count = _TablePosition()
        self._seen = 0

    def visit(self, kid: Any, owner: StructureElement | None, page: Any, depth: int) -> None:
        """Read an element, or marked content of its parent."""
        self._seen += 1
        self._budget.spend(OBJECT)
        if depth > _MAX_DEPTH or self._seen > MAX_ITEMS:
            raise ValueError(depth)
        if isinstance(kid, int):
            self._take(kid, owner, page)
        elif _is_array(kid):
            for each in kid:
                self.visit(each, owner, page, depth + 1)
        elif kid is not None and "/S" in kid:
            self._visit_element(kid, owner, depth)
        elif kid is not None and "/MCID" in kid:
            self._take(int(kid["/MCID"]), owner, kid.get("/Pg", page))

    def _visit_element(self, element: Any, owner: StructureElement | None, depth: int) -> None:
        kind = str(element["/S"]).lstrip("/")
        if kind == "Table":
            self._count = _TablePosition(self._count.tables + 1)
        elif kind == "TR":
            self._count.lines += 1
        # What stands in a cell belongs to the cell, whatever it is.
        if owner is None or owner.kind not in _CELLS:
            owner = self._begin(kind, element)
        owner.spoken.append(self._counted(str(element.get("/Alt", ""))))
        self.visit(element.get("/K"), owner, element.get("/Pg"), depth + 1)

    def _begin(self, kind: str, element: Any) -> StructureElement:
        attributes = element.get("/A", {})
        headers = attributes.get("/Headers", ())
        self._budget.spend(OBJECT * len(headers))
        found = StructureElement(
            kind=kind,
            id=self._counted(str(element.get("/ID", ""))),
            headers=tuple(self._counted(str(each)) for each in headers),
            scope=str(attributes.get("/Scope", "")).lstrip("/"),
            table=self._count.tables,
            line=self._count.lines,
        )
        self.structure.elements.append(found)
        return found

    def _take(self, number: int, owner: StructureElement | None, page: Any) -> None:
        place = self._numbers.get(page.objgen) if page is not None else None
        if owner is None or place is None:
            return
        mark = self._pages[place].marks.get(number)
        if mark is not None:
            owner.page = owner.page or place + 1
            owner.drawn.append(self._counted(mark.stream_text))
            owner.spoken.append(self._counted(mark.structure_text))

    def _counted(self, text: str) -> str:
        self._budget.spend(len(text))
        return text


def _is_array(thing: object) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Array)


def _give_keys(elements: Sequence[StructureElement]) -> None:
    """Give every cell a unique key."""
    seen: Counter[str] = Counter()
    for element, key in _keys(elements):
        seen[key] += 1
        element.key = f"{key} {seen[key]}"


def _keys(elements: Sequence[StructureElement]) -> Iterator[tuple[StructureElement, str]]:
    for element in elements:
        if element.kind in _CELLS:
            yield element, element.id or f"{element.table} {' '.join(element.headers)}"
