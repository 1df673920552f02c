"""Take the fields of a filled-in form: the report's own texts, and what the form asks for."""

from collections.abc import Iterator, Mapping
from typing import Any

from perf_report.app.import_paper.filled_rows import joined_lines, name_key
from perf_report.app.import_paper.leaves import walk
from perf_report.app.import_paper.report_values import ValueReader, Values
from perf_report.model.plan import Plan
from perf_report.model.plan_data import plan_data
from perf_report.model.report_columns import REPORT_FIELDS
from perf_report.recognize.draft import Draft
from perf_report.recognize.numbers import read_points
from perf_report.render.blocks.report_fields import written_field


def field_values(plan: Plan, reader: ValueReader, draft: Draft) -> Values:
    """Return the values of the fields of a draft; those that the plan has, too, are left out."""
    _compare_names(plan, draft)
    known: Mapping[str, Any] = plan_data(plan).get("fields", {})
    said = reader.known.get("fields", {})
    values: Values = {}
    fields = draft.data.get("fields", {})
    for id_, value in fields.items():
        if id_ == "report.achieved" and "report.goals" in fields:
            # It stands beside the goals, which tell whose it is.
            continue
        if id_ in REPORT_FIELDS:
            values |= _own(id_, _text_of(id_, draft), reader, draft)
        elif id_ in said or not _says_same(known.get(id_), value):
            values |= dict(walk(("fields", id_), value))
    return values


def printed_total(draft: Draft) -> Any:
    """Return the total that a field of the form has; None if there is none."""
    value = draft.data.get("fields", {}).get("report.total")
    return read_points(value["zh"]) if isinstance(value, Mapping) else None


def _text_of(id_: str, draft: Draft) -> str:
    """The text of a field with its lines, one of which may be about each goal or indicator."""
    route = ("fields", id_)
    return next((joined_lines(e.text) for e in draft.notes if e.route == route), "")


def _own(id_: str, text: str, reader: ValueReader, draft: Draft) -> Values:
    """What a report has by itself for a field; what is worked out is compared elsewhere."""
    path = written_field(id_)
    if not path:
        return {}
    found = reader.read_text(path, text)
    if found is None:
        draft.mark("import-field-unread", (path[0],), None, text=text)
    return found or {}


def _says_same(known: Any, value: Any) -> bool:
    """Whether the plan has a value, in Chinese at least."""
    if not isinstance(known, Mapping) or not isinstance(value, Mapping):
        return bool(known == value)
    return all(_says_same(known.get(key), each) for key, each in value.items())


def _compare_names(plan: Plan, draft: Draft) -> None:
    """Mark a form that names another department or project, or another year, than the plan."""
    for text, known in _names(plan, draft):
        if name_key(text) not in {name_key(name) for name in known}:
            draft.mark("import-name-differs", ("of",), None, text=text, plan="、".join(known))


def _names(plan: Plan, draft: Draft) -> Iterator[tuple[str, list[str]]]:
    department = plan.department.name.zh or ""
    project = (plan.project.name.zh or "") if plan.project else department
    for key, known in (("department", [department]), ("project", [project])):
        name = draft.data.get(key, {}).get("name", {}).get("zh")
        if name:
            yield name, known
    whole = draft.data.get("fields", {}).get("report.of")
    if isinstance(whole, Mapping):
        yield whole["zh"], list(dict.fromkeys([project, department]))
