"""Find which parts of data break the schema, by the validator that is fast.

The validator that explains errors takes a hundred times as long. It looks at the broken parts
alone, and where there are more errors than a report shows, at the first ones.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import jsonschema_rs

from perf_report.model.finding import MAX_FINDINGS
from perf_report.model.money import FEN_DECIMALS
from perf_report.model.route import Route
from perf_report.parse.nodes import Mapping as MappingNode
from perf_report.parse.nodes import Node, Value, child

# The decimals that a number may have which is no amount.
_DECIMALS = {"weight": 2, "weights": 2, "score": 2}

# The keys whose numbers have no decimals.
_WHOLE_NUMBERS = ("format", "year", "revision")
# Those of a period, which has no others; in a row they may be amounts.
_PERIOD = ("from", "to")

# The steps from a list or a mapping, by its id, that lead to an error.
BrokenSteps = Mapping[int, set[str | int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokenParts:
    """How many errors there are, and the parts of the data with the first of them."""

    count: int
    steps: BrokenSteps


# A route, what is broken there, and the unknown key below it, if that is it.
_Place = tuple[Route, str, str]


def find_broken_parts(
    validator: jsonschema_rs.Draft202012Validator, data: Value, root: Node
) -> BrokenParts:
    """Return the parts of the data below a root node that break the schema."""
    decimals = _extra_decimals(data, amount_decimals(data))
    places = list(dict.fromkeys([*broken_places(validator, data), *decimals]))
    first = places
    if len(places) > MAX_FINDINGS:
        first = sorted(places, key=lambda place: _position(root, place))[:MAX_FINDINGS]
    return BrokenParts(count=len(places), steps=_steps(data, {route for route, _, _ in first}))


def has_extra_decimals(data: Value) -> bool:
    """Whether a number has more decimals than its key allows."""
    return next(_extra_decimals(data, amount_decimals(data)), None) is not None


def amount_decimals(data: Value) -> int:
    """The decimals that the amounts of a spec may have, by its currency unit."""
    unit = data.get("currency_unit") if isinstance(data, dict) else None
    most = max(FEN_DECIMALS.values())
    return FEN_DECIMALS.get(unit, most) if isinstance(unit, str) else most


def broken_places(validator: jsonschema_rs.Draft202012Validator, data: Value) -> Iterator[_Place]:
    """Yield the route of each error, the keyword that it breaks, and the key if one is unknown."""
    for error in validator.iter_errors(data):
        route, keyword = tuple(error.instance_path), "/".join(map(str, error.schema_path))
        for key in getattr(error.kind, "unexpected", None) or [error.message]:
            yield route, keyword, key


def _extra_decimals(data: Value, most: int, route: Route = ()) -> Iterator[_Place]:
    """Numbers with decimals that the compiled validator does not count, or takes for none.

    `most` are the decimals that an amount may have.
    """
    if isinstance(data, dict):
        for key in _PERIOD if data.keys() <= set(_PERIOD) else _WHOLE_NUMBERS:
            if isinstance(data.get(key), Decimal):
                yield (*route, key), "type", ""
        for key, item in data.items():
            limit = _DECIMALS.get(key, most)
            yield from _extra_decimals(item, limit, (*route, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from _extra_decimals(item, most, (*route, index))
    elif isinstance(data, Decimal) and int(data.as_tuple().exponent) < -most:
        yield route, "x-decimals", ""


def _position(root: Node, place: _Place) -> tuple[int, int]:
    """Where the file has a place."""
    node = root
    for step in place[0]:
        below = child(node, step)
        if below is None:
            break
        node = below
    marks = node.marks
    if isinstance(node, MappingNode):
        marks = node.keys.get(place[2], marks)
    return marks.start.line, marks.start.column


def _steps(data: Value, routes: Iterable[Route]) -> dict[int, set[str | int]]:
    found: dict[int, set[str | int]] = {}
    for route in routes:
        part: Any = data
        for step in route:
            found.setdefault(id(part), set()).add(step)
            part = part[step]
    return found
