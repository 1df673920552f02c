"""Pages of one table: the current one, corrected revisions, the notice of withdrawal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from perf_report.errors import RenderError
from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.identity import Identity
from perf_report.model.text import LANGUAGES, Language
from perf_report.site.built_table import SiteTable
from perf_report.site.change_counts import CHANGES_PAGE
from perf_report.site.corrections import told_correction
from perf_report.site.event_text import list_announcements
from perf_report.site.history import Event, record_folder
from perf_report.site.json_ld import table_record
from perf_report.site.page_frame import PageFrame, embed_json_ld
from perf_report.site.page_styles import collect_styles
from perf_report.site.paths import comparison_page, table_page
from perf_report.site.record_files import CHANGES_FILES, list_files, table_labels
from perf_report.site.reports_view import list_reports
from perf_report.site.results_view import view_results
from perf_report.site.revision_pages import (
    event_heading,
    make_revision_pages,
    page_heading,
)
from perf_report.site.shares import share_out, task_parts
from perf_report.site.sums import name_currency
from perf_report.site.table_summary import disclosed_changes

_MAIN = re.compile(r"<main\b[^>]*>")
# The site's page has a title, and what the foot says, in its own place.
_HEADER = re.compile(r"\s*<header\b")
_END, _HEADER_END, _FOOTER, _FOOTER_END = "</main>", "</header>", "<footer", "</footer>"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableContext:
    """The content of the table of the year before, and whether there are years to compare.

    `before` is that table, and `report_events` are what was done with reports on this one, by
    report.
    `earlier` is the digest that the ledger has of it, or else that of the built table.
    """

    earlier: str | None
    has_comparison: bool
    before: SiteTable | None = None
    report_events: Mapping[Identity, Sequence[Event]] = field(default_factory=dict)


def table_body(page: str, name: str) -> str:
    """Return the table out of its web page. Raises RenderError if the page has no `<main>`."""
    start, end = _MAIN.search(page), page.rfind(_END)
    if start is None or end < start.end():
        raise RenderError("site-main", name=name)
    body = page[start.end() : end]
    if _HEADER.match(body):
        body = body.partition(_HEADER_END)[2]
    if body.rstrip().endswith(_FOOTER_END):
        body = body.rpartition(_FOOTER)[0]
    return body.strip()


def make_table_pages(
    frame: PageFrame,
    built: SiteTable,
    bodies: Mapping[Language, str],
    events: Sequence[Event],
    table_context: TableContext,
) -> dict[str, bytes]:
    """Return the page of a table in its languages, and those of its earlier revisions."""
    pages: dict[str, bytes] = {}
    for language, body in bodies.items():
        catalogue = load_catalogue(language)
        context = _table_context(frame, built, events, table_context, catalogue)
        pages |= frame.render(
            "table.html.j2",
            table_page(built.identity),
            language,
            languages=list(bodies),
            **collect_styles(body).variables,
            **context,
        )
    told_of = table_context.report_events
    standing = (told_of.get(each.identity, ()) for each in built.reports)
    for told in (events, *standing):
        pages |= make_revision_pages(frame, built, told)
    return pages


def make_withdrawn_pages(
    frame: PageFrame, events: Sequence[Event], report_events: Mapping[Identity, Sequence[Event]]
) -> dict[str, bytes]:
    """Return the notice of withdrawal in both languages."""
    last = events[-1]
    pages: dict[str, bytes] = {}
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        history = list_announcements(chain(events, *report_events.values()), catalogue)
        pages |= frame.render(
            "withdrawn.html.j2",
            table_page(last.identity),
            language,
            title=frame.form_title("", last.project, catalogue),
            **event_heading(last, catalogue),
            withdrawn=list_announcements([last], catalogue)[0],
            history=history,
        )
    return pages


def _table_context(
    frame: PageFrame,
    built: SiteTable,
    events: Sequence[Event],
    table_context: TableContext,
    catalogue: Catalogue,
) -> dict[str, Any]:
    last = events[-1] if events else None
    folder = record_folder(built.identity, built.revision)
    recorded = last.files if last else built.files
    files = list_files(folder, recorded, table_labels(recorded), catalogue)
    changes = list_files(folder, recorded, CHANGES_FILES, catalogue)
    title = frame.form_title(built.form, built.project, catalogue)
    compared = comparison_page(built.department, built.project)
    alone = () if "en" in built.languages else {built.identity}
    return {
        **page_heading(built.identity, built.name, built.project_name, catalogue),
        "title": title,
        "description": _description(built, title, catalogue),
        "revision": built.revision,
        "disclosed": last.time.date().isoformat() if last else None,
        "correction": told_correction(events),
        "results": view_results(built, table_context.before, catalogue),
        "reports": list_reports(built, table_context.report_events, catalogue),
        "adjusted": [] if built.evaluation else list(_adjusted(built)),
        "files": files,
        "changes": changes,
        "counts": disclosed_changes(built, recorded),
        "report": f"{folder}/{CHANGES_PAGE}",
        "shares": share_out(task_parts(built)),
        "unit": name_currency(built.currency_unit, catalogue),
        "earlier": _earlier(built, last, table_context.earlier),
        "comparison": compared if table_context.has_comparison else None,
        "history": list_announcements(
            chain(events, *table_context.report_events.values()), catalogue, alone
        ),
        "linked_data": embed_json_ld(table_record(built, title, files, catalogue, frame.address)),
    }


def _description(built: SiteTable, title: str, catalogue: Catalogue) -> str:
    if built.form or built.project:
        return catalogue.format("site", "table-description", subject=built.subject, title=title,
                                year=built.year, indicators=len(built.indicators))  # fmt: skip
    return catalogue.format(
        "form",
        "about",
        form=title,
        owner=built.name,
        year=built.year,
        tasks=len(built.tasks),
        goals=len(built.goals),
        indicators=len(built.indicators),
    )


def _earlier(built: SiteTable, last: Event | None, earlier: str | None) -> dict[str, Any]:
    """The year of which the changes are told, and whether it says something else by now."""
    told = last.earlier if last else None
    return {
        "year": built.year - 1,
        "is_corrected": told is not None and earlier is not None and earlier != told,
    }


def _adjusted(built: SiteTable) -> Iterator[dict[str, Any]]:
    """The targets that were adjusted, each as first disclosed and as it is."""
    for indicator in built.indicators:
        before = built.first_target(indicator)
        if before is not None:
            yield {"name": indicator.name, "first": before, "now": indicator.target}
