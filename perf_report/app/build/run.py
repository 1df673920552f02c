"""Run a build: collect sources, check them, plan the outputs, make and write them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from perf_report.app.build.request import BuildRequest
from perf_report.app.check.checker import Checker, open_checker
from perf_report.app.check.collect_specs import (
    CheckedSpecs,
    check_with_earlier,
    collect_files,
)
from perf_report.app.project import Project
from perf_report.errors import RenderError, WorkerLostError
from perf_report.outputs.build_cache import BuildCache
from perf_report.outputs.build_plan import order_summaries, plan_tables
from perf_report.outputs.executors import BuildExecutor
from perf_report.outputs.input_fingerprints import InputFingerprints
from perf_report.outputs.make_tables import MadeTable, make_tables
from perf_report.outputs.named_file import refuse_inputs
from perf_report.outputs.output_files import Output, list_outputs, office_outputs
from perf_report.outputs.output_folder import OutputFolder
from perf_report.outputs.results_file import make_results, plan_results
from perf_report.outputs.spec_summary import SpecSummary
from perf_report.outputs.up_to_date import Cause, UpToDateCheck
from perf_report.pdf.versions import pango_version
from perf_report.render.localized_text import MODES
from perf_report.render.results import RESULTS

# The format of the file of all tables, and that of the data that it is made from.
_RESULTS_FORMATS = {"csv", "json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltTable:
    """The result for a table: files written, the number of files up to date, and causes.

    Causes are by path in the output folder. A file is lost if two workers died of it.
    """

    written: tuple[Path, ...]
    lost: tuple[Path, ...]
    up_to_date: int
    causes: Mapping[str, tuple[Cause, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """The result of a build; nothing is built if a spec has an error.

    `orphans` are the files of specs that no longer exist, by their folder. `is_cache_lost` says
    that the cache of an earlier build could not be read, and `unprinted` why no PDF was built.
    """

    checked: CheckedSpecs
    built: Sequence[BuiltTable] = ()
    orphans: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_cache_lost: bool = False
    unprinted: RenderError | None = None

    def raise_if_incomplete(self) -> None:
        """Raise WorkerLostError if a file was lost, and RenderError if no PDF was built."""
        lost = [str(path) for table in self.built for path in table.lost]
        if lost:
            raise WorkerLostError("files-lost", files=", ".join(lost))
        if self.unprinted is not None:
            raise RenderError("pdfs-unbuilt", **self.unprinted.arguments) from self.unprinted


Progress = Callable[[Iterable[BuiltTable], int], Iterable[BuiltTable]]


def run_build(project: Project, request: BuildRequest, progress: Progress) -> BuildResult:
    """Check all specs, and if none has an error, build them.

    `progress` yields the tables that it is given, with their number. Where no PDF can be laid out,
    all else is built. Raises PerfReportError if a spec cannot be read or an output cannot be made
    or written.
    """
    unprinted = _why_unprinted(request)
    if unprinted is None:
        return _check_and_build(project, request, progress)
    unprintable = replace(request, selection=request.selection.without_pdfs())
    return replace(_check_and_build(project, unprintable, progress), unprinted=unprinted)


def _why_unprinted(request: BuildRequest) -> RenderError | None:
    """Why the PDFs that are asked for cannot be laid out; None if they can."""
    if not request.selection.has_pdfs:
        return None
    try:
        pango_version()
    except RenderError as error:
        return error
    return None


def _check_and_build(project: Project, request: BuildRequest, progress: Progress) -> BuildResult:
    with (
        BuildExecutor(request.jobs, request.config, request.cluster) as executor,
        open_checker(project, request.config.fonts, jobs=request.jobs) as checker,
    ):
        files = collect_files(request.paths)
        sources = files.plans
        new = {source.digest for source in sources if not checker.is_cached(source)}
        if new or (sources and request.makes_all_files):
            executor.start()  # workers load the layout engine while this process checks the specs
        checked = check_with_earlier(project, files, checker)
        if request.has_all_specs:
            checker.forget_others(checked.digests)
        if checked.errors:
            return BuildResult(checked=checked)
        return _build(project, request, _CheckedBuild(checked, checker, executor, new), progress)


@dataclass(frozen=True, slots=True)
class _CheckedBuild:
    """The checked specs of a build, and what the next steps need; `new` are hashes of specs."""

    specs: CheckedSpecs
    checker: Checker
    executor: BuildExecutor
    new: set[str]


def _build(
    project: Project, request: BuildRequest, checked: _CheckedBuild, progress: Progress
) -> BuildResult:
    """Plan the outputs, make and write them."""
    cache_path = project.build_cache_path(request.output)
    folder = OutputFolder(request.output, BuildCache.read(cache_path))
    up_to_date = UpToDateCheck(
        folder.path, folder.manifest, folder.cache, InputFingerprints(request.config)
    )
    summaries = order_summaries(
        checked.specs.summaries(checked.checker, with_comments=request.with_comments), checked.new
    )
    _refuse_inputs(summaries, request)
    with _saving(folder, up_to_date, cache_path):
        plans = plan_tables(summaries, request.selection, up_to_date, folder)
        made = make_tables(plans, request.config, checked.executor)
        built = (_write(table, folder) for table in made)
        done = list(progress(built, len(summaries)))
        documents = {(each.folder, each.document) for each in summaries}
        orphans = folder.files_outside(documents) if request.has_all_specs else {}
        if request.prune:
            folder.remove(path for paths in orphans.values() for path in paths)
        done += _build_results(request, up_to_date, folder)
    return BuildResult(
        checked=checked.specs,
        built=sorted(done, key=lambda table: min(table.causes, default="")),
        orphans=orphans,
        is_cache_lost=folder.cache.state == "unreadable",
    )


def _refuse_inputs(summaries: Iterable[SpecSummary], request: BuildRequest) -> None:
    """Raise OverwriteError if a spec is where an output of a table is to be."""
    top = request.output.resolve()
    inside = [path for path in request.paths if path.resolve().is_relative_to(top)]
    if inside:
        outputs = (each for summary in summaries for each in _all_outputs(summary))
        refuse_inputs((request.output / each.path for each in outputs), inside)


def _all_outputs(summary: SpecSummary) -> Iterator[Output]:
    yield from list_outputs(summary)
    yield from office_outputs(summary, MODES)


def _build_results(
    request: BuildRequest, check: UpToDateCheck, folder: OutputFolder
) -> Iterator[BuiltTable]:
    """Bring the file of all tables up to date, unless the data that it is made from were not."""
    selection = request.selection
    planned = plan_results(folder, check, force=selection.force)
    if planned is None:
        folder.write((), [RESULTS] if RESULTS in folder.manifest.files else (), {})
    if planned is None or not set(selection.formats) >= _RESULTS_FORMATS:
        return
    made = [] if planned.is_up_to_date else [(planned, make_results(planned, folder))]
    yield BuiltTable(
        written=tuple(folder.write(made, (), {})),
        lost=(),
        up_to_date=1 - len(made),
        causes={planned.output.path: planned.causes},
    )


@contextmanager
def _saving(folder: OutputFolder, up_to_date: UpToDateCheck, cache_path: Path) -> Iterator[None]:
    """Save the manifest and the cache after the block, also if it fails."""
    try:
        yield
    finally:
        folder.save()
        if folder.update_cache(up_to_date.hashed):
            folder.cache.write(cache_path)


def _write(made: MadeTable, folder: OutputFolder) -> BuiltTable:
    plan = made.plan
    written = folder.write(made.files, plan.obsolete, made.office)
    lost = {folder.path / each.output.path for each in plan.stale} - set(written)
    return BuiltTable(
        written=tuple(written),
        lost=tuple(sorted(lost)),
        up_to_date=len(plan.files) - len(plan.stale),
        causes={each.output.path: each.causes for each in plan.files},
    )
