"""Comparison of two located plans: changes with their fingerprints, positions and approvals."""

from collections.abc import Mapping, Sequence

from perf_report.diff.change_data import fingerprint
from perf_report.diff.comparison import Comparison, compare_plans
from perf_report.diff.significance import AssessedChange, Policy
from perf_report.model.approval import Approval
from perf_report.model.plan import Plan
from perf_report.model.report import Report
from perf_report.render.changes.report import ReportedChange, Side, TableChanges

Sides = tuple[Side | None, Side | None]


def compare_sides(
    sides: Sides,
    policy: Policy,
    approvals: Mapping[str, Approval],
    monitored: Sequence[Report] = (),
) -> TableChanges:
    """Compare two plans; a side is None if the table was added or removed.

    `approvals` are the valid ones, by fingerprint; `monitored` the monitoring reports on the plan.
    """
    base, revision = sides
    comparison = compare_plans(
        base.plan if base else None, revision.plan if revision else None, policy, monitored
    )
    return locate_changes(comparison, sides, approvals)


def locate_changes(
    comparison: Comparison, sides: Sides, approvals: Mapping[str, Approval]
) -> TableChanges:
    """Return the changes of a comparison with their fingerprints, positions and approvals."""
    base, revision = sides
    changes = (
        _locate(assessed, comparison.plan, sides, approvals) for assessed in comparison.assessed
    )
    return TableChanges(base=base, revision=revision, comparison=comparison, changes=tuple(changes))


def _locate(
    assessed: AssessedChange, plan: Plan, sides: Sides, approvals: Mapping[str, Approval]
) -> ReportedChange:
    change, (base, revision) = assessed.change, sides
    is_in_base = change.new_route is None
    side, route = (base, change.old_route) if is_in_base else (revision, change.new_route)
    if side is None or route is None:
        raise AssertionError(f"{change.kind} has no side")
    digest = fingerprint(plan, change)
    return ReportedChange(
        change=change,
        assessment=assessed.assessment,
        fingerprint=digest,
        file=side.name,
        span=side.document.span_of(route),
        is_in_base=is_in_base,
        approval=approvals.get(digest),
    )
