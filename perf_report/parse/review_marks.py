"""Comments that mark what is still to be reviewed: they begin with `待核` or `to review`.

Signs before the words (`【待核】`, `- to review`) and a space or dash in them change nothing.

A comment behind a value is about that value; one on a line of its own is about the next line that
is neither blank nor a comment.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress

from ruamel.yaml.error import YAMLError

from perf_report.model.finding import Span
from perf_report.model.review_mark import WORDS, ReviewMark
from perf_report.model.route import Route
from perf_report.parse.comments import Comment, find_comments
from perf_report.parse.content_lines import ContentLines
from perf_report.parse.document import Document, scalars

# A comment that begins so, or what follows another `#` in it.
_MARK = re.compile(
    rf"(?:^|(?<=\s))#+[^\w#]*?(?P<text>[【〔\[（(「“\"]?\s?{WORDS}.*)", re.IGNORECASE
)
# Reading the comments takes long, and most files have no such words behind any `#`.
_HINT = re.compile(rf"^[^\n#]*#[^\n]*{WORDS}", re.IGNORECASE | re.MULTILINE)


def find_review_marks(document: Document) -> tuple[ReviewMark, ...]:
    """Return the marks of a document up to a syntax error, in the order of the file."""
    text = "\n".join(document.lines)
    if not _HINT.search(text):
        return ()
    return tuple(_marks(document, text))


def _marks(document: Document, text: str) -> Iterator[ReviewMark]:
    routes, lines = _routes_by_line(document), ContentLines(document)
    starts = [0]
    for line in document.lines:
        starts.append(starts[-1] + len(line) + 1)
    for comment in _comments(text):
        match = _MARK.search(comment.text)
        if match is not None:
            number = bisect_right(starts, comment.start)
            span = _span(comment, number, starts[number - 1])
            is_own_line = not text[starts[number - 1] : comment.start].strip()
            about = lines.below(number) if is_own_line else number
            yield ReviewMark(text=match["text"].strip(), span=span, route=routes.get(about))


def _comments(text: str) -> Iterator[Comment]:
    # Behind a syntax error nothing tells a comment from a value.
    with suppress(YAMLError):
        yield from find_comments(text)


def _span(comment: Comment, line: int, line_start: int) -> Span:
    return Span(
        line=line,
        column=comment.start - line_start + 1,
        end_line=line,
        end_column=comment.end - line_start + 1,
    )


def _routes_by_line(document: Document) -> dict[int, Route]:
    """The route of the first value on each line; a value of several lines is on each of them."""
    routes: dict[int, Route] = {}
    for route, node in scalars(document):
        span = node.marks.span
        for line in range(span.line, span.end_line + 1):
            routes.setdefault(line, route)
    return routes
