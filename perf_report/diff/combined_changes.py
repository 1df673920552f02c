"""Changes that follow from funds and targets together, such as more funds for the same targets.

They have a kind and a fingerprint like other changes, but are reported apart, since they follow
from changes that are reported already.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from perf_report.diff.assessment import Significance
from perf_report.diff.budget_coverage import UncoveredFunds
from perf_report.diff.change import Change, ChangeKind, Detail, numeric_difference
from perf_report.diff.claims import is_cost
from perf_report.diff.cost_ceilings import goal_funds
from perf_report.diff.plan_pair import ComparedItem, PlanPair
from perf_report.diff.significance import AssessedChange
from perf_report.diff.subjects import goal_at, goal_subject, indicator_at, plan_subject
from perf_report.model.funds import Funds
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.source_tree import TOTAL

# The kinds that change a target, other than its translation.
TARGET_KINDS = frozenset(
    {
        ChangeKind.INDICATOR_ADDED, ChangeKind.INDICATOR_REMOVED,
        ChangeKind.TARGET_TIGHTENED, ChangeKind.TARGET_LOOSENED,
        ChangeKind.TARGET_UNIT_CHANGED, ChangeKind.TARGET_OPERATOR_CHANGED,
        ChangeKind.TARGET_REWORDED,
        ChangeKind.TARGET_QUANTIFIED, ChangeKind.TARGET_UNQUANTIFIED,
        ChangeKind.DEADLINE_EARLIER, ChangeKind.DEADLINE_LATER,
    }
)  # fmt: skip

_GOAL_KINDS = frozenset({ChangeKind.GOAL_ADDED, ChangeKind.GOAL_REMOVED})
_ADDED_KINDS = frozenset({ChangeKind.GOAL_ADDED, ChangeKind.INDICATOR_ADDED})

# In percentage points. Every change of funds moves the share a little; a smaller move is no change
# of its own.
MIN_SHARE_CHANGE = Decimal(1)


def find_combined_changes(plans: PlanPair, assessed: Sequence[AssessedChange]) -> Iterator[Change]:
    """Goals whose funds changed while their targets did not follow."""
    for pair in sorted(plans.goals.pairs, key=lambda pair: pair.new.route):
        old = plans.base.goals[int(pair.old.route[1])]
        new = plans.revision.goals[int(pair.new.route[1])]
        if plans.serve_same_tasks(old, new) and plans.serve_all_parts(old, new):
            compared = ComparedItem.of(goal_subject(new), pair, plans.goals)
            yield from _compare_money(plans, compared, (old, new), assessed)


def compare_coverage(
    plans: PlanPair, before: UncoveredFunds, after: UncoveredFunds
) -> Iterator[Change]:
    """The change of the share of uncovered funds, if it is at least MIN_SHARE_CHANGE."""
    old, new = before.share or Decimal(0), after.share or Decimal(0)
    if abs(new - old) >= MIN_SHARE_CHANGE:
        compared = ComparedItem(subject=plan_subject(plans.revision), old_route=(), new_route=())
        kind = ChangeKind.COVERAGE_FELL if new > old else ChangeKind.COVERAGE_ROSE
        detail: Detail = {"tasks": after.tasks}
        yield compared.change(kind, before.share, after.share, "budget", detail)


def _compare_money(
    plans: PlanPair,
    compared: ComparedItem,
    goals: tuple[Goal, Goal],
    assessed: Sequence[AssessedChange],
) -> Iterator[Change]:
    old, new = goals
    old_total, new_total = goal_funds(plans.base, old), goal_funds(plans.revision, new)
    before, after = Funds({TOTAL: old_total}), Funds({TOTAL: new_total})
    moved = numeric_difference(old_total * plans.currency_factor, new_total)
    if not moved.difference or _are_all_costs(plans, goals):
        return
    concerned = _concerned(plans, goals, assessed)
    significances = {item.assessment.significance for item in concerned}
    detail: Detail = {TOTAL: moved}
    added = _added(concerned)
    kept = {item.assessment.significance for item in concerned if item not in added}
    if moved.difference > 0 and kept <= {Significance.WEAKER, Significance.NEUTRAL}:
        ids = tuple(sorted(item.change.subject.id for item in added))
        told: Detail = {**detail, "added": ids} if ids else detail
        yield compared.change(ChangeKind.FUNDS_UP_TARGETS_FLAT, before, after, "tasks", told)
    if moved.difference < 0 and significances <= {Significance.STRONGER, Significance.NEUTRAL}:
        yield compared.change(ChangeKind.FUNDS_DOWN_TARGETS_KEPT, before, after, "tasks", detail)


def _are_all_costs(plans: PlanPair, goals: tuple[Goal, Goal]) -> bool:
    """Whether a goal has nothing but ceilings of cost in either plan."""
    before, after = map(Plan.indicators_of, (plans.base, plans.revision), goals)
    return all(map(is_cost, (*before, *after)))


def _concerned(
    plans: PlanPair, goals: tuple[Goal, Goal], assessed: Sequence[AssessedChange]
) -> list[AssessedChange]:
    """The changes to the targets of a goal and of goals that share its tasks.

    Cost ceilings are left out, since they follow the funds.
    """
    sharing = _goals_sharing_tasks(plans, goals)
    return [item for item in assessed if _concerns(plans, item.change, sharing)]


def _added(concerned: Sequence[AssessedChange]) -> list[AssessedChange]:
    """What is new. It is no target that asks for more than before, and may ask for nothing."""
    stronger = Significance.STRONGER
    return [
        item
        for item in concerned
        if item.change.kind in _ADDED_KINDS and item.assessment.significance is stronger
    ]


def _goals_sharing_tasks(plans: PlanPair, goals: tuple[Goal, Goal]) -> set[str]:
    """The ids in both plans of all goals that share a task with the goal."""
    old, new = goals
    before = {other.id for other in plans.base.goals if set(other.tasks) & set(old.tasks)}
    after = {other.id for other in plans.revision.goals if set(other.tasks) & set(new.tasks)}
    groups = [
        *(plans.goals.old_groups[id_] for id_ in before & plans.goals.old_groups.keys()),
        *(plans.goals.new_groups[id_] for id_ in after & plans.goals.new_groups.keys()),
    ]
    return before | after | {id_ for group in groups for id_ in group.old | group.new}


def _concerns(plans: PlanPair, change: Change, goals: set[str]) -> bool:
    """Whether a change is about one of the goals, or about a target in either plan under them."""
    if change.kind in _GOAL_KINDS:
        return change.subject.id in goals
    if change.kind not in TARGET_KINDS:
        return False
    sides = list(_sides(plans, change))
    had_or_has = any(goal.id in goals for goal, _ in sides)
    return had_or_has and not any(is_cost(indicator) for _, indicator in sides)


def _sides(plans: PlanPair, change: Change) -> Iterator[tuple[Goal, Indicator]]:
    """The indicator that a change is about, with its goal, in each plan that has it."""
    for plan, route in ((plans.base, change.old_route), (plans.revision, change.new_route)):
        goal = goal_at(plan, route) if route is not None else None
        if route is not None and goal is not None:
            yield goal, indicator_at(plan, route)[1]
