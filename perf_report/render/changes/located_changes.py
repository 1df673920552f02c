"""From two sides to what is told of them: each change with its fingerprint, place and approval."""

from collections.abc import Mapping

from perf_report.diff.change_data import fingerprint
from perf_report.diff.comparison import compare_plans
from perf_report.diff.significance import AssessedChange, Policy
from perf_report.model.approval import Approval
from perf_report.model.plan import Plan
from perf_report.render.changes.report import Side, TableChanges, ToldChange

Sides = tuple[Side | None, Side | None]


def compare_sides(sides: Sides, policy: Policy, approvals: Mapping[str, Approval]) -> TableChanges:
    """Compare two plans where they were read; a missing side means that the table came or went.

    `approvals` are those that count, by fingerprint.
    """
    base, revision = sides
    comparison = compare_plans(
        base.plan if base else None, revision.plan if revision else None, policy
    )
    told = (_told(assessed, comparison.plan, sides, approvals) for assessed in comparison.assessed)
    return TableChanges(base=base, revision=revision, comparison=comparison, told=tuple(told))


def _told(
    assessed: AssessedChange, plan: Plan, sides: Sides, approvals: Mapping[str, Approval]
) -> ToldChange:
    change, (base, revision) = assessed.change, sides
    is_in_base = change.new_route is None
    side, route = (base, change.old_route) if is_in_base else (revision, change.new_route)
    if side is None or route is None:
        raise AssertionError(f"{change.kind} stands on no side")
    mark = fingerprint(plan, change)
    return ToldChange(
        change=change,
        assessment=assessed.assessment,
        fingerprint=mark,
        file=side.name,
        span=side.document.span_of(route),
        is_in_base=is_in_base,
        approval=approvals.get(mark),
    )
