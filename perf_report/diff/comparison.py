"""Comparison of two plans: the changes, their significance, and the combined changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from perf_report.diff.budget_coverage import UncoveredFunds, find_uncovered
from perf_report.diff.change import Match
from perf_report.diff.combined_changes import compare_coverage, find_combined_changes
from perf_report.diff.facts import find_changes, find_matches, plan_added, plan_removed
from perf_report.diff.late_adjustments import find_late_adjustments
from perf_report.diff.plan_pair import PlanPair
from perf_report.diff.significance import AssessedChange, Policy, assess
from perf_report.model.plan import Plan
from perf_report.model.report import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The changes from a base to a revision; an added plan has no base, a removed no revision.

    `changes` are in the order of the revision; `combined` follow from several of them. `uncovered`
    are the funds without a quantified outcome, in the base and in the revision; None where money
    does not stand by task.
    """

    base: Plan | None
    revision: Plan | None
    changes: tuple[AssessedChange, ...]
    combined: tuple[AssessedChange, ...] = ()
    matches: tuple[Match, ...] = ()
    uncovered: tuple[UncoveredFunds | None, UncoveredFunds | None] = (None, None)

    @property
    def assessed(self) -> tuple[AssessedChange, ...]:
        """All changes, the combined ones first."""
        return (*self.combined, *self.changes)

    @property
    def plan(self) -> Plan:
        """The revision, or the base of a removed plan."""
        plan = self.revision or self.base
        if plan is None:
            raise AssertionError("a comparison of nothing with nothing")
        return plan


def compare_plans(
    base: Plan | None, revision: Plan | None, policy: Policy, monitored: Sequence[Report] = ()
) -> Comparison:
    """Compare two plans, or report that one was added or removed.

    Both must be without errors that make a plan ambiguous, such as duplicate ids. `monitored` are
    the monitoring reports on the plan.
    """
    if base is not None and revision is not None:
        return _compare(PlanPair(base, revision), policy, monitored)
    changes = [*map(plan_added, filter(None, [revision])), *map(plan_removed, filter(None, [base]))]
    return Comparison(
        base=base, revision=revision, changes=tuple(assess(change, policy) for change in changes)
    )


def _compare(plans: PlanPair, policy: Policy, monitored: Sequence[Report]) -> Comparison:
    changes = tuple(assess(change, policy) for change in find_changes(plans))
    before = find_uncovered(plans.base, policy.outcomes)
    after = find_uncovered(plans.revision, policy.outcomes)
    combined = (
        *find_late_adjustments(plans, changes, monitored),
        *find_combined_changes(plans, changes),
    )
    if before is not None and after is not None:
        combined += tuple(compare_coverage(plans, before, after))
    return Comparison(
        base=plans.base,
        revision=plans.revision,
        changes=changes,
        combined=tuple(assess(change, policy) for change in combined),
        matches=tuple(find_matches(plans)),
        uncovered=(before, after),
    )
