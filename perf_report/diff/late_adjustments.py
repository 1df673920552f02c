"""Targets that an adjustment lowers late in the year, which monitoring called impossible.

The forms of monitoring ask how likely each target is. To lower a target in the last quarter that
was called impossible makes the evaluation right and the plan wrong; whoever approves it should
know.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from perf_report.diff.assessment import Significance
from perf_report.diff.change import Change, ChangeKind
from perf_report.diff.combined_changes import TARGET_KINDS
from perf_report.diff.plan_pair import PlanPair
from perf_report.diff.significance import AssessedChange
from perf_report.model.report import Likelihood, Month, Report

# October is the first month of the last quarter.
_LAST_QUARTER = 10


def find_late_adjustments(
    plans: PlanPair, assessed: Iterable[AssessedChange], monitored: Sequence[Report]
) -> Iterator[Change]:
    """Yield a change for each indicator; `monitored` are the monitoring reports on the plan."""
    day = _late_day(plans)
    impossible = _impossible(monitored, Month(day.year, day.month)) if day else {}
    told = set[str]()
    for item in assessed:
        change = item.change
        month = impossible.get(change.subject.id)
        is_weaker = item.assessment.significance is Significance.WEAKER
        if day and month and is_weaker and _is_of_target(change) and change.subject.id not in told:
            told.add(change.subject.id)
            yield Change(
                kind=ChangeKind.TARGET_LOWERED_LATE,
                subject=change.subject,
                before=change.before,
                after=change.after,
                detail={"through": str(month), "approved": day.isoformat()},
                old_route=change.old_route,
                new_route=change.new_route,
            )


def _is_of_target(change: Change) -> bool:
    return change.subject.type == "indicator" and change.kind in TARGET_KINDS


def _late_day(plans: PlanPair) -> date | None:
    """The day in the last quarter on which the revision was approved, if it is a new adjustment."""
    base, revision = plans.base, plans.revision
    approved = revision.revision_approved
    is_new = revision.is_adjusted and approved != base.revision_approved
    if not is_new or approved is None or base.year != revision.year:
        return None
    return approved.on if approved.on.month >= _LAST_QUARTER else None


def _impossible(monitored: Sequence[Report], until: Month) -> dict[str, Month]:
    """The indicators that the last monitoring report calls impossible, with its month."""
    last: dict[str, tuple[Month, Likelihood]] = {}
    for report in sorted(monitored, key=lambda each: each.through or until):
        for id_, reported in report.indicators.items():
            if report.through and report.through <= until and reported.likelihood:
                last[id_] = (report.through, reported.likelihood)
    return {
        id_: month
        for id_, (month, likelihood) in last.items()
        if likelihood is Likelihood.IMPOSSIBLE
    }
