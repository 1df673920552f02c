"""Make the disclosure site's folder from the files of a build.

An executor makes the departments, a bounded number ahead. Pages are written as they arrive; those
of an unchanged department stay.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple, TypeVar

from perf_report.model.identity import Identity
from perf_report.outputs.manifest import MANIFEST, Manifest
from perf_report.outputs.writer import link_files, remove_files, write_files
from perf_report.site.department import (
    BuiltTables,
    DepartmentResult,
    make_department,
    open_frame,
    summarize_department,
)
from perf_report.site.open_data import CsvRows, combine_rows
from perf_report.site.paths import SUMS
from perf_report.site.search import (
    LIST,
    SearchIndex,
    SearchPage,
    build_index,
    is_lasting,
    list_indexes,
    render_list,
)
from perf_report.site.shares import Part
from perf_report.site.site_data import SiteData
from perf_report.site.site_inputs import (
    SiteInputs,
    department_jobs,
    file_facts,
    page_config_of,
    record_links,
)
from perf_report.site.site_state import NO_PAGES, STATE, PageSet, SiteState, is_file_with
from perf_report.site.sitewide_files import make_sitewide_files
from perf_report.site.sums import UnitTable, units_by_parent
from perf_report.site.table_summary import TableSummary

_T = TypeVar("_T")
_R = TypeVar("_R")

# So many departments are in the works at once, which keeps the memory flat.
_AHEAD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site in its folder: SHA-256 by path of pages, pages that link to them, immutable files.

    `written` counts the files that were written. `undisclosed` are built tables that are not to be
    disclosed, and are not on it.
    """

    folder: Path
    pages: Mapping[str, str]
    entries: Mapping[str, str]
    lasting: Mapping[str, str]
    tables: Sequence[TableSummary]
    written: int
    undisclosed: Collection[Identity] = ()

    @property
    def files(self) -> dict[str, str]:
        """All files, by path."""
        return {**self.lasting, **self.pages, **self.entries}


Progress = Callable[[Iterable[DepartmentResult], int], Iterable[DepartmentResult]]


def make_site(order: SiteInputs, executor: Executor, progress: Progress) -> Site:
    """Make the site in its folder; files that are up to date stay. Raises PerfReportError."""
    work = _SiteRun(order, executor)
    work.make_departments(progress)
    search = work.submit_indexes()
    work.link_records()
    work.collect_indexes(search)
    work.make_sitewide_files()
    return work.finish()


def list_tables(order: SiteInputs, executor: Executor) -> BuiltTables:
    """Return a summary of each built table that is to be disclosed. Raises PerfReportError."""
    before, manifest = SiteState.read(order.folder), Manifest.read(order.built / MANIFEST)
    jobs = department_jobs(order, manifest, before, page_config_of(order))
    groups = list(_in_order(executor, summarize_department, jobs))
    return BuiltTables(
        tables=tuple(table for group in groups for table in group.tables),
        reports=tuple(report for group in groups for report in group.reports),
        undisclosed=frozenset(identity for group in groups for identity in group.undisclosed),
    )


class _PendingIndex(NamedTuple):
    """A submitted index: its name, and the key of its inputs."""

    name: str
    key: str
    files: "Future[dict[str, bytes]]"


class _SiteRun:
    """The state of a site while it is made."""

    def __init__(self, order: SiteInputs, executor: Executor) -> None:
        self.order = order
        self.executor = executor
        self.before = SiteState.read(order.folder)
        self.page_config = page_config_of(order)
        self.manifest = Manifest.read(order.built / MANIFEST)
        self.jobs = list(department_jobs(order, self.manifest, self.before, self.page_config))
        self.departments: dict[str, PageSet] = {}
        self.rows: list[CsvRows] = []
        self.documents: list[SearchPage] = []
        self.tables: list[TableSummary] = []
        self.reports: list[TableSummary] = []
        self.undisclosed: set[Identity] = set()
        self.units: dict[str, tuple[UnitTable, ...]] = {}
        self.parts: tuple[Part, ...] = ()
        self.indexes: dict[str, PageSet] = {}
        self.searched = ""
        self.assets: dict[str, str] = {}
        self.records: dict[str, str] = {}
        self.entries: dict[str, str] = {}
        self.written = 0

    def make_departments(self, progress: Progress) -> None:
        made = _in_order(self.executor, make_department, self.jobs)
        for department in progress(made, len(self.jobs)):
            self._keep(department)
            self.rows.append(department.rows)
            self.tables += department.tables
            self.reports += department.reports
            self.documents += department.documents
            self.parts = department.parts if len(self.jobs) == 1 else ()
            self.undisclosed |= department.undisclosed
        self._make_parents_again()

    def _make_parents_again(self) -> None:
        """Make the pages of departments again whose units are not those of the last run."""
        self.units = units_by_parent(self.tables)
        stale = [
            replace(job, units=units)
            for job in self.jobs
            if (units := self.units.get(job.code, ())) != job.units
        ]
        for department in _in_order(self.executor, make_department, stale):
            self._keep(department)

    def _keep(self, department: DepartmentResult) -> None:
        """Write the pages of a department; of one without any, nothing is kept."""
        if department.pages is None:
            self.departments[department.code] = self.before.departments[department.code]
        elif department.pages:
            files = self._write(department.pages)
            self.departments[department.code] = PageSet(key=department.key, files=files)

    def _write(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Write files that are not up to date; return the hashes of all."""
        digests = {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}
        folder = self.order.folder
        stale = {
            folder / path: data
            for path, data in files.items()
            if not is_file_with(folder / path, digests[path])
        }
        write_files(stale, synced=False)
        self.written += len(stale)
        return digests

    def submit_indexes(self) -> list[_PendingIndex]:
        """Submit the indexes that are not up to date.

        If no table's content changed, no index is compared.
        """
        if not self.order.has_search:
            return []
        said = [(table.identity, table.content) for table in self.tables]
        self.searched = hashlib.sha256(repr((self.page_config.digest, said)).encode()).hexdigest()
        before, folder = self.before.indexes, self.order.folder
        if self.searched == self.before.searched and all(
            m.is_intact(folder) for m in before.values()
        ):
            self.indexes = dict(before)
            return []
        indexes = list_indexes(self.documents)
        self.documents.clear()
        self.indexes = {LIST: PageSet(key="", files=self._write({LIST: render_list(indexes)}))}
        return list(self._submit_stale(indexes))

    def _submit_stale(self, indexes: Sequence[SearchIndex]) -> Iterator[_PendingIndex]:
        """Submit those of which a document changed; keep the others."""
        for index in indexes:
            key = hashlib.sha256(repr((self.page_config.digest, index)).encode()).hexdigest()
            made = self.before.indexes.get(index.name, NO_PAGES)
            if made.key == key and made.is_intact(self.order.folder):
                self.indexes[index.name] = made
            else:
                yield _PendingIndex(index.name, key, self.executor.submit(build_index, index))

    def collect_indexes(self, begun: Sequence[_PendingIndex]) -> None:
        """Write the submitted indexes."""
        for name, key, files in begun:
            self.indexes[name] = PageSet(key=key, files=self._write(files.result()))

    def link_records(self) -> None:
        """Link the files of revisions into the site."""
        links, self.records = record_links(self.order, self.manifest, [*self.tables, *self.reports])
        link_files(links)

    def make_sitewide_files(self) -> None:
        frame, order = open_frame(self.page_config), self.order
        data, has_other_forms = (
            combine_rows(self.rows),
            any(rows.has_other_forms for rows in self.rows),
        )
        self.rows.clear()
        site_data = SiteData(
            tables=self.tables,
            reports=self.reports,
            history=order.history,
            data_files={path: len(each) for path, each in data.items()},
            licence=order.licence,
            has_other_forms=has_other_forms,
            parts=self.parts,
        )
        made = make_sitewide_files(frame, site_data, data, self._pages())
        logo = {order.logo.path: order.logo.data} if order.logo else {}
        self.assets = self._write({**made.lasting, **logo})
        self.entries = self._write({**data, **made.entries})

    def _pages(self) -> dict[str, str]:
        return {path: sha for made in self.departments.values() for path, sha in made.files.items()}

    def finish(self) -> Site:
        """Write inventory and state, and remove files of earlier runs."""
        site = self._site()
        sums = "".join(f"{sha}  {path}\n" for path, sha in sorted(site.files.items())).encode()
        staging = SiteState(
            departments=self.departments,
            indexes=self.indexes,
            searched=self.searched,
            others=PageSet(key="", files={**self._others(), **self._write({SUMS: sums})}),
            known=file_facts([*self.tables, *self.reports]),
            units=self.units,
        )
        folder = self.order.folder
        gone = [folder / path for path in sorted(self.before.paths() - staging.paths())]
        write_files({folder / STATE: staging.to_bytes()})
        remove_files(gone, folder)
        return site

    def _others(self) -> dict[str, str]:
        return {**self.assets, **self.entries, **self.records}

    def _site(self) -> Site:
        found: dict[bool, dict[str, str]] = {True: {}, False: {}}
        for made in self.indexes.values():
            for path, sha in made.files.items():
                found[is_lasting(path)][path] = sha
        return Site(
            folder=self.order.folder,
            pages=self._pages(),
            entries={**found[False], **self.entries},
            lasting={**self.assets, **found[True], **self.records},
            tables=self.tables,
            written=self.written,
            undisclosed=self.undisclosed,
        )


def _in_order(executor: Executor, work: Callable[[_T], _R], items: Iterable[_T]) -> Iterator[_R]:
    """Yield results in the order of the items, with a bounded number submitted ahead."""
    begun: deque[Future[_R]] = deque()
    for item in items:
        begun.append(executor.submit(work, item))
        if len(begun) > _AHEAD:
            yield begun.popleft().result()
    yield from (future.result() for future in begun)
