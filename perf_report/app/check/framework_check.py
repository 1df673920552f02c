"""Check a project's own frameworks for what rules need of them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from perf_report.app.project import Project
from perf_report.model.category_kind import CategoryKind
from perf_report.model.finding import FileFindings, Finding, Severity
from perf_report.parse.document import parse_document
from perf_report.parse.encoding import read_lines
from perf_report.parse.frameworks import builtin_kinds
from perf_report.parse.source import read_source
from perf_report.parse.yaml_files import list_yaml_files
from perf_report.rules import RULES


def check_frameworks(project: Project) -> Iterator[FileFindings]:
    """Yield the findings on each framework that has any.

    The frameworks must be valid, as they are once the standards of a check are open.
    """
    for folder in project.framework_folders():
        for path in list_yaml_files(folder):
            yield from _check_framework(path)


def _check_framework(path: Path) -> Iterator[FileFindings]:
    source = read_source(path)
    document = parse_document(source)
    data: Any = document.root.value() if document.root else {}
    found = tuple(document.locate(finding) for finding in _categories_without_kind(data))
    if found:
        lines = read_lines(source.data, is_clean=True)
        yield FileFindings(name=source.name, lines=lines, findings=found, is_spec=False)


def _categories_without_kind(data: dict[str, Any]) -> Iterator[Finding]:
    """The categories of which some rules know nothing."""
    silent = ", ".join(rule.id for rule in RULES if rule.reads_kinds)
    for level_index, level in enumerate(data.get("levels", ())):
        for index, category in enumerate(level["categories"]):
            if "kind" not in category and category["id"] not in builtin_kinds():
                yield Finding(
                    rule="category-kind",
                    severity=Severity.WARNING,
                    route=("levels", level_index, "categories", index, "id"),
                    arguments={
                        "category": category["id"],
                        "rules": silent,
                        "kinds": ", ".join(CategoryKind),
                    },
                )
