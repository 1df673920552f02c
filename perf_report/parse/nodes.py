"""Nodes of a YAML document with their positions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

from perf_report.model.finding import Span
from perf_report.model.route import Route

_INTEGER = re.compile(r"[-+]?[0-9]+")
_DECIMAL = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)")
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False}
_BOOLEANS["FALSE"] = False

# More digits than any amount has; a longer number is a mistake, and slow to compute with.
_LONGEST_NUMBER = 40
_NUMBER_STARTS = frozenset("+-.0123456789")

Value = str | int | Decimal | bool | None | list["Value"] | dict[str, "Value"]


class Marks(NamedTuple):
    """The parser's start and end mark; a Span is made on access."""

    start: Any
    end: Any

    @property
    def span(self) -> Span:
        """The span in the file, counted from 1."""
        return Span(
            line=self.start.line + 1,
            column=self.start.column + 1,
            end_line=self.end.line + 1,
            end_column=self.end.column + 1,
        )


@dataclass(slots=True)
class Scalar:
    """A single value as written; `plain` if it has no quotes.

    The figure of a target stays as it is written: 2.50.
    """

    text: str
    plain: bool
    marks: Marks
    is_target: bool = False

    def value(self) -> Value:
        """Return the value by the core schema of YAML 1.2, with exact numbers."""
        if not self.plain:
            return self.text
        if self.text in _NULLS:
            return None
        if self.text in _BOOLEANS:
            return _BOOLEANS[self.text]
        return self.text if self.is_target else self._number_or_text()

    def _number_or_text(self) -> int | Decimal | str:
        # Most texts do not begin like a number, which is faster to check than the patterns.
        if self.text[0] in _NUMBER_STARTS and len(self.text) <= _LONGEST_NUMBER:
            if _INTEGER.fullmatch(self.text):
                return int(self.text)
            if _DECIMAL.fullmatch(self.text):
                return Decimal(self.text)
        return self.text


@dataclass(slots=True)
class Sequence:
    """A list of nodes."""

    marks: Marks
    items: list["Node"] = field(default_factory=list)

    def value(self) -> Value:
        """The values of the items."""
        return [item.value() for item in self.items]


@dataclass(slots=True)
class Mapping:
    """Nodes by key, in the order of the file; the first of equal keys counts."""

    marks: Marks
    keys: dict[str, Marks] = field(default_factory=dict)
    items: dict[str, "Node"] = field(default_factory=dict)

    def value(self) -> Value:
        """The values by key."""
        return {key: item.value() for key, item in self.items.items()}


Node = Scalar | Sequence | Mapping


def child(node: Node, step: str | int) -> Node | None:
    """Return the node one step below, or None."""
    if isinstance(node, Mapping) and isinstance(step, str):
        return node.items.get(step)
    if isinstance(node, Sequence) and isinstance(step, int) and 0 <= step < len(node.items):
        return node.items[step]
    return None


def walk_scalars(node: Node, route: Route = ()) -> Iterator[tuple[Route, Scalar]]:
    """Yield every scalar below a node with its route, in the order of the file."""
    if isinstance(node, Scalar):
        yield route, node
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from walk_scalars(item, (*route, index))
    else:
        for key, item in node.items.items():
            yield from walk_scalars(item, (*route, key))
