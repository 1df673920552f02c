"""A report on a plan as its form prints it: what is reported, and the scores that it comes to."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from perf_report.messages import Catalogue
from perf_report.model.form import Form
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.report import IndicatorReport, Report
from perf_report.model.scoring import Scoring
from perf_report.model.vocabulary import Vocabulary
from perf_report.score.evaluation import (
    Evaluated,
    evaluated_goals,
    evaluated_indicators,
    score_evaluation,
)
from perf_report.score.score import EvaluationScore, IndicatorScore

_LAST_MONTH = 12

# The points in a label, and with the brackets around them.
_POINTS = re.compile(r"\{(?:execution|indicators)\}")
_BRACKETED = re.compile(r"\s*[（(][^（()）]*\{(?:execution|indicators)\}[^（()）]*[）)]")


@dataclass(frozen=True, kw_only=True)
class Reported:
    """A report with its form, the indicators that it is on, and its scores.

    `indicators` are those of the year, in document order, and `goals` its goals, each with its
    printed number. `score` is None where no scoring gives points.
    """

    report: Report
    form: Form
    indicators: tuple[Indicator, ...]
    goals: tuple[tuple[int, Goal], ...]
    score: EvaluationScore | None = None

    def of(self, indicator: Indicator) -> IndicatorReport:
        """What the report says of an indicator."""
        return self.report.indicators.get(indicator.id) or IndicatorReport()

    def score_of(self, indicator: Indicator) -> IndicatorScore:
        """The score of an indicator."""
        return self._scores.get(indicator.id) or IndicatorScore(id=indicator.id)

    def weight_of(self, indicators: Collection[Indicator]) -> Decimal | None:
        """The sum of the weights of indicators; None where there are no points."""
        weights = [self.score_of(each).weight for each in indicators]
        known = [weight for weight in weights if weight is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def whole_weight(self) -> Decimal | None:
        """The points of the whole table: those of the execution and of all indicators."""
        own = self.weight_of(self.indicators)
        return None if own is None or self.score is None else own + self.score.execution.weight

    @cached_property
    def _scores(self) -> Mapping[str, IndicatorScore]:
        return {each.id: each for each in self.score.indicators} if self.score else {}

    def fill(self, label: str, catalogue: Catalogue) -> str:
        """Return a label with the months and the points that it names."""
        if "{months}" in label:
            label = label.replace("{months}", self._months(catalogue))
        return self._with_points(label) if _POINTS.search(label) else label

    def _months(self, catalogue: Catalogue) -> str:
        """The months that monitoring covers: 1-7月."""
        last = self.report.through.month if self.report.through else _LAST_MONTH
        return catalogue.format("months", str(last))

    def _with_points(self, label: str) -> str:
        own = self.weight_of(self.indicators)
        if self.score is None or own is None:
            return _BRACKETED.sub("", label)
        points = {"{execution}": self.score.execution.weight, "{indicators}": own}
        return _POINTS.sub(lambda match: plain(points[match[0]]), label)


def plain(number: Decimal) -> str:
    """Return points without zeros at their end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def report_on(
    plan: Plan, vocabulary: Vocabulary, report: Report, form: Form, scoring: Scoring | None
) -> Reported:
    """Return a report on a plan with its scores."""
    given = scoring and Evaluated(
        plan=plan, vocabulary=vocabulary, report=report, scoring=scoring, form=form
    )
    return Reported(
        report=report,
        form=form,
        indicators=tuple(evaluated_indicators(plan, vocabulary)),
        goals=evaluated_goals(plan, vocabulary),
        score=score_evaluation(given) if given else None,
    )
