"""The wiring of comparisons: sources in; out what changed, with its places and approvals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from perf_report.app.check.spec_check import (
    Outcome,
    Standards,
    check_source,
    file_report,
    open_standards,
)
from perf_report.app.project import Project
from perf_report.diff.significance import Policy, Significance
from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue, describe_error
from perf_report.model.approval import Approval
from perf_report.model.finding import Severity
from perf_report.parse.source import Source
from perf_report.render.changes.located_changes import compare_sides
from perf_report.render.changes.report import ChangeReport, Failure, Side, TableChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what changes are found, judged and accepted; approvals count by the day of `today`."""

    standards: Standards
    policy: Policy
    approvals: tuple[Approval, ...] = ()
    today: date = date.min

    @property
    def counting(self) -> dict[str, Approval]:
        """The approvals that have not expired, by fingerprint."""
        return {item.fingerprint: item for item in self.approvals if item.counts_on(self.today)}


def open_terms(project: Project, today: date) -> Terms:
    """The terms of a project. Raises PerfReportError where its settings do not allow any."""
    return Terms(
        standards=open_standards(project, project.fonts()),
        policy=project.policy(),
        approvals=project.approvals(),
        today=today,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsound:
    """A spec that cannot be compared, because it could be misread; `outcome` says why."""

    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that cannot be compared, because it cannot be read; `error` says why."""

    name: str
    error: PerfReportError


Compared = TableChanges | Unsound | Unreadable


def compare_sources(
    base: Source | None, revision: Source | None, terms: Terms
) -> TableChanges | Unsound:
    """Compare two sources; a missing one means that the table came or went."""
    old = check_source(base, terms.standards) if base else None
    new = check_source(revision, terms.standards) if revision else None
    return compare_outcomes(old, new, terms)


def compare_outcomes(
    base: Outcome | None, revision: Outcome | None, terms: Terms
) -> TableChanges | Unsound:
    """Compare two checked specs; what is wrong with one matters only where it may be misread."""
    for outcome in (base, revision):
        if outcome is not None and outcome.vocabulary is None:
            return Unsound(outcome=outcome)
    return compare_sides((_side(base), _side(revision)), terms.policy, terms.counting)


def _side(outcome: Outcome | None) -> Side | None:
    if outcome is None or outcome.plan is None or outcome.vocabulary is None:
        return None
    return Side(
        name=outcome.source.name,
        plan=outcome.plan,
        vocabulary=outcome.vocabulary,
        document=outcome.document,
    )


def collect_changes(compared: Sequence[Compared], terms: Terms, say: Catalogue) -> ChangeReport:
    """All comparisons as one report, with the approvals of these tables that accept nothing."""
    tables = [item for item in compared if isinstance(item, TableChanges)]
    seen = {told.fingerprint for table in tables for told in table.told}
    names = {table.table for table in tables}
    ours = [approval for approval in terms.approvals if approval.table in names]
    unsound = [item.outcome for item in compared if isinstance(item, Unsound)]
    return ChangeReport(
        tables=tables,
        catalogue=say,
        checked=[file_report(outcome) for outcome in unsound],
        failures=[_failure(item, say) for item in compared if not isinstance(item, TableChanges)],
        unused=[item for item in ours if item.fingerprint not in seen],
        expired=[item for item in ours if not item.counts_on(terms.today)],
    )


def has_errors(report: ChangeReport) -> bool:
    """Whether a spec that was checked has an error."""
    return any(
        located.finding.severity is Severity.ERROR
        for file in report.checked
        for located in file.findings
    )


def reaches(report: ChangeReport, fail_on: str) -> bool:
    """Whether a change that no one has accepted is at or above the level that fails the run."""
    levels = {
        "weaker": {Significance.WEAKER},
        "unclear": {Significance.WEAKER, Significance.UNCLEAR},
    }.get(fail_on, set())
    return any(
        told.approval is None and told.verdict.significance in levels for told in report.told
    )


def _failure(item: Unsound | Unreadable, say: Catalogue) -> Failure:
    if isinstance(item, Unreadable):
        return Failure(name=item.name, message=describe_error(say, item.error).message)
    count, name = len(item.outcome.findings), item.outcome.source.name
    return Failure(name=name, message=say.say("compared", "unsound", count=count))
