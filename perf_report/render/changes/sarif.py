"""Reports of changes as SARIF 2.1.0, with the findings of the specs and the verdict of a review.

Neutral changes are left out. What was removed has no place in the new file, so that its result has
no location. An approved change is a suppressed result.
"""

from typing import Any

from perf_report.diff.assessment import Significance
from perf_report.render.changes.change_text import describe_change
from perf_report.render.changes.report import ChangeReport, ReportedChange, TableChanges
from perf_report.render.changes.verdict import ReviewReport, verdict_data
from perf_report.render.findings.report import FindingsReport
from perf_report.render.findings.sarif import (
    sarif_location,
    sarif_log,
    sarif_message,
    sarif_results,
)

_LEVELS = {
    Significance.WEAKER: "error",
    Significance.UNCLEAR: "warning",
    Significance.STRONGER: "note",
}


def render_sarif(report: ChangeReport) -> str:
    """One run with the findings, the changes, and the verdict in the run's properties."""
    findings = FindingsReport(files=report.checked, catalogue=report.catalogue)
    changes = [
        _result(report, table, reported)
        for table in report.tables
        for reported in table.changes
        if reported.assessment.significance in _LEVELS
    ]
    properties = {}
    if isinstance(report, ReviewReport):
        properties["verdict"] = verdict_data(report.verdict)
    return sarif_log([*sarif_results(findings), *changes], properties)


def _result(report: ChangeReport, table: TableChanges, reported: ReportedChange) -> dict[str, Any]:
    text = describe_change(reported, table, report.catalogue)
    values = " → ".join(filter(None, (" ".join(text.before), " ".join(text.after))))
    data: dict[str, Any] = {
        "ruleId": reported.change.kind.value,
        "level": _LEVELS[reported.assessment.significance],
        "message": sarif_message(f"{text.subject}\n{text.kind} {values}\n{text.judgement}"),
        "partialFingerprints": {"change/v1": reported.fingerprint},
    }
    if not reported.is_in_base:
        data["locations"] = [sarif_location(reported.file, reported.span)]
    if reported.approval:
        data["suppressions"] = [
            {"kind": "external", "justification": reported.approval.reason, "status": "accepted"}
        ]
    return data
