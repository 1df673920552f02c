"""The pages of one table: as it stands, its revisions that were corrected, its withdrawal."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from perf_report.errors import RenderError
from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.site.built_table import Sheet
from perf_report.site.event_text import announce
from perf_report.site.history import Action, Event, record_folder
from perf_report.site.json_ld import table_record
from perf_report.site.page_frame import Frame, linked_data
from perf_report.site.paths import (
    FRONT,
    comparison_page,
    department_page,
    revision_page,
    table_page,
)
from perf_report.site.record_files import CHANGES_FILES, TABLE_FILES, every_file, list_files

_MAIN = re.compile(r"<main\b[^>]*>")
# The site's page has a title, and what the foot says, in its own place.
_HEADER = re.compile(r"\s*<header\b")
_END, _HEADER_END, _FOOTER, _FOOTER_END = "</main>", "</header>", "<footer", "</footer>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What lies around a table: the year before, and whether there are years to compare."""

    earlier: Sheet | None
    has_comparison: bool


def table_body(page: str, name: str) -> str:
    """The table itself out of its own web page. Raises RenderError where a template has no main."""
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
    frame: Frame,
    sheet: Sheet,
    bodies: Mapping[Language, str],
    events: Sequence[Event],
    around: Surroundings,
) -> dict[str, bytes]:
    """The page of a standing table in its languages, and those of its earlier revisions."""
    pages: dict[str, bytes] = {}
    for language, body in bodies.items():
        catalogue = load_catalogue(language)
        context = _table_context(frame, sheet, events, around, catalogue)
        pages |= frame.render(
            "table.html.j2",
            table_page(*sheet.identity),
            language,
            languages=list(bodies),
            table=body,
            **context,
        )
    return pages | _revision_pages(frame, events)


def make_withdrawn_pages(frame: Frame, events: Sequence[Event]) -> dict[str, bytes]:
    """The notice that stands where a table was, in both languages."""
    last = events[-1]
    pages: dict[str, bytes] = {}
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        history = announce(events, catalogue)
        pages |= frame.render(
            "withdrawn.html.j2",
            table_page(*last.identity),
            language,
            **_heading(last.department, last.year, last.name or Text(), catalogue),
            withdrawn=history[0],
            history=history,
        )
    return pages


def _heading(code: str, year: int, name: Text, catalogue: Catalogue) -> dict[str, Any]:
    """What all pages about a table begin with."""
    words = name.get(catalogue.language) or name.zh or code
    return {
        "section": "departments",
        "name": name,
        "year": year,
        "steps": [
            {"name": catalogue.format("site", "front"), "path": FRONT},
            {"name": words, "path": department_page(code)},
            {"name": catalogue.format("site", "of-year", year=year), "path": None},
        ],
    }


def _table_context(
    frame: Frame,
    sheet: Sheet,
    events: Sequence[Event],
    around: Surroundings,
    catalogue: Catalogue,
) -> dict[str, Any]:
    last = events[-1] if events else None
    folder = record_folder(sheet.identity, sheet.revision)
    recorded = last.files if last else sheet.files
    files = list_files(folder, recorded, TABLE_FILES, catalogue)
    changes = list_files(folder, recorded, CHANGES_FILES, catalogue)
    alone = () if "en" in sheet.languages else {sheet.identity}
    return {
        **_heading(sheet.department, sheet.year, sheet.name, catalogue),
        "department_path": department_page(sheet.department),
        "description": _description(sheet, catalogue),
        "revision": sheet.revision,
        "disclosed": last.time.date().isoformat() if last else None,
        "correction": _correction(events),
        "files": files,
        "changes": changes,
        "earlier": _earlier(sheet, last, around.earlier),
        "comparison": comparison_page(sheet.department) if around.has_comparison else None,
        "history": announce(events, catalogue, alone),
        "linked_data": linked_data(table_record(sheet, files, catalogue, frame.address)),
    }


def _description(sheet: Sheet, catalogue: Catalogue) -> str:
    return catalogue.format(
        "form",
        "description",
        department=sheet.name,
        year=sheet.year,
        tasks=len(sheet.tasks),
        goals=len(sheet.goals),
        indicators=len(sheet.indicators),
    )


def _earlier(sheet: Sheet, last: Event | None, earlier: Sheet | None) -> dict[str, Any]:
    """The year of which the changes are told, and whether it says something else by now."""
    told = last.earlier if last else None
    return {
        "year": sheet.year - 1,
        "is_corrected": told is not None and earlier is not None and earlier.content != told,
    }


def _correction(events: Sequence[Event]) -> dict[str, Any] | None:
    """What the last event corrected, where it did."""
    if not events or events[-1].action is not Action.CORRECT:
        return None
    last = events[-1]
    before = next(event for event in reversed(events[:-1]) if event.revision < last.revision)
    folder = record_folder(last.identity, last.revision)
    report = "correction.html"
    return {
        **_told(last),
        "before": before.revision,
        "path": revision_page(last.department, last.year, before.revision),
        "is_localized": True,
        "report": f"{folder}/{report}" if report in last.files else None,
    }


def _told(event: Event) -> dict[str, Any]:
    return {
        "day": event.time.date().isoformat(),
        "note": event.note or Text(),
        "changes": event.changes,
    }


def _revision_pages(frame: Frame, events: Sequence[Event]) -> dict[str, bytes]:
    pages: dict[str, bytes] = {}
    for event, successor in _corrected(events):
        for language in LANGUAGES:
            pages |= _revision_page(frame, event, successor, language)
    return pages


def _corrected(events: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Each revision that was corrected, with the event that did so."""
    disclosed = [event for event in events if event.action is not Action.WITHDRAW]
    for event, successor in pairwise(disclosed):
        if successor.action is Action.CORRECT:
            yield event, successor


def _revision_page(
    frame: Frame, event: Event, successor: Event, language: Language
) -> dict[str, bytes]:
    catalogue = load_catalogue(language)
    folder = record_folder(event.identity, event.revision)
    return frame.render(
        "revision.html.j2",
        revision_page(event.department, event.year, event.revision),
        language,
        is_unlisted=True,
        **_heading(event.department, event.year, event.name or Text(), catalogue),
        revision=event.revision,
        disclosed=event.time.date().isoformat(),
        correction=_told(successor),
        current=table_page(*event.identity),
        files=every_file(folder, event.files, catalogue),
    )
