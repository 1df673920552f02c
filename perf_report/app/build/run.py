"""The wiring of a build: its specs, what of their outputs is stale, who makes it."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from perf_report.app.build.executors import Request, Staff
from perf_report.app.check.collect_specs import Checked, gather_specs
from perf_report.app.check.incremental_check import Examiner
from perf_report.app.project import Project
from perf_report.errors import WorkerLostError
from perf_report.outputs.build_cache import Ledger
from perf_report.outputs.build_config import Recipe, recipe_digest
from perf_report.outputs.build_run import Build, Built, Order
from perf_report.outputs.input_fingerprints import Stock
from perf_report.parse.source import read_source
from perf_report.render.localized_text import Mode

if TYPE_CHECKING:
    from perf_report.render.changes.report import ChangeReport


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a build: nothing is built where a spec has an error.

    `gone` are the files of specs that are gone, by their folder. `notes_lost` says that the notes
    of an earlier build could not be read.
    """

    checked: Checked
    built: Sequence[Built] = ()
    gone: Mapping[str, Sequence[str]] = field(default_factory=dict)
    notes_lost: bool = False

    def refuse_losses(self) -> None:
        """Raise WorkerLostError where a file was lost with its worker."""
        lost = [str(path) for table in self.built for path in table.lost]
        if lost:
            raise WorkerLostError("files-lost", files=", ".join(lost))


Progress = Callable[[Iterable[Built], int], Iterable[Built]]


def run_build(project: Project, request: Request, staff: Staff, progress: Progress) -> Outcome:
    """Check all specs, and where none has an error, build them.

    `progress` passes on what is built, given how many tables there are. Raises PerfReportError
    where a spec cannot be read or an output not be made or written.
    """
    notes = project.notes_path(request.output)
    ledger, stock = Ledger.read(notes), Stock(request.recipe)
    examiner = Examiner(project, request.recipe.fonts, ledger, stock.tool)
    sources = [read_source(path) for path in request.paths]
    new = {source.digest for source in sources if not examiner.knows(source)}
    if new:
        staff.call_ahead()  # they load the engine while this process reads the specs
    checked = gather_specs(project, sources, examiner)
    examiner.note(ledger, checked.known if request.is_whole else None)
    build = Build(_order(request), ledger, stock)
    try:
        if checked.errors:
            return Outcome(checked=checked)
        build.plan(checked.cards(examiner), new, staff.called)
        built = build.run(staff.call(build.stale_formats), staff.ahead)
        done = list(progress(built, build.size))
        return Outcome(
            checked=checked,
            built=sorted(done, key=lambda table: min(table.causes, default="")),
            gone=_gone(build, request),
            notes_lost=ledger.state == "unreadable",
        )
    finally:
        _keep_notes(ledger, notes, examiner, build)


def _order(request: Request) -> Order:
    return Order(
        folder=request.output,
        formats=request.formats,
        modes=request.modes,
        recipe=request.recipe,
        force=request.force,
    )


def _keep_notes(ledger: Ledger, path: Path, examiner: Examiner, build: Build) -> None:
    """Write the notes where there is something new to note."""
    if build.note(ledger) or examiner.has_news:
        ledger.write(path)


def _gone(build: Build, request: Request) -> Mapping[str, Sequence[str]]:
    """The files of specs that are gone, listed and perhaps removed."""
    gone = build.list_gone() if request.is_whole else {}
    if request.prune and gone:
        build.prune()
    return gone


def render_changes(report: "ChangeReport", format_: str, project: Project) -> bytes:
    """A report of changes as a page or a PDF, with the project's templates and fonts.

    Both languages are in it where all its tables have both. Raises RenderError.
    """
    from perf_report.outputs.change_files import (
        Edition,
        changes_mode,
        render_changes_page,
        render_changes_pdf,
    )

    recipe = Recipe(templates=project.template_folders(), fonts=project.fonts())
    is_bilingual = all(changes_mode(table.side.plan) == "zh-en" for table in report.tables)
    mode: Mode = "zh-en" if is_bilingual else "zh"
    if format_ == "html":
        return render_changes_page(report.tables, mode, recipe)
    marks = "".join(told.fingerprint for told in report.told)
    identifier = hashlib.sha256(f"{recipe_digest(recipe)}{marks}".encode()).hexdigest()
    return render_changes_pdf(report.tables, mode, recipe, identifier, Edition())
