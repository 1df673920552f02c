"""The findings of a draft as its page shows them: each at its cell."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from perf_report.app.workbench.page_labels import with_labels
from perf_report.app.workbench.page_words import describe_on_page
from perf_report.app.workbench.readers import Read
from perf_report.app.workbench.routes import HEAD, join_route, row_of
from perf_report.messages import Catalogue
from perf_report.model.finding import Finding, LocatedFinding
from perf_report.model.route import Route
from perf_report.rules.review_mark import RULE

# The languages of a text, and the last day of a target, have no cells of their own.
_PARTS = frozenset({"zh", "en", "by"})
# What a finding about a row of a report asks for, by its message.
_ASKED = {
    "report-unanswered": "actual",
    "report-unanswered-monitoring": "so_far",
    "report-likelihood": "reason",
    "report-monitoring": "reason",
    "report-likelihood-causes": "causes",
    "report-likelihood-missing": "likelihood",
    "score-reason": "reason",
    "score-over-completion": "reason",
    "score-tier": "tier",
    "score-tier-score": "score",
    "score-execution": "executed",
    "score-execution-budget": "initial",
    "score-reason-adjusted": "reason",
    "score-reason-execution": "reason",
}
# A finding about a whole report is about a part of it.
_PARTS_ASKED: Mapping[str, Route] = {
    "score-execution-none": ("funds",),
    "score-none": ("scoring",),
    "report-unprinted": ("form",),
}
# What a report says as a whole without a cell of its page.
_BESIDE_REPORT = frozenset({("weights",), ("revision",), ("revision_note",)})
_ROW = len(("indicators", "id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class CellPlace:
    """The anchor of the cell of a value, whose route the page knows.

    `details` is the row that says what it is about, or the head, where no cell of the form does.
    """

    anchor: str = ""
    details: str = ""
    route: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFinding:
    """A finding with its cell, and what mends it where that is certain.

    `place` is what its cell is called.
    """

    severity: str
    message: str
    help: str
    line: int
    cell: CellPlace
    place: str = ""
    fix: str | None = None
    is_mark: bool = False


def placed_findings(
    findings: Iterable[LocatedFinding], routes: Collection[Route]
) -> tuple[tuple[LocatedFinding, Route], ...]:
    """Return findings, each with the route of its cell; `routes` are those of the cells."""
    known = {route[:end] for route in routes for end in range(1, len(route) + 1)}
    return tuple((each, _place(each.finding, known)) for each in findings)


def _place(finding: Finding, known: Collection[Route]) -> Route:
    """Where a finding is about something that is missing, that is the place for it."""
    if finding.rule == "missing-key":
        return (*finding.route, str(finding.arguments["key"]))
    if finding.message_id in _PARTS_ASKED:
        return _PARTS_ASKED[finding.message_id]
    if finding.message_id == "report-budget-none":
        row: Route = ("funds", str(finding.arguments["row"]), "initial")
        return row if row in known else finding.route
    asked = _asked_route(finding)
    return asked if asked in known else finding.route


def _asked_route(finding: Finding) -> Route:
    """Where in its row a finding asks for something; the row and an empty key if it does not."""
    return (*finding.route[:_ROW], _ASKED.get(finding.message_id, ""))


def severities(placed: Iterable[tuple[LocatedFinding, Route]]) -> dict[Route, str]:
    """Return the worst severity of the findings at each route."""
    found: dict[Route, str] = {}
    for each, route in placed:
        if route and found.get(route) != "error":
            found[route] = each.finding.severity.value
    # A finding about a language of a text is about its cell.
    above = {route[:-1]: each for route, each in found.items() if route[-1] in _PARTS}
    return {**above, **found}


def page_finding(
    located: LocatedFinding,
    place: Route,
    say: Catalogue,
    anchors: Mapping[str, str],
    names: Mapping[str, str] | None = None,
    read: Read | None = None,
) -> PageFinding:
    """Return a finding with the anchor of its cell, or else with the row that says what it does.

    `names` are what the cells are called, by their anchors.
    """
    finding = located.finding
    described = describe_on_page(say, with_labels(finding, read, say) if read else finding)
    is_report = read is not None and read.is_report
    cell = cell_place(finding.route, anchors, place, is_report=is_report)
    name = (names or {}).get(cell.anchor, "")
    asked = _asked_route(finding)
    if asked[-1] and asked[:1] == ("indicators",) and join_route(asked) not in anchors:
        # The form has no cell for it, and the details of the row have.
        cell = CellPlace(details=join_route(asked[:_ROW]), route=join_route(asked))
    return PageFinding(
        severity=finding.severity.value,
        message=described.message,
        help=described.help,
        line=located.span.line,
        cell=cell,
        place=name,
        fix=finding.fix,
        is_mark=finding.rule == RULE.id,
    )


def cell_place(
    route: Route, anchors: Mapping[str, str], place: Route | None = None, *, is_report: bool
) -> CellPlace:
    """Return the cell of what a route leads to; `place` is where it is shown, if elsewhere."""
    anchor = _anchor(route if place is None else place, anchors)
    details = _details(route, is_report=is_report) if anchors and not anchor else ""
    return CellPlace(anchor=anchor, details=details, route=join_route(route))


def _anchor(route: Route, anchors: Mapping[str, str]) -> str:
    """The cell of a finding: that of its value or of what it is in, or the first of its row."""
    for end in range(len(route), 0, -1):
        if found := anchors.get(join_route(route[:end])):
            return found
    for end in range(len(route), min(len(route), _ROW) - 1, -1):
        lead = f"{join_route(route[:end])}." if route else "\n"
        if found := next((each for key, each in anchors.items() if key.startswith(lead)), ""):
            return found
    return ""


def _details(route: Route, *, is_report: bool) -> str:
    if is_report:
        return HEAD if route[:1] in _BESIDE_REPORT else ""
    return join_route(row_of(route)) or HEAD
