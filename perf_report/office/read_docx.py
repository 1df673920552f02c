"""Read the tables of a Word file (.docx), with tracked changes as if they were accepted.

Word writes a merged cell as one cell in each row that it spans (`vMerge`), and says how many
columns of the grid a cell takes (`gridSpan`) and how many a row leaves out (`gridBefore`).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import docx
from docx.oxml.ns import qn

from perf_report.errors import SourceError
from perf_report.model.paper import Paper, PaperCell, PaperLine, PaperTable, Place, Remark
from perf_report.office.archive import check_archive
from perf_report.office.row_marks import PREFIX, SECOND

# Text in these is deleted, is the code of a field, or repeats what stands beside it.
_SKIPPED = frozenset(
    qn(f"w:{name}") for name in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "sdtPr")
) | {"{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"}
_MOST_CELLS = 100_000


def read_docx(data: bytes) -> Paper:
    """Return the tables of a Word file. Raises SourceError if it is damaged or too large."""
    check_archive(data)
    try:
        body = docx.Document(io.BytesIO(data)).element.body
    except Exception as error:  # the library raises whatever its parsers raise
        raise SourceError("paper-damaged") from error
    if body is None:
        raise SourceError("paper-damaged")
    reader = _DocxReader()
    reader.read_blocks(body)
    return Paper(
        tables=tuple(reader.tables), below=tuple(reader.lines), remarks=tuple(reader.remarks)
    )


@dataclass(slots=True)
class _DocxReader:
    """Collects the tables and lines of a body in their order."""

    tables: list[PaperTable] = field(default_factory=list)
    lines: list[PaperLine] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    count: int = 0
    cells: int = 0

    def read_blocks(self, parent: Any) -> None:
        """Read paragraphs and tables, also those in content controls and text boxes."""
        for block in parent:
            if block.tag == qn("w:p"):
                self._read_paragraph(block)
            elif block.tag == qn("w:tbl"):
                self._read_table(block)
            elif block.tag not in _SKIPPED:
                self.read_blocks(block)

    def _read_paragraph(self, paragraph: Any) -> None:
        for line in _text(paragraph).split("\n"):
            if line.strip():
                self.count += 1
                place = Place(part="file", line=self.count)
                self.lines.append(PaperLine(text=line.strip(), place=place))
        for box in paragraph.iter(qn("w:txbxContent")):
            if not _is_below_fallback(box):
                self.read_blocks(box)

    def _read_table(self, table: Any) -> None:
        number = len(self.tables) + 1
        rows = [row for row in _rows(table) if not _is_deleted(row)]
        cells, nested = _grid(rows, number)
        self.cells += len(cells)
        if self.cells > _MOST_CELLS:
            raise SourceError("paper-too-large")
        ids = {index: id_ for index, row in enumerate(rows) if (id_ := _row_id(row))}
        above, self.lines = tuple(self.lines), []
        if any(cell.text for cell in cells) or not nested:
            self.tables.append(PaperTable(cells=tuple(cells), above=above, row_ids=ids))
        else:
            self.lines = list(above)
        for inner in nested:
            self._read_table(inner)


def _rows(table: Any) -> Iterator[Any]:
    """The rows of a table, also those that content controls or tracked changes wrap."""
    for child in table:
        if child.tag == qn("w:tr"):
            yield child
        elif child.tag in {
            qn("w:sdt"),
            qn("w:sdtContent"),
            qn("w:ins"),
            qn("w:moveTo"),
            qn("w:customXml"),
        }:
            yield from _rows(child)


def _is_deleted(row: Any) -> bool:
    return row.find(f"{qn('w:trPr')}/{qn('w:del')}") is not None


def _row_id(row: Any) -> str:
    for mark in row.iter(qn("w:bookmarkStart")):
        name = mark.get(qn("w:name"), "")
        if name.startswith(PREFIX):
            return str(name).removesuffix(SECOND)
    return ""


def _grid(rows: list[Any], number: int) -> tuple[list[PaperCell], list[Any]]:
    """The cells of rows with merged ones as one, and the tables that stand in cells."""
    found: list[PaperCell] = []
    nested: list[Any] = []
    above: dict[int, int] = {}
    for index, row in enumerate(rows):
        column = _value(row, "w:trPr", "w:gridBefore", 0)
        for cell in _row_cells(row):
            span = _value(cell, "w:tcPr", "w:gridSpan", 1)
            merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            continues = merge is not None and merge.get(qn("w:val"), "continue") == "continue"
            if continues and column in above:
                at = above[column]
                found[at] = replace(found[at], rows=index - found[at].row + 1)
            else:
                above[column] = len(found)
                found.append(_cell(cell, index, column, span, number))
            nested += [each for each in cell if each.tag == qn("w:tbl")]
            column += span
    return found, nested


def _row_cells(row: Any) -> Iterator[Any]:
    for child in row:
        if child.tag == qn("w:tc"):
            yield child
        elif child.tag in {qn("w:sdt"), qn("w:sdtContent"), qn("w:customXml")}:
            yield from _row_cells(child)


def _cell(cell: Any, row: int, column: int, span: int, number: int) -> PaperCell:
    place = Place(part="table", name=str(number), cell=f"{row + 1}:{column + 1}")
    texts = [_text(each) for each in _paragraphs(cell)]
    text = "\n".join(texts).strip()
    return PaperCell(text=text, row=row, column=column, columns=span, place=place)


def _paragraphs(parent: Any) -> Iterator[Any]:
    """The paragraphs of a cell, without those of tables in it."""
    for child in parent:
        if child.tag == qn("w:p"):
            yield child
        elif child.tag != qn("w:tbl") and child.tag not in _SKIPPED:
            yield from _paragraphs(child)


def _value(parent: Any, properties: str, name: str, default: int) -> int:
    found = parent.find(f"{qn(properties)}/{qn(name)}")
    written = found.get(qn("w:val"), "") if found is not None else ""
    return min(int(written), 1000) if written.isdigit() else default


def _text(element: Any) -> str:
    """The text of a paragraph as it prints, without text boxes and hidden text."""
    return "".join(_pieces(element))


def _pieces(element: Any) -> Iterator[str]:
    for child in element:
        tag = child.tag
        if tag in _SKIPPED or tag == qn("w:txbxContent"):
            continue
        if tag == qn("w:r") and _is_hidden(child):
            continue
        if tag == qn("w:t"):
            yield child.text or ""
        elif tag in {qn("w:br"), qn("w:cr")}:
            yield "\n"
        elif tag == qn("w:tab"):
            yield "  "
        elif tag == qn("w:noBreakHyphen"):
            yield "-"
        elif tag == qn("w:sym"):
            yield _symbol(child)
        else:
            yield from _pieces(child)


def _is_hidden(run: Any) -> bool:
    mark = run.find(f"{qn('w:rPr')}/{qn('w:vanish')}")
    return mark is not None and mark.get(qn("w:val"), "1") not in {"0", "false", "off"}


# The boxes of Wingdings, by which offices tick a choice.
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0A8": "□", "F06F": "□", "F0A3": "□"}


def _symbol(element: Any) -> str:
    return _SYMBOLS.get(element.get(qn("w:char"), "").upper(), "")


def _is_below_fallback(element: Any) -> bool:
    return any(each.tag in _SKIPPED for each in element.iterancestors())
