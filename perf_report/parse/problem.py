"""Findings about a file's form, which have a span instead of a route."""

from dataclasses import dataclass

from perf_report.model.finding import Finding, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A finding about a span of the file."""

    finding: Finding
    span: Span


FILE_START = Span(line=1, column=1, end_line=1, end_column=1)


def make_problem(rule: str, span: Span, **arguments: object) -> Problem:
    """Return a problem with the message of its rule."""
    return Problem(finding=Finding(rule=rule, arguments=arguments), span=span)
