"""The changes of a table as rows: each under what it belongs to, in the languages of a mode."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from perf_report.diff.change import COMBINED_KINDS, Change
from perf_report.model.plan import Goal, Plan
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.render.changes.change_text import Words, changed_language, tell
from perf_report.render.changes.highlight import Piece, Pieces, mark_changes
from perf_report.render.changes.report import TableChanges, ToldChange
from perf_report.render.changes.summary_text import MARKS, approval_sentence
from perf_report.render.localized_text import TAGS, Run, Runs, Speech, once
from perf_report.render.terminal import shorten, width

# Two lines or so.
_HEADING_COLUMNS = 150

# A value is some 25 columns wide in a PDF, and a page has some 60 lines.
_LONG_COLUMNS = 900


@dataclass(frozen=True, slots=True)
class MarkedRun:
    """A stretch of text in one language, in pieces; `lang` is its BCP 47 tag."""

    lang: str
    pieces: Pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One thing before or after; a label where there are several, and how far a figure moved."""

    label: Runs
    text: tuple[MarkedRun, ...]
    difference: Runs


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One change; `likeness` and `approval` are remarks that most rows lack.

    `is_long` says that its texts may fill most of a page, so that it has to break across pages.
    """

    anchor: str
    item: Runs
    likeness: Runs
    kind: Runs
    before: tuple[Value, ...]
    after: tuple[Value, ...]
    significance: str
    mark: str
    judgement: Runs
    reason: Runs
    approval: Runs
    is_long: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeGroup:
    """The changes of one part of the table, under its heading."""

    anchor: str
    heading: Runs
    rows: tuple[ChangeRow, ...]


# What a group is about; a goal comes with its id, `gone` is a goal that the base alone has.
_Part = Literal["joined", "plan", "tasks", "goal", "gone"]
_Key = tuple[_Part, str]


def group_changes(table: TableChanges, speech: Speech, prefix: str) -> Iterator[ChangeGroup]:
    """What joins money and targets first, then the table, the tasks, and goal by goal."""
    rows: dict[_Key, list[ChangeRow]] = {}
    old_goals = {
        match.base: match.revision for match in table.comparison.matches if match.type == "goal"
    }
    for told in table.told:
        rows.setdefault(_key(told, table, old_goals), []).append(_row(told, table, speech))
    for index, (key, heading) in enumerate(_headings(table, speech)):
        if key in rows:
            anchor = f"{prefix}_group_{index}"
            yield ChangeGroup(anchor=anchor, heading=heading, rows=tuple(rows[key]))


def _key(told: ToldChange, table: TableChanges, old_goals: Mapping[str, str]) -> _Key:
    """The group of a change; what is gone from a goal stands with what became of the goal."""
    subject = told.change.subject
    if told.change.kind in COMBINED_KINDS:
        return ("joined", "")
    if subject.type == "plan":
        return ("plan", "")
    if subject.type == "task":
        return ("tasks", "")
    goal = subject.goal or subject.id
    if told.is_in_base:
        goal = old_goals.get(goal, goal)
    is_there = goal in {each.id for each in _goals(table.comparison.revision)}
    return ("goal" if is_there else "gone", goal)


def _headings(table: TableChanges, speech: Speech) -> Iterator[tuple[_Key, Runs]]:
    """The headings of all groups that there may be, in the order of the report."""
    yield ("joined", ""), speech.format("report", "group-joined")
    yield ("plan", ""), speech.format("report", "group-plan")
    yield ("tasks", ""), speech.format("report", "group-tasks")
    for number, goal in enumerate(_goals(table.comparison.revision), start=1):
        name = _short(goal.text)
        yield ("goal", goal.id), speech.format("change", "subject-goal", number=number, name=name)
    for number, goal in enumerate(_goals(table.comparison.base), start=1):
        name = _short(goal.text)
        yield ("gone", goal.id), speech.format("report", "group-gone", number=number, name=name)


def _short(text: Text) -> Text:
    """A goal's text as its heading says it; a goal may fill pages."""
    return Text(
        **{lang: shorten(text.get(lang) or "", _HEADING_COLUMNS) or None for lang in LANGUAGES}
    )


def _goals(plan: Plan | None) -> Sequence[Goal]:
    return plan.goals if plan else ()


def _row(told: ToldChange, table: TableChanges, speech: Speech) -> ChangeRow:
    words = [tell(told, table, catalogue) for catalogue in speech.voices]
    before, after = _values(told.change, words, speech)
    return ChangeRow(
        anchor=f"change-{told.fingerprint}",
        item=once(_item(told, words, speech)),
        likeness=_likeness(told, table, speech),
        kind=speech.runs(each.kind for each in words),
        before=before,
        after=after,
        significance=told.assessment.significance.value,
        mark=MARKS[told.assessment.significance],
        judgement=speech.runs(each.significance for each in words),
        reason=speech.runs(each.reason for each in words),
        approval=_approval(told, speech),
        is_long=any(map(_is_long, (*before, *after))),
    )


def _is_long(value: Value) -> bool:
    texts = (piece.text for run in value.text for piece in run.pieces)
    return sum(map(width, texts)) > _LONG_COLUMNS


def _item(told: ToldChange, words: Sequence[Words], speech: Speech) -> Runs:
    """What changed, without what the heading of its group says."""
    change, subject = told.change, told.change.subject
    if subject.type == "plan":
        return speech.format("report", "this-table")
    if subject.type == "indicator":
        return name_of(subject.name, speech)
    route = (change.old_route if told.is_in_base else change.new_route) or ()
    if subject.type == "goal" and change.kind not in COMBINED_KINDS:
        return speech.form("goal-number", number=int(route[1]) + 1)
    return speech.runs(each.subject for each in words)


def name_of(name: Text, speech: Speech) -> Runs:
    """A name in the languages of the mode; in Chinese where it has no other."""
    return speech.text(name) or (Run(TAGS["zh"], name.zh or ""),)


def _likeness(told: ToldChange, table: TableChanges, speech: Speech) -> Runs:
    """That the change is one of two things that were taken for one by their names."""
    subject = told.change.subject
    for match in table.comparison.matches:
        is_it = (match.type, match.revision) == (subject.type, subject.id)
        if is_it and match.likeness is not None:
            return speech.format("report", "likeness", likeness=match.likeness)
    return ()


def _approval(told: ToldChange, speech: Speech) -> Runs:
    approval = told.approval
    if approval is None:
        return ()
    return speech.runs(approval_sentence(approval, catalogue) for catalogue in speech.voices)


def _values(
    change: Change, words: Sequence[Words], speech: Speech
) -> tuple[tuple[Value, ...], tuple[Value, ...]]:
    """What stood before and what stands after, a value for each thing that changed."""
    first, languages = words[0], _languages(change, speech)
    befores, afters = [], []
    for index in range(max(len(first.before), len(first.after))):
        label = _present(once(speech.runs(each.labels[index] for each in words)))
        old, new = _marked(words, index, languages)
        if old:
            befores.append(Value(label=label, text=old, difference=()))
        if new:
            afters.append(Value(label=label, text=new, difference=_moved(words, index, speech)))
    return tuple(befores), tuple(afters)


def _moved(words: Sequence[Words], index: int, speech: Speech) -> Runs:
    if index >= len(words[0].difference):
        return ()
    return once(speech.runs(each.difference[index] for each in words))


def _languages(change: Change, speech: Speech) -> tuple[Language, ...]:
    """The languages of what stood before and stands after, as words say it in each voice."""
    language = changed_language(change)
    return speech.languages if language is None else tuple(language for _ in speech.languages)


def _present(runs: Runs) -> Runs:
    return tuple(run for run in runs if run.text)


def _marked(
    words: Sequence[Words], index: int, languages: Sequence[Language]
) -> tuple[tuple[MarkedRun, ...], tuple[MarkedRun, ...]]:
    """Both sides of a value in all languages, with what changed inside a sentence marked."""
    pairs = [_pieces(each, index) for each in words]
    tags = [TAGS[language] for language in languages]
    before = (MarkedRun(tag, pair[0]) for tag, pair in zip(tags, pairs, strict=True))
    after = (MarkedRun(tag, pair[1]) for tag, pair in zip(tags, pairs, strict=True))
    return _once_marked(before), _once_marked(after)


def _pieces(words: Words, index: int) -> tuple[Pieces, Pieces]:
    before, after = words.before[index : index + 1], words.after[index : index + 1]
    if words.is_text and before and after:
        return mark_changes(before[0], after[0])
    return _unmarked(before), _unmarked(after)


def _unmarked(texts: Sequence[str]) -> Pieces:
    return tuple(Piece(text, is_changed=False) for text in texts)


def _once_marked(runs: Iterable[MarkedRun]) -> tuple[MarkedRun, ...]:
    """What is the same in both languages is said once, and what is not there not at all."""
    present = [run for run in runs if run.pieces]
    is_same = len({"".join(piece.text for piece in run.pieces) for run in present}) == 1
    return tuple(present[:1] if is_same else present)
