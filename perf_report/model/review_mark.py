"""Marks in a spec that somebody has still to review: comments such as `# 待核：沿用2025年`."""

from dataclasses import dataclass

from perf_report.model.finding import Span
from perf_report.model.route import Route

# How people write the words of a mark; letters of any case.
WORDS = r"(?:待\s*核|to[\s_-]*review\b)"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMark:
    """A mark: its words, the place of the comment, and the route of the value, if there is one."""

    text: str
    span: Span
    route: Route | None
