"""Edit the text of a YAML file in place: the one way to change a file that a person wrote.

Everything that is not replaced or removed keeps its characters: comments, order, quotes and
layout. Edits name places by routes into the file as it was read, are collected, and are made
together by `TextEdits.text`, which reads the result again and refuses any that says something else.
"""

import re
from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from perf_report.model.route import Route
from perf_report.model.source import Source
from perf_report.parse.document import Document, parse_document
from perf_report.parse.entry_order import (
    BlockEntries,
    Copy,
    EntryOrder,
    FlowEntries,
    OrderedEntry,
    indent,
)
from perf_report.parse.line_comments import LineComments
from perf_report.parse.nodes import Mapping, Node, Scalar, Sequence, child
from perf_report.parse.text_layout import TextLayout
from perf_report.parse.yaml_writer import Indentation, write_inline

# The rule on invisible characters: no edit writes any, and one that is there stays.
_CHARACTER = "yaml-character"
_NOTHING = re.compile(r"(?!)")
_BLOCK_HEADER = re.compile(r"(?P<style>[|>])[0-9]?(?P<chomp>[-+]?).*\n(?:[ ]*\n)*(?P<lead>[ ]*)")


class EditError(ValueError):
    """The edited text would not read as it should; the file is left for a person to change."""


@dataclass(frozen=True, slots=True, eq=False)
class _Splice:
    """A stretch of the text, and what makes its replacement."""

    start: int
    end: int
    new: Callable[[Copy], str]


class _Anything:
    """Equal to every value: what a rewritten scalar says is its caller's to check."""

    __hash__ = None  # type: ignore[assignment]

    def __eq__(self, _other: object) -> bool:
        return True


class TextEdits:
    """Edits of a sound document. A removed entry takes the edits inside it along."""

    def __init__(self, document: Document, stale: re.Pattern[str] = _NOTHING) -> None:
        if document.root is None or not document.is_complete:
            raise EditError(document.name)
        self._document, self._root = document, document.root
        self._layout = TextLayout(document)
        self._comments = LineComments(self._layout, document.root, stale)
        self._splices: list[_Splice] = []
        self._values: dict[int, Any] = {}
        self._orders: dict[int, tuple[Route, EntryOrder]] = {}

    def replace(self, route: Route, value: Any) -> None:
        """Replace the value at a route. A text keeps its quotes, a block text its style."""
        node, parent = self._node(route), self._node(route[:-1])
        start, end = self._layout.start(node), self._layout.end(node)
        place, raw = self._value_place(route), self._layout.text[start:end]
        in_flow = self._layout.is_flow(parent)
        self._values[id(node)] = value
        if start == end:
            written = write_inline(value, in_flow=in_flow)
            self._splice(place - 1, place, f"{self._layout.text[place - 1]} {written}")
        elif raw[0] in "|>":
            self._splice(start, end, _block_text(raw, value) or write_inline(value))
        elif isinstance(node, Scalar) or self._layout.is_flow(node):
            self._splice(start, end, write_inline(value, raw[0], in_flow=in_flow))
        else:
            # What stands behind the key, or nothing where the first entry stands there.
            line_end = self._layout.line_end(place)
            comment = self._layout.text[place:line_end] if line_end < start else ""
            end = self._layout.line_end(end)
            self._splice(place, end, f" {write_inline(value)}{comment}")

    def rewrite(self, route: Route, change: Callable[[str], str]) -> None:
        """Change a scalar as it is written, quotes and all; what it then says is not checked."""
        node = self._node(route)
        start, end = self._layout.start(node), self._layout.end(node)
        self._values[id(node)] = _Anything()
        self._splice(start, end, change(self._layout.text[start:end]))

    def insert(self, route: Route, value: Any, *, before: int | None = None) -> None:
        """Insert an item of a list, or an entry of a mapping; the route is that of the new one.

        An item stands before the one that has its index now, an entry of a mapping before the one
        at position `before`; where there is none, it is the last.
        """
        last = route[-1]
        order = self._order(*_split(route))
        index = last if isinstance(last, int) else before
        order.put(OrderedEntry(key=str(last), value=value), index)

    def remove(self, route: Route) -> None:
        """Remove an entry, with the comments inside it and behind it on its lines.

        A comment on a line of its own above it stays, except one that accepts a finding: it would
        speak of the next entry.
        """
        self._entry(route).is_removed = True

    def move(self, route: Route, index: int) -> None:
        """Move an entry, with the comments above it, before the one that is at `index` now."""
        order, entry = self._order(*_split(route)), self._entry(route)
        if entry.index != index:
            order.entries.remove(entry)
            order.put(entry, index)

    def comment(self, route: Route, comment: str) -> None:
        """Add a comment behind the line on which an entry of a mapping begins.

        Several entries of one line share a comment.
        """
        holder = self._node(route[:-1])
        if isinstance(holder, Mapping):
            self._comments.add(holder.keys[str(route[-1])].start.line, comment)

    def text(self) -> str:
        """Return the text with all edits made.

        Raises EditError if it would not read as the document's data with the edits.
        """
        orders = [splice for each in self._orders.values() for splice in self._order_splices(*each)]
        comments = [_splice(*each) for each in self._comments.splices()]
        splices = sorted([*comments, *self._splices, *orders], key=_position)
        whole = len(self._layout.text)
        text = self._copy(splices, None, 0, whole)
        # A file that ended without a line end still does, unless its last entry went.
        if self._document.lines[-1] and not any(splice.end == whole for splice in orders):
            text = text.removesuffix("\n")
        self._check(text)
        return text

    def _check(self, text: str) -> None:
        document = parse_document(Source(name="", data=text.encode()))
        problems = [each for each in document.problems if each.finding.rule != _CHARACTER]
        found = document.root.value() if document.root and not problems else None
        if found != self._edited(self._root):
            raise EditError(self._document.name)

    def _edited(self, node: Node) -> Any:
        """The data of a node with the edits made."""
        if id(node) in self._values:
            return self._values[id(node)]
        if id(node) in self._orders:
            order = self._orders[id(node)][1]
        elif isinstance(node, Scalar):
            return node.value()
        else:
            order = EntryOrder(node)
        node = order.holder
        entries = [entry for entry in order.entries if not entry.is_removed]
        if isinstance(node, Sequence):
            return [self._entry_data(node.items, entry) for entry in entries]
        keys, items = list(node.items), list(node.items.values())
        return {
            entry.key if entry.index is None else keys[entry.index]: self._entry_data(items, entry)
            for entry in entries
        }

    def _entry_data(self, items: list[Node], entry: OrderedEntry) -> Any:
        return entry.value if entry.index is None else self._edited(items[entry.index])

    def _order_splices(self, route: Route, order: EntryOrder) -> list[_Splice]:
        """The splices that write a collection's entries in their new order."""
        holder = order.holder
        is_below_block = bool(route) and not self._layout.is_flow(self._node(route[:-1]))
        if is_below_block and not holder.items:
            return self._first_entries(route, order)
        if self._layout.is_flow(holder):
            flow = FlowEntries(self._layout, order)
            return [_Splice(flow.start, flow.end, flow.text)]
        block = BlockEntries(self._layout, order, is_root=not route)
        made = partial(block.text, indentation=self._indentation())
        if not order.is_empty:
            return [_Splice(block.start, block.end, made)]
        empty = "[]" if isinstance(holder, Sequence) else "{}"
        if block.is_compact or not route:
            return [_Splice(block.start, block.end, lambda copy: f"{empty}\n{made(copy)}")]
        place = self._value_place(route)
        sign = self._layout.text[place - 1]
        return [
            _splice(place - 1, place, f"{sign} {empty}"),
            _Splice(block.start, block.end, made),
        ]

    def _first_entries(self, route: Route, order: EntryOrder) -> list[_Splice]:
        """Entries in block style, below the key behind which nothing or empty brackets stood."""
        indentation = self._indentation()
        parent = self._node(route[:-1])
        column = self._layout.column(self._layout.start(parent))
        is_list = isinstance(order.holder, Sequence)
        column += indentation.dash if is_list else indentation.mapping
        lines = "".join(order.write_block(entry, indentation) for entry in order.entries)
        place, end = self._value_place(route), self._layout.end(self._node(route))
        line_end = self._layout.line_end(end)
        return [
            _splice(place, end, ""),
            _splice(line_end, line_end, "\n" + indent(lines, " " * column).removesuffix("\n")),
        ]

    def _indentation(self) -> Indentation:
        return self._layout.indentation(self._root)

    def _copy(self, splices: list[_Splice], inside: _Splice | None, start: int, end: int) -> str:
        """A stretch of the text with the splices in it made, but for the one that asks."""
        parts, place = [], start
        for splice in splices[bisect_left(splices, (start, -end), key=_position) :]:
            if splice is not inside and place <= splice.start and splice.end <= end:
                parts.append(self._layout.text[place : splice.start])
                parts.append(splice.new(partial(self._copy, splices, splice)))
                place = splice.end
        return "".join([*parts, self._layout.text[place:end]])

    def _splice(self, start: int, end: int, new: str) -> None:
        self._splices.append(_splice(start, end, new))

    def _node(self, route: Route) -> Node:
        """The node at a route. Raises KeyError if there is none."""
        node: Node | None = self._root
        for step in route:
            node = child(node, step) if node else None
        if node is None:
            raise KeyError(route)
        return node

    def _value_place(self, route: Route) -> int:
        return self._layout.value_place(self._node(route[:-1]), self._index(route))

    def _index(self, route: Route) -> int:
        holder, last = self._node(route[:-1]), route[-1]
        return last if isinstance(last, int) else list(getattr(holder, "keys", ())).index(last)

    def _order(self, route: Route, step: str | int) -> EntryOrder:
        """The entries of the collection at a route, which the step leads into."""
        node = holder = self._node(route)
        if isinstance(holder, Scalar):
            if holder.value() is not None:
                raise KeyError(route)
            holder = (Sequence if isinstance(step, int) else Mapping)(holder.marks)
        return self._orders.setdefault(id(node), (route, EntryOrder(holder)))[1]

    def _entry(self, route: Route) -> OrderedEntry:
        self._node(route)
        index = self._index(route)
        return next(each for each in self._order(*_split(route)).entries if each.index == index)


def _split(route: Route) -> tuple[Route, str | int]:
    return route[:-1], route[-1]


def _splice(start: int, end: int, new: str) -> _Splice:
    return _Splice(start, end, lambda _: new)


def _position(splice: _Splice) -> tuple[int, int]:
    """Sort key: the outer of two that begin at one place comes first."""
    return splice.start, -splice.end


def _block_text(raw: str, value: Any) -> str | None:
    """A block text with other words under its header; None if they do not fit it."""
    header = _BLOCK_HEADER.match(raw)
    if header is None or not isinstance(value, str) or header["chomp"] == "+":
        return None
    body = value.removesuffix("\n")
    is_folded = header["style"] == ">"
    if (body == value) != (header["chomp"] == "-") or (is_folded and "\n" in body):
        return None
    first = raw.partition("\n")[0]
    lines = (f"{header['lead']}{line}" if line else "" for line in body.split("\n"))
    return "\n".join([first, *lines])
