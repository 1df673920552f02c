"""Load specs: parse, check against the schema, and build the plan."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from perf_report.model.finding import Finding, LocatedFinding
from perf_report.model.plan import Plan
from perf_report.model.route import Route, RouteSet
from perf_report.model.source import Source
from perf_report.parse.document import Document, parse_document, parse_mended_document
from perf_report.parse.partial_plan import (
    route_of_error,
    routes_of_errors,
    routes_of_problems,
)
from perf_report.parse.plan import build_plan
from perf_report.parse.schema import check_schema


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSpec:
    """A source, its document, and either its plan or the findings that prevent it.

    `unread` are the routes that these findings leave unread.
    """

    source: Source
    document: Document
    plan: Plan | None
    findings: tuple[LocatedFinding, ...]
    unread: tuple[Route, ...] = ()


def load_plan(source: Source) -> LoadedSpec:
    """Parse a source, check it against the schema, and build its plan if both succeed."""
    document = parse_document(source)
    errors = check_schema(document)
    if document.root is not None and not errors and not document.has_error:
        plan = build_plan(cast("dict[str, Any]", document.root.value()))
        findings = document.located_problems()
        return LoadedSpec(source=source, document=document, plan=plan, findings=tuple(findings))
    mended = parse_mended_document(source) if document.lines else None
    return _load_broken(source, mended or document, check_schema(mended) if mended else errors)


def _load_broken(source: Source, document: Document, errors: list[Finding]) -> LoadedSpec:
    unread = tuple(routes_of_problems(document))
    findings = [*document.located_problems(), *_new_errors(document, errors, unread)]
    if document.root is not None:
        unread += tuple(routes_of_errors(errors, document.root))
    return LoadedSpec(
        source=source, document=document, plan=None, findings=tuple(findings), unread=unread
    )


def _new_errors(
    document: Document, errors: Iterable[Finding], unread: Iterable[Route]
) -> Iterator[LocatedFinding]:
    """The schema errors that the problems of the file's form do not explain."""
    reported = {located.span for located in document.located_problems()}
    hidden = RouteSet(unread)
    for error in errors:
        located = document.locate(error)
        is_explained = not document.is_complete and hidden.touches(route_of_error(error))
        if located.span not in reported and not is_explained:
            yield located
