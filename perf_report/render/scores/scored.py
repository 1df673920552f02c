"""The data of reports of scores."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from perf_report.messages import Catalogue
from perf_report.model.finding import FileFindings
from perf_report.model.plan import Indicator
from perf_report.model.report import IndicatorReport
from perf_report.render.scores.outstanding import Outstanding
from perf_report.score.evaluation import Evaluated
from perf_report.score.score import EvaluationScore, IndicatorScore


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredReport:
    """An evaluation with its scores; `file` is the name of its file."""

    file: str
    given: Evaluated
    score: EvaluationScore

    @property
    def indicators(self) -> Mapping[str, Indicator]:
        """The indicators of the plan by id."""
        return {each.id: each for each in self.given.plan.all_indicators()}

    def reported(self, id_: str) -> IndicatorReport:
        """What the evaluation says of an indicator."""
        return self.given.report.indicators.get(id_) or IndicatorReport()

    def lost(self) -> list[IndicatorScore]:
        """The indicators that lost points, those that lost the most first."""
        lost = [each for each in self.score.indicators if each.lost > 0]
        return sorted(lost, key=lambda each: -each.lost)

    def without_reason(self) -> Iterator[IndicatorScore]:
        """The indicators whose reason is missing, in document order."""
        return (each for each in self.score.indicators if each.lacks_reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReport:
    """The scores of evaluations, what is wrong with them, and the catalogue of the reader.

    `outstanding` are the tables without an evaluation.
    """

    scored: Sequence[ScoredReport]
    files: Sequence[FileFindings]
    catalogue: Catalogue
    outstanding: Sequence[Outstanding] = ()
