"""The nodes of a YAML document: what was written, and where."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from perf_report.model.finding import Span
from perf_report.model.route import Route

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False}
_BOOLEANS["FALSE"] = False

# Digits enough for any amount; a longer number is a slip, and arithmetic on it costs.
_LONGEST_NUMBER = 40

Value = str | int | Decimal | bool | None | list["Value"] | dict[str, "Value"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """A single value as written; `plain` where it stands without quotes."""

    text: str
    plain: bool
    span: Span

    def value(self) -> Value:
        """The value by the core schema of YAML 1.2, with exact numbers."""
        if not self.plain:
            return self.text
        if self.text in _NULLS:
            return None
        if self.text in _BOOLEANS:
            return _BOOLEANS[self.text]
        if len(self.text) <= _LONGEST_NUMBER:
            if _INTEGER.fullmatch(self.text):
                return int(self.text)
            if _DECIMAL.fullmatch(self.text):
                return Decimal(self.text)
        return self.text


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of nodes."""

    span: Span
    items: list["Node"] = field(default_factory=list)

    def value(self) -> Value:
        """The values of the items."""
        return [item.value() for item in self.items]


@dataclass(frozen=True, slots=True)
class Mapping:
    """Nodes by key, in the order of the file; the first of equal keys counts."""

    span: Span
    keys: dict[str, Span] = field(default_factory=dict)
    items: dict[str, "Node"] = field(default_factory=dict)

    def value(self) -> Value:
        """The values by key."""
        return {key: item.value() for key, item in self.items.items()}


Node = Scalar | Sequence | Mapping


def child(node: Node, step: str | int) -> Node | None:
    """The node one step below, or None where there is none."""
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.items.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def walk_scalars(node: Node, route: Route = ()) -> Iterator[tuple[Route, Scalar]]:
    """Every scalar value below a node with its route, in the order of the file."""
    if isinstance(node, Scalar):
        yield route, node
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from walk_scalars(item, (*route, index))
    else:
        for key, item in node.items.items():
            yield from walk_scalars(item, (*route, key))
