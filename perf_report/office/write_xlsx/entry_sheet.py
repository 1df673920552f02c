"""The sheet 填报: every input of the form below the other, to be pasted field by field."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from perf_report.messages import Catalogue
from perf_report.office.write_xlsx.cell_text import runs_text
from perf_report.office.write_xlsx.data_sheets import SheetParts, print_wide
from perf_report.office.write_xlsx.figures import decimals, plain_figure
from perf_report.office.write_xlsx.row_heights import data_row_height
from perf_report.render.form_view import FormView
from perf_report.render.grid.cells import LABEL, Grid, Line, LineCell, TextLine
from perf_report.render.localized_text import TextRuns, join_runs

_SIZE = 10.5
_WIDTHS = (6, 22, 34, 26, 50)
# What a form prints by itself, and nobody enters; it says which row a cell is in.
_PRINTED = frozenset({LABEL, "sum", "heading", "source", "level1", "level2", "goal", "number"})
_SUM = "sum"
_LABELS = frozenset({LABEL, "source"})
# The columns of grids that forms name by other ids.
_NAME, _LEVEL3 = "name", "level3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An input: the part of the form, the row and the column that it stands in, and its text."""

    part: str
    row: str
    column: str
    cell: LineCell


def write_entry_sheet(
    worksheet: Any,
    view: FormView,
    order: Sequence[str],
    catalogue: Catalogue,
    parts: SheetParts,
) -> None:
    """Fill the sheet; `order` are columns that come before others in each row."""
    formats = parts.formats
    note = catalogue.format("sheet", "entry-note")
    worksheet.merge_range(0, 0, 0, len(_WIDTHS) - 1, "", formats.get(**formats.font(_SIZE)))
    worksheet.write_string(0, 0, note, formats.get(**formats.font(_SIZE)))
    heads = ("entry-number", "entry-part", "entry-row", "entry-column", "entry-value")
    for column, (head, width) in enumerate(zip(heads, _WIDTHS, strict=True)):
        worksheet.write_string(1, column, catalogue.format("sheet", head), formats.data_head(_SIZE))
        worksheet.set_column(column, column, width)
    for number, entry in enumerate(entries(view, order), start=1):
        _write_entry(worksheet, number, entry, parts)
    worksheet.freeze_panes(2, 0)
    print_wide(worksheet)


def _write_entry(worksheet: Any, number: int, entry: Entry, parts: SheetParts) -> None:
    row = number + 1
    worksheet.write_number(row, 0, number, parts.formats.data(_SIZE))
    for column, text in enumerate((entry.part, entry.row, entry.column), start=1):
        worksheet.write_string(row, column, text, parts.formats.data(_SIZE, text))
    place = row, len(_WIDTHS) - 1
    text = runs_text(entry.cell.runs)
    texts = ("", entry.part, entry.row, entry.column, text)
    worksheet.set_row(row, data_row_height(zip(texts, _WIDTHS, strict=True), _SIZE))
    figure = plain_figure(text) if entry.cell.kind in {"amount", "weight"} else None
    if figure is None:
        worksheet.write_string(*place, text, parts.formats.data(_SIZE, text))
    else:
        places = f"0.{'0' * decimals(figure)}".rstrip(".")
        worksheet.write_number(*place, float(figure), parts.formats.data(_SIZE, num_format=places))
    choices = [runs_text(choice) for choice in entry.cell.choices]
    parts.choices.offer(worksheet, (*place, *place), choices)


def entries(view: FormView, order: Sequence[str] = ()) -> Iterator[Entry]:
    """Yield the inputs of a form in the order of its blocks."""
    for part in view.parts:
        if isinstance(part, TextLine):
            yield from (
                Entry(part="", row="", column=join_runs(label), cell=_field_cell(value))
                for label, value in part.fields
            )
        else:
            yield from _of_grid(part, order)


def _field_cell(value: TextRuns) -> LineCell:
    return LineCell(column=0, runs=value, kind="value")


def _of_grid(grid: Grid, order: Sequence[str]) -> Iterator[Entry]:
    heads = _heads(grid)
    seen: set[str] = set()
    for line in grid.lines:
        if line.kind == _SUM:
            continue
        cells = [cell for cell in line.cells if _is_input(cell, seen)]
        seen |= {cell.key for cell in cells if cell.key}
        for cell in sorted(cells, key=lambda each: _rank(grid, each, order)):
            yield _entry(grid, line, cell, heads[cell.column])


def _is_input(cell: LineCell, seen: set[str]) -> bool:
    """Whether a person fills a cell: no label, no sum, and of merged cells the first."""
    return cell.kind.partition(" ")[0] not in _PRINTED and not cell.adds and cell.key not in seen


def _rank(grid: Grid, cell: LineCell, order: Sequence[str]) -> int:
    id_ = grid.columns[cell.column].id.replace(_LEVEL3, _NAME)
    return order.index(id_) if id_ in order else len(order)


def _entry(grid: Grid, line: Line, cell: LineCell, head: str) -> Entry:
    """An input with the words before it in its row: levels, and whose row it is."""
    before = [each for each in line.cells if each.column < cell.column and each.runs]
    words = [join_runs(each.runs) for each in before if _says_row(each, cell)]
    if not head and before and before[-1].kind in _LABELS:
        # The label of a field, or of a source of money, stands right before it.
        head = join_runs(before[-1].runs)
        words = words[:-1] if before[-1].kind != LABEL else words
    return Entry(part=_part(grid, line), row=" / ".join(words), column=head, cell=cell)


def _says_row(before: LineCell, cell: LineCell) -> bool:
    is_own = before.band in {"", cell.band}
    is_label = before.kind.partition(" ")[0] == LABEL
    return is_own and not is_label and (before.is_header or before.kind in _PRINTED)


def _part(grid: Grid, line: Line) -> str:
    """The label of a block; fields by themselves have none."""
    own = (cell for cell in line.cells[:1] if cell.kind.partition(" ")[0] == LABEL and cell.key)
    is_labelled = grid.kind != "fields" or next(own, None) is not None
    return join_runs(grid.caption) if is_labelled else ""


def _heads(grid: Grid) -> list[str]:
    """The words over each column, from the top."""
    over: list[list[str]] = [[] for _ in grid.columns]
    for head, place in grid.placed_heads():
        for column in place if head.runs else ():
            over[column].append(join_runs(head.runs))
    return [" / ".join(words) for words in over]
