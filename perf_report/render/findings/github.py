"""Findings as workflow commands, which GitHub Actions turns into annotations of the change."""

from collections.abc import Mapping

from perf_report.messages import describe_finding
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.render.findings.report import Report, posix_path

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(report: Report) -> str:
    """One command a finding."""
    return "".join(_command(report, located) for located in report.findings)


def _command(report: Report, located: LocatedFinding) -> str:
    sentences, span = describe_finding(report.catalogue, located.finding), located.span
    properties: dict[str, object] = {
        "file": posix_path(located.file),
        "line": span.line,
        "endLine": span.end_line,
        "title": located.finding.rule,
    }
    # Columns are shown only where a finding keeps to one line.
    if span.line == span.end_line:
        properties |= {"col": span.column, "endColumn": span.end_column}
    text = f"{sentences.message}\n{sentences.help}"
    return command(_COMMANDS[located.finding.severity], properties, text)


def command(level: str, properties: Mapping[str, object], text: str) -> str:
    """A workflow command: `error`, `warning` or `notice` with its properties and its text."""
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {written}::{_data(text)}\n"


def _data(text: str) -> str:
    """The text of a command: line ends and percent signs are escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property, where colons and commas part things too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
