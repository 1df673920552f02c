"""A run: from what a build left to the folder of a disclosure site.

Departments are made by an executor, a bounded number ahead; each one's pages are written as they
come, and the pages of a department of which nothing changed are left as they are.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, TypeVar

from perf_report.outputs.manifest import MANIFEST, Manifest
from perf_report.outputs.writer import link_files, remove_files, write_files
from perf_report.site.department import (
    Department,
    make_department,
    open_frame,
    summarize_department,
)
from perf_report.site.list_pages import Whole
from perf_report.site.open_data import Rows, combine_rows
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
from perf_report.site.site_order import (
    SiteOrder,
    department_jobs,
    look_of,
    page_counts,
    record_links,
)
from perf_report.site.site_state import NONE, STATE, Made, Staging, is_file_with
from perf_report.site.sitewide_files import make_whole
from perf_report.site.table_summary import TableSummary

_T = TypeVar("_T")
_R = TypeVar("_R")

# So many departments are in the works at once, which keeps the memory flat.
_AHEAD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A site in its folder: SHA-256 by path, of pages, of entries to them, of what never changes.

    `written` counts the files that were made anew.
    """

    folder: Path
    pages: Mapping[str, str]
    entries: Mapping[str, str]
    lasting: Mapping[str, str]
    tables: Sequence[TableSummary]
    written: int

    @property
    def files(self) -> dict[str, str]:
        """All files, by path."""
        return {**self.lasting, **self.pages, **self.entries}


Progress = Callable[[Iterable[Department], int], Iterable[Department]]


def make_site(order: SiteOrder, executor: Executor, progress: Progress) -> Site:
    """Make the site in its folder; what is right already stays. Raises PerfReportError."""
    work = _Work(order, executor)
    work.make_departments(progress)
    search = work.begin_search()
    work.link_records()
    work.keep_search(search)
    work.make_whole()
    return work.finish()


def list_tables(order: SiteOrder, executor: Executor) -> list[TableSummary]:
    """The standing tables, as they were built. Raises PerfReportError."""
    before, manifest = Staging.read(order.folder), Manifest.read(order.built / MANIFEST)
    jobs = department_jobs(order, manifest, before, look_of(order))
    groups = _in_order(executor, summarize_department, jobs)
    return [table for group in groups for table in group]


class _Begun(NamedTuple):
    """An index in the making, by its name and the key of what it is made of."""

    name: str
    key: str
    files: "Future[dict[str, bytes]]"


class _Work:
    """A site in the making."""

    def __init__(self, order: SiteOrder, executor: Executor) -> None:
        self.order = order
        self.executor = executor
        self.before = Staging.read(order.folder)
        self.look = look_of(order)
        self.manifest = Manifest.read(order.built / MANIFEST)
        self.jobs = list(department_jobs(order, self.manifest, self.before, self.look))
        self.departments: dict[str, Made] = {}
        self.rows: list[Rows] = []
        self.documents: list[SearchPage] = []
        self.tables: list[TableSummary] = []
        self.indexes: dict[str, Made] = {}
        self.searched = ""
        self.assets: dict[str, str] = {}
        self.records: dict[str, str] = {}
        self.entries: dict[str, str] = {}
        self.written = 0

    def make_departments(self, progress: Progress) -> None:
        made = _in_order(self.executor, make_department, self.jobs)
        for department in progress(made, len(self.jobs)):
            self.departments[department.code] = self._keep(department)
            self.rows.append(department.rows)
            self.tables += department.tables
            self.documents += department.documents

    def _keep(self, department: Department) -> Made:
        if department.pages is None:
            return self.before.departments[department.code]
        return Made(key=department.key, files=self._write(department.pages))

    def _write(self, files: Mapping[str, bytes]) -> dict[str, str]:
        """Write those of the files that are not there already; the hashes of all."""
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

    def begin_search(self) -> list[_Begun]:
        """Begin the indexes that are to be made, side by side, and keep those that stand.

        Where no table says anything else than before, none is looked into.
        """
        if not self.order.has_search:
            return []
        said = [(table.identity, table.content) for table in self.tables]
        self.searched = hashlib.sha256(repr((self.look.config, said)).encode()).hexdigest()
        before, folder = self.before.indexes, self.order.folder
        if self.searched == self.before.searched and all(m.stands(folder) for m in before.values()):
            self.indexes = dict(before)
            return []
        indexes = list_indexes(self.documents)
        self.documents.clear()
        self.indexes = {LIST: Made(key="", files=self._write({LIST: render_list(indexes)}))}
        return list(self._begin_stale(indexes))

    def _begin_stale(self, indexes: Sequence[SearchIndex]) -> Iterator[_Begun]:
        """Begin those of which a document changed; the others stay."""
        for index in indexes:
            key = hashlib.sha256(repr((self.look.config, index)).encode()).hexdigest()
            made = self.before.indexes.get(index.name, NONE)
            if made.key == key and made.stands(self.order.folder):
                self.indexes[index.name] = made
            else:
                yield _Begun(index.name, key, self.executor.submit(build_index, index))

    def keep_search(self, begun: Sequence[_Begun]) -> None:
        """Write the indexes as they come."""
        for name, key, files in begun:
            self.indexes[name] = Made(key=key, files=self._write(files.result()))

    def link_records(self) -> None:
        """Put the records beside the pages."""
        links, self.records = record_links(self.order, self.manifest, self.tables)
        link_files(links)

    def make_whole(self) -> None:
        frame, order = open_frame(self.look), self.order
        data = combine_rows(self.rows)
        self.rows.clear()
        whole = Whole(
            tables=self.tables,
            history=order.history,
            data_files={path: len(each) for path, each in data.items()},
            licence=order.licence,
        )
        made = make_whole(frame, whole, data, self._pages())
        self.assets = self._write(made.lasting)
        self.entries = self._write({**data, **made.entries})

    def _pages(self) -> dict[str, str]:
        return {path: sha for made in self.departments.values() for path, sha in made.files.items()}

    def finish(self) -> Site:
        """Seal what was made, and remove what is no part of the site any more."""
        site = self._site()
        sums = "".join(f"{sha}  {path}\n" for path, sha in sorted(site.files.items())).encode()
        staging = Staging(
            departments=self.departments,
            indexes=self.indexes,
            searched=self.searched,
            others=Made(key="", files={**self._others(), **self._write({SUMS: sums})}),
            page_counts=page_counts(self.tables),
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
        )


def _in_order(executor: Executor, work: Callable[[_T], _R], items: Iterable[_T]) -> Iterator[_R]:
    """The results in the order of the items, with a few more begun than taken."""
    begun: deque[Future[_R]] = deque()
    for item in items:
        begun.append(executor.submit(work, item))
        if len(begun) > _AHEAD:
            yield begun.popleft().result()
    yield from (future.result() for future in begun)
