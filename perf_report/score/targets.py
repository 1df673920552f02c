"""What an actual value gets beside its target, whatever kind of target it is."""

from dataclasses import replace
from fractions import Fraction

from perf_report.model.category_kind import Better
from perf_report.model.measure import exact_measure
from perf_report.model.report import Actual
from perf_report.model.scoring import Scoring
from perf_report.model.target import Deadline, Quantity, Range, Ratio, Target
from perf_report.score.figures import judge_figure, judge_range, operator_of
from perf_report.score.score import Reckoning, Terms

_PER_CENT = 100


def judge(scoring: Scoring, target: Target, actual: Actual, wanted: Better | None) -> Terms | None:
    """Return what an actual value gets; None if it cannot be compared with its target.

    `wanted` is whether more or less is better. Words are compared with nothing: see `tiers`.
    """
    match target, actual:
        case Quantity(), Quantity():
            return _judge_quantity(scoring, target, actual, wanted)
        case Range(), Quantity():
            return _judge_range(scoring, target, actual)
        case Ratio(), Ratio():
            operator = operator_of(None, wanted)
            return judge_figure(scoring, operator, target.value, actual.value, wanted)
        case Deadline(), Deadline():
            return _judge_day(scoring, target, actual)
    return None


def is_comparable(target: Target, actual: Actual) -> bool:
    """Return whether an actual value answers its target: its unit converts, a date is one."""
    match target, actual:
        case Quantity(), Quantity():
            return _in_unit_of(target, actual) is not None
        case Range(), Quantity():
            return _in_unit_of(target.bounds[0], actual) is not None
        case (Ratio(), Ratio()) | (Deadline(), Deadline()):
            return True
    return False


def _judge_quantity(
    scoring: Scoring, target: Quantity, actual: Quantity, wanted: Better | None
) -> Terms | None:
    reached = _in_unit_of(target, actual)
    if reached is None:
        return None
    operator = operator_of(target.operator, wanted)
    terms = judge_figure(scoring, operator, Fraction(target.value), reached, wanted)
    return replace(terms, unit=target.unit_name)


def _judge_range(scoring: Scoring, target: Range, actual: Quantity) -> Terms | None:
    lower, upper = target.bounds
    reached = _in_unit_of(lower, actual)
    if reached is None:
        return None
    terms = judge_range(scoring, Fraction(lower.value), Fraction(upper.value), reached)
    return replace(terms, unit=target.unit_name)


def _in_unit_of(target: Quantity, actual: Quantity) -> Fraction | None:
    """An actual figure in the unit of its target, which is its unit if it names none.

    A rate is converted to the target's period. None if the units do not convert.
    """
    if not actual.unit_name:
        return Fraction(actual.value)
    unit, size = exact_measure(replace(target, figure="1"))
    actual_unit, value = exact_measure(actual)
    return value / size if unit == actual_unit else None


def _judge_day(scoring: Scoring, target: Deadline, actual: Deadline) -> Terms:
    """By the day all; later what the scoring's table of deductions leaves, or else nothing."""
    late = (actual.by - target.by).days
    if late <= 0:
        return Terms(reckoning=Reckoning.REACHED, share=Fraction(1), met=True)
    row = next((row for row in scoring.late if late <= row.days), None)
    if row is None:
        return Terms(reckoning=Reckoning.NOTHING, share=Fraction(0), met=False, days_late=late)
    share = 1 - Fraction(row.deduct) / _PER_CENT
    return Terms(
        reckoning=Reckoning.LATE, share=share, met=False, days_late=late, deduct=row.deduct
    )
