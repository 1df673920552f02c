"""Load specs and the built-in data files."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from perf_report import resources
from perf_report.errors import SettingsError
from perf_report.model.category_kind import Better, CategoryKind
from perf_report.model.finding import LocatedFinding
from perf_report.model.framework import Category, Framework, Level1
from perf_report.model.plan import Plan
from perf_report.model.source import Source
from perf_report.model.unit import Unit
from perf_report.parse.document import Document, parse_document
from perf_report.parse.plan import build_plan, build_text, build_units
from perf_report.parse.schema import check_schema
from perf_report.parse.source import read_source
from perf_report.parse.yaml_files import list_yaml_files


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedSpec:
    """A source, its document, and either its plan or the findings that prevent it.

    `more` is how many findings there are beyond those.
    """

    source: Source
    document: Document
    plan: Plan | None
    findings: tuple[LocatedFinding, ...]
    more: int = 0


def load_plan(source: Source) -> LoadedSpec:
    """Parse a source, check it against the schema, and build its plan if both succeed."""
    document = parse_document(source)
    findings, more = document.located_problems(), document.more
    if document.is_complete:
        # A schema error at the place of another problem adds nothing.
        reported = {problem.span for problem in findings}
        checked = check_schema(document)
        more += checked.more
        located = (document.locate(finding) for finding in checked.findings)
        findings += [item for item in located if item.span not in reported]
    plan = None
    if not findings and document.root is not None:
        plan = build_plan(cast("dict[str, Any]", document.root.value()))
    return LoadedSpec(
        source=source, document=document, plan=plan, findings=tuple(findings), more=more
    )


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


def _build_category(data: dict[str, Any]) -> Category:
    return Category(
        id=data["id"],
        label=build_text(data["label"]),
        kind=CategoryKind(data["kind"]) if "kind" in data else None,
        better=Better(data["better"]) if "better" in data else None,
    )


def _build_framework(data: dict[str, Any]) -> Framework:
    framework = Framework(
        id=data["id"],
        name=build_text(data["name"]),
        levels=tuple(
            Level1(
                id=level["id"],
                label=build_text(level["label"]),
                categories=tuple(_build_category(category) for category in level["categories"]),
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
