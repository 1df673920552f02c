"""Scores as Markdown, for the summary of a pull request."""

from collections.abc import Iterator

from perf_report.messages import Catalogue
from perf_report.render.findings.report import shown_path
from perf_report.render.markdown_text import escape_markdown, markdown_row
from perf_report.render.scores.scored import ScoredReport, ScoreReport
from perf_report.render.scores.words import (
    execution_of,
    in_language,
    printed_actual,
    printed_target,
    reasons_of,
    total_of,
)
from perf_report.score.score import IndicatorScore

_COLUMNS = ("column-lost", "column-indicator", "column-target", "column-actual", "column-reason")


def render_markdown(report: ScoreReport) -> str:
    """Return each evaluation under a heading, with a table of the points that were lost."""
    return "\n".join("".join(_parts(each, report.catalogue)) for each in report.scored)


def _parts(scored: ScoredReport, say: Catalogue) -> Iterator[str]:
    yield f"## {escape_markdown(shown_path(scored.file))}\n"
    for sentence in (total_of(scored, say), execution_of(scored.score.execution, say)):
        yield f"\n{escape_markdown(sentence)}\n"
    lost = scored.lost()
    if lost:
        yield "\n" + markdown_row(say.format("score", column) for column in _COLUMNS)
        yield markdown_row(["---:", *["---"] * (len(_COLUMNS) - 1)])
        yield from (_lost(scored, each, say) for each in lost)
    without = list(scored.without_reason())
    if without:
        yield f"\n{say.format('score', 'without-reason')}\n\n"
        for each in without:
            name = in_language(scored.indicators[each.id].name, say)
            yield f"- {escape_markdown(name)}\n"


def _lost(scored: ScoredReport, each: IndicatorScore, say: Catalogue) -> str:
    texts = (
        f"{each.lost:f}",
        in_language(scored.indicators[each.id].name, say),
        printed_target(scored, each.id, say),
        printed_actual(scored, each.id, say),
        reasons_of(scored.reported(each.id), say),
    )
    return markdown_row(map(escape_markdown, texts))
