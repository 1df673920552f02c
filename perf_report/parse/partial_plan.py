"""The plan of a file that has errors of form, without the parts that could not be read.

Whatever is wrong, or stands where the parser gave up, is unread: the plan has a placeholder there,
and rules may say nothing that depends on it. All else can be judged in the same run.
"""

import json
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, cast

from perf_report import resources
from perf_report.model.finding import Finding, Span
from perf_report.model.plan import Plan
from perf_report.model.route import Route
from perf_report.parse.document import Document
from perf_report.parse.nodes import Mapping, Node, Scalar, Sequence, child
from perf_report.parse.plan import build_plan

# The position of an item that may be in a list of the file and could not be read.
_LOST = -1

# What is built from all its parts, or not at all.
_WHOLE = frozenset({"baseline", "unit", "formerly", "languages", "extra", "revision_approved"})

# What is built item by item: each of these below the key at the top is whole or not there.
_WHOLE_ITEMS = frozenset({"units", "fields", "tables", "funds", "weights"})


@dataclass(frozen=True, slots=True, kw_only=True)
class PartialPlan:
    """A plan with placeholders at the routes that could not be read."""

    plan: Plan
    unread: tuple[Route, ...]


def build_partial_plan(document: Document, unread: Iterable[Route]) -> PartialPlan | None:
    """Return the plan without what is unread; None if nothing of it can be read."""
    routes = {whole_part(route) for route in unread}
    if not isinstance(document.root, Mapping) or () in routes:
        return None
    data = cast("dict[str, Any]", document.root.value())
    for route in sorted(routes, key=len):
        _remove(data, route)
    filled = _Placeholders()
    filled.complete_plan(data)
    return PartialPlan(plan=build_plan(data), unread=(*routes, *filled.routes))


def whole_part(route: Route) -> Route:
    """Return the route, cut at what is built from all its parts."""
    if route[:1] and route[0] in _WHOLE_ITEMS:
        return route[:2]
    ends = (depth for depth, step in enumerate(route, start=1) if step in _WHOLE)
    return route[: next(ends, len(route))]


def _remove(data: Any, route: Route) -> None:
    """Remove what is at a route; an item of a list leaves its place empty."""
    for step in route[:-1]:
        if isinstance(data, dict):
            data = data.get(cast("str", step))
        elif isinstance(data, list):
            data = data[step] if isinstance(step, int) and step in range(len(data)) else None
    last = route[-1]
    if isinstance(data, dict):
        data.pop(cast("str", last), None)
    elif isinstance(data, list) and isinstance(last, int) and last in range(len(data)):
        data[last] = None


class _Placeholders:
    """Puts values of the right type where the schema asks for one, and lists their routes."""

    def __init__(self) -> None:
        self.routes: list[Route] = []

    def complete_plan(self, data: dict[str, Any]) -> None:
        self._complete(data, (), {"year": 1, "department": {}})
        if "form" not in data:
            simple: dict[str, Any] = {"framework": "", "currency_unit": "元"}
            self._complete(data, (), simple | {"tasks": [], "goals": []})
        self._complete(data["department"], ("department",), {"code": "", "name": {}})
        if "project" in data:
            self._complete(data["project"], ("project",), {"code": "", "name": {}})
        self._complete_all(data.get("tasks", []), ("tasks",), {"text": {}, "funds": {}})
        goal: dict[str, Any] = {"text": {}}
        goal |= {} if "form" in data else {"tasks": [], "indicators": []}
        self._complete_all(data.get("goals", []), ("goals",), goal)
        for index, item in enumerate(data.get("goals", [])):
            self._complete_indicators(item, ("goals", index))
            if "tasks" in item:
                item["tasks"] = [self._unnamed(task) for task in item["tasks"]]
        self._complete_indicators(data, ())

    def _complete_indicators(self, holder: dict[str, Any], route: Route) -> None:
        indicator = {"category": "", "name": {}, "target": {}}
        self._complete_all(holder.get("indicators", []), (*route, "indicators"), indicator)

    def _complete_all(self, items: list[Any], route: Route, wanted: dict[str, Any]) -> None:
        for index, item in enumerate(items):
            items[index] = {} if item is None else item
            self._complete(items[index], (*route, index), {"id": self._unnamed(None), **wanted})

    def _complete(self, data: dict[str, Any], route: Route, wanted: dict[str, Any]) -> None:
        for key, value in wanted.items():
            if key not in data:
                # Each has containers of its own, which are completed in turn.
                data[key] = type(value)(value) if isinstance(value, dict | list) else value
                self.routes.append((*route, key))

    def _unnamed(self, id_: str | None) -> str:
        """An id; a placeholder is like no other, and no file can have it."""
        if id_ is not None:
            return id_
        return f"?{len(self.routes)}"


# --- What is unread ---


def routes_of_errors(findings: Iterable[Finding], root: Node) -> Iterator[Route]:
    """Yield the routes at which errors of the schema leave nothing to be judged."""
    seen: set[Route] = set()
    for finding in findings:
        yield route_of_error(finding)
        if finding.on_key:
            yield from _routes_of_unknown_key(finding.route, root, seen)


def route_of_error(finding: Finding) -> Route:
    """Return the route that an error of the schema is about: a missing key's is that of the key."""
    is_missing = finding.rule == "missing-key"
    return (*finding.route, str(finding.arguments["key"])) if is_missing else finding.route


def _routes_of_unknown_key(route: Route, root: Node, seen: set[Route]) -> Iterator[Route]:
    """An unknown key may be any that is missing; one without a value cut another value short."""
    above = route[:-1]
    parent = _node_at(root, above)
    below = child(parent, route[-1]) if parent is not None else None
    if isinstance(below, Scalar) and below.value() is None:
        yield above
    elif above not in seen:
        seen.add(above)
        yield from _missing_below(parent, above)


def routes_of_problems(document: Document) -> Iterator[Route]:
    """Yield the routes that problems of the file's form leave unread."""
    if document.root is None:
        return
    places = _ProblemPlaces(document)
    for route, node, key in _walk(document.root):
        if places.holds(node, key):
            yield route
        if key is not None and (route[-1] == "<<" or places.repeats(key)):
            yield from _routes_of_merged(route)
    if document.is_cut:
        yield from _routes_of_cut(document.root)


def _routes_of_merged(route: Route) -> Iterator[Route]:
    """A key that brings others, or is there twice: then two items of a list may have become one."""
    in_item = len(route) > 1 and isinstance(route[-2], int)
    if in_item or route[-1] == "<<":
        yield route[:-1]
    if in_item:
        yield (*route[:-2], _LOST)
    yield route


class _ProblemPlaces:
    """The places of a document's problems."""

    def __init__(self, document: Document) -> None:
        self._starts = sorted((item.span.line, item.span.column) for item in document.problems)
        twice = [item for item in document.problems if item.finding.rule == "yaml-duplicate-key"]
        self._first_keys = {item.finding.arguments["first"] for item in twice}

    def repeats(self, key: Span) -> bool:
        """Whether a key is there a second time."""
        return key.line in self._first_keys

    def holds(self, node: Node, key: Span | None) -> bool:
        """Whether a problem is in a value or in its key."""
        span = node.marks.span
        if key is not None and self._is_in(key):
            return True
        return self._is_in(span if isinstance(node, Scalar) else replace(span, end_line=0))

    def _is_in(self, span: Span) -> bool:
        """Whether a problem begins in a span, or at its start if the span is empty."""
        start = (span.line, span.column)
        end = max((span.end_line, span.end_column), (span.line, span.column + 1))
        return bisect_left(self._starts, start) < bisect_left(self._starts, end)


def _walk(node: Node, route: Route = ()) -> Iterator[tuple[Route, Node, Span | None]]:
    """Every value with its route and the span of its key."""
    if isinstance(node, Mapping):
        for name, item in node.items.items():
            yield (*route, name), item, node.keys[name].span
            yield from _walk(item, (*route, name))
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield (*route, index), item, None
            yield from _walk(item, (*route, index))


def _routes_of_cut(root: Node) -> Iterator[Route]:
    """Where the parser gave up: the item that it was in, and what may have followed.

    All that is last in its list or mapping may go on, as a slip of indentation can close it early.
    """
    route: Route = ()
    node: Node | None = root
    while isinstance(node, Mapping | Sequence):
        step: str | int
        if isinstance(node, Mapping):
            yield from _missing_below(node, route)
            step = next(reversed(node.items), "")
        else:
            yield (*route, _LOST)
            step = len(node.items) - 1
        route, node = (*route, step), child(node, step)
    yield _item_of(route)


def _item_of(route: Route) -> Route:
    """The indicator, goal or task of a route, or else the key at the top."""
    if route[2:3] == ("indicators",):
        return route[:4]
    return route[:2] if route[:1] in {("tasks",), ("goals",), ("indicators",)} else route[:1]


def _missing_below(node: Node | None, route: Route) -> Iterator[Route]:
    """Every key of a spec that a mapping does not have."""
    if isinstance(node, Mapping):
        yield from ((*route, key) for key in _all_keys() if key not in node.items)


def _node_at(root: Node, route: Route) -> Node | None:
    node: Node | None = root
    for step in route:
        node = child(node, step) if node is not None else None
    return node


@cache
def _all_keys() -> frozenset[str]:
    """Every key that a spec can have anywhere."""
    schema = json.loads(resources.schema_path().read_bytes())
    return frozenset(_property_names(schema))


def _property_names(schema: Any) -> Iterator[str]:
    for key, value in schema.items() if isinstance(schema, dict) else ():
        if key == "properties":
            yield from value
        yield from _property_names(value)
