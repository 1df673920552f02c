"""Make all that the site has of one department: a pure function, for any executor.

A department's pages depend on its own tables and events alone, so one changed spec costs the
pages of one department, and the lists of the whole site.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from perf_report.model.identity import Identity
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.outputs.manifest import Entry
from perf_report.outputs.process_cache import open_pages
from perf_report.site.built_files import (
    FileFacts,
    read_built_file,
    read_site_report,
    read_site_table,
)
from perf_report.site.built_report import SiteReport
from perf_report.site.built_table import SiteTable
from perf_report.site.department_pages import make_department_pages
from perf_report.site.history import Action, Event, History
from perf_report.site.imprint import Imprint
from perf_report.site.open_data import CsvRows, table_rows
from perf_report.site.page_frame import PageFrame, make_assets
from perf_report.site.project_sheet import make_sheet_pages, read_sheets
from perf_report.site.search import SearchPage, prepare_document
from perf_report.site.search_documents import search_documents
from perf_report.site.shares import Part, task_parts
from perf_report.site.sums import UnitTable
from perf_report.site.table_pages import (
    TableContext,
    make_table_pages,
    make_withdrawn_pages,
    table_body,
)
from perf_report.site.table_summary import (
    TableSummary,
    summarize,
    summarize_report,
    summarize_withdrawn,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageConfig:
    """The configuration of all pages; `digest` is a hash of everything that decides them.

    `form_titles` are the titles of forms by id, `logo` the path of a picture on every page.
    """

    templates: tuple[Path, ...]
    title: Text
    address: str
    has_search: bool
    has_ledger: bool
    digest: str
    form_titles: tuple[tuple[str, Text], ...] = ()
    imprint: Imprint = field(default_factory=Imprint)
    logo: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentJob:
    """The inputs of a department's pages: its built files, its ledger entries, and its units.

    `sheets` are the files of its sheets of projects, by year, and `reports` those of reports.

    The tables of the units are those that the last run found. `made` is the key of the pages that
    exist; pages with that key are not made again.
    """

    code: str
    folder: Path
    entries: Mapping[Identity, Mapping[str, Entry]]
    events: Sequence[Event]
    page_config: PageConfig
    known: FileFacts
    made: str | None
    units: tuple[UnitTable, ...] = ()
    sheets: Mapping[Identity, Mapping[str, Entry]] = field(default_factory=dict)
    reports: Mapping[Identity, Mapping[str, Entry]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentResult:
    """The result of a job; `pages` is None if the existing ones are up to date.

    `parts` are the money of the main tasks of the department's latest table. `undisclosed` are
    built tables that are not to be disclosed, of which nothing else tells.
    """

    code: str
    key: str
    pages: Mapping[str, bytes] | None
    tables: tuple[TableSummary, ...]
    reports: tuple[TableSummary, ...]
    rows: CsvRows
    documents: tuple[SearchPage, ...]
    parts: tuple[Part, ...] = ()
    undisclosed: frozenset[Identity] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltTables:
    """Summaries of built tables and of reports on them, and those that are not to be disclosed."""

    tables: tuple[TableSummary, ...] = ()
    reports: tuple[TableSummary, ...] = ()
    undisclosed: frozenset[Identity] = frozenset()

    @property
    def all(self) -> tuple[TableSummary, ...]:
        """The tables, and the reports on them."""
        return (*self.tables, *self.reports)


def summarize_department(job: DepartmentJob) -> BuiltTables:
    """Return a summary of each table of a department. Raises PerfReportError."""
    built_tables = _read_tables(job)
    return BuiltTables(
        tables=tuple(summarize(built, None) for built in built_tables),
        reports=_report_summaries(built_tables, History()),
        undisclosed=_undisclosed(job, built_tables),
    )


def make_department(job: DepartmentJob) -> DepartmentResult:
    """Read a department's built tables, and make its pages. Raises PerfReportError."""
    history = History(job.events)
    built_tables = _with_first_targets(_read_tables(job), history)
    tables = _summaries(built_tables, history)
    key = _key(job)
    return DepartmentResult(
        code=job.code,
        key=key,
        pages=None if key == job.made else _make_pages(job, built_tables, tables, history),
        tables=tables,
        reports=_report_summaries(built_tables, history),
        rows=table_rows(built_tables),
        documents=_documents(built_tables) if job.page_config.has_search else (),
        parts=_latest_parts(built_tables),
        undisclosed=_undisclosed(job, built_tables),
    )


def _latest_parts(built_tables: Sequence[SiteTable]) -> tuple[Part, ...]:
    own = [built for built in built_tables if not built.project]
    return task_parts(own[-1]) if own else ()


def _undisclosed(job: DepartmentJob, built_tables: Sequence[SiteTable]) -> frozenset[Identity]:
    return frozenset(job.entries) - {built.identity for built in built_tables}


def _documents(built_tables: Sequence[SiteTable]) -> tuple[SearchPage, ...]:
    """The documents of the search index."""
    return tuple(map(prepare_document, search_documents(built_tables)))


def _read_tables(job: DepartmentJob) -> tuple[SiteTable, ...]:
    """The tables that are to be disclosed, the oldest first, a department's before its projects."""
    reports: dict[Identity, list[SiteReport]] = {}
    for identity, entries in sorted(job.reports.items()):
        report = read_site_report(job.folder, identity, entries, job.known)
        reports.setdefault(identity.table, []).append(report)
    read = (
        read_site_table(job.folder, identity, entries, job.known, reports.get(identity, ()))
        for identity, entries in sorted(job.entries.items())
    )
    return tuple(built for built in read if built is not None)


def _with_first_targets(
    built_tables: Sequence[SiteTable], history: History
) -> tuple[SiteTable, ...]:
    """The tables with what the ledger has of targets that were adjusted."""
    first = {identity: event.targets for identity, event in history.latest_events().items()}
    return tuple(replace(built, first=first.get(built.identity, {})) for built in built_tables)


def _key(job: DepartmentJob) -> str:
    """A hash of all inputs of a department's pages."""
    files = [
        (identity, name, entry.sha256, entry.size)
        for part in (job.entries, job.sheets, job.reports)
        for identity, entries in sorted(part.items())
        for name, entry in sorted(entries.items())
    ]
    events = [(event.digest, event.time.isoformat(), event.action, event.identity, event.revision)
              for event in job.events]  # fmt: skip
    return hashlib.sha256(
        repr((job.page_config.digest, job.code, files, events, job.units)).encode()
    ).hexdigest()


def _summaries(built_tables: Sequence[SiteTable], history: History) -> tuple[TableSummary, ...]:
    latest_events = history.latest_events()
    lines = [summarize(built, latest_events.get(built.identity)) for built in built_tables]
    mine = {built.identity for built in built_tables}
    gone = [
        summarize_withdrawn(event)
        for identity, event in latest_events.items()
        if identity not in mine and event.action is Action.WITHDRAW and not identity.report
    ]
    return tuple(sorted([*lines, *gone], key=lambda table: table.identity))


def _report_summaries(
    built_tables: Sequence[SiteTable], history: History
) -> tuple[TableSummary, ...]:
    latest = history.latest_events()
    return tuple(
        summarize_report(report, latest.get(report.identity))
        for built in built_tables
        for report in built.reports
    )


def _make_pages(
    job: DepartmentJob,
    built_tables: Sequence[SiteTable],
    tables: Sequence[TableSummary],
    history: History,
) -> dict[str, bytes]:
    if not tables:
        # None of what was built is to be disclosed.
        return {}
    frame = open_frame(job.page_config)
    by_identity = {built.identity: built for built in built_tables}
    counts = Counter(built.project for built in built_tables)
    events_of = history.by_table()
    reports_of: dict[Identity, dict[Identity, Sequence[Event]]] = {}
    for identity in filter(lambda each: each.report, events_of):
        reports_of.setdefault(identity.table, {})[identity] = events_of[identity]
    pages: dict[str, bytes] = {}
    for table in tables:
        events, built = events_of.get(table.identity, []), by_identity.get(table.identity)
        of_reports = reports_of.get(table.identity, {})
        if built is None:
            pages |= make_withdrawn_pages(frame, events, of_reports)
            continue
        before = by_identity.get(built.identity.previous)
        table_context = TableContext(
            earlier=_content(before, events_of),
            has_comparison=counts[built.project] > 1,
            before=before,
            report_events=of_reports,
        )
        pages |= make_table_pages(frame, built, _bodies(job, built), events, table_context)
    sheets = list(read_sheets(job.folder, job.sheets, built_tables))
    for sheet in sheets:
        pages |= make_sheet_pages(frame, sheet)
    languages = {sheet.identity.year: sheet.languages for sheet in sheets}
    return pages | make_department_pages(frame, tables, built_tables, job.units, languages)


def _content(built: SiteTable | None, events_of: Mapping[Identity, Sequence[Event]]) -> str | None:
    """The digest of a table: as it was disclosed, which an older version may have taken."""
    if built is None:
        return None
    events = events_of.get(built.identity)
    return events[-1].content if events else built.content


def _bodies(job: DepartmentJob, built: SiteTable) -> dict[Language, str]:
    """The table itself in each language that it has a web page in."""
    entries = job.entries[built.identity]
    names = {language: f"table.{language}.html" for language in LANGUAGES}
    return {
        language: table_body(
            read_built_file(job.folder, f"{built.identity}/{name}", entries[name]).decode(),
            name,
        )
        for language, name in names.items()
        if name in entries
    }


@cache
def open_frame(page_config: PageConfig) -> PageFrame:
    """Return the renderer of pages with a configuration. Raises RenderError."""
    pages = open_pages(page_config.templates)
    return PageFrame(
        pages=pages,
        assets=make_assets(pages),
        title=page_config.title,
        address=page_config.address,
        has_search=page_config.has_search,
        has_ledger=page_config.has_ledger,
        form_titles=dict(page_config.form_titles),
        imprint=page_config.imprint,
        logo=page_config.logo,
    )
