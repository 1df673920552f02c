"""A comment in a spec behind a text."""

from dataclasses import dataclass

from perf_report.model.finding import Span
from perf_report.model.route import Route


@dataclass(frozen=True, slots=True, kw_only=True)
class TextComment:
    """A comment on the line on which an unquoted text ends, from its `#`; `route` is the text's."""

    route: Route
    text: str
    span: Span
