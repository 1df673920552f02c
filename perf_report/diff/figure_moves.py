"""To which side a figure moved where the kind of change does not say it: another unit, or words."""

from typing import Literal

from perf_report.model.measure import counted_value, measure
from perf_report.model.plan import Indicator
from perf_report.model.target import LOWER_BOUNDS, UPPER_BOUNDS, Quantity
from perf_report.rules.operator_direction import LESS, points_wrong, wanted_direction

# To the weaker or the stronger side, out of the words or into them, or not to be known.
Move = Literal["weaker", "stronger", "gone", "come", "unclear"]


def common_direction(old: Indicator, before: Quantity, new: Indicator, after: Quantity) -> str:
    """Whether more or less is better, if the same for both indicators; empty if unknown.

    A name or a category that changed with the figure can reverse it.
    """
    wanted = wanted_direction(new, after)
    return wanted if wanted_direction(old, before) == wanted else ""


def figure_move(old: Indicator, before: Quantity, new: Indicator, after: Quantity) -> Move | None:
    """To which side a figure moved; None if that is not known, or it did not move.

    If the units do not convert, it moved to the weaker side if it did so as written (12片 → 1处) or
    in ones (12万次 → 15座). A bound of the side that is wanted asks for nothing: a pass rate of at
    most 99%.
    """
    wanted = common_direction(old, before, new, after)
    if points_wrong(before, wanted) or points_wrong(after, wanted):
        return _move_of_sign(before, after, wanted)
    wants_more = _wants_more(before, after, wanted)
    if wants_more is None:
        return None
    first, second = measure(before), measure(after)
    if first.base_unit == second.base_unit:
        differences = [second.value - first.value]
    else:
        counted = counted_value(after) - counted_value(before)
        differences = [after.value - before.value, counted]
    moved = [difference > 0 for difference in differences if difference]
    if not moved:
        return None
    return "stronger" if all(up is wants_more for up in moved) else "weaker"


def _move_of_sign(before: Quantity, after: Quantity, wanted: str) -> Move | None:
    was_wrong, is_wrong = points_wrong(before, wanted), points_wrong(after, wanted)
    if was_wrong and is_wrong:
        return None
    return "weaker" if is_wrong else "stronger"


def _wants_more(before: Quantity, after: Quantity, wanted: str) -> bool | None:
    """Whether a larger figure is a tighter target, by the signs or else by what is measured."""
    signs = {before.operator, after.operator}
    has_floor, has_ceiling = bool(signs & LOWER_BOUNDS), bool(signs & UPPER_BOUNDS)
    if has_floor or has_ceiling:
        return has_floor if has_floor is not has_ceiling else None
    return wanted != LESS if wanted else None
