"""The wiring of a run: reading, checking and building the specs of a project."""

import gc
import multiprocessing
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from perf_report import __version__
from perf_report.build.jobs import Recipe, recipe_digest, warm_up
from perf_report.build.outputs import Format
from perf_report.build.run import Built, Order, build_tables
from perf_report.build.table import Table
from perf_report.checking import Outcome, check_files, open_standards
from perf_report.errors import OutputError, PerfReportError
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.project import Project
from perf_report.render.speech import Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The outcomes of all specs of a run."""

    outcomes: tuple[Outcome, ...]

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
        """The tables of the specs without errors."""
        return tuple(outcome.table for outcome in self.outcomes if outcome.table)


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


def check_specs(project: Project, paths: Sequence[Path], fonts: tuple[Path, ...]) -> Checked:
    """Check the specs that are to be built.

    Raises SourceError where one cannot be read, OutputError where two are the same table.
    """
    checked = Checked(outcomes=tuple(check_files(paths, open_standards(project, fonts))))
    _refuse_collisions(checked.outcomes)
    return checked


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


def _tool_versions() -> dict[str, str]:
    """The versions of this tool and of the libraries that decide the bytes of pages and data."""
    import jinja2

    return {"perf-report": __version__, "jinja2": jinja2.__version__}
