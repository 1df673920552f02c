"""Add comments at line ends, and remove comments of an earlier run."""

import re
from collections.abc import Iterator

from perf_report.parse.nodes import Mapping, Marks, Node, Scalar
from perf_report.parse.text_layout import TextLayout, children

_COMMENT = re.compile(r"(?:^|(?<=\s))#")

Splice = tuple[int, int, str]


class LineComments:
    """Comments by line; a comment, or the part of one, that `stale` matches goes."""

    def __init__(self, layout: TextLayout, root: Node | None, stale: re.Pattern[str]) -> None:
        self._layout = layout
        self._stale = stale
        self._comments: dict[int, list[str]] = {}
        # By line: where its last scalar ends; and where a scalar that it breaks off goes on to.
        self._ends: dict[int, int] = {}
        self._continued: dict[int, int] = {}
        for marks in _scalar_marks(root):
            self._note(marks)

    def add(self, line: int, comment: str) -> None:
        """Add a comment behind a line, before the comment there.

        Where that line breaks off inside a scalar, the comment goes behind the scalar's end.
        """
        while line in self._continued:
            line = self._continued[line]
        comments = self._comments.setdefault(line, [])
        if comment not in comments:
            comments.append(comment)

    def splices(self) -> Iterator[Splice]:
        """Yield the tail of each line whose comments change, and its new text."""
        text = self._layout.text
        for line in sorted(self._ends):
            line_end = self._layout.line_end(self._ends[line])
            rest = text[self._ends[line] : line_end]
            found = _COMMENT.search(rest)
            old = rest[found.start() :] if found else ""
            new = "  ".join(filter(None, [*self._comments.get(line, ()), self._fresh(old)]))
            if new != old:
                content = text[: line_end - len(old)].rstrip()
                yield len(content), line_end, f"  {new}" if new else ""

    def _note(self, marks: Marks) -> None:
        start, end = marks.start, marks.end
        place = self._layout.offset(start)
        # Behind the sign of a block scalar there is room for a comment, and its lines have none.
        if self._layout.text[place : place + 1] not in {"|", ">"}:
            self._ends[end.line] = max(self._layout.offset(end), self._ends.get(end.line, 0))
            self._continued.update(dict.fromkeys(range(start.line, end.line), end.line))

    def _fresh(self, comment: str) -> str:
        return self._stale.sub("", comment).strip() if self._stale.search(comment) else comment


def _scalar_marks(node: Node | None) -> Iterator[Marks]:
    """Yield the marks of every key and every scalar below a node."""
    if isinstance(node, Scalar):
        yield node.marks
    elif node is not None:
        yield from node.keys.values() if isinstance(node, Mapping) else ()
        for item in children(node):
            yield from _scalar_marks(item)
