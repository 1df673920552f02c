"""Pages about all departments: front page, departments, years, data, search, not found."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.text import LANGUAGES
from perf_report.site.front_page import make_front_page
from perf_report.site.json_ld import catalog_record
from perf_report.site.page_frame import PageFrame, embed_json_ld, front_steps
from perf_report.site.paging import make_list, weigh_texts
from perf_report.site.paths import DATA, LEDGER, NOT_FOUND, SEARCH, SUMS, localized
from perf_report.site.site_data import (
    WHOLE_FILES,
    DepartmentEntry,
    SiteData,
    list_data_files,
    year_links,
)
from perf_report.site.year_pages import DATA_FOLDER, make_year_pages

_Files = dict[str, bytes]

DEPARTMENTS = "departments"


def make_list_pages(frame: PageFrame, site: SiteData) -> _Files:
    """Return all of these pages in both languages."""
    pages: _Files = {}
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        pages |= make_front_page(frame, site, catalogue)
        pages |= _department_pages(frame, site, catalogue)
        pages |= _data_page(frame, site, catalogue)
        for year in site.years:
            tables = [table for table in site.tables if table.year == year]
            reports = [report for report in site.reports if report.year == year]
            pages |= make_year_pages(frame, year, tables, reports, catalogue)
        if frame.has_search:
            pages |= _search_page(frame, site, catalogue)
    return pages | _not_found_page(frame)


def _department_pages(frame: PageFrame, site: SiteData, catalogue: Catalogue) -> _Files:
    def render(piece: Sequence[DepartmentEntry], context: dict[str, Any]) -> _Files:
        return frame.render(
            "departments.html.j2", context["part"].path, catalogue.language,
            section="departments", entries=piece,
            steps=front_steps(catalogue), **context,
        )  # fmt: skip

    def weigh(line: DepartmentEntry) -> int:
        return weigh_texts(line.name, base=150 + 6 * len(line.years))

    return make_list(site.departments, weigh, DEPARTMENTS, render)


# What is made after the pages, and has no size yet.
_KINDS = {LEDGER: "JSON Lines", SUMS: "SHA-256"}


def _sealing_files(frame: PageFrame, catalogue: Catalogue) -> Iterator[dict[str, Any]]:
    for path, kind in _KINDS.items():
        if path == LEDGER and not frame.has_ledger:
            continue
        label = catalogue.format("site", WHOLE_FILES[path])
        yield {"path": path, "label": label, "kind": kind, "size": None}


def _data_page(frame: PageFrame, site: SiteData, catalogue: Catalogue) -> _Files:
    files = list_data_files(site, catalogue)
    record = catalog_record(
        frame.title, files, catalogue, localized(DATA, catalogue.language),
        (frame.address, site.licence),
    )  # fmt: skip
    return frame.render(
        "data.html.j2",
        DATA,
        catalogue.language,
        section="data",
        steps=front_steps(catalogue),
        files=[*files, *_sealing_files(frame, catalogue)],
        years=year_links(site, DATA_FOLDER),
        linked_data=embed_json_ld(record),
    )


def _search_page(frame: PageFrame, site: SiteData, catalogue: Catalogue) -> _Files:
    return frame.render(
        "search.html.j2",
        SEARCH,
        catalogue.language,
        section="search",
        examples=site.examples(catalogue.language),
        steps=front_steps(catalogue),
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
