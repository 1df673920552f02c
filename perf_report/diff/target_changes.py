"""Changes of targets: their type, sign, figure or date, but not their texts."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import cast

from perf_report.diff.change import ChangeKind, Detail, NumericDifference, numeric_difference
from perf_report.diff.deadline_days import days_later
from perf_report.diff.figure_moves import Move, common_direction, figure_move
from perf_report.diff.spans import Span, span_of
from perf_report.diff.text_changes import Years
from perf_report.diff.worded_changes import (
    names_start,
    quantified_move,
    worded_days,
)
from perf_report.model.measure import Measure, measure
from perf_report.model.plan import Indicator
from perf_report.model.target import (
    LOWER_BOUNDS,
    STRICT_BOUNDS,
    UPPER_BOUNDS,
    Deadline,
    Measured,
    Operator,
    Quantity,
    Range,
    Statement,
    Target,
    Worded,
)
from perf_report.rules.operator_direction import LESS, points_wrong, stated_direction


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetChange:
    """The kind and the details of a change of a target."""

    kind: ChangeKind
    detail: Detail


def compare_targets(old: Indicator, new: Indicator, years: Years) -> Iterator[TargetChange]:
    """The changes of a target's type, sign, figure or date, if any.

    A date may change in the words and, another way, in `by`.
    """
    before, after = old.target, new.target
    if isinstance(before, Quantity) and isinstance(after, Quantity):
        yield from _compare_quantities(old, before, new, after)
        return
    if isinstance(before, Measured) and isinstance(after, Measured):
        yield from _compare_spans(old, before, new, after)
        return
    if type(before) is not type(after):
        move = quantified_move(old, new, years)
        detail: Detail = {"moved": move} if move else {}
        yield TargetChange(kind=_kind_of_type_change(before, after), detail=detail)
    if isinstance(before, Worded) and isinstance(after, Worded):
        yield from _compare_days(before, after, years)


def _kind_of_type_change(before: Target, after: Target) -> ChangeKind:
    if isinstance(after, Statement):
        return ChangeKind.TARGET_UNQUANTIFIED
    if isinstance(before, Statement):
        return ChangeKind.TARGET_QUANTIFIED
    # A figure and a date cannot be compared.
    return ChangeKind.TARGET_UNIT_CHANGED


def _compare_quantities(
    old: Indicator, before: Quantity, new: Indicator, after: Quantity
) -> Iterator[TargetChange]:
    first, second = measure(before), measure(after)
    wanted = common_direction(old, before, new, after)
    if first.base_unit != second.base_unit:
        move = figure_move(old, before, new, after)
        moved: Detail = {"moved": move} if move else {}
        yield TargetChange(kind=ChangeKind.TARGET_UNIT_CHANGED, detail=moved)
    elif before.compared_operator is not after.compared_operator:
        detail: Detail = {"value": _difference(before, after, first, second)}
        detail = {**detail, **_direction(before, after, wanted)}
        yield TargetChange(kind=ChangeKind.TARGET_OPERATOR_CHANGED, detail=detail)
    elif first.value != second.value:
        is_tighter = (second.value > first.value) == _wants_more(after.operator, wanted)
        detail = {"value": _difference(before, after, first, second)}
        detail = {**detail, **_direction(before, after, wanted)}
        kind = ChangeKind.TARGET_TIGHTENED if is_tighter else ChangeKind.TARGET_LOOSENED
        yield TargetChange(kind=kind, detail=detail)
    else:
        yield from _compare_writing(before, after)


def _compare_spans(
    old: Indicator, before: Measured, new: Indicator, after: Measured
) -> Iterator[TargetChange]:
    """The change of a range or a ratio: by what it allows, or else by the end that is wanted."""
    first, second = span_of(before), span_of(after)
    if first.base_unit != second.base_unit:
        move = _end_move(old, before, new, after)
        moved: Detail = {"moved": move} if move else {}
        yield TargetChange(kind=ChangeKind.TARGET_UNIT_CHANGED, detail=moved)
    elif first == second:
        yield from _compare_writing(before, after)
    else:
        is_tighter = _is_tighter(first, second, _common_better(old, new))
        detail: Detail = {"direction": "unknown"} if is_tighter is None else {}
        if is_tighter is None:
            # As where more is better, so that the way back is the opposite.
            is_tighter = first.order < second.order
        kind = ChangeKind.TARGET_TIGHTENED if is_tighter else ChangeKind.TARGET_LOOSENED
        yield TargetChange(kind=kind, detail=detail)


def _is_tighter(first: Span, second: Span, wanted: str) -> bool | None:
    """Whether the second span asks for more than the first; None if that is not known."""
    if first.covers(second) or second.covers(first):
        return first.covers(second)
    ends = (first.most, second.most) if wanted == LESS else (first.least, second.least)
    if not wanted or None in ends or ends[0] == ends[1]:
        return None
    before, after = map(Fraction, cast("tuple[Decimal, Decimal]", ends))
    return after < before if wanted == LESS else after > before


def _end_move(old: Indicator, before: Measured, new: Indicator, after: Measured) -> Move | None:
    """To which side the end that is wanted moved; None if that is not known."""
    wanted = _common_better(old, new)
    first, second = _end(before, wanted), _end(after, wanted)
    if not wanted or first is None or second is None:
        return None
    return figure_move(old, first, new, second)


def _end(target: Measured, wanted: str) -> Quantity | None:
    """The end of a range that is wanted, or a quantity itself; a ratio has none."""
    if isinstance(target, Range):
        return target.bounds[wanted == LESS]
    return target if isinstance(target, Quantity) else None


def _common_better(old: Indicator, new: Indicator) -> str:
    wanted = stated_direction(new)
    return wanted if stated_direction(old) == wanted else ""


def _compare_writing(before: Measured, after: Measured) -> Iterator[TargetChange]:
    """That a target is written otherwise and says the same; figures in other units do not count."""
    if (before.words or after.words) and before.printed != after.printed:
        yield TargetChange(kind=ChangeKind.TARGET_REWORDED, detail={"only": "writing"})


def _direction(before: Quantity, after: Quantity, wanted: str) -> Detail:
    """What keeps the signs from telling which way is better, if anything.

    A bound of the side that is wanted speaks against the name; with ＝ the name alone could tell.
    """
    if points_wrong(before, wanted) or points_wrong(after, wanted):
        return {"direction": "against"}
    is_exact = _is_exact(before) and _is_exact(after)
    is_unknown = not wanted and (is_exact or _is_above_ceiling(before, after))
    return {"direction": "unknown"} if is_unknown else {}


def _is_exact(quantity: Quantity) -> bool:
    """Whether a figure is to be met as it is; one without a sign is compared like that."""
    return quantity.compared_operator is Operator.EXACTLY


def _is_above_ceiling(before: Quantity, after: Quantity) -> bool:
    """Whether one is to be met exactly, and is above what the other allows.

    ＝17 asks for more than ≤1, which allows nothing at all, unless less is better.
    """
    exact, bound = (before, after) if _is_exact(before) else (after, before)
    if not _is_exact(exact) or bound.operator not in UPPER_BOUNDS:
        return False
    excess = measure(exact).value - measure(bound).value
    return excess > 0 or (excess == 0 and bound.operator in STRICT_BOUNDS)


def _difference(
    before: Quantity, after: Quantity, first: Measure, second: Measure
) -> NumericDifference:
    """The difference of the figures, in their base unit if the units differ."""
    if before.unit_name == after.unit_name:
        return numeric_difference(before.value, after.value)
    return numeric_difference(first.value, second.value)


def _wants_more(operator: Operator | None, wanted: str) -> bool:
    """Whether a larger figure is a tighter target: by the sign, or for ＝ by what is measured.

    True if that is unknown; the detail `direction` says so.
    """
    if operator in LOWER_BOUNDS:
        return True
    if operator in UPPER_BOUNDS:
        return False
    return wanted != LESS


def _compare_days(before: Worded, after: Worded, years: Years) -> Iterator[TargetChange]:
    """The change of `by`, and that of the day in the words if it is another one.

    The words are what people read, whatever `by` says. Where they name the day from which something
    runs, an earlier one need not be better.
    """
    by = 0
    if isinstance(before, Deadline) and isinstance(after, Deadline):
        by = days_later(before.by, after.by, years)
    words = worded_days(before, after, years)
    start: Detail = {"direction": "start"} if names_start(before, after, years) else {}
    for days in (by, words if (words > 0, words < 0) != (by > 0, by < 0) else 0):
        if days:
            kind = ChangeKind.DEADLINE_LATER if days > 0 else ChangeKind.DEADLINE_EARLIER
            yield TargetChange(kind=kind, detail={"days": days, **start})
