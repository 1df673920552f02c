"""Findings as reports, one file a format: for people, for programs and for CI systems."""

from collections.abc import Callable

from perf_report.render.reports.findings import Report
from perf_report.render.reports.github import render_github
from perf_report.render.reports.gitlab import render_gitlab
from perf_report.render.reports.json import render_json
from perf_report.render.reports.junit import render_junit
from perf_report.render.reports.sarif import render_sarif
from perf_report.render.reports.text import render_text

REPORTS: dict[str, Callable[[Report], str]] = {
    "text": render_text,
    "json": render_json,
    "github": render_github,
    "gitlab": render_gitlab,
    "sarif": render_sarif,
    "junit": render_junit,
}
