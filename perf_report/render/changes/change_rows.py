"""Rows of a report of changes, grouped by the part of the table that changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from perf_report.diff.change import COMBINED_KINDS, Change
from perf_report.model.plan import Goal, Plan
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.render.changes.change_text import ChangeText, describe_change
from perf_report.render.changes.form_text import FormText, name_with_horizon
from perf_report.render.changes.highlight import Piece, Pieces, mark_changes
from perf_report.render.changes.report import ReportedChange, TableChanges
from perf_report.render.changes.summary_text import MARKS, approval_sentence
from perf_report.render.changes.value_context import goal_labels
from perf_report.render.changes.value_text import changed_language
from perf_report.render.localized_text import TAGS, Localizer, TextRun, TextRuns, deduplicate
from perf_report.render.terminal import shorten, width

# About two lines.
_HEADING_COLUMNS = 150

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
class ChangeRow:
    """One change; `likeness` and `approval` are empty for most.

    `is_long` is whether its texts can fill most of a page, so that the row must break across pages.
    """

    anchor: str
    item: TextRuns
    likeness: TextRuns
    kind: TextRuns
    before: tuple[ShownValue, ...]
    after: tuple[ShownValue, ...]
    significance: str
    mark: str
    judgement: TextRuns
    reason: TextRuns
    approval: TextRuns
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """The changes of one part of the table, under its heading."""

    anchor: str
    heading: TextRuns
    rows: tuple[ChangeRow, ...]


# The part of the table and, for a goal, its id; a removed goal is only in the base.
_Part = Literal["combined", "plan", "table", "tasks", "goal", "indicators", "removed-goal"]
_GroupKey = tuple[_Part, str]


def group_changes(table: TableChanges, localizer: Localizer, prefix: str) -> Iterator[ChangeGroup]:
    """Group the rows: combined changes, the head, small tables, tasks, goals, other indicators."""
    rows: dict[_GroupKey, list[ChangeRow]] = {}
    old_goals = {
        match.base: match.revision for match in table.comparison.matches if match.type == "goal"
    }
    for reported in table.changes:
        rows.setdefault(_group_key(reported, table, old_goals), []).append(
            _row(reported, table, localizer)
        )
    for index, (key, heading) in enumerate(_headings(table, localizer)):
        if key in rows:
            anchor = f"{prefix}_group_{index}"
            yield ChangeGroup(anchor=anchor, heading=heading, rows=tuple(rows[key]))


def _group_key(
    reported: ReportedChange, table: TableChanges, old_goals: Mapping[str, str]
) -> _GroupKey:
    """The group of a change; for what was removed from a goal, that of the goal it became."""
    subject = reported.change.subject
    if reported.change.kind in COMBINED_KINDS:
        return ("combined", "")
    if subject.type in {"plan", "field"}:
        return ("plan", "")
    if subject.type == "table":
        return ("table", subject.id)
    if subject.type == "task":
        return ("tasks", "")
    goal = (subject.goal or "") if subject.type == "indicator" else subject.id
    if reported.is_in_base:
        goal = old_goals.get(goal, goal)
    if goal in goal_labels(table.revision):
        return ("goal", goal)
    is_in_base = goal in goal_labels(table.base)
    return ("removed-goal", goal) if is_in_base else ("indicators", "")


def _headings(table: TableChanges, localizer: Localizer) -> Iterator[tuple[_GroupKey, TextRuns]]:
    """The headings of all possible groups, in the order of the report."""
    yield ("combined", ""), localizer.format("report", "group-joined")
    yield ("plan", ""), localizer.format("report", "group-plan")
    for id_ in _tables(table):
        yield (
            ("table", id_),
            localizer.text(FormText(table, localizer.mode_catalogues[0]).table_name(id_)),
        )
    yield ("tasks", ""), localizer.format("report", "group-tasks")
    labels = goal_labels(table.revision)
    for goal in _goals(table.comparison.revision):
        name = _shorten_text(goal.text)
        yield (
            ("goal", goal.id),
            localizer.format("change", "subject-goal", goal=labels[goal.id], name=name),
        )
    yield ("indicators", ""), _indicators_heading(table, localizer)
    labels = goal_labels(table.base)
    for goal in _goals(table.comparison.base):
        name = _shorten_text(goal.text)
        yield (
            ("removed-goal", goal.id),
            localizer.format("report", "group-gone", goal=labels[goal.id], name=name),
        )


def _indicators_heading(table: TableChanges, localizer: Localizer) -> TextRuns:
    label = FormText(table, localizer.mode_catalogues[0]).indicators()
    return localizer.text(label) if label else localizer.format("report", "group-indicators")


def _tables(table: TableChanges) -> dict[str, None]:
    """The ids of the small tables of both plans."""
    plans = (table.comparison.revision, table.comparison.base)
    return dict.fromkeys(id_ for plan in plans if plan for id_ in plan.tables)


def _shorten_text(text: Text) -> Text:
    """A goal's text for a heading; the text itself can fill pages."""
    return Text(
        **{lang: shorten(text.get(lang) or "", _HEADING_COLUMNS) or None for lang in LANGUAGES}
    )


def _goals(plan: Plan | None) -> Sequence[Goal]:
    return plan.goals if plan else ()


def _row(reported: ReportedChange, table: TableChanges, localizer: Localizer) -> ChangeRow:
    texts = [describe_change(reported, table, catalogue) for catalogue in localizer.mode_catalogues]
    before, after = _values(reported.change, texts, localizer)
    return ChangeRow(
        anchor=f"change-{reported.fingerprint}",
        item=deduplicate(_item(reported, table, texts, localizer)),
        likeness=_likeness(reported, table, localizer),
        kind=localizer.runs(each.kind for each in texts),
        before=before,
        after=after,
        significance=reported.assessment.significance.value,
        mark=MARKS[reported.assessment.significance],
        judgement=localizer.runs(each.significance for each in texts),
        reason=localizer.runs(each.reason for each in texts),
        approval=_approval(reported, localizer),
        is_long=any(map(_is_long, (*before, *after))),
    )


def _is_long(value: ShownValue) -> bool:
    texts = (piece.text for run in value.text for piece in run.pieces)
    return sum(map(width, texts)) > _LONG_COLUMNS


def _item(
    reported: ReportedChange,
    table: TableChanges,
    texts: Sequence[ChangeText],
    localizer: Localizer,
) -> TextRuns:
    """What changed, without what is in the heading of the group."""
    change, subject = reported.change, reported.change.subject
    if subject.type == "plan":
        return localizer.format("report", "this-table")
    if subject.type == "indicator":
        return name_runs(name_with_horizon(reported, table, localizer), localizer)
    if subject.type == "goal" and change.kind not in COMBINED_KINDS:
        side = table.base if reported.is_in_base else table.revision
        return localizer.text(goal_labels(side)[subject.id])
    return localizer.runs(each.subject for each in texts)


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
