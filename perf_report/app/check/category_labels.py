"""Name the categories of a plan's framework where one is written as the form prints it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from perf_report.model.finding import LocatedFinding
from perf_report.model.framework import Framework
from perf_report.parse.document import Document
from perf_report.parse.nodes import Scalar, child


def name_categories(
    findings: Iterable[LocatedFinding], document: Document, frameworks: Mapping[str, Framework]
) -> Iterator[LocatedFinding]:
    """Yield the findings; those about the form of a category name the id that is meant."""
    named = child(document.root, "framework") if document.root else None
    framework = frameworks.get(named.text) if isinstance(named, Scalar) else None
    for located in findings:
        is_category = located.finding.rule == "category-form"
        yield _name(located, framework, frameworks) if is_category else located


def _name(
    located: LocatedFinding, framework: Framework | None, frameworks: Mapping[str, Framework]
) -> LocatedFinding:
    finding, every = located.finding, [framework] if framework else list(frameworks.values())
    known = dict.fromkeys(id_ for each in every for id_ in each.category_ids())
    close = framework.category_of_label(str(finding.arguments["value"])) if framework else None
    arguments = {**finding.arguments, "known": ", ".join(known), "close": close or ""}
    message = "category-form-label" if close else ""
    return replace(
        located, finding=replace(finding, message=message, arguments=arguments, fix=close)
    )
