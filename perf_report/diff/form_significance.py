"""What changes of a form's fields and of its small tables mean."""

from typing import cast

from perf_report.diff.assessment import Assessment, neutral, unclear
from perf_report.diff.change import Change
from perf_report.model.field_value import Period


def assess_field(change: Change) -> Assessment:
    """Neutral, since what is promised stands in goals and targets; a period may put them off."""
    if only := change.detail.get("only"):
        return neutral(f"only-{only}")
    if Period in {type(change.before), type(change.after)}:
        return unclear("period")
    return neutral("field")


# What it means that only this differs in a row.
_ONLY_IN_ROW = {
    "year": neutral("only-year"),
    "punctuation": neutral("only-punctuation"),
    "money": neutral("funds"),
    "translation": neutral("translation"),
}


def assess_row(change: Change) -> Assessment:
    """Unclear, since a step of a schedule may be promised; neutral if only money moved."""
    only = cast("str", change.detail.get("only", ""))
    return _ONLY_IN_ROW[only] if only else unclear("row")
