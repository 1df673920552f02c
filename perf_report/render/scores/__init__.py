"""Reports of scores: text, Markdown, JSON and JUnit, one module a format."""

from collections.abc import Callable

from perf_report.render.scores.json import render_json
from perf_report.render.scores.junit import render_junit
from perf_report.render.scores.markdown import render_markdown
from perf_report.render.scores.scored import ScoreReport
from perf_report.render.scores.text import render_text

SCORE_REPORTS: dict[str, Callable[[ScoreReport], str]] = {
    "text": render_text,
    "markdown": render_markdown,
    "json": render_json,
    "junit": render_junit,
}
