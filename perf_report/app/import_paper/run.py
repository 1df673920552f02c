"""Make specs of files: read, recognize, give ids, write; one bad file stops no other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from perf_report.app.import_paper.ids import give_ids, slug_of
from perf_report.app.import_paper.own_file import carries_report, is_unedited, own_spec
from perf_report.app.import_paper.read import KnownForms, ReadPaper, recognized_paper
from perf_report.app.import_paper.report_of_plan import make_report
from perf_report.app.import_paper.row_ids import with_known_ids
from perf_report.app.import_paper.spec_text import write_spec
from perf_report.errors import SourceError
from perf_report.model.form import DEFAULT_FORM, Form, Subject
from perf_report.model.paper import Paper, Remark
from perf_report.model.plan import Plan
from perf_report.model.plan_data import plan_data
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper
from perf_report.parse.load import load_plan
from perf_report.recognize.draft import Draft
from perf_report.recognize.notes import Note
from perf_report.recognize.recognize import Recognized, recognize

# A category of which the labels on paper are not known; a check says what may stand there.
_UNKNOWN_CATEGORY = "unknown.unknown"
_USUAL_CURRENCY = "万元"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person gives beside the file, since a paper may not print it.

    `plan` is the spec that the form of a report is on.
    """

    department: str | None = None
    project: str | None = None
    year: int | None = None
    plan: Source | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A spec that was made of a file: its text, its usual name, and the notes about it.

    `content` is what it says, as data. `carried` is whether the file carried the spec, which is
    then as it was.
    """

    source: Source
    form: str
    data: bytes
    name: str
    notes: tuple[Note, ...]
    content: Mapping[str, Any] = field(default_factory=dict)
    remarks: tuple[Remark, ...] = ()
    carried: bool = False


def import_paper(source: Source, known: KnownForms, given: Given) -> tuple[Imported, ...]:
    """Return the specs of a file: one, or one for each project of a sheet.

    Raises SourceError if it cannot be read or has no such table.
    """
    paper, own = open_paper(source), own_spec(source)
    if carries_report(source):
        raise SourceError("paper-own-report", path=source.name)
    if given.plan is not None:
        return (_imported_report(source, paper, given.plan, known),)
    carried = paper.carried
    if carried:
        return _carried(source, carried)
    recognized = recognize(paper, known.forms, known.frameworks)
    if own is not None and is_unedited(source, paper, recognized, own, known):
        return _carried(source, {_spec_name(plan_data(own.plan)): own.source.data})
    read = recognized_paper(source, paper, recognized, known.forms)
    base = own.plan if own else None
    return tuple(_imported(read, each, given, base) for each in read.recognized)


def _imported_report(source: Source, paper: Paper, plan: Source, known: KnownForms) -> Imported:
    made = make_report(source, paper, plan, known)
    return Imported(
        source=source,
        form=made.form,
        data=made.text.encode(),
        name=made.name,
        notes=made.notes,
        content=made.data,
        remarks=(*paper.remarks, *made.remarks),
    )


def _carried(source: Source, specs: Mapping[str, bytes]) -> tuple[Imported, ...]:
    return tuple(
        Imported(source=source, form=_form_of(data), data=data, name=name, notes=(), carried=True)
        for name, data in specs.items()
    )


def _form_of(spec: bytes) -> str:
    """The form of a spec; empty if it is not valid, or is no plan."""
    plan = load_plan(Source(name="", data=spec)).plan
    return (plan.form or DEFAULT_FORM) if plan else ""


def _imported(read: ReadPaper, recognized: Recognized, given: Given, base: Plan | None) -> Imported:
    """The spec of a plan on a paper; `base` is the plan that the file was made of."""
    form, draft = recognized.choice.form, recognized.draft
    known = with_known_ids(recognized.data, base)
    data = give_ids(_completed(known, form, draft, given))
    text = write_spec(data, draft.notes, Path(read.source.name).name)
    return Imported(
        source=read.source,
        form=form.id,
        data=text.encode(),
        name=_spec_name(data),
        notes=tuple(draft.notes),
        content=data,
        remarks=(*read.paper.remarks, *([Remark(id="remark-own-edited")] if base else [])),
    )


def _completed(data: dict[str, Any], form: Form, draft: Draft, given: Given) -> dict[str, Any]:
    """The data with what a spec needs and a paper may not have; each such value is marked."""
    if given.year is not None:
        data["year"] = given.year
    elif "year" not in data:
        data["year"] = draft.year
        draft.miss("import-year-missing", ("year",))
    department = dict(data.get("department", {}))
    data["department"] = _named("department", department, given.department, draft)
    if form.subject is not Subject.DEPARTMENT:
        project = dict(data.get("project", {}))
        data["project"] = _named("project", project, given.project, draft)
    if form.has_tasks and form.money is None and not data.get("currency_unit"):
        data["currency_unit"] = _USUAL_CURRENCY
        draft.miss("import-currency-missing", ("currency_unit",))
    for indicator in _indicators(data):
        indicator["category"] = indicator["category"] or _UNKNOWN_CATEGORY
    return data


def _named(key: str, head: Mapping[str, Any], code: str | None, draft: Draft) -> dict[str, Any]:
    name = (head.get("name") or {}).get("zh")
    if name is None:
        draft.miss("import-name-missing", (key, "name"))
    if code is None and "code" not in head:
        draft.miss("import-code-missing", (key, "code"))
    return {"code": code or head.get("code") or slug_of(name or ""), "name": {"zh": name}}


def _indicators(data: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = list(data.get("indicators", ()))
    for goal in data.get("goals", ()):
        found += goal.get("indicators", ())
    return found


def _spec_name(data: Mapping[str, Any]) -> str:
    parts = [str(data["year"]), data["department"]["code"]]
    if "project" in data:
        parts.append(data["project"]["code"])
    return f"{'-'.join(parts)}.yaml"
