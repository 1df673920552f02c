"""Reports of changes: text, Markdown, JSON, SARIF and GitHub annotations, one module a format."""

from collections.abc import Callable

from perf_report.render.changes.github import render_github
from perf_report.render.changes.json import render_json
from perf_report.render.changes.markdown import render_markdown
from perf_report.render.changes.report import ChangeReport
from perf_report.render.changes.sarif import render_sarif
from perf_report.render.changes.text import render_text

# The formats that need neither templates nor the layout engine.
TEXT_REPORTS: dict[str, Callable[[ChangeReport], str]] = {
    "text": render_text,
    "markdown": render_markdown,
    "json": render_json,
    "github": render_github,
    "sarif": render_sarif,
}
