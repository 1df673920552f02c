"""Reports of changes as Markdown for a comment on a pull request.

A summary and a table of counts come first, then what is not neutral; findings and neutral changes
are folded. The text stays below GitHub's limit, and what does not fit is counted. The verdict of a
review is the last line. Specs are not trusted: their texts are escaped, so that they are
neither Markdown nor HTML, and neither link nor mention.
"""

from collections.abc import Iterable

from perf_report.diff.assessment import Significance
from perf_report.messages import Catalogue, describe_finding
from perf_report.model.finding import LocatedFinding
from perf_report.render.changes.change_text import ChangeText, describe_change
from perf_report.render.changes.highlight import Pieces, mark_changes
from perf_report.render.changes.report import (
    WEIGHTS,
    ChangeReport,
    ReportedChange,
    TableChanges,
)
from perf_report.render.changes.summary_text import (
    MARKS,
    approval_sentence,
    counted,
    guess_sentence,
    report_notes,
    side_heading,
    summary_line,
    table_title,
)
from perf_report.render.changes.verdict import ReviewReport, verdict_line
from perf_report.render.findings.report import shown_path
from perf_report.render.markdown_text import escape_markdown, markdown_row

# GitHub's limit for a comment, in characters.
MAX_COMMENT_LENGTH = 65_536

# For the line that counts what was left out, the verdict, and closing tags.
_RESERVE = 600

# Identifies the comment, so that a later review updates it.
MARKER = "<!-- perf-report review -->"


def render_markdown(report: ChangeReport, limit: int = MAX_COMMENT_LENGTH) -> str:
    """The report, cut to `limit` characters with a count of what is left out."""
    catalogue, writer = report.catalogue, _LimitedText(limit - _RESERVE)
    writer.add(f"{MARKER}\n## {catalogue.format('compared', 'heading')}\n\n{_headline(report)}\n\n")
    notes = "".join(f"- {escape_markdown(note)}\n" for note in report_notes(report))
    if notes:
        # Without a blank line, the table that follows would be part of the last note.
        writer.add(f"{notes}\n")
    _add_overview(writer, report)
    # The weightiest first, so that the least important is cut.
    tables = [table.by_weight for table in report.tables]
    for table in tables:
        _add_changes(writer, report, table)
    _add_findings(writer, report)
    for table in tables:
        _add_neutral(writer, report, table)
    left = (
        f"\n{catalogue.format('compared', 'left-out', count=writer.left_out)}\n"
        if writer.left_out
        else ""
    )
    return writer.text.rstrip("\n") + "\n" + left + _verdict(report)


def _verdict(report: ChangeReport) -> str:
    if not isinstance(report, ReviewReport):
        return ""
    return f"\n**{escape_markdown(verdict_line(report.verdict, report.catalogue))}**\n"


class _LimitedText:
    """Collects text up to a number of characters, and counts what does not fit."""

    def __init__(self, limit: int) -> None:
        self._parts: list[str] = []
        self._remaining = limit
        self.left_out = 0

    @property
    def text(self) -> str:
        """The collected text."""
        return "".join(self._parts)

    def add(self, part: str, *, counts: bool = True, reserve: int = 0) -> bool:
        """Add a part if it fits and leaves `reserve` characters; else count it as left out."""
        if len(part) + reserve > self._remaining:
            self.left_out += counts
            return False
        self._parts.append(part)
        self._remaining -= len(part)
        return True


def _headline(report: ChangeReport) -> str:
    """The summary in one line."""
    catalogue = report.catalogue
    if report.failures:
        return f"**{catalogue.format('compared', 'headline-failed', count=len(report.failures))}**"
    if not report.changes:
        return catalogue.format("compared", "no-change")
    counts = f"**{summary_line(report.summary, catalogue)}**"
    if any(table.has_substance for table in report.tables):
        return counts
    return f"{catalogue.format('compared', 'no-substance')} {counts}"


def _add_overview(writer: _LimitedText, report: ChangeReport) -> None:
    catalogue = report.catalogue
    if not report.tables:
        return
    labels = [catalogue.format("significance", significance) for significance in WEIGHTS]
    heads = [
        catalogue.format("compared", "table"),
        *labels,
        catalogue.format("compared", "approved-count"),
    ]
    lead = markdown_row(heads) + markdown_row(["---", *["---:"] * (len(heads) - 1)])
    _add_rows(writer, lead, "", (_overview_row(table, catalogue) for table in report.tables))


def _overview_row(table: TableChanges, catalogue: Catalogue) -> str:
    counts = [str(table.summary[significance]) for significance in WEIGHTS]
    approved = str(sum(reported.approval is not None for reported in table.changes))
    return markdown_row([escape_markdown(table_title(table, catalogue)), *counts, approved])


def _add_findings(writer: _LimitedText, report: ChangeReport) -> None:
    """Add the findings of the checked specs."""
    findings = [located for file in report.checked for located in file.findings]
    if not findings:
        return
    catalogue = report.catalogue
    count = sum(file.counts.total() for file in report.checked)
    lines = (_finding(located, catalogue) for located in findings)
    _add_folded(writer, catalogue.format("compared", "findings", count=count), "", lines)


def _finding(located: LocatedFinding, catalogue: Catalogue) -> str:
    description = describe_finding(catalogue, located.finding)
    severity = catalogue.format("word", located.finding.severity.value)
    place = f"{shown_path(located.file)}:{located.span.line}"
    text = f"{place}: {severity}[{located.finding.rule}]: {description.message}"
    return f"- {escape_markdown(text)}\n"


def _add_changes(writer: _LimitedText, report: ChangeReport, table: TableChanges) -> None:
    """Add the changes that are not minor, and the guesses of which items match."""
    rows = [_change(report, reported, table) for reported in table.changes if not reported.is_minor]
    if rows:
        title = escape_markdown(table_title(table, report.catalogue))
        _add_rows(writer, f"\n### {title}\n\n{_columns(table, report.catalogue)}", "", rows)
    for match in table.comparison.matches:
        if match.likeness is not None:
            writer.add(f"\n{escape_markdown(guess_sentence(match, report.catalogue))}\n")


def _add_neutral(writer: _LimitedText, report: ChangeReport, table: TableChanges) -> None:
    rows = [_change(report, reported, table) for reported in table.changes if reported.is_minor]
    if rows:
        catalogue = report.catalogue
        neutral = counted(len(rows), Significance.NEUTRAL, catalogue)
        name = f"{table_title(table, catalogue)} · {neutral}"
        _add_folded(writer, name, _columns(table, catalogue), rows)


def _columns(table: TableChanges, catalogue: Catalogue) -> str:
    what, change, judgement = (catalogue.format("compared", f"column-{name}") for name in _COLUMNS)
    sides = (side_heading(table, side, catalogue) for side in ("before", "after"))
    heads = ["", what, change, *sides, judgement]
    return markdown_row(heads) + markdown_row(["---"] * len(heads))


_COLUMNS = ("what", "change", "judgement")


def _add_folded(writer: _LimitedText, name: str, lead: str, rows: Iterable[str]) -> None:
    """Add a folded part with as many of its rows as fit."""
    begin = f"\n<details><summary>{escape_markdown(name)}</summary>\n\n{lead}"
    _add_rows(writer, begin, "\n</details>\n", rows)


def _add_rows(writer: _LimitedText, begin: str, end: str, rows: Iterable[str]) -> None:
    """Add as many rows as fit between `begin` and `end`; nothing if these do not fit."""
    fits = is_open = writer.add(begin, counts=False, reserve=len(end))
    for row in rows:
        # After the first row that does not fit, no less important one is added.
        fits = fits and writer.add(row, counts=False, reserve=len(end))
        writer.left_out += not fits
    if is_open:
        writer.add(end, counts=False)


def _change(report: ChangeReport, reported: ReportedChange, table: TableChanges) -> str:
    catalogue = report.catalogue
    text = describe_change(reported, table, catalogue)
    before, after = _values(text)
    judgement = escape_markdown(text.judgement)
    if reported.approval:
        judgement += f"<br>✓ {escape_markdown(approval_sentence(reported.approval, catalogue))}"
    if isinstance(report, ReviewReport) and (command := report.approval_command(reported)):
        judgement += f"<br><code>{escape_markdown(command)}</code>"
    place = escape_markdown(f"{shown_path(reported.file)}:{reported.span.line}")
    where = f"<br><sub>{place} · <code>{reported.fingerprint}</code></sub>"
    what = f"{escape_markdown(text.subject)}{where}"
    significance = f"{MARKS[reported.assessment.significance]}&nbsp;{text.significance}"
    return markdown_row([significance, what, escape_markdown(text.kind), before, after, judgement])


def _values(text: ChangeText) -> tuple[str, str]:
    """The cells before and after, with changes in a text marked."""
    if text.is_text:
        old, new = mark_changes(text.before[0], text.after[0])
        return _marked(old, "del"), "<br>".join([_marked(new, "ins"), *text.difference])
    labels = [f"{label} " if label else "" for label in text.labels]
    before = [f"{label}{value}" for label, value in zip(labels, text.before, strict=False)]
    after = [f"{label}{value}" for label, value in zip(labels, text.after, strict=False)]
    moved = [f"{line} {moved}" for line, moved in zip(after, text.difference, strict=False)]
    return _lines(before), _lines(moved or after)


def _marked(pieces: Pieces, tag: str) -> str:
    return "".join(
        f"<{tag}>{escape_markdown(piece.text)}</{tag}>"
        if piece.is_changed
        else escape_markdown(piece.text)
        for piece in pieces
    )


def _lines(lines: Iterable[str]) -> str:
    return "<br>".join(map(escape_markdown, lines))
