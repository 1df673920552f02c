"""Reports of findings as a GitLab code quality report."""

import hashlib
import json
from collections import Counter
from typing import Any

from perf_report.messages import describe_finding
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.render.findings.report import FindingsReport, posix_path

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def render_gitlab(report: FindingsReport) -> str:
    """A list of issues; their fingerprints do not depend on line numbers."""
    seen: Counter[str] = Counter()
    issues = [_issue(report, located, seen) for located in report.findings]
    return json.dumps(issues, ensure_ascii=False, indent=2) + "\n"


def _issue(report: FindingsReport, located: LocatedFinding, seen: Counter[str]) -> dict[str, Any]:
    description = describe_finding(report.catalogue, located.finding)
    key = finding_fingerprint(located)
    seen[key] += 1
    return {
        "description": f"{description.message}\n{description.help}",
        "check_name": located.finding.rule,
        # GitLab drops an issue whose fingerprint is already in the report.
        "fingerprint": key if seen[key] == 1 else f"{key}-{seen[key]}",
        "severity": _SEVERITIES[located.finding.severity],
        "location": {
            "path": posix_path(located.file),
            "lines": {"begin": located.span.line, "end": located.span.end_line},
        },
    }


def finding_fingerprint(located: LocatedFinding) -> str:
    """A hash of file, message id and subject, independent of lines, wording and other findings."""
    parts = (posix_path(located.file), located.finding.message_id, located.subject)
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogateescape")).hexdigest()
