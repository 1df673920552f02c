"""The use case of `explain --score`: the score of one indicator in each evaluation that has it."""

from collections.abc import Iterator, Sequence

from perf_report.render.scores.scored import ScoredReport
from perf_report.score.score import IndicatorScore


def find_scores(
    scored: Sequence[ScoredReport], id_: str
) -> Iterator[tuple[ScoredReport, IndicatorScore]]:
    """Yield the scores of an indicator, each with its evaluation."""
    for each in scored:
        yield from ((each, score) for score in each.score.indicators if score.id == id_)
