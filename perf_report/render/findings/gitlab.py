"""Findings as GitLab's code quality report."""

import hashlib
import json
from collections import Counter
from typing import Any

from perf_report.messages import describe_finding
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.render.findings.report import Report, posix_path

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def render_gitlab(report: Report) -> str:
    """A list of issues, each with a fingerprint that does not move with its line."""
    seen: Counter[str] = Counter()
    issues = [_issue(report, located, seen) for located in report.findings]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(report: Report, located: LocatedFinding, seen: Counter[str]) -> dict[str, Any]:
    sentences = describe_finding(report.catalogue, located.finding)
    key = fingerprint(located)
    seen[key] += 1
    return {
        "description": f"{sentences.message}\n{sentences.help}",
        "check_name": located.finding.rule,
        # GitLab drops an issue whose fingerprint it has seen in the same report.
        "fingerprint": key if seen[key] == 1 else f"{key}-{seen[key]}",
        "severity": _SEVERITIES[located.finding.severity],
        "location": {
            "path": posix_path(located.file),
            "lines": {"begin": located.span.line, "end": located.span.end_line},
        },
    }


def fingerprint(located: LocatedFinding) -> str:
    """A hash of file, rule and subject; neither lines nor wording nor neighbors change it."""
    parts = (posix_path(located.file), located.finding.message_id, located.subject)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
