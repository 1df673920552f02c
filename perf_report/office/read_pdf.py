"""Read the tables of a PDF: cells lie between drawn lines, and text is where it prints."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeGuard

import pypdfium2 as pdfium

from perf_report.errors import SourceError
from perf_report.model.paper import Paper, PaperCell, PaperLine, PaperTable, Place
from perf_report.model.source import Source
from perf_report.office.pdf.doubts import OVER_EDGE, STRUCK, over_edge, struck_out
from perf_report.office.pdf.grids import Box, find_grids
from perf_report.office.pdf.lines import line_text, text_lines
from perf_report.office.pdf.page_joins import PageCell, can_join, join
from perf_report.office.pdf.shapes import Character, PageShapes, read_shapes
from perf_report.pdf_inspect.carried_spec import carried_specs

# A table of targets has some dozen pages; more than this is a book.
MOST_PAGES = 300
# The number of a page, 第 1 页 共 3 页, has no more characters.
_PAGE_NUMBER = 16


def read_pdf(data: bytes) -> Paper:
    """Return the tables of a PDF by page; one without drawn lines is flat text.

    Raises SourceError if it is encrypted or damaged, or has pictures alone.
    """
    carried = _carried(data)
    if carried:
        return Paper(carried=carried)
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        kind = "paper-encrypted" if "password" in str(error).lower() else "paper-damaged"
        raise SourceError(kind) from None
    try:
        return _read(document)
    finally:
        document.close()


def _carried(data: bytes) -> dict[str, bytes]:
    """The specs that a PDF carries; one that is read leniently here may be refused there."""
    try:
        return carried_specs(Source(name="", data=data))
    except SourceError:
        return {}


def _read(document: pdfium.PdfDocument) -> Paper:
    if len(document) > MOST_PAGES:
        raise SourceError("paper-pages", pages=len(document), most=MOST_PAGES)
    parts: list[_Part] = []
    images = characters = 0
    for number, page in enumerate(document, start=1):
        shapes = read_shapes(page)
        images, characters = images + shapes.images, characters + len(shapes.characters)
        parts += _page_parts(shapes, number)
        page.close()
    if not characters:
        raise SourceError("paper-pictures" if images else "paper-empty")
    return _paper(_joined(parts))


_Part = list[PaperLine] | list[PageCell]


def _paper(parts: Iterable[_Part]) -> Paper:
    tables: list[PaperTable] = []
    lines: list[PaperLine] = []
    for part in parts:
        if _is_table(part):
            cells = tuple(each.cell for each in part)
            tables.append(PaperTable(cells=cells, above=tuple(lines)))
            lines = []
        else:
            lines += part
    return Paper(tables=tuple(tables), below=tuple(lines), is_flat=not tables)


def _is_table(part: _Part) -> TypeGuard[list[PageCell]]:
    return bool(part) and isinstance(part[0], PageCell)


def _joined(parts: Iterable[_Part]) -> Iterator[_Part]:
    """The parts with tables that go on over the end of a page as one."""
    table: list[PageCell] | None = None
    between: list[_Part] = []
    for part in parts:
        if not _is_table(part):
            between.append(part)
            continue
        if table is not None:
            is_cut = table[-1].cell.place.name != part[0].cell.place.name
            if is_cut and _are_page_numbers(between) and can_join(table, part):
                table = join(table, part)
                continue
            yield table
        yield from between
        table, between = part, []
    if table is not None:
        yield table
    yield from between


def _are_page_numbers(parts: Iterable[_Part]) -> bool:
    lines = [line for part in parts if not _is_table(part) for line in part]
    return all(isinstance(line, PaperLine) and len(line.text) <= _PAGE_NUMBER for line in lines)


def _page_parts(shapes: PageShapes, number: int) -> Iterator[_Part]:
    """The lines and the tables of a page, from the top down."""
    struck = struck_out(shapes.characters, shapes.horizontal)
    rest = [char for char in shapes.characters if char not in struck]
    for boxes in find_grids(shapes.horizontal, shapes.vertical):
        placed, rest = _divide(rest, boxes)
        doubts = dict.fromkeys(over_edge(placed), OVER_EDGE)
        doubts |= {box: STRUCK for _, box in _divide(struck, boxes)[0]}
        cells = list(_cells(boxes, placed, doubts, number))
        top = max(box.top for box in boxes)
        above = [char for char in rest if char.base > top]
        rest = [char for char in rest if char.base <= top]
        yield _lines(above, number)
        if any(each.cell.text for each in cells):
            yield cells
    yield _lines(rest, number)


def _divide(
    characters: Iterable[Character], boxes: Sequence[Box]
) -> tuple[list[tuple[Character, Box]], list[Character]]:
    """The characters in cells, each with its cell, and those outside of all."""
    placed = []
    rest = []
    for char in characters:
        x, y = char.middle
        for box in boxes:
            if box.left <= x <= box.right and box.bottom <= y <= box.top:
                placed.append((char, box))
                break
        else:
            rest.append(char)
    return placed, rest


def _cells(
    boxes: Sequence[Box],
    placed: Iterable[tuple[Character, Box]],
    doubts: Mapping[Box, str],
    page: int,
) -> Iterator[PageCell]:
    inside: dict[Box, list[Character]] = {}
    for char, box in placed:
        inside.setdefault(box, []).append(char)
    for box in sorted(boxes, key=lambda each: (each.row, each.column)):
        place = Place(part="page", name=str(page), cell=f"{box.row + 1}:{box.column + 1}")
        lines = text_lines(inside.get(box, ()))
        last = lines[-1] if lines else []
        cell = PaperCell(
            text="\n".join(map(line_text, lines)), row=box.row, column=box.column,
            rows=box.rows, columns=box.columns, place=place, doubt=doubts.get(box, ""),
        )  # fmt: skip
        width = last[-1].right - last[0].left if last else 0.0
        yield PageCell(box=box, cell=cell, last_line=width, size=last[0].size if last else 0.0)


def _lines(characters: Sequence[Character], page: int) -> list[PaperLine]:
    return [
        PaperLine(text=line_text(line), place=Place(part="page", name=str(page), line=number))
        for number, line in enumerate(text_lines(characters), start=1)
    ]
