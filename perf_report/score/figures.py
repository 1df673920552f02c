"""The share of the weight that a figure gets beside its target.

Where more is wanted, 得分＝权重×实际值÷目标值; where less is wanted, bureaus take either
1−(实际值−目标值)÷目标值 or 目标值÷实际值: the scoring says which, and names its source.
"""

from decimal import Decimal
from fractions import Fraction

from perf_report.model.category_kind import Better
from perf_report.model.scoring import AboveEqual, AtLeast, AtMost, OverCompletion, Scoring
from perf_report.model.target import LOWER_BOUNDS, Operator
from perf_report.score.score import Reckoning, Terms

_PER_CENT = 100


def operator_of(sign: Operator | None, wanted: Better | None) -> Operator:
    """Return the operator of a target; one without a sign has that of the better direction."""
    if sign is not None:
        return sign
    if wanted is None:
        return Operator.EXACTLY
    return Operator.AT_LEAST if wanted is Better.MORE else Operator.AT_MOST


def judge_figure(
    scoring: Scoring, operator: Operator, target: Fraction, actual: Fraction, wanted: Better | None
) -> Terms:
    """Return what an actual figure gets; both figures are in one unit."""
    met = _is_met(scoring, operator, target, actual)
    rule = scoring.over_completion if _more_is_better(operator, wanted) else None
    deduct = _deduction(rule, target, actual) if met else Decimal(0)
    if deduct:
        reckoning, share = Reckoning.BEYOND, 1 - Fraction(deduct) / _PER_CENT
    elif met:
        reckoning, share = Reckoning.REACHED, Fraction(1)
    else:
        reckoning, share = _missed(scoring, operator, target, actual)
    return Terms(
        reckoning=reckoning,
        share=share,
        met=met,
        bound=target,
        actual=actual,
        deduct=deduct,
        is_far=_is_far(rule, target, actual),
    )


def judge_range(scoring: Scoring, lower: Fraction, upper: Fraction, actual: Fraction) -> Terms:
    """Return what an actual figure gets beside a range: outside by the bound that is missed."""
    if actual < lower:
        return judge_figure(scoring, Operator.AT_LEAST, lower, actual, Better.LESS)
    return judge_figure(scoring, Operator.AT_MOST, upper, actual, Better.LESS)


def _is_met(scoring: Scoring, operator: Operator, target: Fraction, actual: Fraction) -> bool:
    is_met = {
        Operator.AT_LEAST: actual >= target,
        Operator.MORE_THAN: actual > target,
        Operator.AT_MOST: actual <= target,
        Operator.LESS_THAN: actual < target,
        Operator.EXACTLY: actual == target
        or (scoring.above_equal is AboveEqual.FULL and actual > target > 0),
    }
    return is_met[operator]


def _missed(
    scoring: Scoring, operator: Operator, target: Fraction, actual: Fraction
) -> tuple[Reckoning, Fraction]:
    """The share of a target that was not met.

    Beside a target of zero or below, or with a figure of the other sign, a proportion has no
    meaning.
    """
    if target <= 0 or actual < 0:
        return Reckoning.NOTHING, Fraction(0)
    if operator in LOWER_BOUNDS or (operator is Operator.EXACTLY and actual < target):
        is_all = scoring.at_least is AtLeast.ALL_OR_NOTHING
        nothing = (Reckoning.NOTHING, Fraction(0))
        return nothing if is_all else (Reckoning.PROPORTION, actual / target)
    return _too_much(scoring.at_most, target, actual)


def _too_much(rule: AtMost, target: Fraction, actual: Fraction) -> tuple[Reckoning, Fraction]:
    if rule is AtMost.OVERRUN:
        return Reckoning.OVERRUN, max(Fraction(0), 1 - (actual - target) / target)
    if rule is AtMost.INVERSE:
        return Reckoning.INVERSE, target / actual
    return Reckoning.NOTHING, Fraction(0)


def _more_is_better(operator: Operator, wanted: Better | None) -> bool:
    if operator is Operator.EXACTLY:
        return wanted is Better.MORE
    return operator in LOWER_BOUNDS and wanted is not Better.LESS


def _is_far(rule: OverCompletion | None, target: Fraction, actual: Fraction) -> bool:
    return rule is not None and rule.needs_reason and _exceeds(rule.start, target, actual)


def _deduction(rule: OverCompletion | None, target: Fraction, actual: Fraction) -> Decimal:
    """What is deducted of a target that was far exceeded, in per cent of its weight."""
    rows = reversed(rule.deductions) if rule else ()
    return next((row.deduct for row in rows if _exceeds(row.start, target, actual)), Decimal(0))


def _exceeds(start: Decimal, target: Fraction, actual: Fraction) -> bool:
    return target > 0 and actual * _PER_CENT >= target * Fraction(start)
