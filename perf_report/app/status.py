"""The use case of `status`: what is wrong with each table, to be reviewed in it, and disclosed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import Checker, open_checker
from perf_report.app.check.collect_specs import collect_sources
from perf_report.app.project import Project
from perf_report.app.publish.disclosed_content import says_what_was_disclosed
from perf_report.app.publish.publication import open_project_target
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.outputs.written_content import written_content
from perf_report.publish.ledger import parse_ledger
from perf_report.publish.target import Target
from perf_report.render.status_report import Disclosed, StatusItem, StatusMark
from perf_report.rules.review_mark import RULE
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


def read_status(
    project: Project, paths: Iterable[Path], address: str | None, jobs: int
) -> ProjectStatus:
    """Return the state of specs, in the order of the paths. Raises PerfReportError."""
    target = open_project_target(project, address) if address else None
    with open_checker(project, jobs=jobs) as checker, target.opened() if target else nullcontext():
        data = target.read(LEDGER) if target else None
        latest = parse_ledger(data or b"").history.latest_events()
        items = tuple(_items(checker, collect_sources(paths), latest, target))
    described = {item.identity for item in items}
    return ProjectStatus(
        items=items,
        without_ledger=target.name if target and data is None else "",
        without_spec=tuple(
            event
            for identity, event in sorted(latest.items())
            if identity not in described and event.action is not Action.WITHDRAW
        ),
    )


def _items(
    checker: Checker,
    sources: Sequence[Source],
    latest: Mapping[Identity, Event],
    target: Target | None,
) -> Iterator[StatusItem]:
    for spec in checker.check(sources):
        result = spec.result
        yield StatusItem(
            file=spec.source.name,
            identity=result.identity,
            form=result.form,
            errors=result.counts[Severity.ERROR.value],
            warnings=result.counts[Severity.WARNING.value],
            marks=tuple(map(_mark, _marks(checker, spec))),
            disclosed=_disclosed(checker, spec, latest, target) if target else None,
        )


def _marks(checker: Checker, spec: CheckedSpec) -> Iterator[LocatedFinding]:
    return (item for item in checker.all_findings(spec) if item.finding.rule == RULE.id)


def _mark(located: LocatedFinding) -> StatusMark:
    return StatusMark(
        line=located.span.line,
        column=located.span.column,
        text=str(located.finding.arguments["text"]),
    )


def _disclosed(
    checker: Checker, spec: CheckedSpec, latest: Mapping[Identity, Event], target: Target
) -> Disclosed | None:
    last = latest.get(spec.result.identity) if spec.result.identity else None
    opened = checker.open(spec)
    if last is None or opened.plan is None or last.action is Action.WITHDRAW:
        return None
    content = written_content(opened.public_source) or ""
    is_same = (opened.plan.revision or 1) == last.revision and says_what_was_disclosed(
        content, spec.result.travelling, last, target
    )
    return Disclosed(revision=last.revision, date=last.time.date(), is_changed=not is_same)
