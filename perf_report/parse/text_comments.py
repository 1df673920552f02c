"""Comments right behind unquoted texts, which may be the rest of a text that a `#` cut off."""

from collections.abc import Iterator

from perf_report.model.finding import Span
from perf_report.model.text_comment import TextComment
from perf_report.parse.document import Document
from perf_report.parse.nodes import walk_scalars


def find_text_comments(document: Document) -> Iterator[TextComment]:
    """Yield the comment right behind each unquoted text."""
    if document.root is None or not any(" #" in line for line in document.lines):
        return
    for route, scalar in walk_scalars(document.root):
        if scalar.plain and isinstance(scalar.value(), str):
            number, column = scalar.marks.span.end_line, scalar.marks.span.end_column
            line = document.lines[number - 1]
            text = line[column - 1 :].strip()
            if text.startswith("#"):
                start = line.index("#", column - 1) + 1
                span = Span(
                    line=number, column=start, end_line=number, end_column=start + len(text)
                )
                yield TextComment(route=route, text=text, span=span)
