"""The sum of one score with its figures put in, for `explain --score`."""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from perf_report.messages import Catalogue
from perf_report.render.scores.figures import exact, plain
from perf_report.render.scores.scored import ScoredReport
from perf_report.render.scores.words import in_language, points_of, target_beside_actual
from perf_report.render.terminal import wrap
from perf_report.score.indicators import tier_bounds
from perf_report.score.score import IndicatorScore, Reckoning, Terms

_WIDEST = 80


def explain_score(scored: ScoredReport, score: IndicatorScore, say: Catalogue) -> str:
    """Return how a score comes about, in lines of at most 80 columns."""
    sentences = _sentences(scored, score, say)
    return "".join(f"{line}\n" for each in sentences for line in wrap(each, _WIDEST))


def _sentences(scored: ScoredReport, score: IndicatorScore, say: Catalogue) -> Iterator[str]:
    given, reported = scored.given, scored.reported(score.id)
    yield f"{score.id}: {in_language(scored.indicators[score.id].name, say)}"
    yield f"{given.report} ({given.scoring.id})"
    if reported.actual is not None:
        yield target_beside_actual(scored, score.id, say)
    yield points_of(score, say)
    if score.weight is not None:
        yield from _weight(scored, score, score.weight, say)
        if score.terms is not None:
            yield from _sum(score, score.terms, score.weight, say)
    for id_, text in (
        ("explain-reason", reported.reason),
        ("explain-score-reason", reported.score_reason),
        ("explain-not-applicable", reported.not_applicable),
        ("explain-source", given.scoring.source),
    ):
        if text is not None:
            yield say.format("score", id_, text=text)


def _weight(
    scored: ScoredReport, score: IndicatorScore, weight: Decimal, say: Catalogue
) -> Iterator[str]:
    """Where the weight comes from: the plan, or the points of its level."""
    indicators = scored.indicators
    if indicators[score.id].weight is not None:
        yield say.format("score", "weight-own", weight=plain(weight))
        return
    levels = {
        category.id: level for level, category in scored.given.vocabulary.framework.categories()
    }
    level = levels[indicators[score.id].category]
    members = [
        each for each in scored.score.indicators if levels[indicators[each.id].category] == level
    ]
    yield say.format(
        "score",
        "weight-level",
        weight=plain(weight),
        level=level.label,
        points=plain(sum((each.weight or Decimal(0) for each in members), Decimal(0))),
        count=len(members),
    )


def _sum(score: IndicatorScore, terms: Terms, weight: Decimal, say: Catalogue) -> Iterator[str]:
    """The rule, and the sum with the figures; what was reached, and words, need no sum."""
    if terms.tier is not None:
        low, high = tier_bounds(terms.tier, weight)
        bounds = {"low": plain(low), "high": plain(high)}
        yield say.format("score", "tier", tier=terms.tier.label, **bounds)
        return
    yield say.format("score", f"rule-{terms.reckoning}")
    if terms.reckoning is not Reckoning.REACHED:
        formula = say.format(
            "score",
            f"sum-{terms.reckoning}",
            weight=plain(weight),
            bound=_figure(terms.bound),
            actual=_figure(terms.actual),
            deduct=plain(terms.deduct),
        )
        yield f"{formula} = {score.computed:f}"


def _figure(value: Fraction | None) -> str:
    """A figure in a sum; one below zero, or without an end in decimals, stands in brackets."""
    if value is None:
        return ""
    text = exact(value)
    return text if text.replace(".", "").isdecimal() else f"({text})"
