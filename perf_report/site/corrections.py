"""What pages tell of a correction or an adjustment."""

from collections.abc import Sequence
from typing import Any

from perf_report.model.text import Text
from perf_report.site.history import Event, record_folder
from perf_report.site.paths import revision_page


def told_correction(events: Sequence[Event]) -> dict[str, Any] | None:
    """Return what the last event corrected or adjusted, where it did."""
    if not events or not events[-1].replaces:
        return None
    last = events[-1]
    before = next(event for event in reversed(events[:-1]) if event.revision < last.revision)
    folder = record_folder(last.identity, last.revision)
    report = "correction.html"
    return {
        **told_event(last),
        "before": before.revision,
        "path": revision_page(last.identity, before.revision),
        "is_localized": True,
        "report": f"{folder}/{report}" if report in last.files else None,
    }


def told_event(event: Event) -> dict[str, Any]:
    """Return what a page tells of a correction or an adjustment."""
    return {
        "day": event.time.date().isoformat(),
        "action": event.action.value,
        "note": event.note or Text(),
        "approved": event.approved,
        "changes": event.changes,
    }
