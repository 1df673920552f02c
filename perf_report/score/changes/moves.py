"""To which side what was reached moved: whether it is more of what is wanted, or less."""

from fractions import Fraction

from perf_report.model.category_kind import Better
from perf_report.model.measure import exact_measure
from perf_report.model.report import Actual
from perf_report.model.target import (
    LOWER_BOUNDS,
    UPPER_BOUNDS,
    Deadline,
    Quantity,
    Ratio,
)
from perf_report.score.changes.report_pair import Answer

_Reached = tuple[Answer, Actual | None]


def move(before: _Reached, after: _Reached) -> str:
    """Return `stronger` or `weaker`; empty if that is not known."""
    old, new = _size(*before), _size(*after)
    wanted = _wanted(after[0])
    if old is None or new is None or old[0] != new[0] or old[1] == new[1] or wanted is None:
        return ""
    is_better = (new[1] > old[1]) == (wanted is Better.MORE)
    return "stronger" if is_better else "weaker"


def is_equal(before: _Reached, after: _Reached) -> bool:
    """Return whether two values are known to be as much, however they are written."""
    old, new = _size(*before), _size(*after)
    return old is not None and old == new


def _size(answer: Answer, value: Actual | None) -> tuple[str, Fraction] | None:
    """The unit and the size of a value; of a day, how far it is behind the target's."""
    target = answer.indicator.target
    match value:
        case Quantity(unit="") if isinstance(target, Quantity):
            return exact_measure(Quantity(operator=None, figure=value.figure, unit=target.unit,
                                          per=target.per))  # fmt: skip
        case Quantity():
            return exact_measure(value)
        case Ratio():
            return "ratio", value.value
        case Deadline() if isinstance(target, Deadline):
            return "day", Fraction((value.by - target.by).days)
    return None


def _wanted(answer: Answer) -> Better | None:
    target = answer.indicator.target
    if isinstance(target, Deadline):
        return Better.LESS
    if answer.indicator.wanted is not None:
        return answer.indicator.wanted
    operator = target.operator if isinstance(target, Quantity) else None
    if operator in LOWER_BOUNDS:
        return Better.MORE
    return Better.LESS if operator in UPPER_BOUNDS else None
