"""Changes as workflow commands, which GitHub Actions turns into annotations of the change.

What is gone has no line in the new file; its command names none, so that it is shown in the summary
of the run. What was accepted is for information.
"""

from perf_report.diff.significance import Significance
from perf_report.render.changes.change_text import tell
from perf_report.render.changes.report import ChangeReport, TableChanges, ToldChange
from perf_report.render.changes.summary_text import notes
from perf_report.render.findings.github import command
from perf_report.render.findings.github import render_github as render_findings
from perf_report.render.findings.report import Report, posix_path

_LEVELS = {
    Significance.WEAKER: "error",
    Significance.UNCLEAR: "warning",
    Significance.STRONGER: "notice",
    Significance.NEUTRAL: "notice",
}


def render_github(report: ChangeReport) -> str:
    """A command for each finding, each change that is more than neutral, and each note."""
    findings = render_findings(Report(files=report.checked, catalogue=report.catalogue))
    changes = (
        _command(report, table, told)
        for table in report.tables
        for told in table.told
        if told.assessment.significance is not Significance.NEUTRAL
    )
    level = "error" if report.failures else "warning"
    return findings + "".join(changes) + "".join(command(level, {}, note) for note in notes(report))


def _command(report: ChangeReport, table: TableChanges, told: ToldChange) -> str:
    words = tell(told, table, report.catalogue)
    place = {"file": posix_path(told.file), "line": told.span.line}
    properties = {**({} if told.is_in_base else place), "title": words.kind}
    values = " → ".join(filter(None, (" ".join(words.before), " ".join(words.after))))
    text = f"{words.subject}\n{values}\n{words.reason}"
    level = "notice" if told.approval else _LEVELS[told.assessment.significance]
    return command(level, properties, text)
