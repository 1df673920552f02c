"""Comparing specs: what changed between two, with the places and the approvals of changes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import Checker, open_checker
from perf_report.app.project import Project, processor_count
from perf_report.diff.significance import Policy, Significance
from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue, describe_error
from perf_report.model.approval import Approval
from perf_report.model.finding import Severity
from perf_report.model.source import Source
from perf_report.render.changes.located_changes import compare_sides
from perf_report.render.changes.report import ChangeReport, Failure, Side, TableChanges


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what specs are checked, and changes judged and accepted.

    Approvals count by the day of `today`.
    """

    checker: Checker
    policy: Policy
    approvals: tuple[Approval, ...] = ()
    today: date = date.min

    @property
    def counting(self) -> dict[str, Approval]:
        """The approvals that have not expired, by fingerprint."""
        return {item.fingerprint: item for item in self.approvals if item.counts_on(self.today)}


@contextmanager
def open_terms(project: Project, today: date, *, folder: Path | None = None) -> Iterator[Terms]:
    """The terms of a project; `folder` is its folder where `project` is a copy of it.

    Raises PerfReportError where its settings do not allow any.
    """
    with open_checker(project, jobs=processor_count(), folder=folder) as checker:
        yield Terms(
            checker=checker,
            policy=project.policy(),
            approvals=project.approvals(),
            today=today,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Invalid:
    """A spec that cannot be compared, because it could be misread; its findings say why."""

    spec: CheckedSpec


@dataclass(frozen=True, slots=True, kw_only=True)
class Unreadable:
    """A file that cannot be compared, because it cannot be read; `error` says why."""

    name: str
    error: PerfReportError


Compared = TableChanges | Invalid | Unreadable


def compare_sources(
    base: Source | None, revision: Source | None, terms: Terms
) -> TableChanges | Invalid:
    """Compare two sources; a missing one means that the table came or went."""
    old = terms.checker.check_one(base) if base else None
    new = terms.checker.check_one(revision) if revision else None
    return compare_specs(old, new, terms)


def compare_specs(
    base: CheckedSpec | None, revision: CheckedSpec | None, terms: Terms
) -> TableChanges | Invalid:
    """Compare two checked specs; a finding in one matters only if the plan could be misread."""
    for spec in (base, revision):
        if spec is not None and not spec.is_valid:
            return Invalid(spec=spec)
    sides = (_side(base, terms.checker), _side(revision, terms.checker))
    return compare_sides(sides, terms.policy, terms.counting)


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


def collect_changes(compared: Sequence[Compared], terms: Terms, say: Catalogue) -> ChangeReport:
    """All comparisons as one report, with the approvals of these tables that accept nothing."""
    tables = [item for item in compared if isinstance(item, TableChanges)]
    seen = {told.fingerprint for table in tables for told in table.told}
    names = {table.table for table in tables}
    ours = [approval for approval in terms.approvals if approval.table in names]
    invalid = [item.spec for item in compared if isinstance(item, Invalid)]
    return ChangeReport(
        tables=tables,
        catalogue=say,
        checked=[spec.report for spec in invalid],
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


def _failure(item: Invalid | Unreadable, say: Catalogue) -> Failure:
    if isinstance(item, Unreadable):
        return Failure(name=item.name, message=describe_error(say, item.error).message)
    count, name = len(item.spec.result.findings), item.spec.source.name
    return Failure(name=name, message=say.say("compared", "unsound", count=count))
