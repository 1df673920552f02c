"""Findings as JSON, the shape of `perf_report/schemas/findings.schema.json`."""

import json
from typing import Any

from perf_report.messages import describe_finding
from perf_report.model.finding import LocatedFinding
from perf_report.render.findings.report import Report, posix_path

FINDINGS_VERSION = 1


def render_json(report: Report) -> str:
    """All findings and their summary."""
    data = {
        "version": FINDINGS_VERSION,
        "findings": [_finding(report, located) for located in report.findings],
        "summary": report.summary,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _finding(report: Report, located: LocatedFinding) -> dict[str, Any]:
    sentences = describe_finding(report.catalogue, located.finding)
    return {
        "rule": located.finding.rule,
        "severity": located.finding.severity.value,
        "file": posix_path(located.file),
        "line": located.span.line,
        "column": located.span.column,
        "end_line": located.span.end_line,
        "end_column": located.span.end_column,
        "message": sentences.message,
        "help": sentences.help,
    }
