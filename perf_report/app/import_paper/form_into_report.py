"""Bring the form of a report that an office filled in by itself into the report's file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from perf_report.app.check.checker import Checker
from perf_report.app.check.report_summary import report_table
from perf_report.app.import_paper.filled_form import read_filled_form
from perf_report.app.import_paper.filled_part import find_part
from perf_report.app.import_paper.filled_text import with_marks
from perf_report.app.import_paper.into_report import (
    BroughtReport,
    check_beside,
    report_data,
    rewritten,
)
from perf_report.app.import_paper.leaves import value_at
from perf_report.app.import_paper.merge import Data, missing_english
from perf_report.app.import_paper.own_reading import OwnReading
from perf_report.app.import_paper.report_merge import merge_report
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.messages import Catalogue
from perf_report.model.paper import Remark
from perf_report.model.source import Source
from perf_report.parse.encoding import encode_like
from perf_report.recognize.notes import Note, NoteKind
from perf_report.render.import_report import place_text, remark_text, route_text

_KINDS = frozenset({NoteKind.MARKED, NoteKind.MISSING, NoteKind.NOT_UNDERSTOOD})


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtForm(BroughtReport):
    """A report as it is, and with what is on a form of an office.

    `notes` are about that, and `remarks` about the rest of its file.
    """

    notes: tuple[Note, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def undecided(self, say: Catalogue) -> Iterator[str]:
        """Yield a line for each value or row that a person has to look at."""
        yield from BroughtReport.undecided(self, say)
        yield from (remark_text(each, say) for each in self.remarks)
        lines = (_say_note(note, say) for note in self.notes if note.kind in _KINDS)
        yield from dict.fromkeys(lines)


def bring_form(
    project: Project, checker: Checker, file: Path, spec: Source, reading: OwnReading
) -> BroughtForm:
    """Return a report with what a filled-in form says.

    Raises SourceError if no indicator on it is one of the plan.
    """
    checked = check_beside(project, checker, Path(spec.name), spec)
    context = checked.context
    if context is None or checked.table is None or context.form is None:
        raise SourceError("report-invalid", path=spec.name)
    table, known = report_table(checked, with_comments=True), report_data(spec)
    part = find_part(reading.paper, checker.standards.forms, table.plan, str(file))
    filled = read_filled_form(part.paper, table.whole, known, context.scorings, is_new=False)
    if not filled.taken:
        raise SourceError("paper-other-plan", path=file, plan=checked.table.source.name)
    merged = merge_report(known, known, filled.values, missing_english(table.plan))
    changed = rewritten(spec, merged)
    notes = (*filled.notes, *_other_month(known, filled.month))
    marked = [note for note in notes if _is_about(note, known, merged.data)]
    text = with_marks(changed.data.decode("utf-8-sig"), marked)
    return BroughtForm(
        project=project,
        file=file,
        spec=spec,
        changed=replace(changed, data=encode_like(text, spec.data)),
        merged=merged,
        notes=notes,
        remarks=(*reading.paper.remarks, *part.remarks),
    )


def _other_month(known: Data, month: int | None) -> Iterator[Note]:
    """A mark if the form is of other months than the report."""
    through = str(known.get("through", ""))[-2:]
    if month and through and int(through) != month:
        arguments = {"stated": str(month), "known": str(int(through))}
        kind, route = NoteKind.MARKED, ("through",)
        yield Note(kind=kind, id="import-month-differs", arguments=arguments, route=route)


def _is_about(note: Note, known: Data, data: Mapping[str, object]) -> bool:
    """Whether a note is about an item that a form changes, or about all of its money."""
    path = tuple(map(str, note.route or ()))
    is_item = len(path) > 1 or path == ("funds",)
    return is_item and value_at(known, path[:2]) != value_at(data, path[:2])


def _say_note(note: Note, say: Catalogue) -> str:
    place, text = place_text(note.place, say), " ".join(note.text.split())
    if note.kind is NoteKind.NOT_UNDERSTOOD:
        return say.format("cli", "into-not-taken", place=place, text=text)
    values = {"path": route_text(note), "message": say.format("import", note.id, **note.arguments)}
    if not text:
        return say.format("cli", "into-form-note", **values)
    return say.format("cli", "into-form-note-at", place=place, text=text, **values)
