"""Compare the points on a filled-in form with those that a scoring gives, and choose the scoring.

A score that the rule does not give is the office's own: it is kept, and marked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perf_report.app.import_paper.filled_cells import Points
from perf_report.app.import_paper.filled_money import Execution
from perf_report.app.import_paper.report_values import Values
from perf_report.model.plan import Indicator
from perf_report.model.report import IndicatorReport, Report
from perf_report.model.scoring import Scoring, Tier
from perf_report.model.target import Statement
from perf_report.outputs.table import Table
from perf_report.recognize.draft import Draft
from perf_report.render.reported import Reported, plain, report_on

_PER_CENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPoints:
    """All points that a form prints: of indicators, of the execution, of levels, and the total."""

    points: Points
    execution: Execution
    levels: Mapping[str, Decimal]
    total: Decimal | None = None

    @property
    def is_empty(self) -> bool:
        """Whether a form has no points."""
        whole = (self.total, self.execution.score)
        known = self.points.weights or self.points.scores
        return not known and all(each is None for each in whole)


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A report under a scoring, with the tiers and level weights that the points show.

    `levels` are those of level 1 that have indicators, and `equals` the other scorings that give as
    many of the printed points.
    """

    reported: Reported
    scoring: Scoring
    values: Values
    levels: tuple[str, ...]
    equals: tuple[str, ...] = ()

    def agreeing(self, printed: PrintedPoints) -> tuple[int, int]:
        """How many printed points the scoring gives, and how many there are."""
        pairs = list(_pairs(self.reported, printed))
        return sum(own == other for own, other in pairs), len(pairs)

    @property
    def lacks_weights(self) -> bool:
        """Whether neither the plan, nor the scoring, nor the form has any weights."""
        scores = map(self.reported.score_of, self.reported.indicators)
        return all(score.weight is None for score in scores)


def choose_scoring(
    scorings: Mapping[str, Scoring], table: Table, report: Report, printed: PrintedPoints
) -> Scored | None:
    """Return the report under the scoring that gives most of the printed points.

    One that gives the execution other points than the form is no candidate, unless all do.
    """
    known = [scorings[id_] for id_ in sorted(scorings)]
    fitting = [each for each in known if each.execution.weight == printed.execution.weight]
    found = [score_by(each, table, report, printed) for each in fitting or known]
    own = any(each.weight is not None for each in table.plan.all_indicators())

    def fit(scored: Scored) -> tuple[int, bool, int]:
        # Where indicators have weights of their own, a scoring with none of levels is likelier.
        is_likely = bool(scored.scoring.weights) != own
        return scored.agreeing(printed)[0], is_likely, -len(scored.values)

    best = max(found, key=fit, default=None)
    if best is None:
        return None

    def is_equal(other: Scored) -> bool:
        derived = len(other.values) == len(best.values)
        return derived and other.agreeing(printed) == best.agreeing(printed)

    equals = (other.scoring.id for other in found if other is not best and is_equal(other))
    return replace(best, equals=tuple(equals))


def score_by(scoring: Scoring, table: Table, report: Report, printed: PrintedPoints) -> Scored:
    """Return a report under a scoring: words get the tier that their printed score is in."""
    form = table.report.form if table.report else None
    if form is None:
        raise AssertionError("a filled-in form has no form")
    plain_report = report_on(table.plan, table.vocabulary, report, form, scoring)
    weights = _level_weights(plain_report, table, scoring, printed)
    weighed = replace(report, scoring=scoring.id, weights={**report.weights, **weights})
    reported = report_on(table.plan, table.vocabulary, weighed, form, scoring)
    tiers = dict(_tiers(reported, scoring, printed))
    said = {
        id_: replace(weighed.indicators.get(id_) or IndicatorReport(), tier=tier)
        for id_, tier in tiers.items()
    }
    whole = replace(weighed, indicators={**weighed.indicators, **said})
    values: Values = {("weights", id_): weight for id_, weight in weights.items()}
    values |= {("indicators", id_, "tier"): tier for id_, tier in tiers.items()}
    return Scored(
        reported=report_on(table.plan, table.vocabulary, whole, form, scoring),
        scoring=scoring,
        values=values,
        levels=tuple(dict.fromkeys(filter(None, _levels(reported.indicators, table)))),
    )


def settle_points(
    scored: Scored, printed: PrintedPoints, draft: Draft, *, keeps_scores: bool
) -> Values:
    """Mark the points that a scoring does not give; return the scores by hand if they are kept."""
    if scored.lacks_weights and not printed.points.weights:
        whole = _PER_CENT - scored.scoring.execution.weight
        weights = ", ".join(f"{level}: …" for level in scored.levels)
        draft.miss("import-weights-missing", ("weights",), weights=weights, sum=plain(whole))
        return _scores(printed) if keeps_scores else {}
    values: Values = {}
    for indicator in scored.reported.indicators:
        own = scored.reported.score_of(indicator)
        route = ("indicators", indicator.id)
        weight, score = (
            each.get(indicator.id) for each in (printed.points.weights, printed.points.scores)
        )
        if weight is not None and weight != own.weight:
            draft.mark("import-weight-differs", route, None, **_both(weight, own.weight))
        if score is None or isinstance(indicator.target, Statement) or score == own.computed:
            continue
        draft.mark("import-score-differs", (*route, "score"), None, **_both(score, own.computed))
        if keeps_scores:
            values[(*route, "score")] = score
    for id_ in (path for path in scored.values if path[-1] == "tier"):
        draft.mark("import-tier-derived", id_, None)
    for path in (path for path in scored.values if path[0] == "weights"):
        draft.mark("import-level-weights", path, None)
    _compare_whole(scored, printed, draft)
    return values


def _scores(printed: PrintedPoints) -> Values:
    scores = printed.points.scores.items()
    return {("indicators", id_, "score"): score for id_, score in scores}


def _compare_whole(scored: Scored, printed: PrintedPoints, draft: Draft) -> None:
    score = scored.reported.score
    if score is None:
        return
    whole = (
        ("import-execution-differs", printed.execution.weight, score.execution.weight),
        ("import-execution-differs", printed.execution.score, score.execution.score),
        ("import-points-total-differs", printed.total, score.total),
    )
    for id_, own, other in whole:
        if own is not None and own != other:
            draft.mark(id_, ("scoring",), None, **_both(own, other))


def _both(printed: Decimal, computed: Decimal | None) -> dict[str, str]:
    return {"printed": plain(printed), "computed": "—" if computed is None else plain(computed)}


def _pairs(reported: Reported, printed: PrintedPoints) -> Iterator[tuple[Decimal, Decimal | None]]:
    """Each printed figure of points with what the scoring gives."""
    for indicator in reported.indicators:
        own = reported.score_of(indicator)
        known = (
            (printed.points.weights.get(indicator.id), own.weight),
            (printed.points.scores.get(indicator.id), own.score),
        )
        yield from ((figure, other) for figure, other in known if figure is not None)
    if reported.score and printed.execution.weight is not None:
        yield printed.execution.weight, reported.score.execution.weight
    if reported.score and printed.total is not None:
        yield printed.total, reported.score.total


def _level_weights(
    reported: Reported, table: Table, scoring: Scoring, printed: PrintedPoints
) -> Mapping[str, Decimal]:
    """The weights of level 1 where the form has others than the scoring."""
    if any(each.weight is not None for each in reported.indicators):
        return {}
    sums = _sums_by_level(reported.indicators, table, printed.points)
    absent = {id_: Decimal(0) for id_ in scoring.weights} if sums else {}
    found = {**absent, **(sums or printed.levels)}
    if any(weight > _PER_CENT for weight in found.values()):
        return {}
    return {id_: weight for id_, weight in found.items() if scoring.weights.get(id_) != weight}


def _sums_by_level(
    indicators: Sequence[Indicator], table: Table, points: Points
) -> Mapping[str, Decimal]:
    """The sums of printed weights by level 1; none unless each indicator has one."""
    sums: dict[str, Decimal] = {}
    for each, level in zip(indicators, _levels(indicators, table), strict=True):
        if each.id not in points.weights or level is None:
            return {}
        sums[level] = sums.get(level, Decimal(0)) + points.weights[each.id]
    return sums


def _levels(indicators: Sequence[Indicator], table: Table) -> list[str | None]:
    """The level 1 of each indicator; None if its framework does not have its category."""
    categories = table.vocabulary.framework.categories()
    levels = {category.id: level.id for level, category in categories}
    return [levels.get(each.category) for each in indicators]


def _tiers(
    reported: Reported, scoring: Scoring, printed: PrintedPoints
) -> Iterator[tuple[str, str]]:
    """The tiers of words without one, by their printed scores; of two that meet, the better."""
    for indicator in reported.indicators:
        score = printed.points.scores.get(indicator.id)
        weight = reported.score_of(indicator).weight
        is_open = isinstance(indicator.target, Statement) and reported.of(indicator).tier is None
        if is_open and score is not None and weight is not None:
            fitting = [each for each in scoring.tiers if _holds(each, weight, score)]
            if fitting:
                yield indicator.id, fitting[0].id


def _holds(tier: Tier, weight: Decimal, score: Decimal) -> bool:
    return tier.start * weight <= score * _PER_CENT <= tier.end * weight
