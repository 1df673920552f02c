"""The wiring of a run: reading, checking and building the specs of a project."""

import gc
import hashlib
import multiprocessing
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path

from perf_report import __version__
from perf_report.build.changes import (
    Edition,
    changes_mode,
    render_changes_page,
    render_changes_pdf,
)
from perf_report.build.jobs import warm_up
from perf_report.build.outputs import Format
from perf_report.build.recipe import Recipe, recipe_digest
from perf_report.build.run import Built, Order, build_tables
from perf_report.build.table import Table
from perf_report.checking import (
    Outcome,
    Standards,
    check_files,
    check_source,
    open_standards,
)
from perf_report.errors import OutputError, PerfReportError
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.project import Project, list_specs
from perf_report.render.changes.report import ChangeReport
from perf_report.render.speech import Mode
from perf_report.spec.source import read_source
from perf_report.yearbook import Identity, Shelf, identify, year_before


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The outcomes of all specs of a run, and those of the years before, by whose they are.

    A year before that could be misread is among the outcomes: its errors stop the build, since a
    page must not say that there is no earlier year.
    """

    outcomes: tuple[Outcome, ...]
    earlier: Mapping[Identity, Outcome] = field(default_factory=dict)

    @property
    def errors(self) -> tuple[LocatedFinding, ...]:
        """The findings that stop a build."""
        return tuple(
            located
            for outcome in self.outcomes
            for located in outcome.findings
            if located.finding.severity is Severity.ERROR
        )

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables of the specs without errors, each with that of the year before."""
        tables = (outcome.table for outcome in self.outcomes)
        return tuple(
            replace(table, earlier=self._earlier(table)) for table in tables if table is not None
        )

    def _earlier(self, table: Table) -> Table | None:
        outcome = self.earlier.get(year_before(table.plan))
        return outcome.sound_table if outcome else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a build is asked for, as the command line says it."""

    paths: Sequence[Path]
    output: Path
    formats: Collection[Format]
    modes: Collection[Mode]
    recipe: Recipe
    jobs: int
    force: bool


def run_build(
    project: Project, request: Request, progress: Callable[[Iterable[Built], int], Iterable[Built]]
) -> tuple[Checked, list[Built]]:
    """Check all specs, and where none has an error, build them.

    `progress` passes on what is built, given how many tables there are. Raises PerfReportError
    where a spec cannot be read or an output not be made or written.
    """
    needs_pdf = "pdf" in request.formats
    fonts = request.recipe.fonts if needs_pdf else None
    with workers(request.jobs if needs_pdf else 1, fonts) as executor:
        # The engine loads in the workers while this process reads the specs.
        engine = [executor.submit(warm_up, request.recipe.fonts)] if needs_pdf else []
        checked = check_specs(project, request.paths, request.recipe.fonts)
        if checked.errors:
            return checked, []
        versions = _tool_versions()
        for loaded in engine:
            versions |= loaded.result()
        order = Order(
            folder=request.output,
            formats=request.formats,
            modes=request.modes,
            recipe=request.recipe,
            recipe_digest=recipe_digest(request.recipe),
            versions=versions,
            force=request.force,
        )
        built = build_tables(checked.tables, order, executor)
        return checked, list(progress(built, len(checked.tables)))


def render_changes(report: ChangeReport, format_: str, project: Project) -> bytes:
    """A report of changes as a page or a PDF, with the project's templates and fonts.

    Both languages are in it where all its tables have both. Raises RenderError.
    """
    recipe = Recipe(templates=project.template_folders(), fonts=project.fonts())
    is_bilingual = all(changes_mode(table.side.plan) == "zh-en" for table in report.tables)
    mode: Mode = "zh-en" if is_bilingual else "zh"
    if format_ == "html":
        return render_changes_page(report.tables, mode, recipe)
    marks = "".join(told.fingerprint for told in report.told)
    identifier = hashlib.sha256(f"{recipe_digest(recipe)}{marks}".encode()).hexdigest()
    return render_changes_pdf(report.tables, mode, recipe, identifier, Edition())


def check_specs(project: Project, paths: Sequence[Path], fonts: tuple[Path, ...]) -> Checked:
    """Check the specs that are to be built.

    Raises SourceError where one cannot be read, OutputError where two are the same table.
    """
    standards = open_standards(project, fonts)
    outcomes = tuple(check_files(paths, standards))
    _refuse_collisions(outcomes)
    earlier = _find_earlier(outcomes, paths, project, standards)
    unsound = (o for o in earlier.values() if o.vocabulary is None and o not in outcomes)
    return Checked(outcomes=(*outcomes, *unsound), earlier=earlier)


def _find_earlier(
    outcomes: Sequence[Outcome], paths: Sequence[Path], project: Project, standards: Standards
) -> dict[Identity, Outcome]:
    """The specs of the years before: of this run, or else lying beside it."""
    known = {identify(outcome.plan): outcome for outcome in outcomes if outcome.plan}
    shelf = _others(paths, project)
    for outcome in outcomes:
        if outcome.plan is not None and year_before(outcome.plan) not in known:
            source = shelf.find(year_before(outcome.plan), near=outcome.source.name)
            if source is not None:
                known[year_before(outcome.plan)] = check_source(source, standards)
    return known


def _others(paths: Sequence[Path], project: Project) -> Shelf[Path]:
    """The specs beside those of a run, and the project's own, but for these themselves."""
    folders = {path.parent: None for path in paths} | {project.specs_folder(): None}
    mine = {path.absolute() for path in paths}
    names = {path.absolute(): path for folder in folders for path in list_specs(folder)}
    return Shelf([path for each, path in names.items() if each not in mine], read_source)


def _refuse_collisions(outcomes: Iterable[Outcome]) -> None:
    """Two specs that would write the same files are one too many."""
    seen: dict[tuple[str, int], str] = {}
    for outcome in outcomes:
        if outcome.table is None:
            continue
        plan, name = outcome.table.plan, outcome.source.name
        code, year = plan.department.code, plan.year
        first = seen.setdefault((code, year), name)
        if first != name:
            raise OutputError("output-collision", first=first, second=name, code=code, year=year)


@contextmanager
def workers(count: int, fonts: tuple[Path, ...] | None) -> Iterator[Executor]:
    """An executor of so many processes; one means a thread of this process.

    The processes load the PDF engine with these fonts at once, unless there are to be no PDFs.
    """
    if count <= 1:
        with ThreadPoolExecutor(1) as thread:
            yield thread
        return
    # A forked worker shares what is loaded already. Elsewhere forking is not safe.
    method = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(method)
    with ProcessPoolExecutor(
        count, mp_context=context, initializer=_prepare_worker, initargs=(fonts,)
    ) as pool:
        try:
            yield pool
        except BrokenProcessPool as error:
            raise PerfReportError("worker-lost") from error
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise


def _prepare_worker(fonts: tuple[Path, ...] | None) -> None:
    """Leave Ctrl-C to the parent, load the engine, and spare the layout a sixth of its time.

    A layout makes hundreds of thousands of objects that live until it ends, which the garbage
    collector would look through again and again; the making of a PDF collects once, at its end.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.disable()
    if fonts is not None:
        with suppress(PerfReportError):  # the parent hears of it from its own call
            warm_up(fonts)
    # What is loaded stays, so that no collection has to look through it.
    gc.freeze()


def _tool_versions() -> dict[str, str]:
    """The versions of this tool and of the libraries that decide the bytes of pages and data."""
    import jinja2

    return {"perf-report": __version__, "jinja2": jinja2.__version__}
