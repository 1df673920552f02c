"""What is wrong with a spec: its form, its schema and its content, joined and sorted by place."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from perf_report.app.project import Project
from perf_report.model.finding import FileFindings, LocatedFinding, Severity
from perf_report.model.framework import Framework
from perf_report.model.plan import Plan
from perf_report.model.route import Route
from perf_report.model.suppression import Suppression
from perf_report.model.unit import Unit
from perf_report.model.vocabulary import Vocabulary
from perf_report.outputs.table import Table
from perf_report.parse.document import Document
from perf_report.parse.load import Loaded, load_frameworks, load_plan, load_units
from perf_report.parse.nodes import Node, Scalar, child
from perf_report.parse.source import Source, read_source
from perf_report.parse.suppressions import find_suppressions
from perf_report.pdf.fonts import covered_characters
from perf_report.rules import Severities, check_plan, find_rule
from perf_report.rules.plan_walk import quantities
from perf_report.rules.rule_context import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class Standards:
    """What specs are held against: known vocabularies, drawable characters, severities."""

    frameworks: Mapping[str, Framework]
    units: Mapping[str, Unit]
    characters: frozenset[int]
    severities: Severities = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A checked spec: its findings, those accepted by a comment with the reason, its table.

    There is a table only where no finding is an error. There is a vocabulary where the plan is
    sound: it may have errors, such as a sum that is off, but none by which it could be misread.
    """

    source: Source
    document: Document
    findings: tuple[LocatedFinding, ...]
    accepted: tuple[tuple[LocatedFinding, str], ...] = ()
    plan: Plan | None = None
    vocabulary: Vocabulary | None = None

    @property
    def lines(self) -> Sequence[str]:
        """The lines of the file."""
        return self.document.lines

    @property
    def table(self) -> Table | None:
        """What can be built, where no finding is an error."""
        has_error = any(item.finding.severity is Severity.ERROR for item in self.findings)
        return None if has_error else self.sound_table

    @property
    def sound_table(self) -> Table | None:
        """What can be compared, where the plan is sound."""
        if self.plan is None or self.vocabulary is None:
            return None
        return Table(plan=self.plan, vocabulary=self.vocabulary, source=self.source)


def open_standards(project: Project, fonts: tuple[Path, ...]) -> Standards:
    """The standards of a project. Raises PerfReportError where they cannot be read."""
    return Standards(
        frameworks=load_frameworks(project.framework_folders()),
        units=load_units(),
        characters=covered_characters(fonts),
        severities=project.severities(),
    )


def check_files(paths: Iterable[Path], standards: Standards) -> Iterator[Outcome]:
    """Check specs one by one. Raises SourceError where one cannot be read."""
    for path in paths:
        yield check_source(read_source(path), standards)


def check_source(source: Source, standards: Standards) -> Outcome:
    """Find everything that is wrong with a spec, sorted by place."""
    loaded = load_plan(source)
    if loaded.plan is None:
        findings = tuple(sorted(loaded.findings, key=_place))
        return Outcome(source=source, document=loaded.document, findings=findings)
    return _check_plan(loaded, loaded.plan, standards)


def _check_plan(loaded: Loaded, plan: Plan, standards: Standards) -> Outcome:
    document = loaded.document
    case = Case(
        plan=plan,
        frameworks=standards.frameworks,
        units={**standards.units, **plan.units},
        characters=standards.characters,
        written_targets=_written_targets(plan, document),
        suppressions=find_suppressions(document),
    )
    located = [document.locate(finding) for finding in check_plan(case, standards.severities)]
    kept, accepted, suppressions = _accept(located, case.suppressions)
    case = replace(case, suppressions=suppressions)
    kept += [
        document.locate(finding) for finding in check_plan(case, standards.severities, last=True)
    ]
    return Outcome(
        source=loaded.source,
        document=document,
        findings=tuple(sorted(kept, key=_place)),
        accepted=tuple(accepted),
        plan=plan,
        vocabulary=_vocabulary(case, kept),
    )


def _place(located: LocatedFinding) -> tuple[str, int, int, str]:
    return located.place


def _vocabulary(case: Case, findings: Iterable[LocatedFinding]) -> Vocabulary | None:
    """What the plan's ids and units stand for, unless one of them may be misread."""
    rules = (find_rule(located.finding.rule) for located in findings)
    if case.framework is None or any(rule is not None and rule.needed for rule in rules):
        return None
    return Vocabulary(framework=case.framework, units=case.units)


def _accept(
    located: Iterable[LocatedFinding], suppressions: tuple[Suppression, ...]
) -> tuple[list[LocatedFinding], list[tuple[LocatedFinding, str]], tuple[Suppression, ...]]:
    """Part the findings into kept and accepted, and mark the comments that accepted one."""
    reasons = {(item.rule, item.line): item.reason for item in suppressions if item.reason}
    kept: list[LocatedFinding] = []
    accepted: list[tuple[LocatedFinding, str]] = []
    for item in located:
        rule = find_rule(item.finding.rule)
        reason = reasons.get((item.finding.rule, item.span.line))
        if reason is None or (rule is not None and rule.needed):
            kept.append(item)
        else:
            accepted.append((item, reason))
    used = {(item.finding.rule, item.span.line) for item, _ in accepted}
    marked = tuple(replace(item, used=(item.rule, item.line) in used) for item in suppressions)
    return kept, accepted, marked


def _written_targets(plan: Plan, document: Document) -> dict[Route, str]:
    """The quantities of a plan as its file writes them."""
    nodes = ((route, _node(document, route)) for route, _, _ in quantities(plan))
    return {route: node.text for route, node in nodes if isinstance(node, Scalar)}


def _node(document: Document, route: Route) -> Node | None:
    node = document.root
    for step in route:
        node = child(node, step) if node is not None else None
    return node


def file_report(outcome: Outcome) -> FileFindings:
    """The report of a spec; lines travel only where there is something to show of them."""
    return FileFindings(
        name=outcome.source.name,
        lines=outcome.lines if outcome.findings else (),
        findings=outcome.findings,
        accepted=outcome.accepted,
    )
