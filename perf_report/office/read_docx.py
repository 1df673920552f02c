"""Read the tables of a Word file (.docx), with tracked changes as if they were accepted.

Word writes a merged cell as one cell in each row that it spans (`vMerge`), and says how many
columns of the grid a cell takes (`gridSpan`) and how many a row leaves out (`gridBefore`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from perf_report.errors import SourceError
from perf_report.model.paper import Paper, PaperCell, PaperLine, PaperTable, Place, Remark
from perf_report.office.archive import check_archive, read_part
from perf_report.office.marked_text import PICTURE, TextPart, is_beside_figure, shown_text
from perf_report.office.office_xml import linked_parts, main_part, parse_part
from perf_report.office.row_marks import PREFIX, SECOND
from perf_report.office.word.names import value, whole_number, word
from perf_report.office.word.numbering import read_numbering
from perf_report.office.word.runs import SKIPPED, TEXT_BOX, ParagraphReader, text_boxes
from perf_report.office.word.styles import read_styles

_MOST_CELLS = 100_000
_MOST_COLUMNS = 1000


def read_docx(data: bytes) -> Paper:
    """Return the tables of a Word file. Raises SourceError if it is damaged or too large."""
    check_archive(data)
    name = main_part(data) or "word/document.xml"
    body = parse_part(read_part(data, name)).find(word("body"))
    if body is None:
        raise SourceError("paper-damaged")
    linked = linked_parts(data, name)
    styles = read_styles(_linked(data, linked, "styles"))
    numbering = read_numbering(_linked(data, linked, "numbering"), styles)
    reader = _DocxReader(ParagraphReader(styles=styles, numbering=numbering))
    reader.read_blocks(body)
    return Paper(
        tables=tuple(reader.tables), below=tuple(reader.lines), remarks=tuple(reader.remarks)
    )


def _linked(data: bytes, linked: Mapping[str, Mapping[str, str]], kind: str) -> Any:
    """The root of a part that the text names; None if it names none."""
    names = linked.get(kind, {}).values()
    part = next((found for each in names if (found := read_part(data, each))), None)
    return parse_part(part) if part else None


@dataclass(slots=True)
class _DocxReader:
    """Collects the tables and lines of a body in their order."""

    paragraphs: ParagraphReader
    tables: list[PaperTable] = field(default_factory=list)
    lines: list[PaperLine] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    count: int = 0
    cells: int = 0

    def read_blocks(self, parent: Any) -> None:
        """Read paragraphs and tables, also those in content controls and text boxes."""
        for block in parent:
            if block.tag == word("p"):
                self._read_paragraph(block)
            elif block.tag == word("tbl"):
                self._read_table(block)
            elif block.tag not in SKIPPED:
                self.read_blocks(block)

    def _read_paragraph(self, paragraph: Any) -> None:
        text, doubt = shown_text(self.paragraphs.parts(paragraph))
        doubt = "" if doubt == PICTURE else doubt
        for line in text.split("\n"):
            if line.strip():
                self.count += 1
                place = Place(part="file", line=self.count)
                self.lines.append(PaperLine(text=line.strip(), place=place, doubt=doubt))
        if doubt:
            self.remarks.append(Remark(id=doubt, place=Place(part="file", line=self.count)))
        for box in text_boxes(paragraph):
            self.read_blocks(box)

    def _read_table(self, table: Any) -> None:
        number = len(self.tables) + 1
        rows = [row for row in _rows(table) if not _is_deleted(row)]
        grid = _Grid(number, self.paragraphs)
        for index, row in enumerate(rows):
            grid.read_row(index, row)
        cells, nested = grid.cells, grid.nested
        self.cells += len(cells)
        if self.cells > _MOST_CELLS:
            raise SourceError("paper-too-large")
        ids = {index: id_ for index, row in enumerate(rows) if (id_ := _row_id(row))}
        above, self.lines = tuple(self.lines), []
        if any(cell.text or cell.doubt for cell in cells) or not nested:
            self.tables.append(PaperTable(cells=tuple(cells), above=above, row_ids=ids))
        else:
            self.lines = list(above)
        for inner in nested:
            self._read_table(inner)


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, also those that content controls or tracked changes wrap."""
    for child in table:
        if child.tag == word("tr"):
            yield child
        elif child.tag in {
            word("sdt"),
            word("sdtContent"),
            word("ins"),
            word("moveTo"),
            word("customXml"),
        }:
            yield from _rows(child)


def _is_deleted(row: Any) -> bool:
    return row.find(f"{word('trPr')}/{word('del')}") is not None


def _row_id(row: Any) -> str:
    for mark in row.iter(word("bookmarkStart")):
        name = mark.get(word("name"), "")
        if name.startswith(PREFIX):
            return str(name).removesuffix(SECOND)
    return ""


@dataclass(slots=True)
class _Grid:
    """Places the cells of rows, with merged ones as one, and finds the tables in cells."""

    number: int
    paragraphs: ParagraphReader
    cells: list[PaperCell] = field(default_factory=list)
    nested: list[Any] = field(default_factory=list)
    above: dict[int, int] = field(default_factory=dict)

    def read_row(self, index: int, row: Any) -> None:
        column = min(whole_number(value(row, "trPr/gridBefore")), _MOST_COLUMNS)
        for cell in _row_cells(row):
            merge = value(cell, "tcPr/vMerge")
            if merge in {"", "continue"} and column in self.above:
                at = self.above[column]
                self.cells[at] = replace(self.cells[at], rows=index - self.cells[at].row + 1)
            else:
                self.above[column] = len(self.cells)
                self.cells.append(self._cell(cell, index, column))
            self.nested += [each for each in cell if each.tag == word("tbl")]
            column += _span(cell)

    def _cell(self, cell: Any, row: int, column: int) -> PaperCell:
        place = Place(part="table", name=str(self.number), cell=f"{row + 1}:{column + 1}")
        text, doubt = shown_text(self._parts(cell))
        if doubt == PICTURE and text.strip() and not is_beside_figure(text):
            # A picture beside a text is a seal or a signature.
            doubt = ""
        return PaperCell(
            text=text.strip(), row=row, column=column, columns=_span(cell), place=place, doubt=doubt
        )

    def _parts(self, cell: Any) -> Iterator[TextPart]:
        for paragraph in _paragraphs(cell):
            yield from self.paragraphs.parts(paragraph)
            yield TextPart(text="\n")
            for box in text_boxes(paragraph):
                yield TextPart(text="", doubt=TEXT_BOX)
                yield from self._parts(box)


def _span(cell: Any) -> int:
    return min(whole_number(value(cell, "tcPr/gridSpan"), 1), _MOST_COLUMNS)


def _row_cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == word("tc"):
            yield child
        elif child.tag in {word("sdt"), word("sdtContent"), word("customXml")}:
            yield from _row_cells(child)


def _paragraphs(parent: Any) -> Iterator[Any]:
    """The paragraphs of a cell, without those of tables in it."""
    for child in parent:
        if child.tag == word("p"):
            yield child
        elif child.tag != word("tbl") and child.tag not in SKIPPED:
            yield from _paragraphs(child)
