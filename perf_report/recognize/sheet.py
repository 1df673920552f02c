"""Recognize a sheet of several projects: rows of indicators that name the project of each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from perf_report.model.form import Form, IndicatorColumn, IndicatorsBlock, ShownColumn
from perf_report.model.framework import Framework
from perf_report.model.money import add_amounts
from perf_report.model.route import Route
from perf_report.recognize.assemble import assemble, framework_of
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.draft import Draft
from perf_report.recognize.fields import take_field
from perf_report.recognize.indicators import FoundIndicator
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.money import kept_amount, take_amount
from perf_report.recognize.rows import Row, RowCell

Found = Sequence[tuple[IndicatorsBlock, FoundIndicator]]

# Projects are told apart by these.
_NAMES = ("department.name", "project.name")


def divide_sheet(
    found: Found, form: Form, frameworks: Mapping[str, Framework], draft: Draft
) -> Iterator[tuple[Framework, Draft]]:
    """Yield a draft of each project, with its framework. `draft` has what all of them share."""
    for members in _by_project(_filled(found)):
        own = Draft(year=draft.year, labels=draft.labels, used=draft.used, units=draft.units)
        own.data = {
            key: dict(value) if isinstance(value, dict) else value
            for key, value in draft.data.items()
        }
        _take_head(members[0][1], own)
        for _, other in members[1:]:
            _compare_head(members[0][1], other, own)
        framework = framework_of(members, form, frameworks)
        goals = list(_take_goals(members, own))
        assemble(members, form, framework, own)
        for indicator, goal in zip(own.data.get("indicators", ()), goals, strict=True):
            if goal is not None and len(own.data["goals"]) > 1:
                indicator["goal"] = goal
        yield framework, own


def settle_unit_totals(rows: Iterable[Row], found: Found, drafts: Sequence[Draft]) -> None:
    """Use the rows that have the sum of a department's projects; others stay unread."""
    columns = found[0][1].columns if found else {}
    heads = found[0][1].heads if found else {}
    units = [heads[i] for i, each in columns.items() if each.field and each.field.id == _NAMES[0]]
    amounts = [(heads[i], each.funds.id) for i, each in columns.items() if each.funds]
    for row in rows if units else ():
        name = row.at(units[0].cell.column)
        texts = [cell for cell in row.starting if not is_blank(cell.text) and cell is not name]
        for head, id_ in amounts:
            cell = row.at(head.cell.column)
            if name and cell and texts == [cell] and _is_sum(name, cell, head, id_, drafts):
                drafts[0].use(name)
                drafts[0].use(cell)


def _is_sum(name: RowCell, cell: RowCell, head: RowCell, id_: str, drafts: Sequence[Draft]) -> bool:
    own = [
        draft.data.get("funds", {}).get(id_)
        for draft in drafts
        if name.key in filling_words("totals")
        or draft.data.get("department", {}).get("name", {}).get("zh") == name.text
    ]
    return bool(own) and kept_amount(cell, head, drafts[0]) == add_amounts(own)


def _filled(found: Found) -> Iterator[tuple[IndicatorsBlock, FoundIndicator]]:
    """The rows with the names and the goals of those above, where a row leaves them blank."""
    above: dict[str, RowCell] = {}
    for block, each in found:
        names = {id_ for id_, column in each.columns.items() if _is_repeated(column)}
        own = {id_: each.cells[id_] for id_ in names & each.cells.keys() if each.cells[id_].text}
        above |= own
        yield block, replace(each, cells={**each.cells, **above})


def _is_repeated(column: ShownColumn) -> bool:
    return column.field is not None or column.builtin is IndicatorColumn.GOAL


def _cell(found: FoundIndicator, id_: str) -> RowCell | None:
    for column_id, column in found.columns.items():
        if column.field is not None and column.field.id == id_:
            return found.cells.get(column_id)
    return None


def _by_project(rows: Iterable[tuple[IndicatorsBlock, FoundIndicator]]) -> Iterable[Found]:
    """The rows of each project of a department, in whatever order the sheet has them."""
    groups: dict[tuple[str, ...], list[tuple[IndicatorsBlock, FoundIndicator]]] = {}
    for block, found in rows:
        cells = (_cell(found, id_) for id_ in _NAMES)
        groups.setdefault(tuple(cell.text if cell else "" for cell in cells), []).append(
            (block, found)
        )
    return groups.values()


def _compare_head(first: FoundIndicator, other: FoundIndicator, draft: Draft) -> None:
    """Mark what a further row of a project says differently than its first."""
    for id_, column in first.columns.items():
        own, cell = first.cells.get(id_), other.cells.get(id_)
        route = ("funds", column.funds.id) if column.funds else ("fields",)
        if own is None or cell is None or not (column.field or column.funds):
            continue
        if is_blank(cell.text) or cell.text == own.text:
            draft.use(cell)
        else:
            draft.mark("import-rows-differ", route, cell)


def _take_head(found: FoundIndicator, draft: Draft) -> None:
    """Take the fields and amounts that the columns of a sheet repeat for each project."""
    for id_, column in found.columns.items():
        cell = found.cells.get(id_)
        if cell is None or is_blank(cell.text):
            continue
        if column.field is not None:
            take_field(column.field, cell, draft, found.heads.get(id_))
        elif column.funds is not None:
            route: Route = ("funds", column.funds.id)
            amount = take_amount(cell, found.heads.get(id_), route, draft)
            if amount is not None:
                draft.data.setdefault("funds", {})[column.funds.id] = amount


def _take_goals(members: Found, draft: Draft) -> Iterator[int | None]:
    """Take the texts of goals once each, and yield the number of each indicator's goal."""
    goals: list[dict[str, Any]] = []
    known: dict[str, int] = {}
    for _, found in members:
        cell = found.cell(IndicatorColumn.GOAL)
        if cell is None:
            yield None
            continue
        draft.use(cell)
        if cell.text not in known:
            known[cell.text] = len(goals)
            draft.take(("goals", len(goals), "text", "zh"), cell)
            goals.append({"text": {"zh": cell.text}, "horizon": found.horizon})
            draft.data["goals"] = goals
        yield known[cell.text] + 1
