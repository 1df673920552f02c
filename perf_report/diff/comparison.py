"""Two plans compared: the facts, what they mean, and what is seen only when all are joined."""

from dataclasses import dataclass

from perf_report.diff.budget_coverage import Coverage, find_uncovered
from perf_report.diff.change import Match
from perf_report.diff.combined_changes import compare_coverage, join_changes
from perf_report.diff.facts import add_plan, find_changes, find_matches, remove_plan
from perf_report.diff.scope import Scope
from perf_report.diff.significance import Judged, Policy, judge
from perf_report.model.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What became of a plan; a plan that came has no base, one that went has no revision.

    `changes` are the facts in the order of the revision, `joined` what follows from several of
    them; `uncovered` is the part of the budget without a quantified outcome, before and after.
    """

    base: Plan | None
    revision: Plan | None
    changes: tuple[Judged, ...]
    joined: tuple[Judged, ...] = ()
    matches: tuple[Match, ...] = ()
    uncovered: tuple[Coverage | None, Coverage | None] = (None, None)

    @property
    def judged(self) -> tuple[Judged, ...]:
        """Everything that has a verdict."""
        return (*self.joined, *self.changes)

    @property
    def plan(self) -> Plan:
        """The plan that the comparison is about: the revision, or what is gone."""
        plan = self.revision or self.base
        if plan is None:
            raise AssertionError("a comparison of nothing with nothing")
        return plan


def compare_plans(base: Plan | None, revision: Plan | None, policy: Policy) -> Comparison:
    """Compare two sound plans, or say that one came or went."""
    if base is not None and revision is not None:
        return _compare(Scope(base, revision), policy)
    changes = [*map(add_plan, filter(None, [revision])), *map(remove_plan, filter(None, [base]))]
    return Comparison(
        base=base, revision=revision, changes=tuple(judge(change, policy) for change in changes)
    )


def _compare(scope: Scope, policy: Policy) -> Comparison:
    changes = tuple(judge(change, policy) for change in find_changes(scope))
    before = find_uncovered(scope.base, policy.outcomes)
    after = find_uncovered(scope.revision, policy.outcomes)
    joined = (*join_changes(scope, changes), *compare_coverage(scope, before, after))
    return Comparison(
        base=scope.base,
        revision=scope.revision,
        changes=changes,
        joined=tuple(judge(change, policy) for change in joined),
        matches=tuple(find_matches(scope)),
        uncovered=(before, after),
    )
