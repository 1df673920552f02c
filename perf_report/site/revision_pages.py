"""Pages of revisions that were corrected or adjusted, and what pages of a table begin with."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.identity import Identity
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.site.built_table import SiteTable
from perf_report.site.corrections import told_event
from perf_report.site.history import Action, Event, record_folder
from perf_report.site.page_frame import PageFrame, department_steps
from perf_report.site.paths import revision_page, table_page
from perf_report.site.record_files import list_all_files
from perf_report.site.reports_view import report_title


def event_heading(event: Event, catalogue: Catalogue) -> dict[str, Any]:
    """Return what a page about an event begins with."""
    return page_heading(event.identity, event.name or Text(), event.project_name, catalogue)


def page_heading(
    identity: Identity, name: Text, project: Text | None, catalogue: Catalogue
) -> dict[str, Any]:
    """Return what all pages about a table begin with; `project` is the name of a project."""
    return {
        "section": "departments",
        "name": name,
        "project": project,
        "year": identity.year,
        "steps": department_steps(name, identity.code, catalogue),
    }


def make_revision_pages(
    frame: PageFrame, built: SiteTable, events: Sequence[Event]
) -> dict[str, bytes]:
    """Return the pages of earlier revisions of a table, or of a report on it."""
    pages: dict[str, bytes] = {}
    for event, successor in _corrected(events):
        for language in LANGUAGES:
            catalogue = load_catalogue(language)
            title = (
                report_title(event.report, catalogue)
                if event.report
                else frame.form_title(built.form, event.project, catalogue)
            )
            pages |= _revision_page(frame, event, successor, language, title)
    return pages


def _corrected(events: Sequence[Event]) -> Iterator[tuple[Event, Event]]:
    """Each revision that was corrected or adjusted, with the event that did so.

    The files of what was withdrawn are gone.
    """
    gone = max((at for at, each in enumerate(events) if each.action is Action.WITHDRAW), default=-1)
    for event, successor in pairwise(events[gone + 1 :]):
        if successor.replaces:
            yield event, successor


def _revision_page(
    frame: PageFrame, event: Event, successor: Event, language: Language, title: str
) -> dict[str, bytes]:
    catalogue = load_catalogue(language)
    folder = record_folder(event.identity, event.revision)
    return frame.render(
        "revision.html.j2",
        revision_page(event.identity, event.revision),
        language,
        is_unlisted=True,
        title=title,
        **event_heading(event, catalogue),
        revision=event.revision,
        disclosed=event.time.date().isoformat(),
        correction=told_event(successor),
        current=table_page(event.identity),
        files=list_all_files(folder, event.files, catalogue, event.report),
    )
