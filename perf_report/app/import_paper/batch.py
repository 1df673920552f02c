"""Import files side by side, each in a process of its own with limits: a bad file stops no other.

A file of a stranger can crash a library or keep it busy for hours.
"""

from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from perf_report.app.import_paper.read import KnownForms
from perf_report.app.import_paper.run import Given, Imported, import_paper
from perf_report.errors import PerfReportError, SourceError
from perf_report.model.paper import Paper
from perf_report.model.source import Source
from perf_report.office.open_paper import open_paper
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.scorings import load_scorings
from perf_report.processes.limited_process import LimitedProcess, ProcessLimitError

_PRELOAD = ("perf_report.app.import_paper.run", "perf_report.app.import_paper.preload")

# The limits of a file: seconds of processor time, one more for so many bytes, and bytes of memory.
_SECONDS, _BYTES_A_SECOND, _MOST_SECONDS = 5, 50_000, 60
_MEMORY = 500_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTask:
    """A file to import, and the folders of the project's own forms, frameworks and scorings."""

    source: Source
    given: Given
    forms: tuple[Path, ...]
    frameworks: tuple[Path, ...]
    scorings: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a file: its specs, or the error that prevents them."""

    source: Source
    imported: tuple[Imported, ...] = ()
    error: PerfReportError | None = None


def import_files(tasks: Sequence[ImportTask], jobs: int) -> Generator[Outcome, None, None]:
    """Yield what becomes of each file, in the order of the files."""
    processes = [_limited(task.source) for task in tasks]
    with ThreadPoolExecutor(max(1, min(jobs, len(tasks)))) as threads:
        try:
            yield from threads.map(_import_apart, tasks, processes)
        except BaseException:  # Ctrl-C does not wait for the files that are being read
            for process in processes:
                process.kill()
            raise


def _import_apart(task: ImportTask, process: LimitedProcess) -> Outcome:
    with process:
        try:
            return process.call(run_task, task)
        except ProcessLimitError:
            error = SourceError("paper-limits", path=task.source.name)
            return Outcome(source=task.source, error=error)


def open_apart(source: Source) -> Paper:
    """Return a file as a paper, read in a process of its own. Raises SourceError."""
    with _limited(source) as process:
        try:
            return process.call(open_paper, source)
        except ProcessLimitError:
            raise SourceError("paper-limits", path=source.name) from None


def _limited(source: Source) -> LimitedProcess:
    seconds = min(_MOST_SECONDS, _SECONDS + len(source.data) // _BYTES_A_SECOND)
    return LimitedProcess(_PRELOAD, seconds=seconds, memory=_MEMORY)


def run_task(task: ImportTask) -> Outcome:
    """Return what becomes of a file."""
    try:
        known = read_known(task.forms, task.frameworks, task.scorings)
        imported = import_paper(task.source, known, task.given)
    except PerfReportError as error:
        arguments = {"path": task.source.name, **error.arguments}
        named = type(error)(error.message, **arguments)
        return Outcome(source=task.source, error=named)
    return Outcome(source=task.source, imported=imported)


@cache
def read_known(
    forms: tuple[Path, ...], frameworks: tuple[Path, ...], scorings: tuple[Path, ...] = ()
) -> KnownForms:
    """Return the built-in forms, frameworks and scorings, and those in folders of a project."""
    known = load_frameworks(frameworks)
    return KnownForms(
        forms=load_forms(forms, known.keys()),
        frameworks=known,
        scorings=load_scorings(scorings),
    )
