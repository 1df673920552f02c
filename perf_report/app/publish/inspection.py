"""The use case of `publish --check`: hold a target against its ledger and the deadlines."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from perf_report.app.project import Project, list_specs
from perf_report.app.publish.project_target import open_project_target
from perf_report.model.identity import Identity
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
from perf_report.publish.deadlines import OverdueTable, find_overdue
from perf_report.publish.file_comparison import Progress
from perf_report.publish.target_check import TargetCheck, check_target


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """The result of a check of a target, and the tables that missed their deadline."""

    target: str
    checked: TargetCheck
    overdue: Sequence[OverdueTable]


def inspect(
    project: Project, address: str, today: date, progress: Progress, head: str | None = None
) -> Inspection:
    """Compare a target with its ledger, and the ledger with the deadlines of the specs.

    Raises PerfReportError.
    """
    target = open_project_target(project, address)
    with target.opened():
        checked = check_target(target, progress, head, project.kept_files())
    approvals = _approvals(project)
    overdue = tuple(find_overdue(approvals, checked.ledger.history, today))
    return Inspection(target=target.name, checked=checked, overdue=overdue)


def _approvals(project: Project) -> Iterator[tuple[Identity, date]]:
    """Yield the approval dates of tables that are to be disclosed.

    Specs without such a date are not parsed.
    """
    for path in list_specs(project.specs_folder()):
        source = read_source(path)
        plan = load_plan(source).plan if _APPROVED in source.data else None
        if plan is not None and plan.budget_approved is not None and plan.disclose:
            yield plan.identity, plan.budget_approved


_APPROVED = b"budget_approved"
