"""The changes that ask for less, in short, for the first page of a report."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from perf_report.diff.assessment import Significance
from perf_report.render.changes.change_rows import ChangeGroup, ChangeRow, ShownValue
from perf_report.render.localized_text import TextRun, TextRuns
from perf_report.render.terminal import shorten

# By the number of languages; more would push the funds off the first page.
_MOST = {1: 5, 2: 3}

# About two lines of the columns.
_ITEM_COLUMNS, _VALUE_COLUMNS = 60, 44


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakerChange:
    """A change with its number among all rows; of several values, the first alone is shown."""

    anchor: str
    number: int
    item: TextRuns
    kind: TextRuns
    before: TextRuns
    after: TextRuns
    difference: TextRuns


@dataclass(frozen=True, slots=True, kw_only=True)
class WeakerChanges:
    """The first changes that ask for less, and how many are left out."""

    shown: tuple[WeakerChange, ...]
    left_out: int


def first_weaker(groups: Iterable[ChangeGroup], languages: int) -> WeakerChanges:
    """Return the first rows that are weaker, in short, for a page in so many languages."""
    most = _MOST[languages]
    rows = [
        row
        for group in groups
        if group.significance == Significance.WEAKER.value
        for row in group.rows
    ]
    return WeakerChanges(
        shown=tuple(map(_in_short, rows[:most])), left_out=max(0, len(rows) - most)
    )


def _in_short(row: ChangeRow) -> WeakerChange:
    return WeakerChange(
        anchor=row.anchor,
        number=row.number,
        item=tuple(TextRun(run.lang, shorten(run.text, _ITEM_COLUMNS)) for run in row.item),
        kind=row.kind,
        before=tuple(_first(row.before)),
        after=tuple(_first(row.after)),
        difference=row.after[0].difference if row.after else (),
    )


def _first(values: Sequence[ShownValue]) -> Iterator[TextRun]:
    """The beginning of the first value in each language."""
    for value in values[:1]:
        for run in value.text:
            text = shorten("".join(piece.text for piece in run.pieces), _VALUE_COLUMNS)
            is_part = len(values) > 1 and not text.endswith("…")
            yield TextRun(run.lang, f"{text}…" if is_part else text)
