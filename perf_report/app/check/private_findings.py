"""Findings about values that are not public, without the values.

A finding is read where its spec may not be: in comments on pull requests, in reports, in logs.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from perf_report.model.finding import LocatedFinding, Span, Term
from perf_report.model.form import Form
from perf_report.model.form_routes import asked_at, is_private, value_route
from perf_report.model.route import Route
from perf_report.parse.document import Document
from perf_report.parse.nodes import Scalar, walk_scalars

# What the messages say of the form, of the schema and of keys; all else may be a value.
_PUBLIC = frozenset(
    {
        "label", "labels", "expected", "example", "got", "allowed", "known", "limit", "language",
        "form", "column", "parts", "kind", "id", "key", "first", "count", "code", "mark",
    }
)  # fmt: skip

# Rules about keys, which are no values.
_ABOUT_KEYS = frozenset({"form-part", "unknown-key", "yaml-duplicate-key"})

# The message about `876.54` in `{amount: 9,876.54}`, where YAML takes it for a key.
_REST_OF_AMOUNT = "unknown-key-digits"

_HIDDEN = Term("word", "not-public")


def hide_private(
    findings: Iterable[LocatedFinding], document: Document, form: Form | None
) -> Iterator[LocatedFinding]:
    """Yield findings; those about a value that is not public do not tell it."""
    spans: list[Span] | None = None
    for located in findings:
        route = located.finding.route
        is_rest = located.finding.message == _REST_OF_AMOUNT
        if spans is None and (is_rest or not route):
            spans = list(_private_spans(document, form))
        if is_rest:
            is_hidden = _follows(located.span, spans or ())
        elif located.finding.rule in _ABOUT_KEYS:
            is_hidden = False
        else:
            is_hidden = _is_private(route, form) if route else _starts_in(located.span, spans or ())
        yield _without_values(located) if is_hidden else located


def hide_values_at(
    findings: Iterable[LocatedFinding], private: Collection[Route]
) -> Iterator[LocatedFinding]:
    """Yield findings; those about a value at one of some routes, or in it, do not tell it."""
    for located in findings:
        route = located.finding.route
        is_at = any(route[:end] in private for end in range(1, len(route) + 1))
        yield _without_values(located) if is_at and not located.finding.on_key else located


def _is_private(route: Route, form: Form | None) -> bool:
    """Whether a route leads to a value that a form does not say is public, or into it."""
    value = value_route(route)
    return value is not None and is_private(asked_at(value, form) if form else None)


def _private_spans(document: Document, form: Form | None) -> Iterator[Span]:
    """The places of values that are not public, for findings that have no route."""
    scalars: Iterable[tuple[Route, Scalar]] = walk_scalars(document.root) if document.root else ()
    for route, scalar in scalars:
        if _is_private(route, form):
            yield scalar.marks.span


def _starts_in(place: Span, spans: Iterable[Span]) -> bool:
    """Whether a place begins in one of the spans, or at its end."""
    return any(
        (span.line, span.column) <= (place.line, place.column)
        and (place.line, place.column) <= (span.end_line, span.end_column)
        for span in spans
    )


def _follows(place: Span, spans: Iterable[Span]) -> bool:
    """Whether a place begins behind one of the spans, with a comma between."""
    return any(
        span.end_line == place.line and span.end_column + 1 == place.column for span in spans
    )


def _without_values(located: LocatedFinding) -> LocatedFinding:
    finding = located.finding
    public = _PUBLIC - {"key"} if finding.message == _REST_OF_AMOUNT else _PUBLIC
    arguments = {
        name: value if name in public else _HIDDEN for name, value in finding.arguments.items()
    }
    return replace(located, finding=replace(finding, arguments=arguments))
