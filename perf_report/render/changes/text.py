"""Reports of changes as text for the terminal."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from perf_report.diff.assessment import Significance
from perf_report.diff.change import Match
from perf_report.messages import Catalogue
from perf_report.render.changes.change_text import ChangeText, describe_change
from perf_report.render.changes.highlight import Piece, Pieces, mark_changes
from perf_report.render.changes.report import ChangeReport, ReportedChange, TableChanges
from perf_report.render.changes.summary_text import (
    MARKS,
    approval_sentence,
    guess_by_name,
    guess_sentence,
    report_notes,
    side_names,
    substance_sentence,
    summary_line,
    table_title,
)
from perf_report.render.changes.verdict import ReviewReport, Verdict, verdict_line
from perf_report.render.findings.report import shown_path
from perf_report.render.terminal import pad, paint, width, wrap

_COLORS = {
    Significance.WEAKER: "31",
    Significance.STRONGER: "32",
    Significance.UNCLEAR: "33",
    Significance.NEUTRAL: "2",
}
_FAINT, _OLD, _NEW = "2", "31", "32"
_INDENT = " " * 4


@dataclass(frozen=True, slots=True, kw_only=True)
class TextPart:
    """A part of a report as text; `change` is the one that it tells, if it tells a single one."""

    text: str
    change: ReportedChange | None = None


def render_text(report: ChangeReport) -> str:
    """All tables with their changes, then failures and approvals; the verdict is the last line."""
    return "\n\n".join(part.text for part in text_parts(report)) + "\n"


def text_parts(report: ChangeReport) -> Iterator[TextPart]:
    """Yield the parts of a report as text, each change by itself."""
    printer = _Printer(report)
    if not report.tables and not report.failures:
        yield TextPart(text=report.catalogue.format("compared", "no-change"))
    for table in report.tables:
        yield from printer.table(table)
    if notes := [line for note in report_notes(report) for line in printer.wrapped(note)]:
        yield TextPart(text="\n".join(notes))
    if isinstance(report, ReviewReport):
        yield TextPart(text=printer.verdict(report.verdict))


class _Printer:
    """Formats the parts of a report in lines."""

    def __init__(self, report: ChangeReport) -> None:
        self._catalogue: Catalogue = report.catalogue
        self._color = report.color
        self._columns = report.columns
        self._has_places = report.has_places
        self._review = report if isinstance(report, ReviewReport) else None

    def verdict(self, verdict: Verdict) -> str:
        """The line that says whether a review passes."""
        code = "1" if verdict.passes else "1;31"
        return self._paint(verdict_line(verdict, self._catalogue), code)

    def table(self, table: TableChanges) -> Iterator[TextPart]:
        """A table's heading, its changes, and what was matched by the likeness of its name."""
        yield TextPart(text="\n".join(self._heading(table)))
        for reported in table.changes:
            yield TextPart(text="\n".join(self._change(table, reported)), change=reported)
        for match in table.comparison.matches:
            if match.likeness is not None:
                yield TextPart(text="\n".join(self.wrapped(self._guess(match, table))))

    def _guess(self, match: Match, table: TableChanges) -> str:
        if self._has_places:
            return guess_sentence(match, self._catalogue)
        return guess_by_name(match, table, self._catalogue)

    def _heading(self, table: TableChanges) -> Iterator[str]:
        title = table_title(table, self._catalogue)
        yield from (self._paint(line, "1") for line in self.wrapped(title))
        yield from (self._paint(line, _FAINT) for line in self.wrapped(side_names(table)))
        yield from self.wrapped(summary_line(table.summary, self._catalogue))
        if sentence := substance_sentence(table, self._catalogue):
            yield from self.wrapped(sentence)

    def wrapped(self, text: str, indent: str = "") -> list[str]:
        """A text in lines of the width of the terminal."""
        return [indent + line for line in wrap(text, self._columns - len(indent))]

    def _change(self, table: TableChanges, reported: ReportedChange) -> Iterator[str]:
        """A change; in a review, a minor one takes a line."""
        text = describe_change(reported, table, self._catalogue)
        if self._review and reported.is_minor:
            line = self._catalogue.format("word", "label", word=text.subject) + text.kind
            yield from self.wrapped(f"{MARKS[Significance.NEUTRAL]} {text.significance}  {line}")
            return
        color = _FAINT if reported.approval else _COLORS[reported.assessment.significance]
        mark = f"{MARKS[reported.assessment.significance]} {text.significance}"
        first, *rest = wrap(text.subject, self._columns - width(mark) - 2)
        yield f"{self._paint(mark, f'1;{color}')}  {first}"
        yield from (" " * (width(mark) + 2) + line for line in rest)
        yield from self._values(text)
        yield from self.wrapped(text.judgement, _INDENT)
        if reported.approval:
            yield from self.wrapped(approval_sentence(reported.approval, self._catalogue), _INDENT)
        if self._has_places:
            place = f"{shown_path(reported.file)}:{reported.span.line}  {reported.fingerprint}"
            yield from (self._paint(line, _FAINT) for line in self.wrapped(place, _INDENT))
        # In one line, so that it can be copied.
        if self._review and (command := self._review.approval_command(reported)):
            yield _INDENT + command

    def _values(self, text: ChangeText) -> Iterator[str]:
        """The values before and after, on one line if they fit."""
        label = self._catalogue.format("word", "label", word=text.kind)
        if len(text.labels) > 1 and all(text.labels):
            yield from self.wrapped(label, _INDENT)
            yield from self._amounts(text)
            return
        pair = " → ".join((*text.before, *text.after)) if not text.is_text else ""
        line = "  ".join([f"{label}{pair}", *filter(None, text.difference)])
        has_both = bool(text.before and text.after)
        if has_both and pair and width(line) <= self._columns - len(_INDENT):
            yield _INDENT + line
        else:
            yield from self.wrapped(f"{label}{''.join(text.difference)}".rstrip(), _INDENT)
            yield from self._before_and_after(text)

    def _amounts(self, text: ChangeText) -> Iterator[str]:
        """One line for each source of funds, in aligned columns."""
        rows = list(zip(text.labels, text.before, text.after, text.difference, strict=True))
        labels, befores, afters = (
            max(map(width, column)) for column in list(zip(*rows, strict=True))[:3]
        )
        for label, before, after, moved in rows:
            old, new = _right(before, befores), _right(after, afters)
            yield f"{_INDENT}  {pad(label, labels)}  {old} → {new}  {moved}".rstrip()

    def _before_and_after(self, text: ChangeText) -> Iterator[str]:
        """The values one below the other, with changes in a text painted."""
        if text.is_text:
            old, new = mark_changes(text.before[0], text.after[0])
            yield from self._with_sign("−", old, _OLD)
            yield from self._with_sign("+", new, _NEW)
            return
        for line in text.before:
            yield from self._with_sign("−", _as_changed(line), _OLD)
        for line in text.after:
            yield from self._with_sign("+", _as_changed(line), _NEW)

    def _with_sign(self, sign: str, pieces: Pieces, color: str) -> Iterator[str]:
        lead = f"{_INDENT}{self._paint(sign, color)} "
        for line in self._marked(pieces, color):
            yield lead + line
            lead = " " * (len(_INDENT) + 2)

    def _marked(self, pieces: Pieces, color: str) -> Iterator[str]:
        """Pieces wrapped to lines, the changed ones painted."""
        text = "".join(piece.text for piece in pieces)
        changed = [piece.is_changed for piece in pieces for _ in piece.text]
        position = 0
        for line in wrap(text, self._columns - len(_INDENT) - 2):
            position = text.index(line, position)
            yield self._paint_changed(line, changed[position : position + len(line)], color)
            position += len(line)

    def _paint_changed(self, line: str, changed: list[bool], color: str) -> str:
        groups = groupby(zip(line, changed, strict=True), key=lambda pair: pair[1])
        return "".join(
            self._paint("".join(char for char, _ in group), color) if is_changed
            else "".join(char for char, _ in group)
            for is_changed, group in groups
        )  # fmt: skip

    def _paint(self, text: str, code: str) -> str:
        return paint(text, code, color=self._color)


def _right(text: str, columns: int) -> str:
    return " " * (columns - width(text)) + text


def _as_changed(text: str) -> Pieces:
    """A value as one changed piece."""
    return (Piece(text=text, is_changed=True),)
