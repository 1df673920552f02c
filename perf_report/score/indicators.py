"""The score of one indicator: by the rule, or as the office writes it where that is admitted."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from perf_report.model.plan import Indicator
from perf_report.model.report import IndicatorReport
from perf_report.model.scoring import Scoring, Tier
from perf_report.model.target import Statement
from perf_report.score.rounding import round_half_up
from perf_report.score.score import IndicatorScore, Reckoning, Terms
from perf_report.score.targets import judge

_PER_CENT = 100


def score_indicator(
    scoring: Scoring, indicator: Indicator, reported: IndicatorReport, weight: Decimal | None
) -> IndicatorScore:
    """Return the score of an indicator; without a score where it cannot be given."""
    if reported.not_applicable is not None:
        return IndicatorScore(id=indicator.id, weight=weight, is_applicable=False)
    terms = _terms(scoring, indicator, reported)
    by_rule = IndicatorScore(
        id=indicator.id,
        weight=weight,
        computed=_computed(scoring, terms, weight),
        terms=terms,
        lacks_reason=terms is not None
        and reported.reason is None
        and (terms.is_far or not terms.met),
    )
    return replace(by_rule, score=_counted(scoring, reported, by_rule))


def _terms(scoring: Scoring, indicator: Indicator, reported: IndicatorReport) -> Terms | None:
    if isinstance(indicator.target, Statement):
        tier = scoring.tier(reported.tier)
        return _terms_of_tier(scoring, tier) if tier else None
    if reported.actual is None:
        return None
    return judge(scoring, indicator.target, reported.actual, indicator.wanted)


def _terms_of_tier(scoring: Scoring, tier: Tier) -> Terms:
    """Words are met in the best tier."""
    return Terms(reckoning=Reckoning.TIER, share=None, met=tier == scoring.tiers[0], tier=tier)


def _computed(scoring: Scoring, terms: Terms | None, weight: Decimal | None) -> Decimal | None:
    if terms is None or terms.share is None or weight is None:
        return None
    return round_half_up(Fraction(weight) * terms.share, scoring.places)


def _counted(
    scoring: Scoring, reported: IndicatorReport, by_rule: IndicatorScore
) -> Decimal | None:
    """The score that counts: that of the office with its reason, or else what the rule admits.

    For words, the rule admits a range: the score of the office is held inside its tier.
    """
    written, weight, terms = reported.score, by_rule.weight, by_rule.terms
    if written is None or weight is None or terms is None:
        return by_rule.computed
    if reported.score_reason is not None and written <= weight:
        return round_half_up(Fraction(written), scoring.places)
    if terms.tier is None:
        return by_rule.computed
    low, high = tier_bounds(terms.tier, weight)
    return round_half_up(Fraction(min(max(written, low), high)), scoring.places)


def tier_bounds(tier: Tier, weight: Decimal) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest score of a tier, exactly."""
    low, high = (weight * bound / _PER_CENT for bound in (tier.start, tier.end))
    # As messages print them: 10, not 1E+1.
    return Decimal(f"{low.normalize():f}"), Decimal(f"{high.normalize():f}")
