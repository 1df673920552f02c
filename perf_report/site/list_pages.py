"""Pages about all departments: front page, departments, years, data, search, not found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlsplit

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.identity import Identity
from perf_report.model.text import LANGUAGES, Text
from perf_report.site.event_text import list_announcements
from perf_report.site.history import History
from perf_report.site.json_ld import catalog_record
from perf_report.site.page_frame import PageFrame, embed_json_ld, front_steps
from perf_report.site.paging import make_list, weigh_texts
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
from perf_report.site.record_files import FileEntry
from perf_report.site.table_summary import TableSummary
from perf_report.site.year_pages import DATA_FOLDER, YEARS, make_year_pages

_Files = dict[str, bytes]

# So many departments still fit the front page of a phone; more have a list of their own alone.
_FRONT_DEPARTMENTS = 150
_LATEST = 10

DEPARTMENTS = "departments"


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartmentEntry:
    """A department in a list: its latest name, and its years."""

    path: str
    name: Text
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteData:
    """The data of these pages: all tables by department and year, and the history.

    `has_other_forms` is whether a department has a table of another form.
    """

    tables: Sequence[TableSummary]
    history: History
    data_files: Mapping[str, int]
    licence: str
    has_other_forms: bool = False

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
    years = tuple(sorted({table.year for table in tables}, reverse=True))
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
            tables = [table for table in site.tables if table.year == year]
            pages |= make_year_pages(frame, year, tables, catalogue)
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
            "tables": sum(not table.project for table in site.tables),
            "years": len(site.years),
            "projects": sum(bool(table.project) for table in site.tables),
        },
        years=_year_links(site, YEARS),
        announced=list_announcements(events, catalogue, site.chinese_only),
        departments=departments if len(departments) <= _FRONT_DEPARTMENTS else [],
        linked_data=embed_json_ld(record),
    )


def _year_links(site: SiteData, folder: str) -> list[dict[str, Any]]:
    """The years with the numbers of tables and of projects."""
    counts = Counter((table.year, bool(table.project)) for table in site.tables)
    return [
        {
            "year": year,
            "path": f"{folder}/{year}/index.html",
            "tables": counts[year, False],
            "projects": counts[year, True],
        }
        for year in site.years
    ]


def _department_pages(frame: PageFrame, site: SiteData, catalogue: Catalogue) -> _Files:
    def render(piece: Sequence[DepartmentEntry], context: dict[str, Any]) -> _Files:
        return frame.render(
            "departments.html.j2", context["part"].path, catalogue.language,
            section="departments", entries=piece,
            steps=front_steps(catalogue, catalogue.format("site", "departments")), **context,
        )  # fmt: skip

    def weigh(line: DepartmentEntry) -> int:
        return weigh_texts(line.name, base=150 + 6 * len(line.years))

    return make_list(site.departments, weigh, DEPARTMENTS, render)


# The files of the data page with what each is, in order.
_WHOLE_FILES = {
    "data/indicators.csv": "whole-indicators",
    "data/funds.csv": "whole-funds",
    "data/goals.csv": "whole-goals",
    "data/projects.csv": "whole-projects",
    "data/project-indicators.csv": "whole-project-indicators",
    "data/project-goals.csv": "whole-project-goals",
    "data/sources.csv": "whole-sources",
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
        steps=front_steps(catalogue, catalogue.format("site", "data-title")),
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
        steps=front_steps(catalogue, catalogue.format("site", "search")),
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
