"""All that the site has of one department: a pure function of a job, so that any executor runs it.

A department's pages depend on its own tables and events alone, so one changed spec costs the
pages of one department, and the lists of the whole site.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.outputs.manifest import Entry
from perf_report.outputs.process_cache import open_pages
from perf_report.site.built_table import Sheet, read_built, read_sheet
from perf_report.site.department_pages import make_department_pages
from perf_report.site.history import Action, Event, History
from perf_report.site.open_data import Rows, table_rows
from perf_report.site.page_frame import Frame, make_assets
from perf_report.site.search import SearchPage, prepare_document
from perf_report.site.search_documents import search_documents
from perf_report.site.table_pages import (
    Surroundings,
    make_table_pages,
    make_withdrawn_pages,
    table_body,
)
from perf_report.site.table_summary import TableSummary, summarize, summarize_withdrawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How pages look and where they are read; `config` is a hash of all that decides it."""

    templates: tuple[Path, ...]
    title: Text
    address: str
    has_search: bool
    has_ledger: bool
    config: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentJob:
    """A department to make: where its built files are, and what was disclosed of it.

    `made` is the key of the pages that are there already; those are not made again.
    """

    code: str
    folder: Path
    entries: Mapping[int, Mapping[str, Entry]]
    events: Sequence[Event]
    look: Look
    page_counts: Mapping[str, int]
    made: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """What came of a job; `pages` is None where those that are there are still right."""

    code: str
    key: str
    pages: Mapping[str, bytes] | None
    tables: tuple[TableSummary, ...]
    rows: Rows
    documents: tuple[SearchPage, ...]


def summarize_department(job: DepartmentJob) -> tuple[TableSummary, ...]:
    """The standing tables of a department in a line each. Raises PerfReportError."""
    return tuple(summarize(sheet, None) for sheet in _read_sheets(job))


def make_department(job: DepartmentJob) -> Department:
    """Read what was built of a department, and make its pages. Raises PerfReportError."""
    sheets = _read_sheets(job)
    history = History(job.events)
    tables = _summaries(sheets, history)
    key = _key(job)
    return Department(
        code=job.code,
        key=key,
        pages=None if key == job.made else _make_pages(job, sheets, tables, history),
        tables=tables,
        rows=table_rows(sheets),
        documents=_documents(sheets) if job.look.has_search else (),
    )


def _documents(sheets: Sequence[Sheet]) -> tuple[SearchPage, ...]:
    """What the search is to look through."""
    return tuple(map(prepare_document, search_documents(sheets)))


def _read_sheets(job: DepartmentJob) -> tuple[Sheet, ...]:
    """The standing tables, the oldest first."""
    return tuple(
        read_sheet(job.folder, (job.code, year), entries, job.page_counts)
        for year, entries in sorted(job.entries.items())
    )


def _key(job: DepartmentJob) -> str:
    """A hash of all that decides the bytes of a department's pages."""
    files = [
        (year, name, entry.sha256, entry.size)
        for year, entries in sorted(job.entries.items())
        for name, entry in sorted(entries.items())
    ]
    events = [(event.digest, event.time.isoformat(), event.action, event.year, event.revision)
              for event in job.events]  # fmt: skip
    return hashlib.sha256(repr((job.look.config, job.code, files, events)).encode()).hexdigest()


def _summaries(sheets: Sequence[Sheet], history: History) -> tuple[TableSummary, ...]:
    standing = history.standing()
    lines = [summarize(sheet, standing.get(sheet.identity)) for sheet in sheets]
    mine = {sheet.identity for sheet in sheets}
    gone = [
        summarize_withdrawn(event)
        for identity, event in standing.items()
        if identity not in mine and event.action is Action.WITHDRAW
    ]
    return tuple(sorted([*lines, *gone], key=lambda table: table.year))


def _make_pages(
    job: DepartmentJob,
    sheets: Sequence[Sheet],
    tables: Sequence[TableSummary],
    history: History,
) -> dict[str, bytes]:
    frame = open_frame(job.look)
    by_year = {sheet.year: sheet for sheet in sheets}
    pages: dict[str, bytes] = {}
    for table in tables:
        events, sheet = history.of(table.identity), by_year.get(table.year)
        if sheet is None:
            pages |= make_withdrawn_pages(frame, events)
            continue
        around = Surroundings(earlier=by_year.get(sheet.year - 1), has_comparison=len(sheets) > 1)
        pages |= make_table_pages(frame, sheet, _bodies(job, sheet), events, around)
    return pages | make_department_pages(frame, tables, sheets)


def _bodies(job: DepartmentJob, sheet: Sheet) -> dict[Language, str]:
    """The table itself in each language that it has a web page in."""
    entries = job.entries[sheet.year]
    names = {language: f"table.{language}.html" for language in LANGUAGES}
    return {
        language: table_body(
            read_built(job.folder, f"{job.code}/{sheet.year}/{name}", entries[name]).decode(), name
        )
        for language, name in names.items()
        if name in entries
    }


@cache
def open_frame(look: Look) -> Frame:
    """The frame of pages that look so. Raises RenderError."""
    pages = open_pages(look.templates)
    return Frame(
        pages=pages,
        assets=make_assets(pages),
        title=look.title,
        address=look.address,
        has_search=look.has_search,
        has_ledger=look.has_ledger,
    )
