"""Changes as Markdown for the comment of a pull request.

A summary line and a table come first, details are folded. The text keeps below the size that GitHub
takes; what does not fit is counted. Words of the specs may come from anyone: nothing of them is
read as Markdown or HTML, and they neither link nor mention.
"""

import re
from collections.abc import Iterable

from perf_report.diff.significance import Significance
from perf_report.messages import Catalogue, describe_finding
from perf_report.model.finding import LocatedFinding
from perf_report.render.changes.change_text import Words, tell
from perf_report.render.changes.highlight import Pieces, mark_changes
from perf_report.render.changes.report import ChangeReport, TableChanges, ToldChange, count
from perf_report.render.changes.summary_text import (
    MARKS,
    approval_sentence,
    guess_sentence,
    notes,
    summary_line,
    title,
)
from perf_report.render.findings.report import posix_path

# The largest body of a comment that GitHub takes, in characters.
LIMIT = 65_536

# Room for the line that counts what was left out, and for closing what is open.
_RESERVE = 400

# By it a later run finds its own comment.
MARKER = "<!-- perf-report review -->"

# The most important first, so that what is cut is what matters least.
_ORDER = (
    Significance.WEAKER, Significance.UNCLEAR, Significance.STRONGER, Significance.NEUTRAL,
)  # fmt: skip

# What Markdown or HTML would read as its own, and where a mention, a reference, a link or the name
# of an emoji begins.
_SPECIAL = re.compile(
    r"[\\`*_\[\]|~!{}$<>&]|[@#]|:(?=//|[\w+-]+:)|[wW]{3}(?=\.)|[gG][hH](?=-[0-9])"
)
_WHITE = re.compile(r"\s+")
_LINKING = re.compile(r"[@#:wWgGhH]+")


def render_markdown(report: ChangeReport, limit: int = LIMIT) -> str:
    """The whole report, cut to the limit with a count of what is left out."""
    say, writer = report.catalogue, _Writer(limit - _RESERVE)
    writer.add(f"{MARKER}\n## {say.format('compared', 'heading')}\n\n{_headline(report)}\n\n")
    for note in notes(report):
        writer.add(f"- {_escaped(note)}\n")
    _add_overview(writer, report)
    _add_findings(writer, report)
    for table in report.tables:
        _add_table(writer, report, table)
    left = (
        f"\n{say.format('compared', 'left-out', count=writer.left_out)}\n"
        if writer.left_out
        else ""
    )
    return writer.text.rstrip("\n") + "\n" + left


class _Writer:
    """Collects text up to a size; what does not fit any more is counted."""

    def __init__(self, room: int) -> None:
        self._parts: list[str] = []
        self._room = room
        self.left_out = 0

    @property
    def text(self) -> str:
        """All that fitted."""
        return "".join(self._parts)

    def add(self, part: str, *, counts: bool = True, reserve: int = 0) -> bool:
        """Add a part if it fits with so much to spare; else count it as left out."""
        if len(part) + reserve > self._room:
            self.left_out += counts
            return False
        self._parts.append(part)
        self._room -= len(part)
        return True


def _headline(report: ChangeReport) -> str:
    """What a reviewer must know if they read one line."""
    say = report.catalogue
    if report.failures:
        return f"**{say.format('compared', 'headline-failed', count=len(report.failures))}**"
    if not report.told:
        return say.format("compared", "no-change")
    counts = f"**{summary_line(report.summary, say)}**"
    if any(table.has_substance for table in report.tables):
        return counts
    return f"{say.format('compared', 'no-substance')} {counts}"


def _add_overview(writer: _Writer, report: ChangeReport) -> None:
    say = report.catalogue
    if not report.tables:
        return
    words = [say.format("significance", significance) for significance in _ORDER]
    heads = [say.format("compared", "table"), *words, say.format("compared", "approved-count")]
    lead = _row(heads) + _row(["---", *["---:"] * (len(heads) - 1)])
    _add_rows(writer, lead, "", (_overview(table, say) for table in report.tables))


def _overview(table: TableChanges, say: Catalogue) -> str:
    counts = [str(table.summary[significance]) for significance in _ORDER]
    approved = str(sum(told.approval is not None for told in table.told))
    return _row([_escaped(title(table, say)), *counts, approved])


def _add_findings(writer: _Writer, report: ChangeReport) -> None:
    """What is wrong with the specs that were checked."""
    findings = [located for file in report.checked for located in file.findings]
    if not findings:
        return
    say = report.catalogue
    lines = (_finding(located, say) for located in findings)
    _add_folded(writer, say.format("compared", "findings", count=len(findings)), "", lines)


def _finding(located: LocatedFinding, say: Catalogue) -> str:
    sentences = describe_finding(say, located.finding)
    severity = say.format("word", located.finding.severity.value)
    place = f"{posix_path(located.file)}:{located.span.line}"
    return f"- {_escaped(f'{place}: {severity}[{located.finding.rule}]: {sentences.message}')}\n"


def _add_table(writer: _Writer, report: ChangeReport, table: TableChanges) -> None:
    say = report.catalogue
    heads = ["", *(say.format("compared", f"column-{name}") for name in _COLUMNS)]
    lead = _row(heads) + _row(["---"] * len(heads))
    ordered = sorted(table.told, key=lambda told: _ORDER.index(told.assessment.significance))
    rows = (_change(told, table, say) for told in ordered)
    guesses = [
        f"\n{_escaped(guess_sentence(match, say))}\n"
        for match in table.comparison.matches
        if match.likeness is not None
    ]
    if ordered or guesses:
        name = f"{title(table, say)} ({summary_line(count(table.told), say)})"
        _add_folded(writer, name, lead, (*rows, *guesses))


_COLUMNS = ("what", "change", "before", "after", "judgement")


def _add_folded(writer: _Writer, name: str, lead: str, rows: Iterable[str]) -> None:
    """A folded part, as many of its rows as fit; always closed again."""
    begin = f"\n<details><summary>{_escaped(name)}</summary>\n\n{lead}"
    _add_rows(writer, begin, "\n</details>\n", rows)


def _add_rows(writer: _Writer, begin: str, end: str, rows: Iterable[str]) -> None:
    """As many rows as fit between what begins and what ends them; none without these."""
    fits = is_open = writer.add(begin, counts=False, reserve=len(end))
    for row in rows:
        # Behind a row that does not fit nothing smaller is shown that matters less.
        fits = fits and writer.add(row, counts=False, reserve=len(end))
        writer.left_out += not fits
    if is_open:
        writer.add(end, counts=False)


def _change(told: ToldChange, table: TableChanges, say: Catalogue) -> str:
    words = tell(told, table, say)
    before, after = _values(words)
    judgement = _escaped(words.reason)
    if told.approval:
        judgement += f"<br>✓ {_escaped(approval_sentence(told.approval, say))}"
    place = _escaped(f"{posix_path(told.file)}:{told.span.line}")
    what = f"{_escaped(words.subject)}<br><sub>{place} · <code>{told.fingerprint}</code></sub>"
    significance = f"{MARKS[told.assessment.significance]}&nbsp;{words.significance}"
    return _row([significance, what, _escaped(words.kind), before, after, judgement])


def _values(words: Words) -> tuple[str, str]:
    """Before and after as cells, with what changed inside a text set off."""
    if words.is_text:
        old, new = mark_changes(words.before[0], words.after[0])
        return _marked(old, "del"), "<br>".join([_marked(new, "ins"), *words.difference])
    labels = [f"{label} " if label else "" for label in words.labels]
    before = [f"{label}{value}" for label, value in zip(labels, words.before, strict=False)]
    after = [f"{label}{value}" for label, value in zip(labels, words.after, strict=False)]
    moved = [f"{line} {moved}" for line, moved in zip(after, words.difference, strict=False)]
    return _lines(before), _lines(moved or after)


def _marked(pieces: Pieces, tag: str) -> str:
    return "".join(
        f"<{tag}>{_escaped(piece.text)}</{tag}>" if piece.is_changed else _escaped(piece.text)
        for piece in pieces
    )


def _lines(lines: Iterable[str]) -> str:
    return "<br>".join(map(_escaped, lines))


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def _escaped(text: str) -> str:
    """The text as it stands, for a reader and for nothing else."""
    return _SPECIAL.sub(_coded, _WHITE.sub(" ", text))


def _coded(match: re.Match[str]) -> str:
    """A character by its number; what would link is parted from what follows by a comment."""
    found = match[0]
    return f"{found}<!-- -->" if _LINKING.fullmatch(found) else f"&#{ord(found)};"
