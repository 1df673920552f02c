"""The findings of a draft as its page shows them: each at its cell."""

from collections.abc import Mapping
from dataclasses import dataclass

from perf_report.app.check.spec_check import CheckedPlan
from perf_report.app.workbench.routes import HEAD, join_route, row_of
from perf_report.messages import Catalogue, describe_finding
from perf_report.model.finding import LocatedFinding
from perf_report.model.route import Route
from perf_report.rules.review_mark import RULE

# The languages of a text, and the last day of a target, have no cells of their own.
_PARTS = frozenset({"zh", "en", "by"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFinding:
    """A finding with the anchor of its cell, and what mends it where that is certain.

    `details` is the row that says what it is about, or the head, where no cell of the form does.
    """

    severity: str
    message: str
    help: str
    rule: str
    line: int
    anchor: str = ""
    details: str = ""
    route: str = ""
    fix: str | None = None
    is_mark: bool = False


def severities(checked: CheckedPlan) -> dict[Route, str]:
    """Return the worst severity of the findings at each route."""
    found: dict[Route, str] = {}
    for each in checked.findings:
        route, severity = each.finding.route, each.finding.severity.value
        if each.finding.rule == "missing-key":
            route = (*route, str(each.finding.arguments["key"]))
        if route and found.get(route) != "error":
            found[route] = severity
    # A finding about a language of a text is about its cell.
    above = {route[:-1]: each for route, each in found.items() if route[-1] in _PARTS}
    return {**above, **found}


def page_finding(
    located: LocatedFinding, say: Catalogue, anchors: Mapping[str, str]
) -> PageFinding:
    """Return a finding with the anchor of its cell."""
    finding = located.finding
    described = describe_finding(say, finding)
    anchor = _anchor(finding.route, anchors)
    return PageFinding(
        severity=finding.severity.value,
        message=described.message,
        help=described.help,
        rule=finding.rule,
        line=located.span.line,
        anchor=anchor,
        details="" if anchor or not anchors else join_route(row_of(finding.route)) or HEAD,
        route=join_route(finding.route),
        fix=finding.fix,
        is_mark=finding.rule == RULE.id,
    )


def _anchor(route: Route, anchors: Mapping[str, str]) -> str:
    """The cell of a finding: that of its value or of what it is in, or the first below it."""
    for end in range(len(route), 0, -1):
        if found := anchors.get(join_route(route[:end])):
            return found
    lead = f"{join_route(route)}." if route else "\n"
    return next((anchor for each, anchor in anchors.items() if each.startswith(lead)), "")
