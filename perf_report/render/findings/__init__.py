"""Reports of findings: text, JSON and formats of CI systems, one module a format."""

from collections.abc import Callable

from perf_report.render.findings.github import render_github
from perf_report.render.findings.gitlab import render_gitlab
from perf_report.render.findings.json import render_json
from perf_report.render.findings.junit import render_junit
from perf_report.render.findings.report import FindingsReport
from perf_report.render.findings.sarif import render_sarif
from perf_report.render.findings.text import render_text

REPORTS: dict[str, Callable[[FindingsReport], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
    "gitlab": render_gitlab,
    "sarif": render_sarif,
    "junit": render_junit,
}
