"""Comments that accept a finding: `# perf-report: allow RULE -- reason`.

A comment after a value applies to its own line; one on a line of its own applies to the next line
that is not a comment.
"""

import re
from collections.abc import Iterator

from perf_report.model.finding import Span
from perf_report.model.suppression import Suppression
from perf_report.parse.document import Document, scalars

_COMMENT = re.compile(r"(?:^|(?<=\s))#\s*perf-report:\s*allow\s+(?P<rest>.*)$")


def find_suppressions(document: Document) -> tuple[Suppression, ...]:
    """Return the comments that accept findings, in the order of the file."""
    return tuple(
        suppression
        for number, line in enumerate(document.lines, start=1)
        if "perf-report:" in line
        for suppression in _in_line(document, number, line)
    )


def _in_line(document: Document, number: int, line: str) -> Iterator[Suppression]:
    match = _COMMENT.search(line)
    if match is None or _is_in_scalar(document, number, match.start() + 1):
        return
    own_line = line[: match.start()].strip() == ""
    span = Span(line=number, column=match.start() + 1, end_line=number, end_column=len(line) + 1)
    rules, reason = _parts(match["rest"])
    for rule in rules:
        yield Suppression(
            rule=rule,
            reason=reason,
            line=_next_line(document, number) if own_line else number,
            span=span,
        )


def _parts(rest: str) -> tuple[list[str], str]:
    """The rules and the reason; without `--` only the first word is a rule."""
    rules, dashes, reason = rest.partition("--")
    words = re.findall(r"[a-z0-9-]+", rules)
    return (words if dashes else words[:1]) or [""], reason.strip()


def _next_line(document: Document, number: int) -> int:
    """The next line that is neither blank nor a comment."""
    for below, line in enumerate(document.lines[number:], start=number + 1):
        if line.strip() and not line.lstrip().startswith("#"):
            return below
    return number


def _is_in_scalar(document: Document, line: int, column: int) -> bool:
    """Whether a place is inside a scalar, where `#` starts no comment."""
    place = (line, column)
    return any(
        (span.line, span.column) <= place < (span.end_line, span.end_column)
        for span in (node.marks.span for _, node in scalars(document))
    )
