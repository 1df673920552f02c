"""Ledger entries as text for pages and the feed."""

from collections.abc import Iterable
from dataclasses import dataclass

from perf_report.messages import Catalogue
from perf_report.model.text import Text
from perf_report.site.history import Action, Event
from perf_report.site.paths import table_page
from perf_report.site.reports_view import report_title

_LABELS = {
    Action.DISCLOSE: "action-disclose",
    Action.CORRECT: "action-correct",
    Action.ADJUST: "action-adjust",
    Action.WITHDRAW: "action-withdraw",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """A disclosure, correction, adjustment or withdrawal, ready to print; times in ISO 8601.

    `name` is the department's name, `project` that of the project, if it is about one.
    """

    time: str
    day: str
    action: str
    label: str
    name: Text
    year: int
    path: str
    project: Text | None
    note: Text | None
    is_localized: bool = True


def list_announcements(
    events: Iterable[Event], catalogue: Catalogue, chinese_only: Iterable[object] = ()
) -> list[Announcement]:
    """Return events as text, the latest first; `chinese_only` are tables without English page."""
    alone = set(chinese_only)
    return [
        Announcement(
            time=event.time.isoformat(),
            day=event.time.date().isoformat(),
            action=event.action,
            label=_label(event, catalogue),
            name=event.name or Text(zh=event.department),
            year=event.year,
            path=table_page(event.identity),
            project=event.project_name,
            note=event.note,
            is_localized=catalogue.language == "zh" or event.identity.table not in alone,
        )
        for event in sorted(events, key=lambda event: event.number, reverse=True)
    ]


def _label(event: Event, catalogue: Catalogue) -> str:
    """What was done, and with which report, if it is about one."""
    action = catalogue.format("site", _LABELS[event.action])
    if not event.report:
        return action
    title = report_title(event.report, catalogue)
    return catalogue.format("site", "action-of-report", action=action, report=title)
