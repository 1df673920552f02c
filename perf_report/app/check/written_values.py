"""What stands in the file of a spec, as it is written."""

from collections.abc import Iterable

from perf_report.model.route import Route
from perf_report.parse.document import Document
from perf_report.parse.nodes import Node, Scalar, child


def written_at(document: Document, routes: Iterable[Route]) -> dict[Route, str]:
    """Return what stands at routes; those of lists and mappings are left out."""
    nodes = ((route, node_at(document, route)) for route in routes)
    return {route: node.text for route, node in nodes if isinstance(node, Scalar)}


def node_at(document: Document, route: Route) -> Node | None:
    """Return what stands at a route of a file; None if nothing does."""
    node = document.root
    for step in route:
        node = child(node, step) if node is not None else None
    return node
