"""Scores as text for a terminal of 80 columns."""

from collections.abc import Iterator

from perf_report.messages import Catalogue
from perf_report.render.findings.report import shown_path
from perf_report.render.scores.scored import ScoredReport, ScoreReport
from perf_report.render.scores.words import (
    execution_of,
    in_language,
    score_reason_of,
    target_beside_actual,
    total_of,
)
from perf_report.render.terminal import shorten, wrap

_WIDEST = 80


def render_text(report: ScoreReport) -> str:
    """Return each evaluation: total, execution, points lost, reasons missing."""
    blocks = ("\n".join(_lines(each, report.catalogue)) for each in report.scored)
    return "\n\n".join(blocks) + ("\n" if report.scored else "")


def _lines(scored: ScoredReport, say: Catalogue) -> Iterator[str]:
    yield shown_path(scored.file)
    for sentence in (total_of(scored, say), execution_of(scored.score.execution, say)):
        yield from (f"  {line}" for line in wrap(sentence, _WIDEST - 2))
    lost = scored.lost()
    if lost:
        yield f"  {say.format('score', 'lost')}"
    for each in lost:
        points = f"{each.lost:f}".rjust(8)
        yield f"{points}  {_named(scored, each.id, say, _WIDEST - 10)}"
        beside = target_beside_actual(scored, each.id, say)
        yield f"{' ' * 10}{shorten(beside, _WIDEST - 11)}"
        if why := score_reason_of(scored.reported(each.id), say):
            yield f"{' ' * 10}{shorten(why, _WIDEST - 11)}"
    without = list(scored.without_reason())
    if without:
        yield f"  {say.format('score', 'without-reason')}"
    for each in without:
        yield f"    {_named(scored, each.id, say, _WIDEST - 4)}"


def _named(scored: ScoredReport, id_: str, say: Catalogue, columns: int) -> str:
    """The id and the name of an indicator, cut to a number of columns."""
    name = in_language(scored.indicators[id_].name, say)
    return shorten(f"{id_}  {name}", columns - 1)
