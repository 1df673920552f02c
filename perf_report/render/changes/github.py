"""Reports of changes as workflow commands, from which GitHub Actions makes annotations.

What was removed has no line in the new file, so that its command has none, and GitHub shows it in
the summary of the run. An approved change is a notice.
"""

from perf_report.diff.assessment import Significance
from perf_report.render.changes.change_text import describe_change
from perf_report.render.changes.report import ChangeReport, ReportedChange, TableChanges
from perf_report.render.changes.summary_text import report_notes
from perf_report.render.changes.verdict import ReviewReport, verdict_line
from perf_report.render.findings.github import render_github as render_findings
from perf_report.render.findings.github import workflow_command
from perf_report.render.findings.report import FindingsReport, posix_path

_LEVELS = {
    Significance.WEAKER: "error",
    Significance.UNCLEAR: "warning",
    Significance.STRONGER: "notice",
    Significance.NEUTRAL: "notice",
}


def render_github(report: ChangeReport) -> str:
    """One command for each finding, each change that is not minor, each note, and the verdict."""
    findings = render_findings(FindingsReport(files=report.checked, catalogue=report.catalogue))
    changes = (
        _command(report, table, reported)
        for table in report.tables
        for reported in table.changes
        if not reported.is_minor
    )
    level = "error" if report.failures else "warning"
    return (
        findings
        + "".join(changes)
        + "".join(workflow_command(level, {}, note) for note in report_notes(report))
        + _verdict(report)
    )


def _verdict(report: ChangeReport) -> str:
    if not isinstance(report, ReviewReport):
        return ""
    level = "notice" if report.verdict.passes else "error"
    return workflow_command(level, {}, verdict_line(report.verdict, report.catalogue))


def _command(report: ChangeReport, table: TableChanges, reported: ReportedChange) -> str:
    text = describe_change(reported, table, report.catalogue)
    place = {"file": posix_path(reported.file), "line": reported.span.line}
    properties = {**({} if reported.is_in_base else place), "title": text.kind}
    values = " → ".join(filter(None, (" ".join(text.before), " ".join(text.after))))
    level = "notice" if reported.approval else _LEVELS[reported.assessment.significance]
    command = report.approval_command(reported) if isinstance(report, ReviewReport) else ""
    lines = [text.subject, values, text.judgement, *filter(None, [command])]
    return workflow_command(level, properties, "\n".join(lines))
