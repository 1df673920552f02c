"""Reports of findings as JSON, with the schema `perf_report/schemas/findings.schema.json`."""

import json
from typing import Any

from perf_report.messages import describe_finding
from perf_report.model.finding import LocatedFinding
from perf_report.render.findings.report import FindingsReport, posix_path

FINDINGS_VERSION = 1


def render_json(report: FindingsReport) -> str:
    """All findings and their summary."""
    data = {
        "version": FINDINGS_VERSION,
        "findings": [_finding(report, located) for located in report.findings],
        "summary": report.summary,
    }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"


def _finding(report: FindingsReport, located: LocatedFinding) -> dict[str, Any]:
    description = describe_finding(report.catalogue, located.finding)
    return {
        "rule": located.finding.rule,
        "severity": located.finding.severity.value,
        "file": posix_path(located.file),
        "line": located.span.line,
        "column": located.span.column,
        "end_line": located.span.end_line,
        "end_column": located.span.end_column,
        "message": description.message,
        "help": description.help,
    }
