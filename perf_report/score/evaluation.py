"""Score an evaluation: every indicator, the execution of the budget, the total."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_report.model.close_match import close_match
from perf_report.model.finding import Finding
from perf_report.model.form import USUAL_HORIZON, Form, FundsBlock
from perf_report.model.form_horizon import horizon_of, indicator_horizons
from perf_report.model.plan import Indicator, Plan
from perf_report.model.plan_total import printed_total
from perf_report.model.report import IndicatorReport, Report
from perf_report.model.scoring import Scoring
from perf_report.model.source_tree import SourceTree
from perf_report.model.vocabulary import Vocabulary
from perf_report.score.execution import check_execution, rows_that_count, score_execution
from perf_report.score.indicators import check_indicator, score_indicator
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
    """Return the scores of an evaluation, and what is wrong with it, in no particular order."""
    report, scoring = given.report, given.scoring
    indicators = evaluated_indicators(given.plan, given.vocabulary)
    weights = find_weights(indicators, given.vocabulary.framework, scoring, report)
    scores = tuple(
        score_indicator(scoring, each, _reported(report, each), weights.weights.get(each.id))
        for each in indicators
    )
    rows = rows_that_count(report.funds, _tree(given))
    execution = score_execution(scoring, rows)
    has_money = bool(printed_total(given.plan, given.vocabulary.form))
    findings = (
        *weights.findings,
        *check_execution(rows, has_money=has_money and bool(scoring.execution.weight)),
        *_unknown_ids(given),
        *_check_indicators(given, indicators, scores),
    )
    applicable = _applicable(execution, scores)
    return EvaluationScore(
        scoring=scoring,
        execution=execution,
        indicators=scores,
        applicable=applicable,
        total=_total(execution, scores, applicable, scoring.places),
        findings=findings,
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


def _reported(report: Report, indicator: Indicator) -> IndicatorReport:
    return report.indicators.get(indicator.id) or IndicatorReport()


def _tree(given: Evaluated) -> SourceTree | None:
    """The rows of the form's funds; None where these are tasks."""
    form = given.form or given.vocabulary.form
    block = next(iter(form.blocks_of(FundsBlock)), None)
    by_task = given.form is None or block is None or block.rows == "tasks"
    if block is None or (by_task and given.plan.tasks):
        return None
    return SourceTree.of(block.tree)


def _check_indicators(
    given: Evaluated, indicators: Sequence[Indicator], scores: Sequence[IndicatorScore]
) -> Iterator[Finding]:
    for each, score in zip(indicators, scores, strict=True):
        yield from check_indicator(given.scoring, each, _reported(given.report, each), score)


def _unknown_ids(given: Evaluated) -> Iterator[Finding]:
    """The ids that the plan does not have."""
    plan, report = given.plan, given.report
    known: Mapping[str, tuple[Iterable[str], list[str]]] = {
        "indicators": (report.indicators, [each.id for each in plan.all_indicators()]),
        "goals": (report.goals, [goal.id for goal in plan.goals]),
        "funds": _known_rows(given),
    }
    for key, (named, ids) in known.items():
        for id_ in named:
            if id_ not in ids:
                close = close_match(id_, ids)
                yield Finding(
                    rule="score-unknown",
                    message="score-unknown-close" if close else "",
                    route=(key, id_),
                    on_key=True,
                    arguments={"id": id_, "close": close},
                )


def _known_rows(given: Evaluated) -> tuple[Iterable[str], list[str]]:
    """The rows of money that the report has, and those that there are."""
    tree = _tree(given)
    if tree is None:
        tasks = [task.id for task in given.plan.tasks]
        return given.report.funds if tasks else (), tasks
    return given.report.funds if given.form else (), list(tree.ids)


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
