"""Compare specs, with the positions and approvals of changes."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import Checker, open_checker
from perf_report.app.check.previous_year import search_specs
from perf_report.app.check.report_check import CheckedReport, find_monitoring
from perf_report.app.machine import processor_count
from perf_report.app.project import Project
from perf_report.app.settings import Settings
from perf_report.diff.significance import Policy
from perf_report.errors import PerfReportError, SettingsError
from perf_report.messages import Catalogue, describe_error
from perf_report.model.approval import Approval
from perf_report.model.finding import FileFindings
from perf_report.model.framework import all_category_ids
from perf_report.model.report import Report
from perf_report.model.source import Source
from perf_report.parse.frameworks import load_frameworks
from perf_report.render.changes.located_changes import compare_sides
from perf_report.render.changes.report import (
    ChangeReport,
    Failure,
    Side,
    TableChanges,
    approval_subject,
)
from perf_report.render.changes.verdict import is_failing


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonConfig:
    """How specs are checked, and changes judged and approved.

    `today` decides which approvals have expired. `monitored` finds the monitoring reports on the
    plan of a spec.
    """

    checker: Checker
    policy: Policy
    approvals: tuple[Approval, ...] = ()
    today: date = date.min
    monitored: Callable[[CheckedSpec], Sequence[Report]] = lambda _spec: ()

    @property
    def valid_approvals(self) -> dict[str, Approval]:
        """The approvals that have not expired, by fingerprint."""
        return {item.fingerprint: item for item in self.approvals if item.is_valid_on(self.today)}


@contextmanager
def open_comparison_config(
    project: Project, today: date, *, folder: Path | None = None
) -> Iterator[ComparisonConfig]:
    """Open the configuration of a project; `folder` is its folder if `project` is a copy of it.

    Raises PerfReportError if its settings are invalid.
    """
    _check_outcomes(project)
    with open_checker(project, jobs=processor_count(), folder=folder) as checker:
        yield ComparisonConfig(
            checker=checker,
            policy=project.policy(),
            approvals=project.approvals(),
            today=today,
            monitored=lambda spec: find_monitoring(
                search_specs([Path(spec.source.name)], project), spec.result.identity
            ),
        )


def _check_outcomes(project: Project) -> None:
    """Raise SettingsError if the setting `outcomes` names what no framework has."""
    named = project.settings.outcomes
    if named == Settings().outcomes:
        return
    frameworks = load_frameworks(project.framework_folders()).values()
    known = dict.fromkeys(id_.partition(".")[0] for id_ in all_category_ids(frameworks))
    for outcome in named:
        if outcome not in known:
            raise SettingsError("settings-outcome", outcome=outcome, known=", ".join(known))


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidSpec:
    """A spec that cannot be compared because it may be misread; its findings say why."""

    spec: CheckedSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class InvalidReport:
    """A report that cannot be compared because it, or its plan, may be misread."""

    report: CheckedReport


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadableFile:
    """A file that cannot be compared because it cannot be read; `error` says why."""

    name: str
    error: PerfReportError


ComparisonResult = TableChanges | InvalidSpec | InvalidReport | UnreadableFile


def compare_sources(
    base: Source | None, revision: Source | None, config: ComparisonConfig
) -> TableChanges | InvalidSpec:
    """Compare two sources; a missing one means that the table was added or removed."""
    old = config.checker.check_one(base) if base else None
    new = config.checker.check_one(revision) if revision else None
    return compare_specs(old, new, config)


def compare_specs(
    base: CheckedSpec | None, revision: CheckedSpec | None, config: ComparisonConfig
) -> TableChanges | InvalidSpec:
    """Compare two checked specs; findings matter only if a plan may be misread."""
    for spec in (base, revision):
        if spec is not None and not spec.is_valid:
            return InvalidSpec(spec=spec)
    sides = (_side(base, config.checker), _side(revision, config.checker))
    is_adjusted = sides[1] is not None and sides[1].plan.is_adjusted
    monitored = config.monitored(revision) if revision and is_adjusted else ()
    return compare_sides(sides, config.policy, config.valid_approvals, monitored)


def _side(spec: CheckedSpec | None, checker: Checker) -> Side | None:
    opened = checker.open(spec) if spec else None
    if opened is None or opened.plan is None or opened.vocabulary is None:
        return None
    return Side(
        name=opened.source.name,
        plan=opened.plan,
        vocabulary=opened.vocabulary,
        document=opened.document,
    )


def collect_changes(
    compared: Sequence[ComparisonResult], config: ComparisonConfig, say: Catalogue
) -> ChangeReport:
    """Return comparisons as one report, changes by weight, with approvals that do not count."""
    tables = [item.by_weight for item in compared if isinstance(item, TableChanges)]
    names = {table.table for table in tables}
    approvals = [approval for approval in config.approvals if approval.table in names]
    invalid = [_findings(item) for item in compared if not isinstance(item, TableChanges)]
    return ChangeReport(
        tables=tables,
        catalogue=say,
        checked=[findings for findings in invalid if findings],
        failures=[_failure(item, say) for item in compared if not isinstance(item, TableChanges)],
        unused=list(_unused(approvals, tables)),
        expired=[item for item in approvals if not item.is_valid_on(config.today)],
    )


def _findings(item: InvalidSpec | InvalidReport | UnreadableFile) -> FileFindings | None:
    """Why a file could not be compared, if it could be read."""
    if isinstance(item, InvalidSpec):
        return item.spec.report
    return item.report.file_findings if isinstance(item, InvalidReport) else None


def _unused(approvals: Sequence[Approval], tables: Sequence[TableChanges]) -> Iterator[Approval]:
    """The approvals of another change of what changed without an approval.

    Others may be for a branch that is still open, and say nothing of this one.
    """
    seen = {reported.fingerprint for table in tables for reported in table.changes}
    open_ = {
        (table.table, reported.change.kind.value, approval_subject(reported.change))
        for table in tables
        for reported in table.changes
        if reported.approval is None
    }
    for approval in approvals:
        place = (approval.table, approval.kind, approval.subject)
        if approval.fingerprint not in seen and place in open_:
            yield approval


def fails(report: ChangeReport, fail_on: str) -> bool:
    """Whether a change without approval has a significance that fails the run."""
    return any(is_failing(reported, fail_on) for reported in report.changes)


def _failure(item: InvalidSpec | InvalidReport | UnreadableFile, say: Catalogue) -> Failure:
    if isinstance(item, UnreadableFile):
        return Failure(name=item.name, message=describe_error(say, item.error).message)
    if isinstance(item, InvalidReport):
        count, name = item.report.file_findings.counts.total(), item.report.source.name
    else:
        count, name = item.spec.result.counts.total(), item.spec.source.name
    return Failure(name=name, message=say.format("compared", "unsound", count=count))
