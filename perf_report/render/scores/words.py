"""What text and Markdown say of a score alike."""

from decimal import Decimal
from fractions import Fraction

from perf_report.messages import Catalogue
from perf_report.model.report import IndicatorReport
from perf_report.model.target import Target
from perf_report.model.text import Text
from perf_report.model.visible_text import visible_text
from perf_report.render.scores.figures import plain
from perf_report.render.scores.scored import ScoredReport
from perf_report.score.rounding import round_half_up
from perf_report.score.score import ExecutionScore, IndicatorScore

# The decimals of a rate, as the forms print it.
_RATE_PLACES = 2
_PER_CENT = 100


def in_language(text: Text, say: Catalogue) -> str:
    """Return a text in the reader's language, or else in Chinese, as it may be shown."""
    return visible_text(text.get(say.language) or text.zh or "")


def total_of(scored: ScoredReport, say: Catalogue) -> str:
    """Return the total with its grade, and how it was scaled."""
    score = scored.score
    if score.total is None:
        return say.format("score", "no-total-nothing" if score.is_empty else "no-total")
    if score.grade is None:
        words = say.format("score", "total", total=f"{score.total:f}")
    else:
        total, grade = f"{score.total:f}", score.grade.label
        words = say.format("score", "total-grade", total=total, grade=grade)
    if score.applicable == _PER_CENT:
        return words
    figures = {"points": f"{score.points:f}", "applicable": plain(score.applicable)}
    return words + say.format("score", "scaled", **figures)


def execution_of(execution: ExecutionScore, say: Catalogue) -> str:
    """Return the points of the execution, with its rate."""
    if not execution.is_applicable:
        return say.format("score", "execution-not-applicable")
    if execution.rate is None or execution.score is None:
        return say.format("score", "execution-missing")
    return say.format(
        "score",
        "execution",
        score=f"{execution.score:f}",
        weight=plain(execution.weight),
        rate=f"{rounded_rate(execution.rate):f}",
    )


def rounded_rate(rate: Fraction) -> Decimal:
    """Return a share of 1 in per cent, as the forms print it."""
    return round_half_up(rate * _PER_CENT, _RATE_PLACES)


def points_of(score: IndicatorScore, say: Catalogue) -> str:
    """Return the points of an indicator beside its weight."""
    if not score.is_applicable:
        return say.format("score", "not-applicable")
    if score.score is None or score.weight is None:
        return say.format("score", "no-score")
    return say.format("score", "points", score=f"{score.score:f}", weight=plain(score.weight))


def target_beside_actual(scored: ScoredReport, id_: str, say: Catalogue) -> str:
    """Return the target of an indicator, and what was reached."""
    target, actual = printed_target(scored, id_, say), printed_actual(scored, id_, say)
    return say.format("score", "beside", target=target, actual=actual)


def printed_target(scored: ScoredReport, id_: str, say: Catalogue) -> str:
    """Return the target of an indicator in the reader's language, or else as written."""
    return _printed(scored, id_, scored.indicators[id_].target, say)


def printed_actual(scored: ScoredReport, id_: str, say: Catalogue) -> str:
    """Return what was reached, likewise; empty where nothing is written."""
    actual = scored.reported(id_).actual
    if actual is None:
        return ""
    return _printed(scored, id_, actual, say)


def reasons_of(reported: IndicatorReport, say: Catalogue) -> str:
    """Return why the target was missed, and why the score is none that the rule gives."""
    reason = in_language(reported.reason, say) if reported.reason else ""
    by_hand = score_reason_of(reported, say)
    if reason and by_hand:
        return say.format("score", "both-reasons", reason=reason, score_reason=by_hand)
    return reason or by_hand


def score_reason_of(reported: IndicatorReport, say: Catalogue) -> str:
    """Return why a score is none that the rule gives, with its label; empty where none is told."""
    if reported.score is None or reported.score_reason is None:
        return ""
    return say.format("score", "explain-score-reason", text=reported.score_reason)


def _printed(scored: ScoredReport, id_: str, value: Target, say: Catalogue) -> str:
    text = scored.given.vocabulary.target_text(scored.indicators[id_], value)
    return in_language(text, say)
