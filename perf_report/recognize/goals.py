"""Recognize goals: a row each, one beside its label, or one a horizon side by side."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from perf_report.model.characters import same_width
from perf_report.model.form import GoalsBlock, Horizon
from perf_report.recognize.block_labels import label_keys
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.columns import Wanted, count_labels, find_columns
from perf_report.recognize.draft import Draft
from perf_report.recognize.rows import Row, RowCell

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
        Wanted(name=_NUMBER, keys=label_keys(block.number, year)),
        Wanted(name=_TEXT, keys=texts | label_keys(horizon.label, year)),
        Wanted(name=_TASKS, keys=label_keys(block.tasks, year)),
    ]
    heads = [row for row in rows if count_labels(row, wanted) > 1]
    columns = find_columns(heads, wanted) | _last_column(heads, wanted[1])
    if _TEXT not in columns:
        _beside_label(block, rows, draft)
        return
    for row in rows:
        if row in heads:
            continue
        text = _under(row, columns, _TEXT)
        if text is None or not text.starts or is_blank(text.text):
            continue
        number = _under(row, columns, _NUMBER)
        if number is not None:
            draft.use(number)
        tasks = _under(row, columns, _TASKS)
        _take(text, horizon, tasks, draft, row.id)


def _last_column(heads: Sequence[Row], wanted: Wanted) -> dict[str, RowCell]:
    """The last head cell with a label: one to its left has the label of the block at the side."""
    cells = [cell for row in heads for cell in row.starting if cell.key in wanted.keys]
    return {wanted.name: max(cells, key=lambda each: each.cell.column)} if cells else {}


def _side_by_side(block: GoalsBlock, rows: Sequence[Row], draft: Draft) -> None:
    wanted = [
        Wanted(name=each.id, keys=label_keys(each.label, draft.year)) for each in block.horizons
    ]
    heads = [row for row in rows if count_labels(row, wanted) > 0]
    columns = find_columns(heads, wanted)
    labels = frozenset(key for each in wanted for key in each.keys)
    for horizon in block.horizons:
        for row in rows:
            cell = _under(row, columns, horizon.id)
            if row in heads and cell is not None:
                # A goal may stand beside the label of its horizon.
                cell = row.after(cell) if cell.key in labels else None
            if cell is None or not cell.starts or is_blank(cell.text) or cell.key in labels:
                continue
            _take(cell, horizon, None, draft, row.id)


def _beside_label(block: GoalsBlock, rows: Sequence[Row], draft: Draft) -> None:
    horizon = block.horizons[0]
    labels = label_keys(block.label, draft.year) | label_keys(block.heading, draft.year)
    labels |= label_keys(horizon.label, draft.year)
    for row in rows:
        for cell in row.starting:
            if cell.key.isdigit():
                draft.use(cell)
            elif cell.key not in labels and not is_blank(cell.text):
                _take(cell, horizon, None, draft, row.id)


def _take(
    cell: RowCell, horizon: Horizon, tasks: RowCell | None, draft: Draft, row_id: str
) -> None:
    goals = draft.data.setdefault("goals", [])
    route = ("goals", len(goals))
    goal: dict[str, Any] = {"text": {"zh": cell.text}, "horizon": horizon.id}
    if row_id:
        goal["id"] = row_id
    draft.take((*route, "text", "zh"), cell)
    if tasks is not None and not is_blank(tasks.text):
        goal["tasks"] = [int(each) for each in re.findall("[0-9]+", same_width(tasks.text))]
        draft.take((*route, "tasks"), tasks)
    goals.append(goal)


def _under(row: Row, columns: Mapping[str, RowCell], name: str) -> RowCell | None:
    head = columns.get(name)
    return row.at(head.cell.column) if head else None
