"""Where the nodes of a document begin and end in its text.

The parser marks both ends of a scalar, and of a collection only the beginning. Places are offsets
into `text`, which ends with a line end.
"""

import re
from itertools import accumulate
from typing import Any

from perf_report.parse.document import Document
from perf_report.parse.nodes import Mapping, Node, Scalar, Sequence
from perf_report.parse.yaml_writer import Indentation

# What leads from the last item in brackets to the bracket, and from an item to the next dash.
_CLOSING = re.compile(r"(?:[\s,]|(?<=\s)#.*)*[\]}]")
_TO_DASH = re.compile(r"(?:[ \t]*(?:(?<=\s)#.*)?\n)*[ ]*(?=-)")
_TO_COLON = re.compile(r"\s*:")


class TextLayout:
    """The places of the nodes of a sound document."""

    def __init__(self, document: Document) -> None:
        # What is not edited keeps its invisible characters, too.
        text = document.raw or "\n".join(document.lines)
        self.text = text if text.endswith("\n") else f"{text}\n"
        self.line_starts = [0, *accumulate(len(line) + 1 for line in document.lines)]
        self._ends: dict[int, int] = {}

    def offset(self, mark: Any) -> int:
        """Return the place that a mark of the parser means."""
        place: int = self.line_starts[mark.line] + mark.column
        return place

    def start(self, node: Node) -> int:
        """Return where a node begins: a block list at its first dash, a block mapping at a key."""
        return self.offset(node.marks.start)

    def end(self, node: Node) -> int:
        """Return where a node ends, without blank lines and comments behind it."""
        if id(node) not in self._ends:
            is_scalar = isinstance(node, Scalar)
            self._ends[id(node)] = self._scalar_end(node) if is_scalar else self._last_end(node)
        return self._ends[id(node)]

    def _scalar_end(self, node: Node) -> int:
        start, end = self.start(node), self.offset(node.marks.end)
        raw = self.text[start:end]
        # `|+` keeps the blank lines at its end.
        return end - 1 if re.match(r"[|>]\d?\+", raw) else start + len(raw.rstrip())

    def _last_end(self, node: Node) -> int:
        items = children(node)
        end = self.end(items[-1]) if items else self.start(node) + 1
        closing = _CLOSING.match(self.text, end) if self.is_flow(node) else None
        return closing.end() if closing else end

    def is_flow(self, node: Node) -> bool:
        """Whether a collection is in brackets or braces."""
        return self.text[self.start(node)] in "[{"

    def entry_start(self, holder: Node, index: int) -> int:
        """Return where an entry of a collection begins: its key, its dash, or its value."""
        if isinstance(holder, Mapping):
            return self.offset(list(holder.keys.values())[index].start)
        items = children(holder)
        if self.is_flow(holder):
            return self.start(items[index])
        if index == 0:
            return self.start(holder)
        dash = _TO_DASH.match(self.text, self.end(items[index - 1]))
        return dash.end() if dash else self.start(items[index])

    def value_place(self, holder: Node, index: int) -> int:
        """Return the place right behind the colon or the dash of an entry."""
        start = self.entry_start(holder, index)
        if not isinstance(holder, Mapping):
            return start if self.is_flow(holder) else start + 1
        key_end = self.offset(list(holder.keys.values())[index].end)
        colon = _TO_COLON.match(self.text, key_end)
        return colon.end() if colon else key_end

    def line_start(self, place: int) -> int:
        """Return where the line of a place begins."""
        return self.text.rfind("\n", 0, place) + 1

    def line_end(self, place: int) -> int:
        """Return where the line of a place ends, before its line end."""
        return self.text.index("\n", place)

    def column(self, place: int) -> int:
        """Return the column of a place, from 0."""
        return place - self.line_start(place)

    def indentation(self, root: Node | None) -> Indentation:
        """Return how the file indents, by the first collections in block style that show it."""
        found: dict[str, int] = {}
        waiting = [] if root is None else [root]
        while waiting:
            node = waiting.pop(0)
            if not isinstance(node, Scalar) and not self.is_flow(node):
                for name, columns in self._steps(node):
                    found.setdefault(name, columns)
                waiting += children(node)
        return Indentation(**found)

    def _steps(self, node: Node) -> list[tuple[str, int]]:
        """By how many columns the children of a block collection are indented."""
        column = self.column(self.start(node))
        steps = []
        for child in children(node):
            inner = self.column(self.start(child)) - column
            is_block = not isinstance(child, Scalar) and not self.is_flow(child)
            if isinstance(node, Sequence) and inner > 1:
                steps.append(("item", inner))
            elif is_block and isinstance(node, Mapping):
                steps.append(("dash" if isinstance(child, Sequence) else "mapping", inner))
        return steps


def children(node: Node) -> list[Node]:
    """Return the nodes one level below a node."""
    if isinstance(node, Scalar):
        return []
    return list(node.items.values()) if isinstance(node, Mapping) else node.items
