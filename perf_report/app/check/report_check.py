"""Check reports on plans: their YAML and their schema."""

from perf_report.model.finding import FileFindings, limit_findings
from perf_report.model.source import Source
from perf_report.parse.encoding import read_lines
from perf_report.parse.reports import load_report


def check_report(source: Source) -> FileFindings:
    """Return the findings in a report; they are sorted by place."""
    loaded = load_report(source)
    findings, omitted = limit_findings(loaded.findings, loaded.more)
    lines = read_lines(source.data, is_clean=loaded.report is not None) if findings else ()
    return FileFindings(name=source.name, lines=lines, findings=findings, omitted=omitted)
