"""Rows of a report of changes by weight, and the notes that say why each is judged as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from perf_report.diff.assessment import Significance
from perf_report.diff.change import Change
from perf_report.model.text import Language, Text
from perf_report.render.changes.change_text import ChangeText, describe_change
from perf_report.render.changes.highlight import Piece, Pieces, mark_changes
from perf_report.render.changes.report import WEIGHTS, ReportedChange, TableChanges
from perf_report.render.changes.summary_text import MARKS, approval_sentence
from perf_report.render.changes.value_text import changed_language
from perf_report.render.localized_text import TAGS, Localizer, TextRun, TextRuns, deduplicate
from perf_report.render.terminal import shorten, width

# A goal's text can fill pages; one that changed stands in full among the values.
_GOAL_COLUMNS, _CHANGED_GOAL_COLUMNS = 150, 60

# In a PDF, the column of a value is about 25 columns wide, and a page has about 60 lines.
_LONG_COLUMNS = 900


@dataclass(frozen=True, slots=True)
class MarkedRun:
    """A text in one language in changed and unchanged pieces; `lang` is its BCP 47 tag."""

    lang: str
    pieces: Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownValue:
    """A value before or after; `label` is empty if there is only one."""

    label: TextRuns
    text: tuple[MarkedRun, ...]
    difference: TextRuns


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonNote:
    """A reason that several changes may share; their rows give its number."""

    anchor: str
    number: int
    text: TextRuns


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change; `likeness` and `approval` are empty for most.

    `is_long` is whether its texts can fill most of a page, so that the row must break across pages.
    """

    anchor: str
    number: int
    item: TextRuns
    likeness: TextRuns
    kind: TextRuns
    before: tuple[ShownValue, ...]
    after: tuple[ShownValue, ...]
    note: ReasonNote
    approval: TextRuns
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """The changes of one significance."""

    anchor: str
    significance: str
    mark: str
    heading: TextRuns
    rows: tuple[ChangeRow, ...]


def group_changes(table: TableChanges, localizer: Localizer, prefix: str) -> Iterator[ChangeGroup]:
    """Group the rows by significance, the weightiest first, and number them through."""
    notes = _number_reasons(table, localizer, prefix)
    rows: dict[Significance, list[ChangeRow]] = {}
    for number, reported in enumerate(table.by_weight.changes, start=1):
        note = notes[reported.assessment.reason]
        row = _row(number, reported, table, note, localizer)
        rows.setdefault(reported.assessment.significance, []).append(row)
    for significance in WEIGHTS:
        if significance in rows:
            yield ChangeGroup(
                anchor=f"{prefix}_{significance.value}",
                significance=significance.value,
                mark=MARKS[significance],
                heading=localizer.format("significance", significance),
                rows=tuple(rows[significance]),
            )


def list_notes(groups: Iterable[ChangeGroup]) -> tuple[ReasonNote, ...]:
    """The reasons of all rows in the order of their numbers, each once."""
    return tuple(dict.fromkeys(row.note for group in groups for row in group.rows))


def _number_reasons(
    table: TableChanges, localizer: Localizer, prefix: str
) -> Mapping[str, ReasonNote]:
    """A note for each reason, numbered in the order of the rows."""
    reasons = dict.fromkeys(each.assessment.reason for each in table.by_weight.changes)
    return {
        reason: ReasonNote(
            anchor=f"{prefix}_note_{number}",
            number=number,
            text=localizer.format("reason", reason),
        )
        for number, reason in enumerate(reasons, start=1)
    }


def _row(
    number: int,
    reported: ReportedChange,
    table: TableChanges,
    note: ReasonNote,
    localizer: Localizer,
) -> ChangeRow:
    texts = [describe_change(reported, table, catalogue) for catalogue in localizer.mode_catalogues]
    before, after = _values(reported.change, texts, localizer)
    return ChangeRow(
        anchor=f"change-{reported.fingerprint}",
        number=number,
        item=deduplicate(_item(reported, texts, localizer)),
        likeness=_likeness(reported, table, localizer),
        kind=localizer.runs(each.kind for each in texts),
        before=before,
        after=after,
        note=note,
        approval=_approval(reported, localizer),
        is_long=any(map(_is_long, (*before, *after))),
    )


def _is_long(value: ShownValue) -> bool:
    texts = (piece.text for run in value.text for piece in run.pieces)
    return sum(map(width, texts)) > _LONG_COLUMNS


def _item(reported: ReportedChange, texts: Sequence[ChangeText], localizer: Localizer) -> TextRuns:
    """What changed; the numbers of tasks and goals of the former table are told apart."""
    subject = reported.change.subject
    if subject.type == "plan":
        return localizer.format("report", "this-table")
    names = [each.subject for each in texts]
    if subject.type == "goal":
        columns = _CHANGED_GOAL_COLUMNS if texts[0].is_text else _GOAL_COLUMNS
        names = [shorten(name, columns) for name in names]
    if reported.is_in_base and subject.type in {"task", "goal", "indicator"}:
        catalogues = localizer.mode_catalogues
        pairs = zip(catalogues, names, strict=True)
        names = [catalogue.format("report", "former", item=name) for catalogue, name in pairs]
    return localizer.runs(names)


def name_runs(name: Text, localizer: Localizer) -> TextRuns:
    """A name in the languages of the mode, or in Chinese if it has none of them."""
    return localizer.text(name) or (TextRun(TAGS["zh"], name.zh or ""),)


def _likeness(reported: ReportedChange, table: TableChanges, localizer: Localizer) -> TextRuns:
    """That the subject was matched by name, if so."""
    subject = reported.change.subject
    for match in table.comparison.matches:
        is_subject = (match.type, match.revision) == (subject.type, subject.id)
        if is_subject and match.likeness is not None:
            return localizer.format("report", "likeness", likeness=match.likeness)
    return ()


def _approval(reported: ReportedChange, localizer: Localizer) -> TextRuns:
    approval = reported.approval
    if approval is None:
        return ()
    return localizer.runs(
        approval_sentence(approval, catalogue) for catalogue in localizer.mode_catalogues
    )


def _values(
    change: Change, texts: Sequence[ChangeText], localizer: Localizer
) -> tuple[tuple[ShownValue, ...], tuple[ShownValue, ...]]:
    """The values before and after, one for each that changed."""
    first, languages = texts[0], _languages(change, localizer)
    befores, afters = [], []
    for index in range(max(len(first.before), len(first.after))):
        label = _drop_empty(deduplicate(localizer.runs(each.labels[index] for each in texts)))
        old, new = _marked(texts, index, languages)
        if old:
            befores.append(ShownValue(label=label, text=old, difference=()))
        if new:
            afters.append(
                ShownValue(
                    label=label, text=new, difference=_difference_runs(texts, index, localizer)
                )
            )
    return tuple(befores), tuple(afters)


def _difference_runs(texts: Sequence[ChangeText], index: int, localizer: Localizer) -> TextRuns:
    if index >= len(texts[0].difference):
        return ()
    return _drop_empty(deduplicate(localizer.runs(each.difference[index] for each in texts)))


def _languages(change: Change, localizer: Localizer) -> tuple[Language, ...]:
    """The languages of the values, in the order of the mode's catalogues."""
    language = changed_language(change)
    return localizer.languages if language is None else tuple(language for _ in localizer.languages)


def _drop_empty(runs: TextRuns) -> TextRuns:
    return tuple(run for run in runs if run.text)


def _marked(
    texts: Sequence[ChangeText], index: int, languages: Sequence[Language]
) -> tuple[tuple[MarkedRun, ...], tuple[MarkedRun, ...]]:
    """A value before and after in all languages, with the changes in a text marked."""
    pairs = [_pieces(each, index) for each in texts]
    tags = [TAGS[language] for language in languages]
    before = (MarkedRun(tag, pair[0]) for tag, pair in zip(tags, pairs, strict=True))
    after = (MarkedRun(tag, pair[1]) for tag, pair in zip(tags, pairs, strict=True))
    return _deduplicate_marked(before), _deduplicate_marked(after)


def _pieces(text: ChangeText, index: int) -> tuple[Pieces, Pieces]:
    before, after = text.before[index : index + 1], text.after[index : index + 1]
    if text.is_text and before and after:
        return mark_changes(before[0], after[0])
    return _unmarked(before), _unmarked(after)


def _unmarked(texts: Sequence[str]) -> Pieces:
    return tuple(Piece(text, is_changed=False) for text in texts)


def _deduplicate_marked(runs: Iterable[MarkedRun]) -> tuple[MarkedRun, ...]:
    """Only the first run if all have the same text; runs without text are left out."""
    present = [run for run in runs if run.pieces]
    is_same = len({"".join(piece.text for piece in run.pieces) for run in present}) == 1
    return tuple(present[:1] if is_same else present)
