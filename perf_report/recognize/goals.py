"""Recognize goals: a row each, one beside its label, or one a horizon side by side."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from perf_report.model.form import GoalsBlock, Horizon
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.columns import (
    Columns,
    Wanted,
    columns_by_row,
    count_labels,
    find_columns,
)
from perf_report.recognize.draft import Draft
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.references import is_numbering
from perf_report.recognize.rows import Row, RowCell
from perf_report.recognize.task_rows import mark_numbering

_NUMBER, _TEXT, _TASKS = "number", "text", "tasks"


def recognize_goals(block: GoalsBlock, rows: Sequence[Row], draft: Draft) -> None:
    """Take the goals of a block, each with its horizon and the numbers of its tasks."""
    if block.number is not None or block.tasks is not None:
        _numbered(block, rows, draft)
    elif len(block.horizons) > 1:
        _side_by_side(block, rows, draft)
    else:
        _beside_label(block, rows, draft)


def _numbered(block: GoalsBlock, rows: Sequence[Row], draft: Draft) -> None:
    horizon, year = block.horizons[0], draft.year
    texts = label_keys(block.heading, year) | label_keys(block.label, year)
    wanted = [
        Wanted(name=_NUMBER, keys=label_keys(block.number, year) | filling_words("numbers")),
        Wanted(name=_TEXT, keys=texts | label_keys(horizon.label, year)),
        Wanted(name=_TASKS, keys=label_keys(block.tasks, year)),
    ]
    heads = [count_labels(row, wanted) > 1 for row in rows]
    text_heads = _text_heads(rows, heads, wanted[1])
    if not text_heads:
        _beside_label(block, rows, draft)
        return
    last: RowCell | None = None
    for known, row in columns_by_row(rows, heads, wanted):
        last = text_heads.get(row.table, last)
        columns = {**known, _TEXT: last} if last else known
        text = _under(row, columns, _TEXT)
        if text is None or is_blank(text.text):
            continue
        number, tasks = _under(row, columns, _NUMBER), _under(row, columns, _TASKS)
        if any(each is not None and each.cell is text.cell for each in (number, tasks)):
            # One cell across the columns is a note.
            continue
        if number is not None and is_numbering(number.text):
            draft.use(number)
        if not _goes_on(text, number, draft):
            own = number.text if number else ""
            found = _Found(horizon=horizon, cell=text, row_id=row.id, number=own)
            _take(found, text.text, draft)
        _link(tasks, text, draft)
    mark_numbering(draft.goal_numbers, "goals", draft)


def _goes_on(text: RowCell, number: RowCell | None, draft: Draft) -> bool:
    """Whether a row has more of the goal above it: one merged cell, or its number and text."""
    goals = draft.data.get("goals")
    if not goals or goals[-1]["text"]["zh"] != text.text:
        return False
    own = number.text if number else ""
    return not text.starts or own in ("", draft.goal_numbers[len(goals) - 1])


def _link(tasks: RowCell | None, text: RowCell, draft: Draft) -> None:
    """Keep the cell that names the tasks of the last goal, until all tasks are known."""
    draft.use(text)
    links = draft.links.setdefault(len(draft.data["goals"]) - 1, [])
    if tasks is not None and not is_blank(tasks.text) and (tasks.starts or not links):
        # A merged cell names the tasks of each goal beside it.
        links.append(tasks)


def _text_heads(rows: Sequence[Row], is_head: Sequence[bool], wanted: Wanted) -> dict[int, RowCell]:
    """The last head cell with a label, by table: one to its left labels the block at the side."""
    found: dict[int, RowCell] = {}
    for row in (row for row, starts in zip(rows, is_head, strict=True) if starts):
        for cell in row.starting:
            if cell.key in wanted.keys:
                known = found.get(row.table, cell)
                found[row.table] = max(known, cell, key=lambda each: each.cell.column)
    return found


def _side_by_side(block: GoalsBlock, rows: Sequence[Row], draft: Draft) -> None:
    wanted = [
        Wanted(name=each.id, keys=label_keys(each.label, draft.year)) for each in block.horizons
    ]
    heads = [row for row in rows if count_labels(row, wanted) > 0]
    by_table = {
        table: find_columns([head for head in heads if head.table == table], wanted)
        for table in {head.table for head in heads}
    }
    labels = frozenset(key for each in wanted for key in each.keys)
    found: list[_Found] = []
    for horizon in block.horizons:
        columns: Columns = {}
        for row in rows:
            columns = by_table.get(row.table, columns)
            cell = _under(row, columns, horizon.id)
            if row in heads and cell is not None:
                # A goal may stand beside the label of its horizon.
                cell = row.after(cell) if cell.key in labels else None
            if cell is None or not cell.starts or is_blank(cell.text) or cell.key in labels:
                continue
            found.append(_Found(horizon=horizon, cell=cell, row_id=row.id))
    _take_all(found, draft)


def _beside_label(block: GoalsBlock, rows: Sequence[Row], draft: Draft) -> None:
    horizon = block.horizons[0]
    labels = label_keys(block.label, draft.year) | label_keys(block.heading, draft.year)
    labels |= label_keys(horizon.label, draft.year)
    found: list[_Found] = []
    for row in rows:
        number = ""
        for cell in row.starting:
            if cell.key.isdigit():
                draft.use(cell)
                number = cell.text
            elif cell.key not in labels and not is_blank(cell.text):
                goal = _Found(horizon=horizon, cell=cell, row_id=row.id, number=number)
                found.append(goal)
    _take_all(found, draft)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A goal: its horizon, cell and number on paper, and the id of its row in the file."""

    horizon: Horizon
    cell: RowCell
    row_id: str
    number: str = ""


def _take_all(found: Sequence[_Found], draft: Draft) -> None:
    """Take goals without the numbers that the form prints before several: 1．…, 2．…."""
    counts: Counter[str] = Counter()
    texts = []
    for each in found:
        counts[each.horizon.id] += 1
        number = counts[each.horizon.id]
        texts.append(re.fullmatch(rf"{number}[.．、]\s*(.+)", each.cell.text, re.DOTALL))
    is_numbered = all(texts) and max(counts.values(), default=0) > 1
    _mark_several(found, counts, is_numbered=is_numbered, draft=draft)
    for each, match in zip(found, texts, strict=True):
        text = match[1] if match and is_numbered else each.cell.text
        _take(each, text, draft)


def _mark_several(
    found: Sequence[_Found], counts: Counter[str], *, is_numbered: bool, draft: Draft
) -> None:
    """Mark rows without numbers: they may be several goals, or the lines of one."""
    first = len(draft.data.get("goals", ()))
    for at, each in enumerate(found, start=first):
        if counts[each.horizon.id] > 1 and not (is_numbered or each.number):
            draft.mark("import-goals-several", ("goals", at, "text", "zh"), each.cell)


def _take(found: _Found, text: str, draft: Draft) -> None:
    """Take a goal; `text` is what it says of what the cell has."""
    goals = draft.data.setdefault("goals", [])
    route = ("goals", len(goals), "text", "zh")
    goal: dict[str, Any] = {"text": {"zh": text}, "horizon": found.horizon.id}
    if found.row_id:
        goal["id"] = found.row_id
    draft.goal_numbers[len(goals)] = found.number
    draft.take(route, found.cell)
    if text != found.cell.text:
        draft.mend("import-number-left-out", route, found.cell)
    goals.append(goal)


def _under(row: Row, columns: Columns, name: str) -> RowCell | None:
    head = columns.get(name)
    return row.at(head.cell.column) if head else None
