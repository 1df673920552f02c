"""Changes as a person reads them in a terminal, where Chinese characters take two columns."""

from collections.abc import Iterator
from itertools import groupby

from perf_report.diff.significance import Significance
from perf_report.messages import Catalogue
from perf_report.render.changes.change_text import Words, tell
from perf_report.render.changes.highlight import Piece, Pieces, mark_changes
from perf_report.render.changes.report import ChangeReport, TableChanges, ToldChange
from perf_report.render.changes.summary_text import (
    MARKS,
    approval_sentence,
    guess_sentence,
    notes,
    sides,
    substance_sentence,
    summary_line,
    title,
)
from perf_report.render.findings.report import posix_path
from perf_report.render.terminal import pad, paint, width, wrap

_COLORS = {
    Significance.WEAKER: "31",
    Significance.STRONGER: "32",
    Significance.UNCLEAR: "33",
    Significance.NEUTRAL: "2",
}
_FAINT, _OLD, _NEW = "2", "31", "32"
_INDENT = " " * 4


def render_text(report: ChangeReport) -> str:
    """Every table with its changes, then what could not be compared and what approvals lack."""
    printer = _Printer(report)
    blocks = [printer.table(table) for table in report.tables]
    blocks.append(printer.wrapped(line) for line in notes(report))
    texts = ["\n".join(line for lines in block for line in lines) for block in blocks]
    told = [text for text in texts if text]
    return "\n\n".join(told or [report.catalogue.format("compared", "no-change")]) + "\n"


class _Printer:
    """Lays the parts of a report out in lines."""

    def __init__(self, report: ChangeReport) -> None:
        self._say: Catalogue = report.catalogue
        self._color = report.color
        self._columns = report.columns

    def table(self, table: TableChanges) -> Iterator[list[str]]:
        """A table's head and its changes, each with a blank line before it."""
        yield [self._paint(line, "1") for line in self.wrapped(title(table, self._say))]
        yield [self._paint(line, _FAINT) for line in self.wrapped(sides(table))]
        yield self.wrapped(summary_line(table.summary, self._say))
        sentence = substance_sentence(table, self._say)
        if sentence:
            yield self.wrapped(sentence)
        for told in table.told:
            yield ["", *self._change(table, told)]
        for match in table.comparison.matches:
            if match.likeness is not None:
                yield ["", *self.wrapped(guess_sentence(match, self._say))]

    def wrapped(self, text: str, indent: str = "") -> list[str]:
        """A text in lines of the terminal's width."""
        return [indent + line for line in wrap(text, self._columns - len(indent))]

    def _change(self, table: TableChanges, told: ToldChange) -> Iterator[str]:
        words = tell(told, table, self._say)
        color = _FAINT if told.approval else _COLORS[told.assessment.significance]
        mark = f"{MARKS[told.assessment.significance]} {words.significance}"
        first, *rest = wrap(words.subject, self._columns - width(mark) - 2)
        yield f"{self._paint(mark, f'1;{color}')}  {first}"
        yield from (" " * (width(mark) + 2) + line for line in rest)
        yield from self._values(words)
        yield from self.wrapped(words.reason, _INDENT)
        if told.approval:
            yield from self.wrapped(approval_sentence(told.approval, self._say), _INDENT)
        place = f"{posix_path(told.file)}:{told.span.line}  {told.fingerprint}"
        yield from (self._paint(line, _FAINT) for line in self.wrapped(place, _INDENT))

    def _values(self, words: Words) -> Iterator[str]:
        """What stood before and what stands after, on one line where they fit."""
        label = self._say.format("word", "label", word=words.kind)
        if len(words.labels) > 1 and all(words.labels):
            yield from self.wrapped(label, _INDENT)
            yield from self._amounts(words)
            return
        pair = " → ".join((*words.before, *words.after)) if not words.is_text else ""
        line = "  ".join([f"{label}{pair}", *words.difference])
        has_both = bool(words.before and words.after)
        if has_both and pair and width(line) <= self._columns - len(_INDENT):
            yield _INDENT + line
        else:
            yield from self.wrapped(f"{label}{''.join(words.difference)}".rstrip(), _INDENT)
            yield from self._both(words)

    def _amounts(self, words: Words) -> Iterator[str]:
        """A line a source, the columns aligned."""
        rows = list(zip(words.labels, words.before, words.after, words.difference, strict=True))
        labels, befores, afters = (
            max(map(width, column)) for column in list(zip(*rows, strict=True))[:3]
        )
        for label, before, after, moved in rows:
            old, new = _right(before, befores), _right(after, afters)
            yield f"{_INDENT}  {pad(label, labels)}  {old} → {new}  {moved}"

    def _both(self, words: Words) -> Iterator[str]:
        """The two sides one above the other, with what changed inside a text set off."""
        if words.is_text:
            old, new = mark_changes(words.before[0], words.after[0])
            yield from self._signed("−", old, _OLD)
            yield from self._signed("+", new, _NEW)
            return
        for line in words.before:
            yield from self._signed("−", _whole(line), _OLD)
        for line in words.after:
            yield from self._signed("+", _whole(line), _NEW)

    def _signed(self, sign: str, pieces: Pieces, color: str) -> Iterator[str]:
        lead = f"{_INDENT}{self._paint(sign, color)} "
        for line in self._marked(pieces, color):
            yield lead + line
            lead = " " * (len(_INDENT) + 2)

    def _marked(self, pieces: Pieces, color: str) -> Iterator[str]:
        """Pieces in lines, the changed ones painted."""
        text = "".join(piece.text for piece in pieces)
        changed = [piece.is_changed for piece in pieces for _ in piece.text]
        position = 0
        for line in wrap(text, self._columns - len(_INDENT) - 2):
            position = text.index(line, position)
            yield self._runs(line, changed[position : position + len(line)], color)
            position += len(line)

    def _runs(self, line: str, changed: list[bool], color: str) -> str:
        runs = groupby(zip(line, changed, strict=True), key=lambda pair: pair[1])
        return "".join(
            self._paint("".join(char for char, _ in run), color) if is_changed
            else "".join(char for char, _ in run)
            for is_changed, run in runs
        )  # fmt: skip

    def _paint(self, text: str, code: str) -> str:
        return paint(text, code, color=self._color)


def _right(text: str, columns: int) -> str:
    return " " * (columns - width(text)) + text


def _whole(text: str) -> Pieces:
    """A value that is shown as one changed piece."""
    return (Piece(text=text, is_changed=True),)
