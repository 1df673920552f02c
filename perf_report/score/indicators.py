"""The score of one indicator: by the rule, or as the office writes it where that is admitted."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Indicator
from perf_report.model.report import IndicatorReport
from perf_report.model.route import Route
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


# --- What is wrong ---


def check_indicator(
    scoring: Scoring, indicator: Indicator, reported: IndicatorReport, score: IndicatorScore
) -> Iterator[Finding]:
    """What is wrong with the report on an indicator."""
    route: Route = ("indicators", indicator.id)
    if reported.not_applicable is not None:
        if reported.actual is not None:
            yield Finding(rule="score-not-applicable", route=(*route, "not_applicable"))
        return
    if reported.actual is None:
        yield Finding(
            rule="score-unanswered",
            route=route,
            on_key=True,
            arguments={"id": indicator.id, "name": indicator.name},
        )
    elif isinstance(indicator.target, Statement):
        yield from _check_tier(scoring, reported, score, route)
    elif score.terms is None:
        yield Finding(
            rule="score-comparable",
            route=(*route, "actual"),
            arguments={"target": indicator.target.printed, "actual": reported.actual.printed},
        )
    yield from _check_written(reported, score, (*route, "score"))
    if score.lacks_reason and score.terms is not None:
        yield _lacking_reason(score.terms, route)


def _check_tier(
    scoring: Scoring, reported: IndicatorReport, score: IndicatorScore, route: Route
) -> Iterator[Finding]:
    known = ", ".join(tier.id for tier in scoring.tiers)
    if score.terms is None or score.terms.tier is None:
        is_named = reported.tier is not None
        yield Finding(
            rule="score-tier",
            message="score-tier-unknown" if is_named else "",
            route=(*route, "tier") if is_named else route,
            on_key=not is_named,
            arguments={"tier": reported.tier or "", "known": known},
        )
    elif reported.score is None:
        yield Finding(rule="score-tier", message="score-tier-score", route=route, on_key=True)
    elif score.weight is not None and reported.score_reason is None:
        yield from _check_range(score.terms.tier, reported.score, score.weight, route)


def _check_range(tier: Tier, written: Decimal, weight: Decimal, route: Route) -> Iterator[Finding]:
    low, high = tier_bounds(tier, weight)
    if not low <= written <= high:
        arguments = {"score": f"{written:f}", "tier": tier.label, "low": low, "high": high}
        message = "score-tier-range"
        yield Finding(
            rule="score-tier", message=message, route=(*route, "score"), arguments=arguments
        )


def tier_bounds(tier: Tier, weight: Decimal) -> tuple[Decimal, Decimal]:
    """Return the lowest and the highest score of a tier, exactly."""
    low, high = (weight * bound / _PER_CENT for bound in (tier.start, tier.end))
    return low.normalize(), high.normalize()


def _check_written(
    reported: IndicatorReport, score: IndicatorScore, route: Route
) -> Iterator[Finding]:
    """A score that the rule does not give, without a reason; or one above the weight."""
    written, weight, computed = reported.score, score.weight, score.computed
    if written is None or weight is None:
        return
    if written > weight:
        arguments = {"score": f"{written:f}", "weight": f"{weight:f}"}
        message = "score-written-above"
        yield Finding(rule="score-written", message=message, route=route, arguments=arguments)
    elif computed is not None and written != computed and reported.score_reason is None:
        arguments = {"score": f"{written:f}", "computed": f"{computed:f}"}
        yield Finding(rule="score-written", route=route, arguments=arguments)


def _lacking_reason(terms: Terms, route: Route) -> Finding:
    """A target that was missed is to be explained, and one that was far exceeded must be."""
    return Finding(
        rule="score-reason",
        message="score-reason-far" if terms.is_far else "",
        severity=Severity.ERROR if terms.is_far else Severity.WARNING,
        route=route,
        on_key=True,
    )
