"""What a form of one stage cannot have: columns of reports in one of goals, and the reverse."""

from collections.abc import Iterator, Mapping
from typing import Any

from perf_report.model.finding import Finding
from perf_report.model.form import Stage, Subject
from perf_report.model.report_columns import REPORT_AMOUNTS, REPORT_COLUMNS, REPORT_FIELDS
from perf_report.model.route import Route

Data = Mapping[str, Any]

# The keys of blocks that print what a report says.
_REPORTED_KEYS = frozenset({"achieved", "achieved_max", "adjusted", "goal_row"})
# The columns of a sheet of several tables, by their keys.
_SHEET_KEYS = frozenset({"field", "funds"})


def find_stage_faults(data: Data) -> Iterator[Finding]:
    """Yield the parts of a form that belong to another stage."""
    is_plan = data["stage"] == Stage.PLAN
    if data["subject"] == (Subject.ANY if is_plan else Subject.PROJECTS):
        yield _fault(("subject",), data["subject"], is_plan=is_plan)
    find = _of_reports if is_plan else _of_goals
    for index, block in enumerate(data["blocks"]):
        ((kind, content),) = block.items()
        for route, part in find(kind, content):
            yield _fault(("blocks", index, kind, *route), part, is_plan=is_plan)


def _fault(route: Route, part: str, *, is_plan: bool) -> Finding:
    message = "form-part-of-reports" if is_plan else "form-part-of-goals"
    return Finding(rule="wrong-value", message=message, route=route, arguments={"part": part})


_Part = tuple[Route, str]


def _of_reports(kind: str, content: Any) -> Iterator[_Part]:
    """The parts of a block that only a report fills."""
    known = REPORT_AMOUNTS if kind == "funds" else REPORT_COLUMNS if kind == "indicators" else ()
    for route, id_ in _columns(content) if known else ():
        if id_ in known:
            yield route, id_
    for key in sorted(_REPORTED_KEYS & _keys(content)):
        yield (key,), key
    for route, id_ in _fields(content):
        if id_ in REPORT_FIELDS:
            yield route, id_


def _of_goals(kind: str, content: Any) -> Iterator[_Part]:
    """The parts of a block that no report fills."""
    if kind == "table":
        yield (), kind
    for index, column in enumerate(content["columns"] if kind == "indicators" else ()):
        for key in sorted(_SHEET_KEYS & _keys(column)):
            yield ("columns", index, key), key


def _keys(content: Any) -> set[str]:
    return set(content) if isinstance(content, dict) else set()


def _columns(content: Data) -> Iterator[_Part]:
    """The columns that a form need not describe, by id."""
    for index, column in enumerate(content.get("columns", ())):
        if isinstance(column, str):
            yield ("columns", index), column
        elif "column" in column:
            yield ("columns", index, "column"), column["column"]


def _fields(content: Any, route: Route = ()) -> Iterator[_Part]:
    """The fields of a block, at any depth."""
    if isinstance(content, list):
        steps: Any = enumerate(content)
    else:
        steps = content.items() if isinstance(content, dict) else ()
    for step, below in steps:
        if step == "field":
            yield (*route, step), below
        else:
            yield from _fields(below, (*route, step))
