"""The use case of `status`: what is wrong with each table and report, to be reviewed, disclosed."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from perf_report.app.check.check_reports import BuiltReport, check_reports
from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import Checker, open_checker
from perf_report.app.check.collect_specs import collect_files
from perf_report.app.check.previous_year import scan_report
from perf_report.app.project import Project
from perf_report.app.publish.disclosed_content import is_disclosed_spec, says_what_was_disclosed
from perf_report.app.publish.project_target import open_project_target
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.outputs.pdf_attachments import data_file
from perf_report.outputs.written_content import written_content
from perf_report.parse.report_files import scan_kind
from perf_report.publish.ledger import parse_ledger
from perf_report.publish.target import Target
from perf_report.render.status_report import Disclosed, StatusItem, StatusMark
from perf_report.rules.review_mark import RULE
from perf_report.site.built_report import parse_site_report
from perf_report.site.history import Action, Event
from perf_report.site.paths import LEDGER


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectStatus:
    """The state of specs, and what the ledger tells besides.

    `without_ledger` is the name of a target that has no ledger, else empty; `without_spec` are the
    last entries of disclosed tables that none of the specs describes.
    """

    items: tuple[StatusItem, ...]
    without_ledger: str
    without_spec: tuple[Event, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosedTables:
    """What the ledger of a target tells; nothing without a target.

    `latest` are the last entries of what is disclosed, by table or report, without what was
    withdrawn. `has_ledger` is False for a target that has none yet.
    """

    target: Target | None = None
    latest: Mapping[Identity, Event] = field(default_factory=dict)
    has_ledger: bool = False


@contextmanager
def open_disclosed(project: Project, address: str | None) -> Iterator[DisclosedTables]:
    """Read the ledger of the target of an address, if there is one. Raises PerfReportError."""
    if not address:
        yield DisclosedTables()
        return
    target = open_project_target(project, address)
    with target.opened():
        data = target.read(LEDGER)
        events = parse_ledger(data).history.latest_events()
        latest = {
            identity: event
            for identity, event in events.items()
            if event.action is not Action.WITHDRAW
        }
        yield DisclosedTables(target=target, latest=latest, has_ledger=data is not None)


def read_status(
    project: Project, paths: Iterable[Path], address: str | None, jobs: int
) -> ProjectStatus:
    """Return the state of specs, in the order of the paths. Raises PerfReportError."""
    with (
        open_checker(project, jobs=jobs) as checker,
        open_disclosed(project, address) as disclosed,
    ):
        files = collect_files(paths)
        tables = tuple(states_of(checker, files.plans, disclosed))
        reports = tuple(states_of_reports(checker, files.reports, project, disclosed))
    target, items = disclosed.target, (*tables, *reports)
    described = {item.disclosable for item in items}
    return ProjectStatus(
        items=items,
        without_ledger=target.name if target and not disclosed.has_ledger else "",
        without_spec=tuple(
            event
            for identity, event in sorted(disclosed.latest.items())
            if identity not in described
        ),
    )


def states_of(
    checker: Checker, sources: Sequence[Source], disclosed: DisclosedTables
) -> Iterator[StatusItem]:
    """Yield the states of specs, in the order of the sources, each when it is known.

    Raises PerfReportError.
    """
    for spec in checker.check(sources):
        result = spec.result
        yield StatusItem(
            file=spec.source.name,
            identity=result.identity,
            form=result.form,
            errors=result.counts[Severity.ERROR.value],
            warnings=result.counts[Severity.WARNING.value],
            marks=tuple(_marks(checker.all_findings(spec))),
            disclosed=_disclosed(checker, spec, disclosed),
        )


def states_of_reports(
    checker: Checker, sources: Sequence[Source], project: Project, disclosed: DisclosedTables
) -> Iterator[StatusItem]:
    """Yield the states of reports, in the order of the sources, each when it is known.

    Raises PerfReportError.
    """
    for built in check_reports(sources, project, checker):
        spec = built.spec
        result = spec.result
        yield StatusItem(
            file=spec.source.name,
            kind=scan_kind(spec.source),
            identity=result.identity or scan_report(spec.source.data),
            report=result.report,
            form=result.form,
            errors=result.counts[Severity.ERROR.value],
            warnings=result.counts[Severity.WARNING.value],
            marks=tuple(_marks(result.findings)),
            disclosed=_disclosed_report(built, disclosed),
        )


def _marks(findings: Iterable[LocatedFinding]) -> Iterator[StatusMark]:
    for located in findings:
        if located.finding.rule == RULE.id:
            yield StatusMark(
                line=located.span.line,
                column=located.span.column,
                text=str(located.finding.arguments["text"]),
            )


def _disclosed(checker: Checker, spec: CheckedSpec, disclosed: DisclosedTables) -> Disclosed | None:
    result, target = spec.result, disclosed.target
    last = disclosed.latest.get(result.identity) if result.identity else None
    if target is None or last is None:
        return None
    day = last.time.date()
    # A spec with the bytes of the disclosed one need not be parsed.
    if is_disclosed_spec(result.travelling, last):
        return Disclosed(revision=last.revision, date=day, is_changed=False)
    opened = checker.open(spec)
    if opened.plan is None:
        return None
    content = written_content(opened.public_source) or ""
    is_same = (opened.plan.revision or 1) == last.revision and says_what_was_disclosed(
        content, result.travelling, last, target
    )
    return Disclosed(revision=last.revision, date=day, is_changed=not is_same)


def _disclosed_report(built: BuiltReport, disclosed: DisclosedTables) -> Disclosed | None:
    result = built.spec.result
    if result.identity is None or not result.report:
        return None
    target = disclosed.target
    last = disclosed.latest.get(result.identity.with_report(result.report))
    if target is None or last is None:
        return None
    (summary,) = built.summaries(with_comments=False)
    table = summary.open_table()
    (data,) = (name for name in summary.data_files if name.endswith(".json"))
    report = parse_site_report(json.loads(data_file(table, data)), {})
    is_same = report.revision == last.revision and says_what_was_disclosed(
        report.content, "", last, target
    )
    return Disclosed(revision=last.revision, date=last.time.date(), is_changed=not is_same)
