"""A finding that already knows its place, because it is about the characters themselves."""

from dataclasses import dataclass

from perf_report.model.finding import Finding, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong with a stretch of a file, before there are routes to speak of it."""

    finding: Finding
    span: Span
