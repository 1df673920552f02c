"""A spec without what is not public, in its own characters."""

from collections.abc import Collection, Iterator

from perf_report.errors import SourceError
from perf_report.model.form import AMOUNT
from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.parse.document import parse_document
from perf_report.parse.encoding import encode_like
from perf_report.parse.nodes import Mapping, Node, Scalar, child
from perf_report.parse.text_edits import EditError, TextEdits
from perf_report.parse.text_layout import children


def public_copy(source: Source, private: Collection[Route]) -> Source:
    """Return a spec without the values at some routes, and otherwise as it is.

    A key, or a row, that has nothing else goes with them, and so do the comments beside them. The
    spec must have no error of form. Raises SourceError if that cannot be done in its text.
    """
    if not private:
        return source
    document = parse_document(source)
    edits = TextEdits(document)
    if isinstance(document.root, Mapping):
        for route in _outermost(document.root, (), set(private)):
            edits.remove(route)
    try:
        text = edits.text()
    except EditError:
        raise SourceError("private-impossible", path=source.name) from None
    return Source(name=source.name, data=encode_like(text, source.data))


def _outermost(node: Node, route: Route, private: set[Route]) -> Iterator[Route]:
    """The places to remove: a collection in place of its entries where all of them go."""
    for step in _steps(node):
        below, place = child(node, step), (*route, step)
        if below is not None and _is_empty_without(below, place, private):
            yield place
        elif below is not None:
            yield from _outermost(below, place, private)


def _is_empty_without(node: Node, route: Route, private: set[Route]) -> bool:
    """Whether nothing of a node stays; an amount by itself is that of the usual column."""
    if route in private or (isinstance(node, Scalar) and (*route, AMOUNT) in private):
        return True
    if isinstance(node, Scalar) or not children(node):
        return False
    pairs = ((child(node, step), (*route, step)) for step in _steps(node))
    return all(below is not None and _is_empty_without(below, at, private) for below, at in pairs)


def _steps(node: Node) -> list[str | int]:
    if isinstance(node, Mapping):
        return list(node.items)
    return list(range(len(children(node))))
