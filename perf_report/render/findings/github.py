"""Reports of findings as workflow commands, from which GitHub Actions makes annotations."""

from collections.abc import Mapping

from perf_report.messages import describe_finding
from perf_report.model.finding import LocatedFinding, Severity
from perf_report.model.visible_text import visible_text
from perf_report.render.findings.report import FindingsReport, posix_path

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render_github(report: FindingsReport) -> str:
    """One command for each finding."""
    return "".join(_command(report, located) for located in report.findings)


def _command(report: FindingsReport, located: LocatedFinding) -> str:
    description, span = describe_finding(report.catalogue, located.finding), located.span
    properties: dict[str, object] = {
        "file": posix_path(located.file),
        "line": span.line,
        "endLine": span.end_line,
        "title": located.finding.rule,
    }
    # GitHub takes columns only for a single line.
    if span.line == span.end_line:
        properties |= {"col": span.column, "endColumn": span.end_column}
    text = f"{description.message}\n{description.help}"
    return workflow_command(_COMMANDS[located.finding.severity], properties, text)


def workflow_command(level: str, properties: Mapping[str, object], text: str) -> str:
    """A workflow command of a level: `error`, `warning` or `notice`."""
    written = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{level} {written}::{_data(text)}\n"


def _data(text: str) -> str:
    """The text of a command, with line ends and percent signs escaped, and nothing invisible."""
    return visible_text(text).replace("%", "%25").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property, with colons and commas escaped too, which are delimiters."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
