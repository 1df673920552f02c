"""Reports of findings, and errors, as text for the terminal."""

from collections.abc import Sequence

from perf_report.errors import PerfReportError
from perf_report.messages import Catalogue, Description, describe_error, describe_finding
from perf_report.model.finding import LocatedFinding, Severity, Span
from perf_report.model.visible_text import visible_name
from perf_report.render.findings.report import FindingsReport
from perf_report.render.terminal import fit, paint, width

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}

# In columns; a longer source line is cut to a window around the finding.
_LINE_WIDTH = 72


def render_text(report: FindingsReport) -> str:
    """Each finding with its position, its source line with carets, and its help."""
    return "\n".join(
        _finding(located, file.lines, report.catalogue, color=report.color)
        for file in report.files
        for located in file.findings
    )


def render_error(error: PerfReportError, catalogue: Catalogue, *, color: bool) -> str:
    """An error with its help."""
    return render_description(describe_error(catalogue, error), catalogue, color=color)


def render_description(description: Description, catalogue: Catalogue, *, color: bool) -> str:
    """What cannot be done, with its help."""
    word = catalogue.format("word", "label", word=catalogue.format("word", "error"))
    label = paint(word, "1;31", color=color)
    return f"{label}{description.message}\n{_help_line(description.help, catalogue)}\n"


def _finding(
    located: LocatedFinding, lines: Sequence[str], catalogue: Catalogue, *, color: bool
) -> str:
    finding, span = located.finding, located.span
    description = describe_finding(catalogue, finding)
    severity = catalogue.format("word", finding.severity.value)
    word = catalogue.format("word", "label", word=f"{severity}[{finding.rule}]")
    label = paint(word, f"1;{_COLORS[finding.severity]}", color=color)
    place = paint(f"{visible_name(located.file)}:{span.line}:{span.column}", "1", color=color)
    parts = [f"{place}: {label}{description.message}"]
    if span.line <= len(lines):
        parts += _excerpt(lines[span.line - 1], span, _COLORS[finding.severity], color=color)
    parts.append(_help_line(description.help, catalogue))
    return "\n".join(parts) + "\n"


def _help_line(text: str, catalogue: Catalogue) -> str:
    label = catalogue.format("word", "label", word=catalogue.format("word", "help"))
    return f"  {label}{text}"


def _excerpt(line: str, span: Span, code: str, *, color: bool) -> list[str]:
    """The source line, cut to a window around the span, and the carets under it."""
    end = span.end_column if span.end_line == span.line else len(line) + 1
    # A line may be as long as the file, and has a thousand findings.
    is_long = len(line) > _LINE_WIDTH or width(line) > _LINE_WIDTH
    start = _window_start(line, span.column - 1) if is_long else 0
    # One character more than fits, so that the cut is seen.
    shown = fit(line[start : start + _LINE_WIDTH + 1].replace("\t", " "), _LINE_WIDTH)
    before = shown[: span.column - 1 - start]
    marked = shown[span.column - 1 - start : max(end, span.column + 1) - 1 - start]
    lead = "…" if start else ""
    carets = "^" * max(1, width(marked))
    gutter = f"{span.line:>5}"
    indent = " " * width(lead + before)
    return [
        f"{gutter} | {lead}{shown}",
        f"{' ' * len(gutter)} | {indent}{paint(carets, code, color=color)}",
    ]


def _window_start(line: str, place: int) -> int:
    """The start of the window, so that the column `place` is not right of its middle."""
    start = place
    while start > 0 and width(line[start - 1 : place]) <= _LINE_WIDTH // 2:
        start -= 1
    return start
