"""Suppressions: comments in a spec that accept a finding."""

from dataclasses import dataclass

from perf_report.model.finding import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """One rule accepted on one line, with the reason and the range of the comment."""

    rule: str
    reason: str
    line: int
    span: Span
    used: bool = False
