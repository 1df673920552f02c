"""Write a collection whose entries were inserted, removed or moved."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from perf_report.parse.nodes import Mapping, Sequence
from perf_report.parse.text_layout import TextLayout, children
from perf_report.parse.yaml_writer import Indentation, dump_block, write_inline

# A comment on a line of its own speaks of the entry below it.
_COMMENT_LINE = re.compile(r"[ ]*#.*\n")
_ALLOW_LINE = re.compile(r"^[ ]*#\s*perf-report:\s*allow\b.*\n", re.MULTILINE)
_COMMA = re.compile(r"^((?:\s|(?<=\s)#.*)*),")

# Returns a stretch of the text with the edits inside it made.
Copy = Callable[[int, int], str]


@dataclass(slots=True, eq=False, kw_only=True)
class OrderedEntry:
    """An entry of a collection: the one at `index` in the file, or a new one."""

    index: int | None = None
    key: str = ""
    value: Any = None
    is_removed: bool = False


@dataclass(slots=True, eq=False)
class EntryOrder:
    """The entries of a collection, in the order that they are to have."""

    holder: Mapping | Sequence
    entries: list[OrderedEntry] = field(init=False)

    def __post_init__(self) -> None:
        self.entries = [OrderedEntry(index=index) for index in range(len(children(self.holder)))]

    def put(self, entry: OrderedEntry, index: int | None) -> None:
        """Put an entry before the one that the file has at an index, or at the end."""
        indices = [each.index for each in self.entries]
        place = indices.index(index) if index is not None and index in indices else len(indices)
        self.entries.insert(place, entry)

    @property
    def is_empty(self) -> bool:
        """Whether no entry is left."""
        return all(entry.is_removed for entry in self.entries)

    def write_block(self, entry: OrderedEntry, indentation: Indentation) -> str:
        """Return a new entry in block style, from column 0."""
        is_mapping = isinstance(self.holder, Mapping)
        return dump_block({entry.key: entry.value} if is_mapping else [entry.value], indentation)

    def write_flow(self, entry: OrderedEntry) -> str:
        """Return a new entry in flow style."""
        value = write_inline(entry.value, in_flow=True)
        if isinstance(self.holder, Sequence):
            return value
        return f"{write_inline(entry.key, in_flow=True)}: {value}"


class BlockEntries:
    """A collection in block style: an entry has its lines, and below the one before its lead.

    The lead of an entry is what stands between it and the one before: blank lines and comments.
    """

    def __init__(self, layout: TextLayout, order: EntryOrder, *, is_root: bool) -> None:
        self._layout = layout
        self._order = order
        self._first = layout.entry_start(order.holder, 0)
        self._indent = " " * layout.column(self._first)
        before = layout.text[layout.line_start(self._first) : self._first]
        # The first key of a list's item stands behind the dash.
        self.is_compact = bool(before.strip())
        self._pattern = _ALLOW_LINE if is_root else _COMMENT_LINE
        self.start = self._first if self.is_compact else self._lead_start()
        self.end = self._body_end(len(children(order.holder)) - 1)

    def text(self, copy: Copy, indentation: Indentation) -> str:
        """Return the lines of all entries, from `start` to `end`."""
        parts: list[str] = []
        lead = ""
        for entry in self._order.entries:
            lead += self._lead(entry)
            if not entry.is_removed:
                body = self._body(entry, copy, indentation)
                is_behind_dash = self.is_compact and not parts
                parts.append(body if is_behind_dash and not lead else self._lines(lead, body))
                parts[0] = f"\n{parts[0]}" if is_behind_dash and lead else parts[0]
                lead = ""
        return "".join([*parts, lead])

    def _lines(self, lead: str, body: str) -> str:
        return f"{lead}{self._indent}{body}"

    def _lead_start(self) -> int:
        """Return where the comments right above the first entry begin."""
        text, place = self._layout.text, self._layout.line_start(self._first)
        while place and self._pattern.fullmatch(text, self._layout.line_start(place - 1), place):
            place = self._layout.line_start(place - 1)
        return place

    def _lead(self, entry: OrderedEntry) -> str:
        if entry.index is None:
            return ""
        start = self._body_end(entry.index - 1) if entry.index else self.start
        end = self._layout.line_start(self._layout.entry_start(self._order.holder, entry.index))
        lead = self._layout.text[start:end]
        return _ALLOW_LINE.sub("", lead) if entry.is_removed else lead

    def _body(self, entry: OrderedEntry, copy: Copy, indentation: Indentation) -> str:
        if entry.index is not None:
            start = self._layout.entry_start(self._order.holder, entry.index)
            return copy(start, self._body_end(entry.index))
        written = self._order.write_block(entry, indentation)
        return indent(written, self._indent).removeprefix(self._indent)

    def _body_end(self, index: int) -> int:
        node = children(self._order.holder)[index]
        return self._layout.line_end(self._layout.end(node)) + 1


class FlowEntries:
    """A collection in brackets or braces: between two entries is a gap, which has their comma."""

    def __init__(self, layout: TextLayout, order: EntryOrder) -> None:
        self._layout = layout
        self._order = order
        self._nodes = children(order.holder)
        self.start = layout.start(order.holder) + 1
        self.end = layout.end(order.holder) - 1

    def text(self, copy: Copy) -> str:
        """Return the text between the brackets."""
        first = self._entry_start(0)
        parts = [copy(self.start, first)]
        is_first, needs_comma = True, False
        for entry in self._order.entries:
            gap = self._gap(entry, copy, is_first=is_first)
            parts.append(gap if needs_comma else _COMMA.sub(r"\1", gap))
            needs_comma = needs_comma and not gap
            if not entry.is_removed:
                parts.append(self._body(entry, copy))
                is_first, needs_comma = False, True
        tail = copy(max(first, self._entry_end(-1)), self.end)
        return "".join([*parts, tail if needs_comma else _COMMA.sub(r"\1", tail)])

    def _gap(self, entry: OrderedEntry, copy: Copy, *, is_first: bool) -> str:
        if not entry.index:
            return "" if is_first or entry.is_removed else ", "
        gap = copy(self._entry_end(entry.index - 1), self._entry_start(entry.index))
        return gap if "#" in gap or not (entry.is_removed or is_first) else ""

    def _body(self, entry: OrderedEntry, copy: Copy) -> str:
        if entry.index is None:
            return self._order.write_flow(entry)
        return copy(self._entry_start(entry.index), self._entry_end(entry.index))

    def _entry_start(self, index: int) -> int:
        return self._layout.entry_start(self._order.holder, index) if self._nodes else self.start

    def _entry_end(self, index: int) -> int:
        return self._layout.end(self._nodes[index]) if self._nodes else self.start


def indent(text: str, lead: str) -> str:
    """Return the text with every line but the empty ones indented."""
    return re.sub(r"^(?=[^\n])", lead, text, flags=re.MULTILINE)
