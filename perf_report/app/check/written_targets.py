"""What stands in the file of a spec: its targets as they are written."""

from perf_report.model.plan import Plan
from perf_report.model.route import Route
from perf_report.parse.document import Document
from perf_report.parse.nodes import Node, Scalar, child
from perf_report.rules.plan_walk import iter_written


def written_targets(plan: Plan, document: Document) -> dict[Route, str]:
    """Return the targets of a plan that are one string, as its file writes them."""
    nodes = ((route, node_at(document, route)) for route, _ in iter_written(plan))
    return {route: node.text for route, node in nodes if isinstance(node, Scalar)}


def node_at(document: Document, route: Route) -> Node | None:
    """Return what stands at a route of a file; None if nothing does."""
    node = document.root
    for step in route:
        node = child(node, step) if node is not None else None
    return node
