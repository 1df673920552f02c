"""Findings about a file's form, which have a span instead of a route."""

from dataclasses import dataclass

from perf_report.model.finding import Finding, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A finding about a span of the file."""

    finding: Finding
    span: Span
