"""The report of a file that has errors, without the values that could not be read."""

from dataclasses import dataclass
from typing import Any, cast

from perf_report import resources
from perf_report.model.report import Report
from perf_report.model.route import Route
from perf_report.parse.broken_parts import broken_places
from perf_report.parse.data_files import compiled_schema
from perf_report.parse.document import Document
from perf_report.parse.nodes import Mapping
from perf_report.parse.partial_plan import routes_of_problems
from perf_report.parse.reports import build_report

# Without these nobody knows what the report is.
_NEEDED = ("report", "of")


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialReport:
    """A report without the values at the routes that could not be read."""

    report: Report
    unread: tuple[Route, ...]


def build_partial_report(document: Document) -> PartialReport | None:
    """Return the report without what breaks the schema; None if it is not known what it is on."""
    if not isinstance(document.root, Mapping):
        return None
    data = cast("dict[str, Any]", document.root.value())
    unread = [*routes_of_problems(document)]
    # What is left of a row that lost its only value, or a value that it needs, is broken in turn.
    while broken := [route for route in _broken_routes(data) if _remove(data, route)]:
        unread += broken
    if not all(key in data for key in _NEEDED):
        return None
    return PartialReport(report=build_report(data), unread=tuple(unread))


def _broken_routes(data: dict[str, Any]) -> list[Route]:
    validator = compiled_schema(resources.report_schema_path())
    return [
        (*route, key) if keyword.endswith("additionalProperties") else route
        for route, keyword, key in broken_places(validator, data)
    ]


def _remove(data: Any, route: Route) -> bool:
    """Remove what is at a route, a list as a whole; return whether there was anything."""
    for depth, step in enumerate(route, start=1):
        if step not in data:
            return False
        if depth == len(route) or not isinstance(data[step], dict):
            del data[step]
            return True
        data = data[step]
    return False
