"""Changes of targets: their type, sign, figure or date, but not their texts."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from perf_report.diff.change import ChangeKind, Detail, NumericDifference, numeric_difference
from perf_report.diff.text_changes import Years
from perf_report.model.measure import Measure, measure
from perf_report.model.plan import Indicator
from perf_report.model.target import (
    LOWER_BOUNDS,
    UPPER_BOUNDS,
    Deadline,
    Operator,
    Quantity,
    Statement,
    Target,
)
from perf_report.rules.operator_direction import LESS, wanted_direction


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChange:
    """The kind and the details of a change of a target."""

    kind: ChangeKind
    detail: Detail


def compare_targets(old: Indicator, new: Indicator, years: Years) -> Iterator[TargetChange]:
    """The change of a target's type, sign, figure or date, if any."""
    before, after = old.target, new.target
    if isinstance(before, Quantity) and isinstance(after, Quantity):
        yield from _compare_quantities(before, after, _wanted(old, before, new, after))
    elif isinstance(before, Deadline) and isinstance(after, Deadline):
        yield from _compare_deadlines(before, after, years)
    elif type(before) is not type(after):
        yield TargetChange(kind=_kind_of_type_change(before, after), detail={})


def _kind_of_type_change(before: Target, after: Target) -> ChangeKind:
    if isinstance(after, Statement):
        return ChangeKind.TARGET_UNQUANTIFIED
    if isinstance(before, Statement):
        return ChangeKind.TARGET_QUANTIFIED
    # A figure and a date cannot be compared.
    return ChangeKind.TARGET_UNIT_CHANGED


def _wanted(old: Indicator, before: Quantity, new: Indicator, after: Quantity) -> str:
    """Whether more or less is better, if the same for both indicators; empty if unknown.

    A name or a category that changed with the figure can reverse it.
    """
    wanted = wanted_direction(new, after)
    return wanted if wanted_direction(old, before) == wanted else ""


def _compare_quantities(before: Quantity, after: Quantity, wanted: str) -> Iterator[TargetChange]:
    first, second = measure(before), measure(after)
    if first.base_unit != second.base_unit:
        yield TargetChange(kind=ChangeKind.TARGET_UNIT_CHANGED, detail={})
    elif before.operator is not after.operator:
        detail: Detail = {"value": _difference(before, after, first, second)}
        yield TargetChange(kind=ChangeKind.TARGET_OPERATOR_CHANGED, detail=detail)
    elif first.value != second.value:
        is_tighter = (second.value > first.value) == _wants_more(after.operator, wanted)
        detail = {"value": _difference(before, after, first, second)}
        if after.operator is Operator.EXACTLY and not wanted:
            detail = {**detail, "direction": "unknown"}
        kind = ChangeKind.TARGET_TIGHTENED if is_tighter else ChangeKind.TARGET_LOOSENED
        yield TargetChange(kind=kind, detail=detail)


def _difference(
    before: Quantity, after: Quantity, first: Measure, second: Measure
) -> NumericDifference:
    """The difference of the figures, in their base unit if the units differ."""
    if before.unit == after.unit:
        return numeric_difference(before.value, after.value)
    return numeric_difference(first.value, second.value)


def _wants_more(operator: Operator, wanted: str) -> bool:
    """Whether a larger figure is a tighter target: by the sign, or for ＝ by what is measured.

    True if that is unknown; the detail `direction` says so.
    """
    if operator in LOWER_BOUNDS:
        return True
    if operator in UPPER_BOUNDS:
        return False
    return wanted != LESS


def _compare_deadlines(before: Deadline, after: Deadline, years: Years) -> Iterator[TargetChange]:
    """Compare dates relative to the years of the plans.

    The last days of February are the same, in leap years and in others.
    """
    elapsed = years.new - years.old
    expected = _shift_years(before.by, elapsed)
    if after.by != expected and before.by != _shift_years(after.by, -elapsed):
        kind = ChangeKind.DEADLINE_EARLIER if after.by < expected else ChangeKind.DEADLINE_LATER
        yield TargetChange(kind=kind, detail={"days": (after.by - expected).days})


def _shift_years(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes 28 February if necessary."""
    year = min(max(day.year + years, MINYEAR), MAXYEAR)
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
