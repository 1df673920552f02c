"""Changing a person's file where it stands: stretches replaced, entries dropped, comments added.

Nothing else moves, whatever the layout of the file. The round trip of `writer` cannot promise
that, and refuses some files; here the positions of the document's nodes are enough.
"""

import re
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import Any

from perf_report.parse.document import Document
from perf_report.parse.nodes import Mapping, Marks, Node, Scalar, Sequence

_COMMENT = re.compile(r"(?:^|(?<=\s))#")
# What may stand behind an entry that has its lines to itself.
_REST_OF_LINE = re.compile(r"[ \t]*(?:(?<=\s)#.*)?$", re.MULTILINE)
# What leads from the last item in brackets to the bracket.
_CLOSING = re.compile(r"(?:[\s,]|(?<=\s)#.*)*[\]}]")

_Edit = tuple[int, int, str]


class Splices:
    """Changes to the text of a sound document, collected first and made all at once.

    A comment, or the part of one, that `stale` matches is of an earlier run, and goes.
    """

    def __init__(self, document: Document, stale: re.Pattern[str]) -> None:
        self._text = "\n".join(document.lines)
        self._starts = [0, *accumulate(len(line) + 1 for line in document.lines)]
        self._stale = stale
        self._edits: list[_Edit] = []
        self._comments: dict[int, list[str]] = {}
        # By line: where its last scalar ends; and where a scalar that it breaks off goes on to.
        self._ends: dict[int, int] = {}
        self._continued: dict[int, int] = {}
        for marks in _scalar_marks(document.root):
            self._note(marks)

    def edit(self, node: Node, change: Callable[[str], str]) -> None:
        """Change a scalar as it is written, quotes and all."""
        start, end = self._offset(node.marks.start), self._offset(node.marks.end)
        self._edits.append((start, end, change(self._text[start:end])))

    def comment(self, holder: Mapping, key: str, comment: str) -> None:
        """Add a comment behind the line on which an entry begins, before the comment there.

        Where that line breaks off inside a scalar, the comment goes behind the scalar's end.
        Several entries of one line share a comment.
        """
        line = holder.keys[key].start.line
        while line in self._continued:
            line = self._continued[line]
        comments = self._comments.setdefault(line, [])
        if comment not in comments:
            comments.append(comment)

    def drop(self, holder: Mapping, key: str) -> None:
        """Drop an entry: its lines where it has them to itself, else the entry and its comma."""
        start, end = self._offset(holder.keys[key].start), self._end(holder.items[key])
        line_start = self._starts[holder.keys[key].start.line]
        rest = _REST_OF_LINE.match(self._text, end)
        if rest and not self._text[line_start:start].strip():
            self._edits.append((line_start, rest.end() + 1, ""))
        else:
            self._edits.append((*self._shared_stretch(holder, start, end), ""))

    def text(self) -> str:
        """The text with all changes made."""
        parts, position = [], 0
        for start, end, new in sorted([*self._edits, *self._comment_edits()]):
            # The comments of what is dropped go with it.
            parts += [self._text[position:start], new if start >= position else ""]
            position = max(position, end)
        return "".join([*parts, self._text[position:]])

    def _note(self, marks: Marks) -> None:
        start, end = marks.start, marks.end
        place = self._offset(start)
        # Behind the sign of a block scalar there is room for a comment, and its lines have none.
        if self._text[place : place + 1] not in {"|", ">"}:
            self._ends[end.line] = max(self._offset(end), self._ends.get(end.line, 0))
            self._continued.update(dict.fromkeys(range(start.line, end.line), end.line))

    def _comment_edits(self) -> Iterator[_Edit]:
        """The tail of each line whose comments change."""
        for line in sorted(self._ends):
            line_end = self._starts[line + 1] - 1
            rest = self._text[self._ends[line] : line_end]
            found = _COMMENT.search(rest)
            old = rest[found.start() :] if found else ""
            new = "  ".join(filter(None, [*self._comments.get(line, ()), self._fresh(old)]))
            if new != old:
                content = self._text[: line_end - len(old)].rstrip()
                yield len(content), line_end, f"  {new}" if new else ""

    def _fresh(self, comment: str) -> str:
        return self._stale.sub("", comment).strip() if self._stale.search(comment) else comment

    def _shared_stretch(self, holder: Mapping, start: int, end: int) -> tuple[int, int]:
        """What goes of an entry that shares its lines with others."""
        keys = [self._offset(marks.start) for marks in holder.keys.values()]
        later = min((key for key in keys if key > start), default=None)
        if later is None:
            line_start = self._text.rfind("\n", 0, start) + 1
            before = self._text[line_start:start].rstrip().removesuffix(",")
            return line_start + len(before) if before else start, end
        between = self._text[end:later]
        comma = len(between) - len(between.lstrip(" \t,"))
        # A comment in between speaks of what follows, and stays.
        return start, end + comma if between.strip(" \t\n,") else later

    def _end(self, node: Node) -> int:
        """Where what is written of a node ends, without blank lines and comments behind it."""
        start = self._offset(node.marks.start)
        if isinstance(node, Scalar):
            return start + len(self._text[start : self._offset(node.marks.end)].rstrip())
        # The parser marks only the beginning of a list or a mapping.
        end = self._end(_below(node)[-1])
        closing = _CLOSING.match(self._text, end) if self._text[start] in "{[" else None
        return closing.end() if closing else end

    def _offset(self, mark: Any) -> int:
        """The place in the text that a mark of the parser means."""
        place: int = self._starts[mark.line] + mark.column
        return place


def _below(node: Mapping | Sequence) -> list[Node]:
    return list(node.items.values()) if isinstance(node, Mapping) else node.items


def _scalar_marks(node: Node | None) -> Iterator[Marks]:
    """The marks of every key and every single value below a node."""
    if isinstance(node, Scalar):
        yield node.marks
    elif node is not None:
        yield from node.keys.values() if isinstance(node, Mapping) else ()
        for item in _below(node):
            yield from _scalar_marks(item)
