"""Score an evaluation: every indicator, the execution of the budget, the total."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_report.model.form import USUAL_HORIZON, Form
from perf_report.model.form_horizon import (
    goal_horizons,
    horizon_of,
    horizon_of_goal,
    indicator_horizons,
)
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.report import IndicatorReport, Report
from perf_report.model.scoring import Scoring
from perf_report.model.vocabulary import Vocabulary
from perf_report.score.execution import rows_that_count, score_execution, tree_of
from perf_report.score.indicators import score_indicator
from perf_report.score.rounding import round_half_up
from perf_report.score.score import EvaluationScore, ExecutionScore, IndicatorScore
from perf_report.score.weights import find_weights

_FULL = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated:
    """An evaluation with what it is scored by: its plan, the plan's vocabulary, and the scoring.

    `form` is the one that the evaluation prints on, whose rows of money it reports.
    """

    plan: Plan
    vocabulary: Vocabulary
    report: Report
    scoring: Scoring
    form: Form | None = None


def score_evaluation(given: Evaluated) -> EvaluationScore:
    """Return the scores of an evaluation; where something is wrong with it, some are missing."""
    report, scoring = given.report, given.scoring
    indicators = evaluated_indicators(given.plan, given.vocabulary)
    weights = find_weights(indicators, given.vocabulary.framework, scoring, report)
    scores = tuple(
        score_indicator(scoring, each, _reported(report, each), weights.weights.get(each.id))
        for each in indicators
    )
    tree = tree_of(given.plan, given.vocabulary.form, given.form)
    execution = score_execution(scoring, rows_that_count(report.funds, tree))
    applicable = _applicable(execution, scores)
    return EvaluationScore(
        scoring=scoring,
        execution=execution,
        indicators=scores,
        applicable=applicable,
        total=_total(execution, scores, applicable, scoring.places),
    )


def evaluated_indicators(plan: Plan, vocabulary: Vocabulary) -> Sequence[Indicator]:
    """Return the indicators of the year in document order: those of other horizons come later."""
    form = vocabulary.form
    if USUAL_HORIZON not in indicator_horizons(form):
        return tuple(plan.all_indicators())
    return tuple(
        each
        for _, goal, indicators in plan.indicator_lists()
        for each in indicators
        if horizon_of(form, plan, goal, each) == USUAL_HORIZON
    )


def evaluated_goals(plan: Plan, vocabulary: Vocabulary) -> tuple[tuple[int, Goal], ...]:
    """Return the goals of the year with their numbers; all of them where a form has no horizons."""
    form = vocabulary.form
    goals = list(plan.goals)
    if USUAL_HORIZON in goal_horizons(form):
        goals = [goal for goal in goals if horizon_of_goal(form, goal) == USUAL_HORIZON]
    return tuple(enumerate(goals, start=1))


def _reported(report: Report, indicator: Indicator) -> IndicatorReport:
    return report.indicators.get(indicator.id) or IndicatorReport()


def _applicable(execution: ExecutionScore, scores: Iterable[IndicatorScore]) -> Decimal:
    """The sum of the weights that apply."""
    weights = [each.weight or Decimal(0) for each in scores if each.is_applicable]
    return sum(weights, execution.weight if execution.is_applicable else Decimal(0))


def _total(
    execution: ExecutionScore, scores: Sequence[IndicatorScore], applicable: Decimal, places: int
) -> Decimal | None:
    """The sum of the rounded scores, scaled to 100; None where one is missing, or none applies."""
    parts = [each.score for each in scores if each.is_applicable]
    parts += [execution.score] if execution.is_applicable else []
    known = [part for part in parts if part is not None]
    if len(known) < len(parts) or not applicable:
        return None
    return round_half_up(Fraction(sum(known, Decimal(0))) * _FULL / Fraction(applicable), places)
