"""Words are scored within a tier of the scoring.

The office names the tier and chooses the score, which stays within the tier’s range. Another score
needs a `score_reason`.

中文：定性指标须写明档次（`tier`）和得分（`score`），得分在该档次的区间之内；在区间之外的，须写明理由
（`score_reason`）。

Passes: `tier: achieved` with a score of 9.5 of 10, where the tier is from 80 to 100%.
Fails: `tier: achieved` with a score of 7.5 of 10.
符合：`tier: achieved`，满分10分得9.5分，该档次为80%至100%。
不符合：`tier: achieved`，满分10分得7.5分。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.report import IndicatorReport
from perf_report.model.route import Route
from perf_report.model.scoring import Scoring
from perf_report.model.target import Statement
from perf_report.score.indicators import tier_bounds
from perf_report.score.rules.report_rule import ReportContext, ReportRule
from perf_report.score.score import IndicatorScore


def check(context: ReportContext) -> Iterator[Finding]:
    """Words without a tier or a score, and scores outside of their tier."""
    score, given = context.score, context.evaluated
    if score is None or given is None:
        return
    scores = {each.id: each for each in score.indicators}
    for route, indicator, reported in context.reported():
        if isinstance(indicator.target, Statement) and reported.actual is not None:
            yield from _check_tier(given.scoring, reported, scores[indicator.id], route)


def _check_tier(
    scoring: Scoring, reported: IndicatorReport, score: IndicatorScore, route: Route
) -> Iterator[Finding]:
    if not score.is_applicable:
        return
    if score.terms is None or score.terms.tier is None:
        yield _without_tier(scoring, reported, route)
    elif reported.score is None:
        yield Finding(rule=RULE.id, message="score-tier-score", route=route, on_key=True)
    elif score.weight is not None and reported.score_reason is None:
        tier, written = score.terms.tier, reported.score
        low, high = tier_bounds(tier, score.weight)
        if not low <= written <= high:
            arguments = {"score": f"{written:f}", "tier": tier.label, "low": low, "high": high}
            where = (*route, "score")
            message = "score-tier-range"
            yield Finding(rule=RULE.id, message=message, route=where, arguments=arguments)


def _without_tier(scoring: Scoring, reported: IndicatorReport, route: Route) -> Finding:
    is_named = reported.tier is not None
    known = ", ".join(tier.id for tier in scoring.tiers)
    return Finding(
        rule=RULE.id,
        message="score-tier-unknown" if is_named else "",
        route=(*route, "tier") if is_named else route,
        on_key=not is_named,
        arguments={"tier": reported.tier or "", "known": known},
    )


RULE = ReportRule(id="score-tier", severity=Severity.ERROR, check=check)
