"""Comments that accept a finding: `# perf-report: allow RULE -- reason`.

A comment after a value applies to its own line; one on a line of its own applies to the next line
that is not a comment.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice
from operator import itemgetter

from perf_report.model.finding import Span
from perf_report.model.suppression import Suppression
from perf_report.parse.content_lines import ContentLines
from perf_report.parse.document import Document, scalars

# A comment that names more than there are rules accepts nothing by the rest.
_MOST_RULES = 100

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*perf-report:\s*allow\s+(?P<rest>.*)$")


def find_suppressions(document: Document) -> tuple[Suppression, ...]:
    """Return the comments that accept findings, in the order of the file."""
    marked = [
        (number, line)
        for number, line in enumerate(document.lines, start=1)
        if "perf-report:" in line
    ]
    if not marked:
        return ()
    places = _Places(document)
    return tuple(each for number, line in marked for each in _in_line(places, number, line))


class _Places:
    """Where a document's scalars are, and which lines hold more than a comment."""

    def __init__(self, document: Document) -> None:
        spans = (node.marks.span for _, node in scalars(document))
        self._scalars = [
            ((span.line, span.column), (span.end_line, span.end_column)) for span in spans
        ]
        self.lines = ContentLines(document)

    def is_in_scalar(self, line: int, column: int) -> bool:
        """Whether a place is inside a scalar, where `#` starts no comment."""
        place = (line, column)
        index = bisect_right(self._scalars, place, key=itemgetter(0)) - 1
        return index >= 0 and place < self._scalars[index][1]


def _in_line(places: _Places, number: int, line: str) -> Iterator[Suppression]:
    match = _COMMENT.search(line)
    if match is None or places.is_in_scalar(number, match.start() + 1):
        return
    own_line = line[: match.start()].strip() == ""
    span = Span(line=number, column=match.start() + 1, end_line=number, end_column=len(line) + 1)
    rules, reason = _parts(match["rest"])
    for rule in rules:
        yield Suppression(
            rule=rule,
            reason=reason,
            line=places.lines.below(number) if own_line else number,
            span=span,
        )


def _parts(rest: str) -> tuple[list[str], str]:
    """The rules and the reason; without `--` only the first word is a rule."""
    rules, dashes, reason = rest.partition("--")
    found = (match[0] for match in re.finditer(r"[a-z0-9-]+", rules))
    words = list(dict.fromkeys(islice(found, _MOST_RULES if dashes else 1)))
    return words or [""], reason.strip()
