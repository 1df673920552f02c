"""The wiring of a run: reading, checking and building the specs of a project."""

import gc
import hashlib
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from perf_report import __version__
from perf_report.build.jobs import Recipe, recipe_digest, warm_up
from perf_report.build.outputs import Format
from perf_report.build.run import Built, Order, Table, build_tables
from perf_report.errors import OutputError, PerfReportError
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.model.framework import Framework
from perf_report.model.unit import Unit
from perf_report.project import Project
from perf_report.render.fonts import covered_characters
from perf_report.render.speech import Mode
from perf_report.render.view import Vocabulary
from perf_report.rules import check_plan
from perf_report.rules.case import Case
from perf_report.spec.load import Loaded, load_frameworks, load_plan, load_units
from perf_report.spec.source import read_source

# A finding with the lines of its file, which a report shows.
Shown = tuple[LocatedFinding, Sequence[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """The tables of specs without errors, and what was found in all of them."""

    tables: tuple[Table, ...]
    findings: tuple[Shown, ...]

    @property
    def errors(self) -> tuple[LocatedFinding, ...]:
        """The findings that stop a build."""
        return tuple(
            located for located, _ in self.findings if located.finding.severity is Severity.ERROR
        )


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabularies:
    """What the specs of a project may be written in."""

    frameworks: dict[str, Framework]
    units: Mapping[str, Unit]
    characters: frozenset[int]


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
    """Read specs and find everything that is wrong with them, sorted by place.

    Raises SourceError where one cannot be read, OutputError where two are the same table.
    """
    vocabularies = Vocabularies(
        frameworks=load_frameworks(project.framework_folders()),
        units=load_units(),
        characters=covered_characters(fonts),
    )
    tables: dict[Path, Table] = {}
    findings: list[Shown] = []
    for path in paths:
        loaded = load_plan(read_source(path))
        located, table = _check(loaded, vocabularies)
        findings += [(item, loaded.document.lines) for item in located]
        if table is not None:
            tables[path] = table
    _refuse_collisions(tables)
    return Checked(tables=tuple(tables.values()), findings=tuple(findings))


def _check(loaded: Loaded, vocabularies: Vocabularies) -> tuple[list[LocatedFinding], Table | None]:
    """What is wrong with a spec, and the table where nothing is."""
    located, table = list(loaded.findings), None
    if loaded.plan is not None:
        case = Case(
            plan=loaded.plan,
            frameworks=vocabularies.frameworks,
            units={**vocabularies.units, **loaded.plan.units},
            characters=vocabularies.characters,
        )
        located += [loaded.document.locate(finding) for finding in check_plan(case)]
        has_error = any(item.finding.severity is Severity.ERROR for item in located)
        if case.framework is not None and not has_error:
            table = Table(
                plan=loaded.plan,
                vocabulary=Vocabulary(framework=case.framework, units=case.units),
                digest=hashlib.sha256(loaded.source.data).hexdigest(),
            )
    return sorted(located, key=lambda item: item.place), table


def _refuse_collisions(tables: Mapping[Path, Table]) -> None:
    """Two specs that would write the same files are one too many."""
    seen: dict[tuple[str, int], Path] = {}
    for path, table in tables.items():
        code, year = table.plan.department.code, table.plan.year
        first = seen.setdefault((code, year), path)
        if first is not path:
            raise OutputError("output-collision", first=first, second=path, code=code, year=year)


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


def processor_count() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
