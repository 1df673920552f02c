"""Pages about all departments: front page, departments, years, data, search, not found."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, TypeVar
from urllib.parse import urlsplit

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.identity import Identity
from perf_report.model.text import LANGUAGES, Text
from perf_report.site.department_pages import table_row
from perf_report.site.event_text import list_announcements
from perf_report.site.history import History, record_folder
from perf_report.site.json_ld import catalog_record
from perf_report.site.page_frame import PageFrame, embed_json_ld
from perf_report.site.paging import list_parts, split
from perf_report.site.paths import (
    DATA,
    FRONT,
    LEDGER,
    NOT_FOUND,
    PACKAGE,
    SEARCH,
    SUMS,
    department_page,
    localized,
)
from perf_report.site.record_files import FileEntry, list_all_files
from perf_report.site.table_summary import TableSummary

_T = TypeVar("_T")
_Files = dict[str, bytes]

# So many departments still fit the front page of a phone; more have a list of their own alone.
_FRONT_DEPARTMENTS = 150
_LATEST = 10

DEPARTMENTS, YEARS, DATA_FOLDER = "departments", "years", "data"


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentEntry:
    """A department in a list: its latest name, and its years."""

    path: str
    name: Text
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFiles:
    """The data files of a table."""

    name: Text
    files: tuple[FileEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteData:
    """The data of these pages: all tables by department and year, and the history."""

    tables: Sequence[TableSummary]
    history: History
    data_files: Mapping[str, int]
    licence: str

    @property
    def years(self) -> list[int]:
        """All years, the latest first."""
        return sorted({table.year for table in self.tables}, reverse=True)

    @property
    def departments(self) -> list[DepartmentEntry]:
        """All departments, by code."""
        groups = groupby(self.tables, key=lambda table: table.department)
        return [_department_entry(code, list(tables)) for code, tables in groups]

    @property
    def chinese_only(self) -> set[Identity]:
        """The tables without an English page."""
        return {table.identity for table in self.tables if not table.is_in("en")}


def _department_entry(code: str, tables: Sequence[TableSummary]) -> DepartmentEntry:
    years = tuple(sorted((table.year for table in tables), reverse=True))
    return DepartmentEntry(path=department_page(code), name=tables[-1].name, years=years)


def make_list_pages(frame: PageFrame, site: SiteData) -> _Files:
    """Return all of these pages in both languages."""
    pages: _Files = {}
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        pages |= _front_page(frame, site, catalogue)
        pages |= _department_pages(frame, site, catalogue)
        pages |= _data_page(frame, site, catalogue)
        for year in site.years:
            pages |= _year_pages(frame, site, year, catalogue)
            pages |= _files_pages(frame, site, year, catalogue)
        if frame.has_search:
            pages |= _search_page(frame, catalogue)
    return pages | _not_found_page(frame)


def _front_page(frame: PageFrame, site: SiteData, catalogue: Catalogue) -> _Files:
    departments = site.departments
    events = sorted(site.history.announced(), key=lambda event: event.number)[-_LATEST:]
    files = _data_files(site, catalogue)
    record = catalog_record(
        frame.title, files, catalogue, localized(FRONT, catalogue.language),
        (frame.address, site.licence),
    )  # fmt: skip
    return frame.render(
        "front.html.j2",
        FRONT,
        catalogue.language,
        is_front=True,
        counts={
            "departments": len(departments),
            "tables": len(site.tables),
            "years": len(site.years),
        },
        years=_year_links(site, YEARS),
        announced=list_announcements(events, catalogue, site.chinese_only),
        departments=departments if len(departments) <= _FRONT_DEPARTMENTS else [],
        linked_data=embed_json_ld(record),
    )


def _year_links(site: SiteData, folder: str) -> list[dict[str, Any]]:
    return [
        {
            "year": year,
            "path": f"{folder}/{year}/index.html",
            "tables": sum(table.year == year for table in site.tables),
        }
        for year in site.years
    ]


def _steps(catalogue: Catalogue, *names: str) -> list[dict[str, str | None]]:
    """The breadcrumbs of a page."""
    first: dict[str, str | None] = {"name": catalogue.format("site", "front"), "path": FRONT}
    return [first, *({"name": name, "path": None} for name in names)]


def _listed(
    entries: Sequence[_T],
    weigh: Callable[[_T], int],
    folder: str,
    render: Callable[[Sequence[_T], dict[str, Any]], _Files],
) -> _Files:
    """A list in as many parts as it needs; `render` makes the page of a part."""
    pieces = list(split(entries, weigh))
    parts = list_parts(folder, pieces)
    pages: _Files = {}
    for part, piece in zip(parts, pieces, strict=True):
        marked = [replace(each, is_here=each == part) for each in parts]
        pages |= render(piece, {"part": part, "parts": marked})
    return pages


def _weight(*texts: Text, base: int) -> int:
    """About how many bytes an entry takes on a page."""
    return base + sum(3 * len(text.zh or "") + len(text.en or "") for text in texts)


def _department_pages(frame: PageFrame, site: SiteData, catalogue: Catalogue) -> _Files:
    def render(piece: Sequence[DepartmentEntry], context: dict[str, Any]) -> _Files:
        return frame.render(
            "departments.html.j2", context["part"].path, catalogue.language,
            section="departments", entries=piece,
            steps=_steps(catalogue, catalogue.format("site", "departments")), **context,
        )  # fmt: skip

    def weigh(line: DepartmentEntry) -> int:
        return _weight(line.name, base=150 + 6 * len(line.years))

    return _listed(site.departments, weigh, DEPARTMENTS, render)


def _year_pages(frame: PageFrame, site: SiteData, year: int, catalogue: Catalogue) -> _Files:
    tables = [table for table in site.tables if table.year == year]

    def render(piece: Sequence[TableSummary], context: dict[str, Any]) -> _Files:
        return frame.render(
            "year.html.j2", context["part"].path, catalogue.language,
            section="departments", year=year, count=len(tables),
            entries=[table_row(table, catalogue) for table in piece],
            steps=_steps(catalogue, catalogue.format("site", "year-title", year=year)), **context,
        )  # fmt: skip

    def weigh(table: TableSummary) -> int:
        return _weight(table.name, base=350)

    return _listed(tables, weigh, f"{YEARS}/{year}", render)


def _files_pages(frame: PageFrame, site: SiteData, year: int, catalogue: Catalogue) -> _Files:
    tables = [table for table in site.tables if table.year == year and table.files]

    def render(piece: Sequence[TableSummary], context: dict[str, Any]) -> _Files:
        return frame.render(
            "files.html.j2", context["part"].path, catalogue.language,
            section="data", year=year,
            entries=[_files_of(table, catalogue) for table in piece],
            steps=_steps(catalogue, catalogue.format("site", "files-of-year", year=year)),
            **context,
        )  # fmt: skip

    def weigh(table: TableSummary) -> int:
        return _weight(table.name, base=120 + 160 * len(table.files))

    return _listed(tables, weigh, f"{DATA_FOLDER}/{year}", render)


def _files_of(table: TableSummary, catalogue: Catalogue) -> TableFiles:
    folder = record_folder(table.identity, table.revision)
    return TableFiles(name=table.name, files=tuple(list_all_files(folder, table.files, catalogue)))


# The files of the data page with what each is, in order.
_WHOLE_FILES = {
    "data/indicators.csv": "whole-indicators",
    "data/funds.csv": "whole-funds",
    "data/goals.csv": "whole-goals",
    PACKAGE: "whole-package",
    LEDGER: "whole-ledger",
    SUMS: "whole-sums",
}
_KINDS = {LEDGER: "JSON Lines", SUMS: "SHA-256"}


def _data_files(site: SiteData, catalogue: Catalogue) -> list[FileEntry]:
    """The data files with sizes: the inventory and the ledger are made after the pages."""
    return [
        FileEntry(
            path=path,
            name=path,
            label=catalogue.format("site", _WHOLE_FILES[path]),
            kind=path.rpartition(".")[2].upper(),
            lang="",
            size=size,
            pages=None,
        )
        for path, size in site.data_files.items()
    ]


def _sealing_files(frame: PageFrame, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for path, kind in _KINDS.items():
        if path == LEDGER and not frame.has_ledger:
            continue
        label = catalogue.format("site", _WHOLE_FILES[path])
        yield {"path": path, "label": label, "kind": kind, "size": None}


def _data_page(frame: PageFrame, site: SiteData, catalogue: Catalogue) -> _Files:
    files = _data_files(site, catalogue)
    record = catalog_record(
        frame.title, files, catalogue, localized(DATA, catalogue.language),
        (frame.address, site.licence),
    )  # fmt: skip
    return frame.render(
        "data.html.j2",
        DATA,
        catalogue.language,
        section="data",
        steps=_steps(catalogue, catalogue.format("site", "data-title")),
        files=[*files, *_sealing_files(frame, catalogue)],
        years=_year_links(site, DATA_FOLDER),
        linked_data=embed_json_ld(record),
    )


def _search_page(frame: PageFrame, catalogue: Catalogue) -> _Files:
    return frame.render(
        "search.html.j2",
        SEARCH,
        catalogue.language,
        section="search",
        steps=_steps(catalogue, catalogue.format("site", "search")),
    )


def _not_found_page(frame: PageFrame) -> _Files:
    """One page for both languages, whose links begin at the root of the server."""
    root = urlsplit(frame.address).path.rstrip("/") + "/"
    english = load_catalogue("en")
    return frame.render(
        "not-found.html.j2",
        NOT_FOUND,
        "zh",
        languages=["zh"],
        is_unlisted=True,
        start=root,
        english=english.format("site", "not-found-help"),
        english_front=english.format("site", "to-front"),
    )
