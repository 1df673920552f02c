"""Rows of main tasks that are no task of their own: subtotals, parts, more rows of a task."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from perf_report.model.money import add_amounts
from perf_report.recognize.draft import Draft
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.references import read_numbering, read_references
from perf_report.recognize.rows import Row, RowCell

Amounts = Mapping[str, Decimal]


def is_subtotal(row: Row) -> bool:
    """Return whether a row has the sum of rows above it: 小计."""
    return any(cell.key in filling_words("subtotals") for cell in row.starting)


def is_named_total(row: Row) -> bool:
    """Return whether a row without a number is a total by the end of its name: 部门预算合计."""
    texts = [cell for cell in row.starting if cell.text]
    return bool(texts) and texts[0].key.endswith(tuple(filling_words("totals")))


def is_part(row: Row) -> bool:
    """Return whether a row has a part of the row above it: 其中：修复. It stays unread."""
    words = tuple(filling_words("parts"))
    return any(cell.text.startswith(words) for cell in row.starting)


def take_subtotal(row: Row, amounts: Amounts, draft: Draft) -> None:
    """Leave out a subtotal that is the sum of the last tasks; any other stays unread."""
    funds = [task["funds"] for task in draft.data.get("tasks", ())]
    label = next(cell for cell in row.starting if cell.text)
    for first in range(len(funds)):
        if amounts == _sums(funds[first:]):
            draft.mend("import-subtotal-left-out", ("tasks",), label)
            for cell in row.starting:
                draft.use(cell)
            return


def _sums(funds: Sequence[Amounts]) -> Amounts:
    ids = dict.fromkeys(id_ for each in funds for id_ in each)
    return {id_: add_amounts(each.get(id_) for each in funds) for id_ in ids}


def goes_on(cell: RowCell, number: RowCell | None, draft: Draft) -> bool:
    """Return whether a row has more of the task above it: one merged cell, or the same text."""
    tasks = draft.data["tasks"]
    if not tasks or tasks[-1]["text"]["zh"] != cell.text:
        return False
    own = number.text if number else ""
    return not cell.starts or own in ("", draft.task_numbers[len(tasks) - 1])


def add_row(amounts: Amounts, cell: RowCell, draft: Draft) -> None:
    """Add the amounts of a further row to the last task; a row that is there twice counts once."""
    task = draft.data["tasks"][-1]
    route = ("tasks", len(draft.data["tasks"]) - 1, "funds")
    draft.use(cell)
    if cell.starts and amounts == task["funds"]:
        draft.mark("import-row-repeated", route, cell)
    elif amounts:
        task["funds"] = dict(_sums([task["funds"], amounts]))
        draft.mark("import-task-rows", route, cell)


def mark_numbering(numbers: Mapping[int, str], block: str, draft: Draft) -> None:
    """Mark rows without a number among others with one, and numbers of two levels: 一, 1, 2, 二."""
    for at, number in numbers.items():
        if not number and any(numbers.values()):
            draft.mark("import-number-missing", (block, at, "text"), None)
    known = [number for number in numbers.values() if number]
    chinese = [number for number in known if not any(map(str.isdigit, number))]
    dotted = [number for number in known if re.search(r"[0-9][.-][0-9]", number)]
    if 0 < max(len(chinese), len(dotted)) < len(known):
        draft.mark("import-numbering-mixed", (block,), None)


def link_tasks(draft: Draft) -> None:
    """Give each goal the tasks that its cell names by their numbers on paper, or by their texts."""
    tasks = [task["text"]["zh"] or "" for task in draft.data.get("tasks", ())]
    printed = [read_numbering(number) for number in draft.task_numbers.values()]
    numbers = printed if any(printed) else [str(at) for at, _ in enumerate(tasks, start=1)]
    for goal, cells in draft.links.items():
        route = ("goals", goal, "tasks")
        found: list[int] = []
        for cell in cells:
            rows = read_references(cell.cell.text, numbers, tasks)
            if rows is None:
                draft.mark("import-tasks-unread", route, cell, text=cell.text)
            else:
                draft.take(route, cell, text="")
            found += [row + 1 for row in rows or () if row + 1 not in found]
        if found:
            draft.data["goals"][goal]["tasks"] = found
