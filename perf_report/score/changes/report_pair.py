"""Two reports that are compared, and which of their answers belong together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from perf_report.model.plan import Indicator, Plan
from perf_report.model.report import IndicatorReport
from perf_report.score.rules.report_rule import ReportContext
from perf_report.score.score import IndicatorScore

# One report that was edited, two reports in the course of a year, or the same report of two years.
PairKind = Literal["edited", "course", "years"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a report has of an indicator of its plan, and its score."""

    indicator: Indicator
    reported: IndicatorReport
    score: IndicatorScore


@dataclass(frozen=True, slots=True)
class ReportPair:
    """Two reports, each with its plan."""

    before: ReportContext
    after: ReportContext

    @property
    def both(self) -> tuple[ReportContext, ReportContext]:
        """The two reports."""
        return self.before, self.after

    @property
    def kind(self) -> PairKind:
        """Why the two are compared."""
        before, after = self.before.report, self.after.report
        if before.of.year != after.of.year:
            return "years"
        return "edited" if before.id == after.id else "course"

    def answers(self) -> Iterator[tuple[Answer, Answer]]:
        """Yield what both reports have of each indicator that both plans have.

        In a report that was edited, an indicator that only one of the plans has is left out of the
        other report, or added to it.
        """
        olds = {each.id: each for each in self.before.indicators}
        gone = dict(olds)
        for new in self.after.indicators:
            known = (olds[id_] for id_ in (new.id, *new.formerly) if id_ in olds)
            old = next(known, None)
            if old is not None:
                gone.pop(old.id, None)
                yield _answer(self.before, old), _answer(self.after, new)
            elif self.kind == "edited":
                yield _no_answer(new), _answer(self.after, new)
        for old in gone.values() if self.kind == "edited" else ():
            yield _answer(self.before, old), _no_answer(old)


def _answer(context: ReportContext, indicator: Indicator) -> Answer:
    scores = context.judged.indicators if context.judged else ()
    empty = IndicatorScore(id=indicator.id)
    return Answer(
        indicator=indicator,
        reported=context.report.indicators.get(indicator.id) or IndicatorReport(),
        score=next((each for each in scores if each.id == indicator.id), empty),
    )


def _no_answer(indicator: Indicator) -> Answer:
    """What a report has of an indicator that its plan does not have."""
    score = IndicatorScore(id=indicator.id)
    return Answer(indicator=indicator, reported=IndicatorReport(), score=score)


def goal_of(plan: Plan, indicator: Indicator) -> str | None:
    """Return the id of the goal that an indicator stands under."""
    goals = (goal.id for goal in plan.goals if indicator in goal.indicators)
    return next(goals, indicator.goal)
