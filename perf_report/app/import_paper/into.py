"""Bring what an office changed in a Word or Excel file back into its spec."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from perf_report.app.build.config import project_config
from perf_report.app.check.checker import open_checker
from perf_report.app.check.spec_check import CheckedPlan
from perf_report.app.compare.comparison import (
    collect_changes,
    compare_sources,
    open_comparison_config,
)
from perf_report.app.import_paper.batch import read_known
from perf_report.app.import_paper.files import read_file
from perf_report.app.import_paper.ids import give_ids
from perf_report.app.import_paper.merge import Conflict, Merged, Versions, merge
from perf_report.app.import_paper.read import KnownForms, carried_by, office_format, read_paper
from perf_report.app.import_paper.row_ids import with_known_ids
from perf_report.app.import_paper.save import error_lines
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.plan import Plan
from perf_report.model.plan_data import plan_data
from perf_report.model.source import Source
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.named_file import write_named_files
from perf_report.outputs.output_files import Format, Output
from perf_report.parse.encoding import encode_like
from perf_report.parse.load import load_plan
from perf_report.parse.plan import build_plan
from perf_report.parse.plan_edits import rewrite_plan
from perf_report.parse.source import read_source
from perf_report.render.changes import TEXT_REPORTS

_ITEMS = ("tasks", "goals", "indicators")
# Notes about values that cannot be read; a file with such a note would lose them.
_UNREAD = frozenset({
    "import-amount-unread", "import-value-unread", "import-target-missing", "import-target-unread",
    "import-category-unknown", "import-goal-unlisted", "import-unit-unused",
    "import-task-without-amounts",
})  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """A spec as it is, and with the changes of a file; `merged` has what was not decided."""

    project: Project
    file: Path
    spec: Source
    changed: Source
    merged: Merged

    @property
    def changes_nothing(self) -> bool:
        """Whether the file changes nothing."""
        return self.spec.data == self.changed.data

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The values that the office and the spec changed in different ways."""
        return self.merged.conflicts

    def render_changes(self, day: date, say: Catalogue) -> str:
        """Return what the file changes, as `diff` shows it."""
        with open_comparison_config(self.project, day) as config:
            edited = replace(self.changed, name=str(self.file))
            result = compare_sources(self.spec, edited, config)
            return TEXT_REPORTS["text"](collect_changes([result], config, say))

    def undecided(self, say: Catalogue) -> Iterator[str]:
        """Yield a line for each value or row that a person has to look at."""
        for each in self.merged.conflicts:
            values = {"ours": _text(each.ours), "theirs": _text(each.theirs)}
            yield say.format("cli", "into-conflict", path=".".join(each.path), **values)
        for kind, id_ in self.merged.gone:
            yield say.format("cli", "into-gone", path=f"{kind}.{id_}")
        for path in self.merged.stale:
            yield say.format("cli", "into-stale", path=".".join(path[:-1]))

    def errors(self, say: Catalogue) -> list[str]:
        """Return a line for each error that the spec would have."""
        with open_checker(self.project) as checker:
            return error_lines(checker.check_one(self.changed).result.findings, say)

    def write(self) -> None:
        """Write the spec. Raises OutputError."""
        write_named_files({Path(self.spec.name): self.changed.data})


def bring_into(project: Project, file: Path, path: Path, *, remove: bool) -> Brought:
    """Return a spec with what was changed in a file that was made of it, or of an earlier one.

    A file that a program saved without the spec that it carried is compared with the spec as it is
    now. Raises SourceError if the file is not one of ours, or a spec is not valid.
    """
    edited, spec = read_file(file), read_source(path)
    kind = office_format(edited)
    if kind is None:
        raise SourceError("into-no-base", path=file)
    base = _base(edited) or spec
    known = read_known(tuple(project.form_folders()), tuple(project.framework_folders()))
    with open_checker(project) as checker:
        before = _as_printed(project, checker.open(checker.check_one(base)), kind, known)
        now = _as_printed(project, checker.open(checker.check_one(spec)), kind, known)
    theirs = _read(edited, base, known)
    _refuse_unread(edited, theirs.unread - before.unread)
    versions = Versions(base=before.data, ours=now.data, theirs=theirs.data)
    plan = _plan(spec)
    english = load_catalogue("en").format("cli", "starter-text") if "en" in plan.languages else ""
    merged = merge(plan_data(plan), versions, remove=remove, english=english)
    text = rewrite_plan(spec.data.decode("utf-8-sig"), build_plan(merged.data))
    changed = Source(name=spec.name, data=encode_like(text, spec.data))
    return Brought(project=project, file=file, spec=spec, changed=changed, merged=merged)


def _base(edited: Source) -> Source | None:
    """The spec that a file was made of; None if a program that saved the file dropped it."""
    carried = carried_by(edited)
    if carried is None:
        return None
    if not carried.is_whole:
        raise SourceError("into-no-base", path=edited.name)
    return Source(name=edited.name, data=carried.data)


def _as_printed(project: Project, spec: CheckedPlan, kind: Format, known: KnownForms) -> "_Reading":
    """What is read of the file that a spec makes: how the form prints it, and nothing else."""
    table = spec.valid_table
    if table is None:
        raise SourceError("spec-invalid", path=spec.source.name)
    output = Output(format=kind, path=f"table.zh.{kind}", mode="zh")
    job = Job(table=table, output=output, config=project_config(project), identifier="")
    return _read(Source(name=spec.source.name, data=make_output(job)), spec.source, known)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reading:
    """The data of a paper with ids, and the texts of which no value was made."""

    data: Mapping[str, Any]
    unread: frozenset[tuple[str, str]]


def _refuse_unread(edited: Source, unread: AbstractSet[tuple[str, str]]) -> None:
    """Raise SourceError if a file has what cannot be read: a value would be lost with it."""
    if unread:
        texts = "; ".join(sorted(text.strip() or place for place, text in unread))
        raise SourceError("into-unread", path=edited.name, texts=texts)


def _read(paper: Source, base: Source, known: KnownForms) -> _Reading:
    read = read_paper(paper, known)
    if len(read.recognized) != 1:
        raise SourceError("into-sheet", path=paper.name)
    data = {key: value for key, value in read.recognized[0].data.items() if key != "form"}
    known_ids = with_known_ids(data, _plan(base))
    if not any("id" in item for key in _ITEMS for item in known_ids.get(key, ())):
        raise SourceError("into-no-base", path=paper.name)
    notes = (note for note in read.recognized[0].draft.notes if note.id in _UNREAD)
    unread = frozenset((str(note.place or note.id), note.text) for note in notes)
    return _Reading(data=give_ids(known_ids), unread=unread)


def _plan(source: Source) -> Plan:
    plan = load_plan(source).plan
    if plan is None:
        raise SourceError("spec-invalid", path=source.name)
    return plan


def _text(value: object) -> str:
    return "" if value is None else str(value)
