"""The cells, headings and paragraphs of a PDF, as its structure gives them to a screen reader."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from perf_report.pdf_inspect.open_pdf import MAX_ITEMS, Opened
from perf_report.pdf_inspect.page_text import DrawnPage

# Ours are a dozen levels deep.
_MAX_DEPTH = 60

_CELLS = ("TH", "TD")


@dataclass(slots=True, kw_only=True)
class Passage:
    """An element that holds text: as it is drawn, and as it is read out.

    `key` tells a cell from all others by what it is headed by; it is empty outside tables.
    """

    kind: str
    id: str
    headers: tuple[str, ...]
    scope: str
    table: int
    line: int
    page: int = 0
    drawn: str = ""
    heard: str = ""
    key: str = ""

    @property
    def words(self) -> str:
        """What is drawn, and what is read out where that differs."""
        drawn, heard = "".join(self.drawn.split()), "".join(self.heard.split())
        return drawn if drawn == heard else f"{drawn}\0{heard}"


@dataclass(frozen=True, slots=True)
class CellName:
    """What a person calls a cell: its row and column by their headings."""

    row: str
    column: str


@dataclass(slots=True)
class _Count:
    """How many tables have begun, and lines in the present one."""

    tables: int = 0
    lines: int = 0


@dataclass(slots=True)
class Structure:
    """Everything that the structure holds, in reading order."""

    passages: list[Passage] = field(default_factory=list)

    @property
    def cells(self) -> dict[str, Passage]:
        """The cells by what they are headed by."""
        return {passage.key: passage for passage in self.passages if passage.key}

    @property
    def others(self) -> list[Passage]:
        """What stands outside tables and is not empty."""
        return [each for each in self.passages if not each.key and each.words]

    @property
    def heads(self) -> dict[str, Passage]:
        """What heads a row or a column, by its id."""
        return {passage.id: passage for passage in self.passages if passage.id}


def name_cell(cell: Passage, heads: Mapping[str, Passage]) -> CellName:
    """The row and the column of a cell in words, as near to it as there are any."""
    above = [heads[id_] for id_ in cell.headers if id_ in heads]
    rows = [head.heard for head in above if head.scope == "Row"]
    columns = [head.heard for head in above if head.scope != "Row"]
    return CellName(row=rows[-1] if rows else str(cell.line), column=columns[-1] if columns else "")


def read_structure(opened: Opened, pages: Sequence[DrawnPage]) -> Structure:
    """The passages of a PDF; none where it has no structure."""
    root = opened.pdf.Root.get("/StructTreeRoot")
    numbers = {page.obj.objgen: number for number, page in enumerate(opened.pdf.pages)}
    reader = _Reader(pages, numbers)
    if root is not None:
        reader.visit(root.get("/K"), owner=None, page=None, depth=0)
    _give_keys(reader.structure.passages)
    return reader.structure


class _Reader:
    """Walks the tree of the structure."""

    def __init__(self, pages: Sequence[DrawnPage], numbers: Mapping[Any, int]) -> None:
        self.structure = Structure()
        self._pages = pages
        self._numbers = numbers
        self._count = _Count()
        self._seen = 0

    def visit(self, kid: Any, owner: Passage | None, page: Any, depth: int) -> None:
        """Take in an element, or content of its parent."""
        self._seen += 1
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

    def _visit_element(self, element: Any, owner: Passage | None, depth: int) -> None:
        kind = str(element["/S"]).lstrip("/")
        if kind == "Table":
            self._count = _Count(self._count.tables + 1)
        elif kind == "TR":
            self._count.lines += 1
        # What stands in a cell belongs to the cell, whatever it is.
        if owner is None or owner.kind not in _CELLS:
            owner = self._begin(kind, element)
        owner.heard += str(element.get("/Alt", ""))
        self.visit(element.get("/K"), owner, element.get("/Pg"), depth + 1)

    def _begin(self, kind: str, element: Any) -> Passage:
        attributes = element.get("/A", {})
        passage = Passage(
            kind=kind,
            id=str(element.get("/ID", "")),
            headers=tuple(str(each) for each in attributes.get("/Headers", ())),
            scope=str(attributes.get("/Scope", "")).lstrip("/"),
            table=self._count.tables,
            line=self._count.lines,
        )
        self.structure.passages.append(passage)
        return passage

    def _take(self, number: int, owner: Passage | None, page: Any) -> None:
        place = self._numbers.get(page.objgen) if page is not None else None
        if owner is None or place is None:
            return
        mark = self._pages[place].marks.get(number)
        if mark is not None:
            owner.page = owner.page or place + 1
            owner.drawn += mark.drawn
            owner.heard += mark.heard


def _is_array(thing: object) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Array)


def _give_keys(passages: Sequence[Passage]) -> None:
    """Give every cell the key that no other cell has."""
    seen: Counter[str] = Counter()
    for passage, key in _keys(passages):
        seen[key] += 1
        passage.key = f"{key} {seen[key]}"


def _keys(passages: Sequence[Passage]) -> Iterator[tuple[Passage, str]]:
    for passage in passages:
        if passage.kind in _CELLS:
            yield passage, passage.id or f"{passage.table} {' '.join(passage.headers)}"
