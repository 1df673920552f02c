"""Take what was achieved of goals: a form may have several goals, and all of that, in one cell."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from perf_report.app.import_paper.filled_cells import CellReader
from perf_report.app.import_paper.filled_rows import (
    NamedItem,
    joined_lines,
    match_named,
    name_key,
)
from perf_report.app.import_paper.report_values import Values
from perf_report.model.form import GoalsBlock
from perf_report.model.paper import PaperCell, Place
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.draft import Draft
from perf_report.recognize.listed_parts import listed_parts
from perf_report.recognize.notes import Note, NoteKind
from perf_report.recognize.report_form import FilledForm
from perf_report.recognize.report_rows import ACHIEVED, ADJUSTED, NamedRow
from perf_report.recognize.rows import RowCell
from perf_report.render.reported import Reported

_GOALS, _ACHIEVED = ("fields", "report.goals"), ("fields", "report.achieved")
_PRINTED_NUMBER = re.compile(r"^(?P<number>[0-9]{1,2})[.．、]\s*(?=[^0-9])")


def read_goals(filled: FilledForm, reported: Reported, cells: CellReader) -> Values:
    """Take the goals of a form into `cells`; return what they were before an adjustment."""
    items = [NamedItem(id=goal.id, text=goal.text.zh or "") for _, goal in reported.goals]
    found = (*filled.goals, *_of_fields(filled.draft))
    rows = [_current_goal(_without_shared(row, filled.draft)) for row in found]
    is_asked = any(block.achieved for block in filled.form.blocks_of(GoalsBlock))
    values: Values = {}
    if rows or is_asked:
        for id_, row in _named(rows, items, filled.draft).items():
            if _take_achieved(id_, row, cells):
                values |= _initial_goal(id_, row, filled.draft)
            elif ADJUSTED in row.cells:
                filled.draft.miss("import-achieved-missing", ("goals", id_))
    for row in filled.goal_rows:
        match_named("goals", [row], _only(items, row.name.text), filled.draft)
    return values


def _of_fields(draft: Draft) -> Iterator[NamedRow]:
    """The goals of a form that has them, and what was achieved, in a field each."""
    cells = {
        note.route: _cell_of(note)
        for note in draft.notes
        if note.kind is NoteKind.TAKEN and note.route in (_GOALS, _ACHIEVED)
    }
    if _GOALS in cells:
        achieved = cells.get(_ACHIEVED)
        yield NamedRow(name=cells[_GOALS], cells={ACHIEVED: achieved} if achieved else {})


def _cell_of(note: Note) -> RowCell:
    place = note.place or Place(part="file")
    return RowCell(cell=PaperCell(text=note.text, row=0, column=0, place=place), starts=True)


def _without_shared(row: NamedRow, draft: Draft) -> NamedRow:
    """A row without the cells that span several of its columns, which are marked."""
    counts = Counter(id(each.cell) for each in row.cells.values())
    shared = [each for each in row.cells.values() if counts[id(each.cell)] > 1]
    for cell in shared[:1]:
        draft.mark("import-cell-shared", ("goals",), cell)
    cells = {id_: each for id_, each in row.cells.items() if each not in shared}
    return replace(row, cells=cells)


def _named(
    rows: Sequence[NamedRow], items: Sequence[NamedItem], draft: Draft
) -> Mapping[str, NamedRow]:
    """The row of each goal, by its id: those of one cell are rows of their own."""
    divided = [each for row in rows for each in _divided(row, items, is_only=len(rows) == 1)]
    for column in (ADJUSTED, ACHIEVED):
        divided = list(_with_own_parts(divided, column, draft))
    in_order = len(rows) == 1 and len(divided) == len(items)
    return match_named("goals", divided, items, draft, in_order=in_order)


def _divided(row: NamedRow, items: Sequence[NamedItem], *, is_only: bool) -> Iterator[NamedRow]:
    """A row for each goal in a cell, where these are goals of the plan, or as many as it has."""
    known = {name_key(item.text) for item in items}
    text = row.name.cell.text
    lists = () if name_key(text) in known else (listed_parts(text), _lines(text))
    for parts in lists:
        is_known = all(name_key(part) in known for part in parts)
        if len(parts) > 1 and (is_known or (is_only and len(parts) == len(items))):
            yield from (replace(row, name=_with_text(row.name, part)) for part in parts)
            return
    yield row


def _lines(text: str) -> tuple[str, ...]:
    return tuple(joined_lines(text).split("\n"))


def _with_own_parts(rows: Sequence[NamedRow], column: str, draft: Draft) -> Iterator[NamedRow]:
    """The rows, each with its part of a cell that several of them share; without it if unclear."""
    shared: dict[int, list[NamedRow]] = {}
    for row in rows:
        if column in row.cells:
            shared.setdefault(id(row.cells[column].cell), []).append(row)
    parts = {
        id(row): part
        for group in shared.values()
        if len(group) > 1
        for row, part in zip(group, _shares(group[0].cells[column], len(group), draft), strict=True)
    }
    for row in rows:
        yield _with_cell(row, column, parts[id(row)]) if id(row) in parts else row


def _shares(cell: RowCell, count: int, draft: Draft) -> Sequence[RowCell | None]:
    """The parts of a cell, by their numbers or else by lines; None where it has other parts."""
    if is_blank(cell.text):
        return [None] * count
    parts = listed_parts(cell.cell.text)
    lines = () if parts else _lines(cell.cell.text)
    if count not in (len(parts), len(lines)):
        draft.mark("import-goals-undivided", ("goals",), cell, count=count)
        return [None] * count
    if lines:
        draft.mark("import-goals-by-lines", ("goals",), cell)
    return [_with_text(cell, part) for part in parts or lines]


def _with_cell(row: NamedRow, column: str, cell: RowCell | None) -> NamedRow:
    others = {id_: each for id_, each in row.cells.items() if id_ != column}
    return replace(row, cells={**others, column: cell} if cell else others)


def _with_text(cell: RowCell, text: str) -> RowCell:
    return replace(cell, cell=replace(cell.cell, text=text))


def _current_goal(row: NamedRow) -> NamedRow:
    """A row of a goal named by what it says now: after an adjustment, if there is one."""
    adjusted = row.cells.get(ADJUSTED)
    if adjusted is None or is_blank(adjusted.text):
        return row
    return replace(row, name=adjusted, cells={**row.cells, ADJUSTED: row.name})


def _initial_goal(id_: str, row: NamedRow, draft: Draft) -> Values:
    """The goal before an adjustment, if the form has another one."""
    before = row.cells.get(ADJUSTED)
    if before is None or is_blank(before.text):
        return {}
    draft.use(before)
    if name_key(before.text) == name_key(row.name.text):
        return {}
    path = ("goals", id_, "initial", "zh")
    text = _without_number(before, row)
    draft.take(path, before, text)
    return {path: text}


def _take_achieved(id_: str, row: NamedRow, cells: CellReader) -> bool:
    """Take what was achieved of a goal; return whether the form says it."""
    cell = row.cells.get(ACHIEVED)
    if cell is None or is_blank(cell.text):
        return False
    cells.take(("goals", id_, "achieved"), cell, _without_number(cell, row))
    return True


def _without_number(cell: RowCell, row: NamedRow) -> str:
    """The text of a cell without the number of its goal, which is printed before both: 1．…."""
    text = joined_lines(cell.cell.text)
    own, other = _PRINTED_NUMBER.match(text), _PRINTED_NUMBER.match(row.name.text)
    is_same = own and other and own["number"] == other["number"]
    return text[own.end() :] if own and is_same else text


def _only(items: Sequence[NamedItem], text: str) -> list[NamedItem]:
    """The goals with a text, so that the others are not missed in the row of one."""
    return [each for each in items if name_key(each.text) == name_key(text)]
