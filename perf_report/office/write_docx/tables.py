"""Tables of a Word file, as XML: merged cells, widths, repeated headers and marks of rows."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from perf_report.office.cell_style import is_heading, side_of
from perf_report.office.form_table import HEAD, FormCell, FormRow, FormTable
from perf_report.office.row_marks import SECOND
from perf_report.office.write_docx.styles import HEADING, NOTE, TEXT, second_size, twentieths
from perf_report.office.write_docx.texts import inline_runs, paragraph, plain_run, text_run
from perf_report.render.form_view import FormView
from perf_report.render.grid.cells import LABEL, LineCell, Note

_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
# The thickness of lines, in eighths of a point.
_LINE = 6
# The class of a row that may go on over the end of a page.
_LONG = "long"
# The height of a row with a blank to fill in, in characters.
_BLANK_HEIGHT = 2
# The kinds of cells whose words are the form's.
_QUIET = frozenset({LABEL, "number", "goal", "level1", "level2"})
# The column of goals, and its header.
_GOAL = "goal"


@dataclass(slots=True, kw_only=True)
class TableWriter:
    """Writes the tables of a view; `marks` are the names of bookmarks by item.

    `marked` are the items that have theirs, and `bookmarks` is how many there are.
    """

    view: FormView
    marks: Mapping[str, str]
    marked: list[str] = field(default_factory=list)
    bookmarks: int = 0

    def table(self, table: FormTable, *, is_open_below: bool) -> str:
        """Return a table; one that another hangs on has no line below."""
        shown = _open_below(table) if is_open_below else table
        spans: dict[int, FormCell] = {}
        rows = (self._row(row, number, spans, shown) for number, row in enumerate(shown.rows))
        return f"<w:tbl>{self._properties(table)}{''.join(rows)}</w:tbl>"

    def _properties(self, table: FormTable) -> str:
        page = self.view.geometry
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="{_LINE}" w:space="0" w:color="000000"/>'
            for side in _SIDES
        )
        margins = {"top": page.padding_y, "left": page.padding_x, "bottom": page.padding_y,
                   "right": page.padding_x}  # fmt: skip
        cells = "".join(
            f'<w:{side} w:w="{twentieths(points)}" w:type="dxa"/>'
            for side, points in margins.items()
        )
        columns = "".join(f'<w:gridCol w:w="{twentieths(width)}"/>' for width in table.widths)
        return (
            f'<w:tblPr><w:tblW w:w="{twentieths(sum(table.widths))}" w:type="dxa"/>'
            f'<w:jc w:val="center"/><w:tblBorders>{borders}</w:tblBorders>'
            f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{cells}</w:tblCellMar></w:tblPr>'
            f"<w:tblGrid>{columns}</w:tblGrid>"
        )

    def _row(self, row: FormRow, number: int, spans: dict[int, FormCell], table: FormTable) -> str:
        """A row: the cells that begin in it, and what goes on of merged ones from above."""
        for column in [at for at, cell in spans.items() if cell.row + cell.rows <= number]:
            del spans[column]
        going_on = {cell.column: cell for cell in spans.values()}
        begun = {cell.column: cell for cell in row.cells}
        spans |= {column: cell for column, cell in begun.items() if cell.rows > 1}
        marks = self._marks(row, going_on | begun)
        cells = (
            self._cell(begun[column], table, marks.get(column, ""))
            if column in begun
            else _rest_of_cell(going_on[column], table, marks.get(column, ""))
            for column in sorted(begun | going_on)
        )
        return f"<w:tr>{self._row_properties(row)}{''.join(cells)}</w:tr>"

    def _row_properties(self, row: FormRow) -> str:
        parts = []
        if _LONG not in row.kind.split():
            parts.append("<w:cantSplit/>")
        if self.view.is_sheet and any(_is_blank(cell) for cell in row.cells):
            height = twentieths(_BLANK_HEIGHT * self.view.geometry.font_size)
            parts.append(f'<w:trHeight w:val="{height}" w:hRule="atLeast"/>')
        if row.is_head:
            parts.append("<w:tblHeader/>")
        return f"<w:trPr>{''.join(parts)}</w:trPr>" if parts else ""

    # --- Cells ---

    def _cell(self, cell: FormCell, table: FormTable, marks: str) -> str:
        merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
        properties = _cell_properties(cell, table, merge, self._margins(cell.cell))
        content = "".join(self._paragraphs(cell.cell, marks))
        return f"<w:tc>{properties}{content}</w:tc>"

    def _margins(self, cell: LineCell) -> str:
        """The room beside the text of the column of goals, by which 绩效目标 breaks in two."""
        page = self.view.geometry
        if cell.kind == _GOAL:
            room = page.goal_padding
        elif cell.kind == HEAD and cell.name == _GOAL and not self.view.is_sheet:
            room = page.goal_head_padding
        else:
            return ""
        sides = (f'<w:{side} w:w="{twentieths(room)}" w:type="dxa"/>' for side in ("left", "right"))
        return f"<w:tcMar>{''.join(sides)}</w:tcMar>"

    def _paragraphs(self, cell: LineCell, marks: str) -> Iterator[str]:
        """The text of a cell, a paragraph a language, and its notes."""
        style = HEADING if is_heading(cell) else TEXT
        indent = cell.depth * self.view.geometry.font_size
        for number, run in enumerate(cell.runs):
            size = second_size(self.view) if number else None
            begun = "" if number else marks
            yield paragraph(style, [begun, text_run(run, size)], side=side_of(cell), indent=indent)
        if not cell.runs:
            yield paragraph(style, [marks], side=side_of(cell))
        yield from map(self._note, cell.notes)

    def _marks(self, row: FormRow, cells: Mapping[int, FormCell]) -> dict[int, str]:
        """The bookmarks of the items of a row, by the columns of the cells that hold them.

        Whoever replaces the whole text of a cell deletes its bookmark. So an item has one in the
        label or number to the left of it, which nobody edits, and one in its own cell.
        """
        marks: dict[int, str] = {}
        for cell in row.cells:
            item = cell.cell.item
            if item and item not in self.marked:
                self.marked.append(item)
                quiet = [at for at, each in cells.items() if at < cell.column and _is_quiet(each)]
                names = [(max(quiet, default=cell.column), self.marks[item])]
                names += [(cell.column, f"{self.marks[item]}{SECOND}")] if quiet else []
                for column, name in names:
                    marks[column] = marks.get(column, "") + self._bookmark(name)
        return marks

    def _bookmark(self, name: str) -> str:
        self.bookmarks += 1
        id_ = f'w:id="{self.bookmarks}"'
        return f'<w:bookmarkStart {id_} w:name="{name}"/><w:bookmarkEnd {id_}/>'

    def _note(self, note: Note) -> str:
        colon = "：" if self.view.localizer.lang.startswith("zh") else ": "
        runs = [*inline_runs(note.label), plain_run(colon), *inline_runs(note.runs)]
        return paragraph(NOTE, runs)


def _rest_of_cell(cell: FormCell, table: FormTable, marks: str) -> str:
    """What stands in the following rows of a merged cell."""
    properties = _cell_properties(cell, table, "<w:vMerge/>")
    return f"<w:tc>{properties}{paragraph(TEXT, [marks])}</w:tc>"


def _is_quiet(cell: FormCell) -> bool:
    """Whether the form prints what stands in a cell, and nobody edits it."""
    return cell.cell.kind.partition(" ")[0] in _QUIET


def _open_below(table: FormTable) -> FormTable:
    """The table without the line below its last row."""
    end = len(table.rows)
    rows = (
        replace(
            row,
            cells=tuple(
                replace(cell, is_open_below=True) if cell.row + cell.rows == end else cell
                for cell in row.cells
            ),
        )
        for row in table.rows
    )
    return replace(table, rows=tuple(rows))


def _cell_properties(cell: FormCell, table: FormTable, merge: str, margins: str = "") -> str:
    width = twentieths(sum(table.widths[cell.column : cell.column + cell.columns]))
    span = f'<w:gridSpan w:val="{cell.columns}"/>' if cell.columns > 1 else ""
    sides = [
        f'<w:{side} w:val="nil"/>'
        for side, is_open in (("top", cell.is_open_above), ("bottom", cell.is_open_below))
        if is_open
    ]
    borders = f"<w:tcBorders>{''.join(sides)}</w:tcBorders>" if sides else ""
    return (
        f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{merge}{borders}{margins}'
        '<w:vAlign w:val="center"/></w:tcPr>'
    )


def _is_blank(cell: FormCell) -> bool:
    return not cell.cell.runs and not cell.cell.is_header
