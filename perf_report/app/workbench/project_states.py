"""The states of a project's specs, which are found in the background: the list need not wait."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from threading import Event, Lock, Thread

from perf_report.app.check.checker import Checker, open_checker
from perf_report.app.check.collect_specs import CollectedSources, collect_files
from perf_report.app.check.previous_year import scan_identity, scan_report
from perf_report.app.machine import processor_count
from perf_report.app.project import Project
from perf_report.app.status import DisclosedTables, open_disclosed, states_of, states_of_reports
from perf_report.app.workbench.project_list import SpecState, spec_files
from perf_report.app.workbench.scanned_names import scan_names
from perf_report.errors import PerfReportError

# An answer waits so many seconds for the states that are found soon.
_SOON = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStates:
    """The states that a search knows; `error` is why they cannot be found, or not whole.

    `search` tells one search from others, and `count` is how many states it has found by now.
    """

    search: int
    specs: tuple[SpecState, ...]
    count: int
    is_whole: bool
    error: PerfReportError | None = None


class ProjectStates:
    """Finds the states of a project's specs, compared with what the target of an address discloses.

    Many specs that nobody has checked yet are checked by several processes.
    """

    def __init__(self, project: Project, address: str | None = None) -> None:
        self._project = project
        self._address = address
        self._lock = Lock()
        self._stopped = Event()
        self._thread: Thread | None = None
        self._search = 0
        self._specs: tuple[SpecState, ...] = ()
        self._found: list[SpecState] = []
        self._error: PerfReportError | None = None

    def find(self) -> KnownStates:
        """Begin to find all states, and return those that are known soon. Raises SourceError.

        Until then, a spec that was not changed has its last one.
        """
        with self._lock:
            if not self._is_running:
                self._begin()
        self._wait()
        found = self._found[:]
        known = {each.number: each for each in found}
        specs = tuple(known.get(each.number, each) for each in self._specs)
        return self._known(specs, len(found))

    def further(self, search: int, count: int) -> KnownStates | None:
        """Return the states that are found after so many; None if there was another search."""
        self._wait()
        if search != self._search:
            return None
        found = tuple(self._found[count:])
        return self._known(found, count + len(found))

    def _known(self, specs: tuple[SpecState, ...], count: int) -> KnownStates:
        is_whole = not self._is_running and count == len(self._found)
        return KnownStates(
            search=self._search, specs=specs, count=count, is_whole=is_whole, error=self._error
        )

    def _begin(self) -> None:
        paths: list[Path] = [*spec_files(self._project).values()]
        files = collect_files(paths)
        last = {(each.file, each.digest): each for each in (*self._specs, *self._found)}
        self._specs = tuple(
            replace(last.get((each.file, each.digest)) or each, number=number)
            for number, each in enumerate(_unknown(files))
        )
        self._search += 1
        self._found, self._error = [], None
        self._thread = Thread(target=self._run, args=(files,), daemon=True)
        self._thread.start()

    def _wait(self) -> None:
        if self._thread is not None:
            self._thread.join(_SOON)

    def stop(self) -> None:
        """Stop, and end the processes that check."""
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()

    @property
    def _is_running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _run(self, files: CollectedSources) -> None:
        try:
            with open_checker(self._project, jobs=processor_count()) as checker:
                self._error = self._find_disclosed(checker, files)
                # What cannot be compared with the target is checked nevertheless.
                if self._error is not None:
                    self._find(checker, files, DisclosedTables())
        except PerfReportError as error:
            self._error = error

    def _find_disclosed(self, checker: Checker, files: CollectedSources) -> PerfReportError | None:
        try:
            with open_disclosed(self._project, self._address) as disclosed:
                self._find(checker, files, disclosed)
        except PerfReportError as error:
            return error
        return None

    def _find(self, checker: Checker, files: CollectedSources, disclosed: DisclosedTables) -> None:
        """Find the states of tables, of those that were checked before first, then of reports."""
        order = sorted(enumerate(files.plans), key=lambda each: not checker.is_cached(each[1]))
        tables = states_of(checker, [source for _, source in order], disclosed)
        reports = states_of_reports(checker, files.reports, self._project, disclosed)
        numbers = (*(number for number, _ in order), *range(len(files.plans), len(self._specs)))
        for number, item in zip(numbers, chain(tables, reports), strict=True):
            spec = self._specs[number]
            identity = item.identity or spec.identity
            self._found.append(replace(spec, item=item, identity=identity, report=item.report))
            if self._stopped.is_set():
                # The processes that check are ended with what they have begun.
                return


def _unknown(files: CollectedSources) -> Iterator[SpecState]:
    """Tables and reports whose states are not known yet; the layout tells whose they are."""
    for each in files.plans:
        yield SpecState(
            file=each.name,
            digest=each.digest,
            identity=scan_identity(each.data),
            item=None,
            names=scan_names(each.data),
        )
    for each in files.reports:
        identity = scan_report(each.data)
        yield SpecState(
            file=each.name, digest=each.digest, identity=identity, item=None, is_report=True
        )
