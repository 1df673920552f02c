"""A run: from what a build left to the folder of a disclosure site.

Departments are made by an executor, a bounded number ahead; each one's pages are written as they
come, and the pages of a department of which nothing changed are left as they are.
"""

import hashlib
from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from perf_report.build.manifest import MANIFEST, Entry, Manifest
from perf_report.build.recipe import Recipe, recipe_digest
from perf_report.build.writer import link_files, write_files
from perf_report.errors import OutputError
from perf_report.model.text import Text
from perf_report.site.department import (
    Department,
    DepartmentJob,
    Look,
    list_documents,
    make_department,
    open_frame,
    summarize_department,
)
from perf_report.site.history import Event, History, Identity, record_folder
from perf_report.site.list_pages import Whole
from perf_report.site.open_data import Rows, combine_rows
from perf_report.site.places import RESERVED, SUMS
from perf_report.site.search import build_search, is_lasting
from perf_report.site.sheet import group_entries
from perf_report.site.staging import NONE, STATE, Made, Staging, is_file_with
from perf_report.site.summary import TableSummary
from perf_report.site.whole import make_whole

_T = TypeVar("_T")
_R = TypeVar("_R")

# So many departments are in the works at once, which keeps the memory flat.
_AHEAD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteOrder:
    """What a site is made of: the folder of the build and that of the site, and how it looks.

    `identities` are the tables that are to be on it; None means all that were built.
    """

    built: Path
    folder: Path
    recipe: Recipe
    title: Text
    licence: str
    identities: Collection[Identity] | None = None
    history: History = field(default_factory=History)
    has_search: bool = True


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
    work.make_search()
    work.make_whole()
    return work.finish()


def list_tables(order: SiteOrder, executor: Executor) -> list[TableSummary]:
    """The standing tables, as they were built. Raises PerfReportError."""
    before, manifest = Staging.read(order.folder), Manifest.read(order.built / MANIFEST)
    jobs = _jobs(order, manifest, before, _look(order))
    groups = _in_order(executor, summarize_department, jobs)
    return [table for group in groups for table in group]


class _Work:
    """A site in the making."""

    def __init__(self, order: SiteOrder, executor: Executor) -> None:
        self.order = order
        self.executor = executor
        self.before = Staging.read(order.folder)
        self.look = _look(order)
        self.manifest = Manifest.read(order.built / MANIFEST)
        self.jobs = list(_jobs(order, self.manifest, self.before, self.look))
        self.departments: dict[str, Made] = {}
        self.rows: list[Rows] = []
        self.tables: list[TableSummary] = []
        self.search = NONE
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

    def make_search(self) -> None:
        """The index; it is made of all tables at once, and anew only where one changed."""
        if not self.order.has_search:
            return
        said = [(table.identity, table.content) for table in self.tables]
        key = hashlib.sha256(repr((self.look.recipe, said)).encode()).hexdigest()
        if key == self.before.search.key and self.before.search.stands(self.order.folder):
            self.search = self.before.search
            return
        documents = _in_order(self.executor, list_documents, self.jobs)
        files = build_search(document for group in documents for document in group)
        self.search = Made(key=key, files=self._write(files))

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
        """Put the records beside the pages, and remove what is no part of the site any more."""
        self.records = _link_records(self.order, self.manifest, self.tables)
        site = self._site()
        sums = "".join(f"{sha}  {path}\n" for path, sha in sorted(site.files.items())).encode()
        staging = Staging(
            departments=self.departments,
            search=self.search,
            others=Made(key="", files={**self._others(), **self._write({SUMS: sums})}),
            page_counts=_page_counts(self.tables),
        )
        folder = self.order.folder
        gone = self.before.paths() - staging.paths()
        write_files(
            {folder / STATE: staging.to_bytes()}, remove=[folder / path for path in sorted(gone)]
        )
        return site

    def _others(self) -> dict[str, str]:
        return {**self.assets, **self.entries, **self.records}

    def _site(self) -> Site:
        found: dict[bool, dict[str, str]] = {True: {}, False: {}}
        for path, sha in self.search.files.items():
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


def _look(order: SiteOrder) -> Look:
    decided = (recipe_digest(order.recipe), order.title, order.licence, order.has_search,
               bool(order.history.events))  # fmt: skip
    return Look(
        templates=order.recipe.templates,
        title=order.title,
        address=order.recipe.address,
        has_search=order.has_search,
        has_ledger=bool(order.history.events),
        recipe=hashlib.sha256(repr(decided).encode()).hexdigest(),
    )


def _jobs(
    order: SiteOrder, manifest: Manifest, before: Staging, look: Look
) -> Iterator[DepartmentJob]:
    """A job for each department that has a table, or had one that was withdrawn."""
    built = _departments(order, manifest)
    events: dict[str, list[Event]] = {}
    for event in order.history.announced():
        events.setdefault(event.department, []).append(event)
    for code in sorted(built.keys() | events.keys()):
        if code in RESERVED:
            raise OutputError("site-reserved", code=code, names=", ".join(sorted(RESERVED)))
        made = before.departments.get(code, NONE)
        yield DepartmentJob(
            code=code,
            folder=order.built,
            entries=built.get(code, {}),
            events=events.get(code, []),
            look=look,
            page_counts=before.page_counts,
            made=made.key if made is not NONE and made.stands(order.folder) else None,
        )


def _departments(order: SiteOrder, manifest: Manifest) -> dict[str, dict[int, dict[str, Entry]]]:
    """The built files of each department by year and name, of the tables that are wanted."""
    found: dict[str, dict[int, dict[str, Entry]]] = {}
    for (code, year), entries in group_entries(manifest.files).items():
        if order.identities is None or (code, year) in order.identities:
            found.setdefault(code, {})[year] = entries
    return found


def _link_records(
    order: SiteOrder, manifest: Manifest, tables: Sequence[TableSummary]
) -> dict[str, str]:
    """The files of every standing table under the address of their revision.

    What was disclosed already and is not what was built now stays as it is at the target.
    """
    links: dict[Path, Path] = {}
    digests: dict[str, str] = {}
    for table in tables:
        built = f"{table.department}/{table.year}"
        for name, file in table.files.items():
            entry = manifest.files.get(f"{built}/{name}")
            if entry is not None and entry.sha256 == file.sha256:
                path = f"{record_folder(table.identity, table.revision)}/{name}"
                links[order.folder / path] = order.built / built / name
                digests[path] = file.sha256
    link_files(links)
    return digests


def _page_counts(tables: Iterable[TableSummary]) -> dict[str, int]:
    return {
        file.sha256: file.pages
        for table in tables
        for file in table.files.values()
        if file.pages is not None
    }
