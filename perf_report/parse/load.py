"""Load specs and the built-in units."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

from perf_report import resources
from perf_report.model.finding import Finding, LocatedFinding
from perf_report.model.plan import Plan
from perf_report.model.route import Route, RouteSet
from perf_report.model.source import Source
from perf_report.model.unit import Unit
from perf_report.parse.document import Document, parse_document, parse_mended_document
from perf_report.parse.nodes import Node
from perf_report.parse.partial_plan import (
    route_of_error,
    routes_of_errors,
    routes_of_problems,
)
from perf_report.parse.plan import build_plan, build_units
from perf_report.parse.schema import SchemaFindings, check_schema
from perf_report.parse.source import read_source


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSpec:
    """A source, its document, and either its plan or the findings that prevent it.

    `more` is how many findings there are beyond those. `unread` are the routes that these findings
    leave unread.
    """

    source: Source
    document: Document
    plan: Plan | None
    findings: tuple[LocatedFinding, ...]
    more: int = 0
    unread: tuple[Route, ...] = ()


def load_plan(source: Source) -> LoadedSpec:
    """Parse a source, check it against the schema, and build its plan if both succeed."""
    document = parse_document(source)
    errors = check_schema(document)
    if document.root is not None and not errors.findings and not document.has_error:
        plan = build_plan(cast("dict[str, Any]", document.root.value()))
        findings = document.located_problems()
        return LoadedSpec(
            source=source,
            document=document,
            plan=plan,
            findings=tuple(findings),
            more=document.more,
        )
    mended = parse_mended_document(source) if document.lines else None
    return _load_broken(source, mended or document, check_schema(mended) if mended else errors)


def _load_broken(source: Source, document: Document, errors: SchemaFindings) -> LoadedSpec:
    unread = tuple(routes_of_problems(document))
    findings = [*document.located_problems(), *_new_errors(document, errors.findings, unread)]
    if document.root is not None:
        unread += tuple(routes_of_errors(errors.findings, document.root))
    if errors.more or document.more:
        # What is wrong beyond the first findings has no route, so nothing is known to be whole.
        unread += ((),)
    return LoadedSpec(
        source=source,
        document=document,
        plan=None,
        findings=tuple(findings),
        more=document.more + errors.more,
        unread=unread,
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


def load_units() -> dict[str, Unit]:
    """Return the built-in unit catalogue."""
    document = parse_document(read_source(resources.units_path()))
    root = cast("Node", document.root)
    return build_units(cast("dict[str, Any]", root.value()))
