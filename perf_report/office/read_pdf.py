"""Read the tables of a PDF: cells lie between drawn lines, and text is where it prints."""

from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium

from perf_report.errors import SourceError
from perf_report.model.paper import Paper, PaperCell, PaperLine, PaperTable, Place
from perf_report.model.source import Source
from perf_report.office.pdf.grids import Box, find_grids
from perf_report.office.pdf.lines import joined_text, line_text, text_lines
from perf_report.office.pdf.shapes import Character, PageShapes, read_shapes
from perf_report.pdf_inspect.carried_spec import carried_specs

# A table of targets has some dozen pages; more than this is a book.
MOST_PAGES = 300


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
    tables: list[PaperTable] = []
    lines: list[PaperLine] = []
    images = characters = 0
    for number, page in enumerate(document, start=1):
        shapes = read_shapes(page)
        images, characters = images + shapes.images, characters + len(shapes.characters)
        for line, table in _page_parts(shapes, number):
            if table is None:
                lines += line
            else:
                tables.append(PaperTable(cells=table, above=tuple(lines)))
                lines = []
        page.close()
    if not characters:
        raise SourceError("paper-pictures" if images else "paper-empty")
    return Paper(tables=tuple(tables), below=tuple(lines), is_flat=not tables)


_Part = tuple[list[PaperLine], tuple[PaperCell, ...] | None]


def _page_parts(shapes: PageShapes, number: int) -> Iterator[_Part]:
    """The lines and the tables of a page, from the top down."""
    rest = list(shapes.characters)
    for boxes in find_grids(shapes.horizontal, shapes.vertical):
        inside, rest = _divide(rest, boxes)
        cells = tuple(_cells(boxes, inside, number))
        top = max(box.top for box in boxes)
        above = [char for char in rest if char.base > top]
        rest = [char for char in rest if char.base <= top]
        yield _lines(above, number), None
        if any(cell.text for cell in cells):
            yield [], cells
    yield _lines(rest, number), None


def _divide(
    characters: Sequence[Character], boxes: Sequence[Box]
) -> tuple[dict[Box, list[Character]], list[Character]]:
    """The characters in each cell, and those outside of all."""
    inside: dict[Box, list[Character]] = {}
    rest = []
    for char in characters:
        x, y = char.middle
        for box in boxes:
            if box.left <= x <= box.right and box.bottom <= y <= box.top:
                inside.setdefault(box, []).append(char)
                break
        else:
            rest.append(char)
    return inside, rest


def _cells(
    boxes: Sequence[Box], inside: dict[Box, list[Character]], page: int
) -> Iterator[PaperCell]:
    for box in sorted(boxes, key=lambda each: (each.row, each.column)):
        place = Place(part="page", name=str(page), cell=f"{box.row + 1}:{box.column + 1}")
        yield PaperCell(
            text=joined_text(inside.get(box, ())), row=box.row, column=box.column,
            rows=box.rows, columns=box.columns, place=place,
        )  # fmt: skip


def _lines(characters: Sequence[Character], page: int) -> list[PaperLine]:
    return [
        PaperLine(text=line_text(line), place=Place(part="page", name=str(page), line=number))
        for number, line in enumerate(text_lines(characters), start=1)
    ]
