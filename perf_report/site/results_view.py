"""What became of the targets of a table, for its page: a row an indicator."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_report.messages import Catalogue
from perf_report.model.text import Text
from perf_report.render.scores.words import rounded_rate
from perf_report.site.built_report import SiteReport, SiteResult
from perf_report.site.built_table import SiteIndicator, SiteTable

# Which word says whether a target was met; one without points is not judged.
_MET = {True: "met", False: "missed", None: "unjudged"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """An indicator: its target as first disclosed and as it is, and what was reached.

    `state` is met, missed, left-out or unjudged; `word` says it. `before` is what was reached in
    the year before.
    """

    id: str
    name: Text
    first: Text | None
    target: Text
    before: Text | None
    actual: Text | None
    state: str
    word: str
    score: str
    weight: str
    reason: Text | None
    score_reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsView:
    """The results of an evaluation; columns without anything are not shown.

    `is_empty` is whether nothing applies, so that there is no total.
    """

    day: str
    total: str
    is_empty: bool
    grade: Text | None
    rate: str
    execution_score: str
    execution_weight: str
    missed: int
    rows: tuple[ResultRow, ...]

    @property
    def has_before(self) -> bool:
        """Whether it is known what was reached in the year before."""
        return any(row.before for row in self.rows)

    @property
    def has_points(self) -> bool:
        """Whether the indicators have points."""
        return any(row.score for row in self.rows)


def view_results(
    built: SiteTable, before: SiteTable | None, catalogue: Catalogue
) -> ResultsView | None:
    """Return the results of a table; None without an evaluation.

    `before` is the table of the year before.
    """
    evaluation = built.evaluation
    if evaluation is None:
        return None
    reached = dict(_reached(before)) if before else {}
    rows = tuple(
        _row(
            each,
            evaluation.results[each.id],
            built.first_target(each),
            _last(each, reached),
            catalogue,
        )
        for each in built.indicators
        if each.id in evaluation.results
    )
    return ResultsView(
        day=evaluation.day,
        total=evaluation.total,
        is_empty=bool(evaluation.applicable) and not Decimal(evaluation.applicable),
        grade=evaluation.grade,
        rate=f"{rounded_rate(Fraction(evaluation.rate) / 100):f}" if evaluation.rate else "",
        execution_score=evaluation.execution_score if _counts(evaluation) else "",
        execution_weight=evaluation.execution_weight,
        missed=sum(row.state == _MET[False] for row in rows),
        rows=rows,
    )


def _counts(evaluation: SiteReport) -> bool:
    """Whether the execution of the budget has points at all."""
    return bool(Decimal(evaluation.execution_weight or 0))


def _reached(before: SiteTable) -> Iterator[tuple[str, Text]]:
    if before.evaluation:
        for id_, result in before.evaluation.results.items():
            if result.actual:
                yield id_, result.actual


def _last(indicator: SiteIndicator, reached: Mapping[str, Text]) -> Text | None:
    names = (indicator.id, *indicator.formerly)
    return next((reached[name] for name in names if name in reached), None)


def _row(
    indicator: SiteIndicator,
    result: SiteResult,
    first: Text | None,
    before: Text | None,
    catalogue: Catalogue,
) -> ResultRow:
    state = result_state(result)
    return ResultRow(
        id=indicator.id,
        name=indicator.name,
        first=first,
        target=indicator.target,
        before=before,
        actual=result.actual,
        state=state,
        word=catalogue.format("site", f"result-{state}"),
        score=result.score,
        weight=result.weight,
        reason=result.reason,
        score_reason=result.score_reason,
    )


def result_state(result: SiteResult) -> str:
    """Return whether a target was met: met, missed, left-out or unjudged."""
    return _MET[result.met] if result.is_applicable else "left-out"
