"""The opposite of each kind of change, and of its significance."""

from collections.abc import Mapping

from perf_report.diff.assessment import Significance
from perf_report.diff.change import ChangeKind

# The kind of the opposite change: swapping base and revision swaps the two.
MIRRORS: Mapping[ChangeKind, ChangeKind] = {
    ChangeKind.PLAN_ADDED: ChangeKind.PLAN_REMOVED,
    ChangeKind.TASK_ADDED: ChangeKind.TASK_REMOVED,
    ChangeKind.GOAL_ADDED: ChangeKind.GOAL_REMOVED,
    ChangeKind.INDICATOR_ADDED: ChangeKind.INDICATOR_REMOVED,
    ChangeKind.TARGET_TIGHTENED: ChangeKind.TARGET_LOOSENED,
    ChangeKind.TARGET_QUANTIFIED: ChangeKind.TARGET_UNQUANTIFIED,
    ChangeKind.DEADLINE_EARLIER: ChangeKind.DEADLINE_LATER,
    ChangeKind.COVERAGE_ROSE: ChangeKind.COVERAGE_FELL,
    ChangeKind.FUNDS_UP_TARGETS_FLAT: ChangeKind.FUNDS_DOWN_TARGETS_KEPT,
    **{
        kind: kind
        for kind in (
            ChangeKind.PLAN_CHANGED, ChangeKind.TASK_REWORDED, ChangeKind.FUNDS_CHANGED,
            ChangeKind.FIELD_CHANGED, ChangeKind.TABLE_CHANGED, ChangeKind.GOAL_CHANGED,
            ChangeKind.GOAL_REWORDED, ChangeKind.GOAL_RELINKED, ChangeKind.INDICATOR_RENAMED,
            ChangeKind.INDICATOR_MOVED, ChangeKind.INDICATOR_CHANGED,
            ChangeKind.TARGET_UNIT_CHANGED, ChangeKind.TARGET_OPERATOR_CHANGED,
            ChangeKind.TARGET_REWORDED, ChangeKind.TRANSLATION_CHANGED,
            ChangeKind.TRANSLATION_STALE,
        )
    },
}  # fmt: skip

# Kinds that have no opposite: a target that is raised late is a change like others.
ONE_WAY = frozenset({ChangeKind.TARGET_LOWERED_LATE})

# Kinds whose mirror does not have the opposite significance, and why.
WAIVERS: Mapping[ChangeKind, str] = {
    ChangeKind.PLAN_ADDED: (
        "A removed table takes promises away; whether an added one promises enough cannot be "
        "known, since there is nothing to compare it with."
    ),
    ChangeKind.TARGET_UNIT_CHANGED: (
        "A figure that falls while its unit changes asks for less until someone shows otherwise; "
        "one that rises may count smaller things."
    ),
    ChangeKind.TARGET_QUANTIFIED: (
        "A figure can ask for less than the words that it replaces; words in place of a figure can "
        "no longer be judged by one, whatever they say."
    ),
    ChangeKind.TARGET_REWORDED: (
        "Words that lose a figure, or whose figure falls, promise less; words that gain one may "
        "promise anything."
    ),
    ChangeKind.FUNDS_UP_TARGETS_FLAT: (
        "More funds for the same targets are worse for the public; fewer funds for the same "
        "targets are a saving, or targets that will not be met, and no figure shows which."
    ),
}


def opposite(significance: Significance) -> Significance:
    """The significance of the opposite change."""
    swapped = {
        Significance.WEAKER: Significance.STRONGER,
        Significance.STRONGER: Significance.WEAKER,
    }
    return swapped.get(significance, significance)
