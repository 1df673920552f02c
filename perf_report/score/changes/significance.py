"""What changes of reports mean.

A report that was edited may be disclosed already: whatever changes in it, a person has to look.
"""

from collections.abc import Callable, Mapping

from perf_report.diff.assessment import (
    Assessment,
    Significance,
    always,
    neutral,
    stronger,
    unclear,
    weaker,
)
from perf_report.diff.change import Change, ReportChangeKind
from perf_report.diff.significance import AssessedChange, Policy, assess_by

# Fields of a report that say when it was written and how it prints.
_EDITION = {"form", "as_of", "through", "revision", "revision_note"}

# What an evaluation comes to, though no one wrote it.
_POINTS = {"grade", "execution_weight"}


def assess_report_change(change: Change, policy: Policy) -> AssessedChange:
    """Assess a change by the project's policy, or else by the rule of its kind."""
    return assess_by(_RULES[ReportChangeKind(change.kind)], change, policy)


def _moved(name: str) -> Callable[[Change], Assessment]:
    """What moved to one side, between two reports; in one that was edited a person must look."""

    def assess(change: Change) -> Assessment:
        if only := change.detail.get("only"):
            return neutral(f"only-{only}")
        if change.detail["pair"] == "edited":
            return unclear(f"{name}edited")
        moved = change.detail.get("moved")
        if moved is None:
            return neutral(f"{name}moved")
        return stronger(f"{name}up") if moved == "stronger" else weaker(f"{name}down")

    return assess


def _assess_answer(change: Change) -> Assessment:
    if change.detail["field"] == "target":
        # It is judged where the plans are compared.
        return neutral("target-of-plan")
    is_left_out = change.detail["field"] == "not_applicable" and change.before is None
    return weaker("left-out") if is_left_out else unclear("answer-edited")


def _assess_head(change: Change) -> Assessment:
    if change.detail["field"] in _POINTS:
        return unclear("points-edited")
    return (
        neutral("report-edition") if change.detail["field"] in _EDITION else unclear("head-edited")
    )


_RULES: Mapping[ReportChangeKind, Callable[[Change], Assessment]] = {
    ReportChangeKind.REPORT_ADDED: always(Significance.NEUTRAL, "report-added"),
    ReportChangeKind.REPORT_REMOVED: always(Significance.WEAKER, "report-removed"),
    ReportChangeKind.REPORT_CHANGED: _assess_head,
    ReportChangeKind.TOTAL_CHANGED: _moved("points-"),
    ReportChangeKind.EXECUTION_CHANGED: _moved("points-"),
    ReportChangeKind.SCORE_CHANGED: _moved("points-"),
    ReportChangeKind.ACTUAL_CHANGED: _moved("actual-"),
    ReportChangeKind.OUTCOME_CHANGED: _moved("outcome-"),
    ReportChangeKind.AMOUNT_CHANGED: always(Significance.UNCLEAR, "amount-edited"),
    ReportChangeKind.ANSWER_CHANGED: _assess_answer,
}
