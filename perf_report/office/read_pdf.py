"""Read the tables of a PDF: cells lie between drawn lines, and text is where it prints."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pypdfium2 as pdfium

from perf_report.errors import SourceError
from perf_report.model.paper import Paper, PaperCell, PaperLine, PaperTable, Place
from perf_report.model.source import Source
from perf_report.office.pdf.doubts import OVER_EDGE, STRUCK, settle, struck_out
from perf_report.office.pdf.grids import Box, find_grids
from perf_report.office.pdf.lines import line_text, text_lines
from perf_report.office.pdf.page_joins import PageCell, PageTable, can_join, join
from perf_report.office.pdf.running_lines import PageLine, RunningLines
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
    except pdfium.PdfiumError:
        # A page that cannot be loaded.
        raise SourceError("paper-damaged") from None
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """A table of a page, or lines outside of tables."""

    lines: Sequence[PageLine] = ()
    table: list[PageCell] = field(default_factory=list)


def _paper(parts: Iterable[_Part]) -> Paper:
    tables: list[PaperTable] = []
    lines: list[PaperLine] = []
    for part in parts:
        if part.table:
            cells = tuple(each.cell for each in part.table)
            tables.append(PaperTable(cells=cells, above=tuple(lines)))
            lines = []
        else:
            lines += (each.line for each in part.lines)
    return Paper(tables=tuple(tables), below=tuple(lines), is_flat=not tables)


def _joined(parts: Sequence[_Part]) -> Iterator[_Part]:
    """The parts with tables that go on over the end of a page as one."""
    running = RunningLines(line for part in parts for line in part.lines)
    table: list[PageCell] = []
    between: list[_Part] = []
    for part in parts:
        if not part.table:
            between.append(part)
        elif table and _goes_on(table, between, part.table, running):
            table = join(table, part.table)
        else:
            yield _Part(table=table)
            yield from between
            table, between = part.table, []
    yield _Part(table=table)
    yield from between


def _goes_on(
    above: PageTable, between: Iterable[_Part], below: PageTable, running: RunningLines
) -> bool:
    """Whether a table continues that of the page before; between are heads and feet of pages."""
    is_cut = above[-1].cell.place.name != below[0].cell.place.name
    lines = (line for part in between for line in part.lines)
    return is_cut and all(map(running.has, lines)) and can_join(above, below)


def _page_parts(shapes: PageShapes, number: int) -> Iterator[_Part]:
    """The lines and the tables of a page, from the top down."""
    grids = find_grids(shapes.horizontal, shapes.vertical)
    struck = struck_out(shapes.characters, shapes.horizontal, grids)
    rest = [char for char in shapes.characters if char not in struck]
    for boxes in grids:
        settled, uncertain = settle(_divide(rest, boxes))
        doubts = dict.fromkeys(uncertain, OVER_EDGE)
        doubts |= {box: STRUCK for _, box in _divide(struck, boxes) if box is not None}
        cells = list(_cells(boxes, settled, doubts, number))
        rest = [char for char, box in settled if box is None]
        top = max(box.top for box in boxes)
        above = [char for char in rest if char.base > top]
        rest = [char for char in rest if char.base <= top]
        yield _Part(lines=_lines(above, number))
        if any(each.cell.text for each in cells):
            yield _Part(table=cells)
    yield _Part(lines=_lines(rest, number))


def _divide(
    characters: Iterable[Character], boxes: Sequence[Box]
) -> list[tuple[Character, Box | None]]:
    """The characters, each with its cell; None is outside of all."""
    return [(char, _box_at(boxes, *char.middle)) for char in characters]


def _box_at(boxes: Iterable[Box], x: float, y: float) -> Box | None:
    for box in boxes:
        if box.left <= x <= box.right and box.bottom <= y <= box.top:
            return box
    return None


def _cells(
    boxes: Sequence[Box],
    placed: Iterable[tuple[Character, Box | None]],
    doubts: Mapping[Box, str],
    page: int,
) -> Iterator[PageCell]:
    inside: dict[Box, list[Character]] = {}
    for char, box in placed:
        if box is not None:
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


def _lines(characters: Sequence[Character], page: int) -> list[PageLine]:
    return [
        PageLine(
            PaperLine(text=line_text(line), place=Place(part="page", name=str(page), line=number)),
            line[0].base,
            line[0].size,
        )
        for number, line in enumerate(text_lines(characters), start=1)
    ]
