"""What is read of a Word or Excel file of ours, and of the one that a spec prints."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from perf_report.app.build.config import project_config
from perf_report.app.check.spec_check import CheckedPlan
from perf_report.app.import_paper.ids import give_ids
from perf_report.app.import_paper.read import KnownForms, office_format, read_paper
from perf_report.app.import_paper.row_ids import with_known_ids
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.model.paper import Paper, Place
from perf_report.model.plan import Plan
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.office.own_workbook import formulas
from perf_report.office.read_spreadsheet import UNSAVED
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Format, Output
from perf_report.parse.load import load_plan
from perf_report.recognize.notes import Note

_ITEMS = ("tasks", "goals", "indicators")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnReading:
    """A file, what stands in it, and the data with ids that are made of it."""

    source: Source
    paper: Paper
    data: Mapping[str, Any]
    notes: tuple[Note, ...] = field(default=(), repr=False)

    def routes(self, place: Place) -> list[Route]:
        """The routes of the values that are made of the text at a place."""
        return [note.route for note in self.notes if note.place == place and note.route]

    def value(self, route: Route, guide: "OwnReading") -> Any:
        """The value at a route of another reading, whose items are those with the same ids."""
        found: Any = self.data
        other: Any = guide.data
        for step in route:
            if isinstance(other, list) and isinstance(step, int):
                other = other[step] if step < len(other) else None
                found = _same_item(found, other, step)
            else:
                other = other.get(step) if isinstance(other, Mapping) else None
                found = found.get(step) if isinstance(found, Mapping) else None
        return found


def _same_item(items: Any, other: Any, number: int) -> Any:
    if not isinstance(items, list):
        return None
    if isinstance(other, Mapping) and "id" in other:
        return next((each for each in items if each.get("id") == other["id"]), None)
    return items[number] if number < len(items) else None


def read_own(paper: Source, base: Source, known: KnownForms) -> OwnReading:
    """Return what is read of a file that was made of `base`.

    Raises SourceError if it is none of ours, or has a value that is uncertain.
    """
    read = read_paper(paper, known)
    if len(read.recognized) != 1:
        raise SourceError("into-sheet", path=paper.name)
    recognized = read.recognized[0]
    data = {key: value for key, value in recognized.data.items() if key != "form"}
    known_ids = with_known_ids(data, plan_of(base))
    if not any("id" in item for key in _ITEMS for item in known_ids.get(key, ())):
        raise SourceError("into-no-base", path=paper.name)
    return OwnReading(
        source=paper,
        paper=read.paper,
        data=give_ids(known_ids),
        notes=tuple(recognized.draft.notes),
    )


def as_printed(project: Project, spec: CheckedPlan, kind: Format, known: KnownForms) -> OwnReading:
    """Return what is read of the file that a spec makes: how the form prints it, and no more."""
    table = spec.valid_table
    if table is None:
        raise SourceError("spec-invalid", path=spec.source.name)
    output = Output(format=kind, path=f"table.zh.{kind}", mode="zh")
    job = Job(table=table, output=output, config=project_config(project), identifier="")
    return read_own(Source(name=spec.source.name, data=make_output(job)), spec.source, known)


def refuse_doubts(edited: OwnReading, printed: OwnReading) -> None:
    """Raise SourceError if a file has what cannot be read for certain: a value would be lost.

    The results of the totals that a workbook of ours works out are not read.
    """
    known = Counter(map(_doubt, printed.notes))
    is_xlsx = office_format(printed.source) == "xlsx"
    sums = frozenset(formulas(printed.source.data) if is_xlsx else ())
    texts = []
    for note in (note for note in edited.notes if note.is_doubt):
        if note.id in UNSAVED and note.place in sums:
            continue
        if known[_doubt(note)]:
            known[_doubt(note)] -= 1
            continue
        where = note.place.cell if note.place else ".".join(map(str, note.route or ()))
        texts.append(f"{where} {note.text.strip()}".strip())
    if texts:
        raise SourceError(
            "into-unread", path=edited.source.name, texts="; ".join(dict.fromkeys(texts))
        )


def _doubt(note: Note) -> tuple[str, str]:
    return note.id, note.text


def plan_of(source: Source) -> Plan:
    """Return the plan of a spec. Raises SourceError if it has none."""
    plan = load_plan(source).plan
    if plan is None:
        raise SourceError("spec-invalid", path=source.name)
    return plan
