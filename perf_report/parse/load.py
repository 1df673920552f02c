"""Load specs and the built-in data files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import msgspec

from perf_report import resources
from perf_report.errors import SettingsError
from perf_report.model.category_kind import Better, CategoryKind
from perf_report.model.finding import Finding, LocatedFinding
from perf_report.model.framework import Category, Framework, Level1
from perf_report.model.plan import Plan
from perf_report.model.route import Route, RouteSet
from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.model.unit import Unit
from perf_report.parse.document import Document, parse_document, parse_mended_document
from perf_report.parse.partial_plan import (
    route_of_error,
    routes_of_errors,
    routes_of_problems,
)
from perf_report.parse.plan import build_plan, build_units
from perf_report.parse.schema import SchemaFindings, check_schema
from perf_report.parse.source import read_source
from perf_report.parse.yaml_files import list_yaml_files


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


# --- Data files ---


class _Label(msgspec.Struct):
    """A label in both languages."""

    zh: str
    en: str | None = None

    def text(self) -> Text:
        return Text(zh=self.zh, en=self.en)


class _CategoryData(msgspec.Struct):
    id: str
    label: _Label
    kind: CategoryKind | None = None
    better: Better | None = None


class _LevelData(msgspec.Struct):
    id: str
    label: _Label
    categories: list[_CategoryData]


class _FrameworkData(msgspec.Struct):
    """The shape of a framework's file; other keys are passed over."""

    id: str
    name: _Label
    levels: list[_LevelData]
    required: list[str] = []


def load_units() -> dict[str, Unit]:
    """Return the built-in unit catalogue."""
    return build_units(_read_data(resources.units_path()))


def load_frameworks(folders: Iterable[Path]) -> dict[str, Framework]:
    """Return the built-in frameworks and those of the given folders, which take precedence, by id.

    Raises SettingsError if a file is not a valid framework.
    """
    frameworks = {}
    for folder in (resources.frameworks_path(), *folders):
        for path in list_yaml_files(folder):
            framework = _read_framework(path)
            frameworks[framework.id] = framework
    return frameworks


def _read_framework(path: Path) -> Framework:
    try:
        framework = _build_framework(msgspec.convert(_read_data(path), _FrameworkData))
        _check_ids(framework)
    except ValueError as error:
        raise SettingsError("framework-form", path=path, detail=str(error)) from error
    return framework


def _read_data(path: Path) -> dict[str, Any]:
    document = parse_document(read_source(path))
    if not document.is_complete or document.has_error or document.root is None:
        first = min((problem.span.line for problem in document.problems), default=1)
        raise SettingsError("data-form", path=path, line=first)
    return cast("dict[str, Any]", document.root.value())


def _build_framework(data: _FrameworkData) -> Framework:
    return Framework(
        id=data.id,
        name=data.name.text(),
        levels=tuple(
            Level1(
                id=level.id,
                label=level.label.text(),
                categories=tuple(
                    Category(
                        id=category.id,
                        label=category.label.text(),
                        kind=category.kind,
                        better=category.better,
                    )
                    for category in level.categories
                ),
            )
            for level in data.levels
        ),
        required=tuple(data.required),
    )


def _check_ids(framework: Framework) -> None:
    """Raise ValueError, with the id, for one that is there twice or is required and not there."""
    ids = framework.category_ids()
    known = {*ids, *(level.id for level in framework.levels)}
    wrong = [id_ for id_ in ids if ids.count(id_) > 1]
    wrong += [required for required in framework.required if required not in known]
    if wrong:
        raise ValueError(wrong[0])
