"""Load specs and the built-in data files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from perf_report import resources
from perf_report.errors import SettingsError
from perf_report.model.finding import Finding, LocatedFinding
from perf_report.model.framework import Category, Framework, Level1
from perf_report.model.plan import Plan
from perf_report.model.route import Route, RouteSet
from perf_report.model.source import Source
from perf_report.model.unit import Unit
from perf_report.parse.document import Document, parse_document
from perf_report.parse.partial_plan import (
    route_of_error,
    routes_of_errors,
    routes_of_problems,
)
from perf_report.parse.plan import build_plan, build_text, build_units
from perf_report.parse.schema import check_schema
from perf_report.parse.source import read_source


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
    problems, errors = document.located_problems(), check_schema(document)
    if not problems and not errors and document.root is not None:
        plan = build_plan(cast("dict[str, Any]", document.root.value()))
        return LoadedSpec(source=source, document=document, plan=plan, findings=())
    unread = tuple(routes_of_problems(document))
    findings = [*problems, *_new_errors(document, errors, unread)]
    if document.root is not None:
        unread += tuple(routes_of_errors(errors, document.root))
    return LoadedSpec(
        source=source, document=document, plan=None, findings=tuple(findings), unread=unread
    )


def _new_errors(
    document: Document, errors: Iterable[Finding], unread: Iterable[Route]
) -> Iterator[LocatedFinding]:
    """The schema errors that the problems of the file's form do not explain."""
    reported, hidden = {problem.span for problem in document.problems}, RouteSet(unread)
    for error in errors:
        located = document.locate(error)
        is_explained = not document.is_complete and hidden.touches(route_of_error(error))
        if located.span not in reported and not is_explained:
            yield located


def load_units() -> dict[str, Unit]:
    """Return the built-in unit catalogue."""
    return build_units(_read_data(resources.units_path()))


def load_frameworks(folders: Iterable[Path]) -> dict[str, Framework]:
    """Return the built-in frameworks and those of the given folders, which take precedence, by id.

    Raises SettingsError if a file is not a valid framework.
    """
    frameworks = {}
    for folder in (resources.frameworks_path(), *folders):
        for path in sorted(folder.glob("*.yaml")):
            try:
                framework = _build_framework(_read_data(path))
            except (KeyError, TypeError, AttributeError, ValueError) as error:
                raise SettingsError("framework-form", path=path, detail=str(error)) from error
            frameworks[framework.id] = framework
    return frameworks


def _read_data(path: Path) -> dict[str, Any]:
    document = parse_document(read_source(path))
    if not document.is_complete or document.problems or document.root is None:
        raise SettingsError("data-form", path=path)
    return cast("dict[str, Any]", document.root.value())


def _build_framework(data: dict[str, Any]) -> Framework:
    framework = Framework(
        id=data["id"],
        name=build_text(data["name"]),
        levels=tuple(
            Level1(
                id=level["id"],
                label=build_text(level["label"]),
                categories=tuple(
                    Category(id=category["id"], label=build_text(category["label"]))
                    for category in level["categories"]
                ),
            )
            for level in data["levels"]
        ),
        required=tuple(data.get("required", ())),
    )
    known = {*framework.category_ids(), *(level.id for level in framework.levels)}
    unknown = [required for required in framework.required if required not in known]
    if unknown:
        raise ValueError(unknown[0])
    return framework
