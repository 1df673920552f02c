"""Build a disclosed revision again, from the spec that was disclosed with it.

The same version makes the same bytes of it; whether it is the same shows in the SHA-256.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import cast

from perf_report.app.build.config import project_config
from perf_report.app.build.request import BuildRequest
from perf_report.app.build.run import run_build
from perf_report.app.project import Project, list_specs
from perf_report.app.publish.new_entries import describe_replacement
from perf_report.errors import PerfReportError
from perf_report.model.source import Source
from perf_report.outputs.build_plan import Selection
from perf_report.outputs.output_files import SPEC, Format
from perf_report.outputs.writer import remove_files, write_files
from perf_report.pdf_inspect.carried_spec import carried_specs
from perf_report.processes.temporary_folders import temporary_folder
from perf_report.publish.inventory import digest
from perf_report.publish.target import PublishedFiles
from perf_report.render.localized_text import MODES
from perf_report.site.history import Event, History, record_folder
from perf_report.site.record_files import CORRECTION_FILES

# What a correction is compared by.
_OF_TABLE, _OF_REPORT = {"yaml"}, {"pdf", "json"}


def rebuild_record(
    event: Event,
    names: Collection[str],
    history: History,
    files: PublishedFiles,
    project: Project,
) -> dict[str, bytes]:
    """Build those files of a revision again that have the names; none without its spec."""
    with temporary_folder() as folder:
        there = _moved(project, folder.resolve())
        sources = dict(_sources(event, history, files, there.specs_folder()))
        if not sources:
            return {}
        write_files(sources, synced=False)
        # What no longer passes the checks, or cannot be laid out here, is not built.
        with suppress(PerfReportError):
            _build(there, _formats(event, names))
            return {
                **_made(there.output_folder() / event.identity.folder, names),
                **_correction(event, names, history, files, there),
            }
        return {}


def _moved(project: Project, folder: Path) -> Project:
    """The project with its forms, rules and fonts, but other specs and outputs."""
    specs, output = str(folder / "specs"), str(folder / "output")
    return replace(project, settings=replace(project.settings, specs=specs, output=output))


def _sources(
    event: Event, history: History, files: PublishedFiles, folder: Path
) -> Iterator[tuple[Path, bytes]]:
    """The disclosed spec, and that of the year before with which its changes were told."""
    for name, data in _disclosed_specs(event, files).items():
        yield folder / name, data
    before = history.by_table().get(event.identity.previous, ()) if event.earlier else ()
    earlier = next((each for each in before if each.content == event.earlier), None)
    if earlier is not None:
        for name, data in _disclosed_specs(earlier, files).items():
            yield folder / name, data


def _disclosed_specs(event: Event, files: PublishedFiles) -> Mapping[str, bytes]:
    """The spec of a revision by its name, and of a report its table's, too.

    A PDF has the names that they had.
    """
    folder = record_folder(event.identity, event.revision)
    printed = f"{event.report or 'table'}."
    names = [name for name in event.files if name.startswith(printed) and name.endswith(".pdf")]
    for name in (*names, SPEC):
        data = files.read(f"{folder}/{name}") if name in event.files else None
        if data is not None and digest(data) == event.files[name].sha256:
            source = Source(name=name, data=data)
            return {f"{event.year}-{SPEC}": data} if name == SPEC else carried_specs(source)
    return {}


def _formats(event: Event, names: Collection[str]) -> list[Format]:
    wanted = {name.rpartition(".")[2] for name in names if name not in CORRECTION_FILES}
    if any(name in CORRECTION_FILES for name in names):
        wanted |= _OF_REPORT if event.report else _OF_TABLE
    return cast("list[Format]", sorted(wanted))


def _build(project: Project, formats: list[Format]) -> None:
    output = project.output_folder()
    request = BuildRequest(
        paths=list_specs(project.specs_folder()),
        output=output,
        selection=Selection(formats=formats, modes=MODES),
        config=project_config(project),
        jobs=1,
        # What was disclosed has the comments that were to be disclosed.
        with_comments=True,
    )
    cache = project.build_cache_path(output)
    try:
        run_build(project, request, lambda tables, _count: tables)
    finally:
        remove_files([cache], cache.parent)


def _made(folder: Path, names: Collection[str]) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names if (folder / name).is_file()}


def _correction(
    event: Event, names: Collection[str], history: History, files: PublishedFiles, there: Project
) -> Mapping[str, bytes]:
    """What a correction changed, compared with the revision before it."""
    if not event.replaces or not any(name in CORRECTION_FILES for name in names):
        return {}
    before = [e for e in history.by_table()[event.identity] if e.number < event.number][-1]
    return describe_replacement((before, event), files, there.output_folder(), there).files
