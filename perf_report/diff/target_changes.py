"""How a target changed: its kind of change, with the figures by which that is seen."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date

from perf_report.diff.change import Detail, Difference, Kind, difference
from perf_report.diff.text_changes import Years
from perf_report.model.measure import Measure, measure
from perf_report.model.plan import Indicator
from perf_report.model.target import Deadline, Operator, Quantity, Statement, Target
from perf_report.rules.operator_direction import LESS, wanted_direction

_LOWER_BOUNDS = {Operator.AT_LEAST, Operator.MORE_THAN}
_UPPER_BOUNDS = {Operator.AT_MOST, Operator.LESS_THAN}


@dataclass(frozen=True, slots=True, kw_only=True)
class AimChange:
    """What became of a target, words apart."""

    kind: Kind
    detail: Detail


def compare_targets(old: Indicator, new: Indicator, years: Years) -> Iterator[AimChange]:
    """The change of a target, if it is one of kind, figure or date; words are not looked at."""
    before, after = old.target, new.target
    if isinstance(before, Quantity) and isinstance(after, Quantity):
        yield from _compare_quantities(before, after, _wanted(old, before, new, after))
    elif isinstance(before, Deadline) and isinstance(after, Deadline):
        yield from _compare_deadlines(before, after, years)
    elif type(before) is not type(after):
        yield AimChange(kind=_kind_of_turn(before, after), detail={})


def _kind_of_turn(before: Target, after: Target) -> Kind:
    if isinstance(after, Statement):
        return Kind.TARGET_UNQUANTIFIED
    if isinstance(before, Statement):
        return Kind.TARGET_QUANTIFIED
    # From a figure to a date or back: two measures that have nothing in common.
    return Kind.TARGET_UNIT_CHANGED


def _wanted(old: Indicator, before: Quantity, new: Indicator, after: Quantity) -> str:
    """Which way the figure ought to go, where the two indicators agree; empty where nothing tells.

    A name or a category that changed along with the figure may tell otherwise than it did.
    """
    wanted = wanted_direction(new, after)
    return wanted if wanted_direction(old, before) == wanted else ""


def _compare_quantities(before: Quantity, after: Quantity, wanted: str) -> Iterator[AimChange]:
    first, second = measure(before), measure(after)
    if first.base_unit != second.base_unit:
        yield AimChange(kind=Kind.TARGET_UNIT_CHANGED, detail={})
    elif before.operator is not after.operator:
        detail: Detail = {"value": _difference(before, after, first, second)}
        yield AimChange(kind=Kind.TARGET_OPERATOR_CHANGED, detail=detail)
    elif first.value != second.value:
        is_tighter = (second.value > first.value) == _wants_more(after.operator, wanted)
        detail = {"value": _difference(before, after, first, second)}
        if after.operator is Operator.EXACTLY and not wanted:
            detail = {**detail, "direction": "unknown"}
        kind = Kind.TARGET_TIGHTENED if is_tighter else Kind.TARGET_LOOSENED
        yield AimChange(kind=kind, detail=detail)


def _difference(before: Quantity, after: Quantity, first: Measure, second: Measure) -> Difference:
    """The difference in the common unit where the units differ, or else as the figures stand."""
    if before.unit == after.unit:
        return difference(before.value, after.value)
    return difference(first.value, second.value)


def _wants_more(operator: Operator, wanted: str) -> bool:
    """Whether a larger figure asks for more: by the sign, and for ＝ by what is measured.

    Where nothing tells, more is taken to be more, and the detail says that it is not known.
    """
    if operator in _LOWER_BOUNDS:
        return True
    if operator in _UPPER_BOUNDS:
        return False
    return wanted != LESS


def _compare_deadlines(before: Deadline, after: Deadline, years: Years) -> Iterator[AimChange]:
    """Dates by their place in the plan's year: next year's plan ends a year later.

    The leap day and the end of any other February are one place.
    """
    moved = years.new - years.old
    carried = _carry(before.by, moved)
    if after.by != carried and before.by != _carry(after.by, -moved):
        kind = Kind.DEADLINE_EARLIER if after.by < carried else Kind.DEADLINE_LATER
        yield AimChange(kind=kind, detail={"days": (after.by - carried).days})


def _carry(day: date, years: int) -> date:
    """The same day so many years on; a February without a leap day ends on the 28th."""
    year = min(max(day.year + years, MINYEAR), MAXYEAR)
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))
