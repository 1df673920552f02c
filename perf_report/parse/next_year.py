"""Make next year's spec from last year's text: move deadlines, and mark what to review.

The text is edited in place, so that comments, order and quoting stay. Funds and targets stay, too,
and so does what a form asks for by itself: an opinion or a choice was given for the old table, and
whether a project goes on is not known. Texts that mention the old year may be history, and are
never changed.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from collections.abc import Mapping as Map
from dataclasses import astuple, dataclass
from datetime import MAXYEAR, MINYEAR, date
from types import MappingProxyType
from typing import Any, cast

from perf_report.model.route import Route
from perf_report.model.target import Deadline
from perf_report.model.target_reading import read_target
from perf_report.model.text import LANGUAGES
from perf_report.parse.document import Document
from perf_report.parse.nodes import Mapping, Node, Scalar, Sequence
from perf_report.parse.text_edits import TextEdits
from perf_report.parse.yaml_writer import in_braces

# What speaks of the disclosure of the old table.
_DROPPED = (
    "revision", "revision_kind", "revision_approved", "revision_note", "published",
    "budget_approved",
)  # fmt: skip
# Baselines as in a spec, by the id of the indicator.
Baselines = Map[str, Any]
# Years are also written in full-width digits and in Chinese numerals.
_DIGITS = ("0123456789", "０１２３４５６７８９", "〇一二三四五六七八九")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewMarks:
    """The comments that ask for a review, each from its `#` on and with the old year."""

    carried: str
    moved: str
    mentions: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextYearText:
    """Next year's text, and how much of each kind is marked in it.

    `figures` are weights and baselines, `texts` name the old year, and `values` are a form's
    fields, the rows of its small tables and the cells of its own columns. `reached` are the
    baselines that an evaluation gave, which need no review.
    """

    text: str
    funds: int
    targets: int
    figures: int
    texts: int
    values: int
    reached: int = 0


def carry_over(
    document: Document, year: int, marks: ReviewMarks, baselines: Baselines = MappingProxyType({})
) -> NextYearText:
    """Return the file of a valid spec as the one of another year. Raises EditError.

    `baselines` are those of indicators, by id, in place of the old ones.
    """
    root = cast("Mapping", document.root)
    old = cast("int", root.items["year"].value())
    edits = TextEdits(document, _stale(marks))
    edits.replace(("year",), year)
    for route in _dropped(root):
        edits.remove(route)
    funds, targets = list(_funds(root)), list(_targets(root))
    reached = list(_set_baselines(edits, root, baselines))
    figures = [route for route in _figures(root) if route not in reached]
    values = list(_form_values(root))
    for route in (*funds, *figures, *values):
        edits.comment(route, marks.carried)
    for route, target in targets:
        moved = _move_deadline(edits, route, target, old, year)
        edits.comment(route, marks.moved if moved else marks.carried)
    texts = list(_mentions(root, (), _years({old: old})))
    for route in texts:
        edits.comment(route, marks.mentions)
    return NextYearText(
        text=edits.text(),
        funds=len(funds),
        targets=len(targets),
        figures=len(figures),
        texts=len(texts),
        values=len(values),
        reached=len(reached),
    )


def _set_baselines(edits: TextEdits, root: Mapping, baselines: Baselines) -> Iterator[Route]:
    """Write what was reached behind the target; where there is an old baseline, in its place."""
    for route, indicator in _indicators(root):
        baseline = baselines.get(str(indicator.items["id"].value()))
        if baseline is not None:
            place = (*route, "baseline")
            if "baseline" in indicator.items:
                edits.replace(place, baseline)
            else:
                after = list(indicator.items).index("target") + 1
                edits.insert(place, in_braces(baseline), before=after)
            yield place


def move_date(day: date, years: int) -> date:
    """Return the day so many years later; 29 February becomes the 28th in other years."""
    year = max(MINYEAR, min(MAXYEAR, day.year + years))
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def _stale(marks: ReviewMarks) -> re.Pattern[str]:
    """A pattern for such marks of any year."""
    years = (re.sub("[0-9]{4}", "[0-9]{4}", re.escape(mark)) for mark in astuple(marks))
    return re.compile("|".join(years))


def _move_deadline(edits: TextEdits, route: Route, target: Node, old: int, new: int) -> bool:
    """Move a deadline, its words and its last day alike; whether the target is one."""
    if isinstance(target, Scalar):
        return _move_written(edits, route, target, old, new)
    if not isinstance(target, Mapping) or "by" not in target.items:
        return False
    day, years = date.fromisoformat(cast("Scalar", target.items["by"]).text), new - old
    moved = move_date(day, years)
    edits.replace((*route, "by"), moved.isoformat())
    spelled = _years({year: year + years for year in (old, day.year)})
    for language in LANGUAGES:
        if language in target.items:
            edits.rewrite(
                (*route, language),
                lambda raw: _replace(_replace(raw, spelled), _day_of_month(day, moved)),
            )
    return True


def _move_written(edits: TextEdits, route: Route, target: Scalar, old: int, new: int) -> bool:
    """Move a deadline that is one string; without a year it is one of the new table already."""
    before = read_target(target.text, old)
    if not isinstance(before, Deadline):
        return False
    day, years = before.by, new - old
    moved = move_date(day, years)
    words = _years({day.year: day.year + years}) | _day_of_month(day, moved)
    edits.rewrite(route, lambda raw: _replace(raw, words))
    return _replace(target.text, words) != target.text


def _years(years: dict[int, int]) -> dict[str, str]:
    """Years and what replaces them, in every way in which they are written."""
    return {
        _spell(year, digits): _spell(new, digits)
        for digits in _DIGITS
        for year, new in years.items()
    }


def _spell(year: int, digits: str) -> str:
    return "".join(digits[int(digit)] for digit in str(year))


def _day_of_month(day: date, moved: date) -> dict[str, str]:
    """29 February, where it had to become the 28th."""
    return {} if day.day == moved.day else {str(day.day): str(moved.day)}


def _pattern(words: dict[str, str]) -> re.Pattern[str]:
    """Any of these as a number by itself, not as part of a longer one."""
    # Nor as part of an escape: "\u2025" is no year.
    return re.compile(rf"(?<!\\[ux])(?<![0-9０-９])(?:{'|'.join(words)})(?![0-9０-９])")


def _replace(raw: str, words: dict[str, str]) -> str:
    return _pattern(words).sub(lambda match: words[match[0]], raw) if words else raw


def _dropped(root: Mapping) -> Iterator[Route]:
    """What speaks of the old table alone; ids are the same now, so no one was called otherwise."""
    yield from ((key,) for key in _DROPPED if key in root.items)
    for route, holder in (*_items(root, "tasks"), *_items(root, "goals"), *_indicators(root)):
        if "formerly" in holder.items:
            yield *route, "formerly"


def _funds(root: Mapping) -> Iterator[Route]:
    yield from [("budget",)] if "budget" in root.items else []
    yield from ((*route, "funds") for route, _ in _items(root, "tasks"))
    if isinstance(sources := root.items.get("funds"), Mapping):
        yield from (("funds", row) for row in sources.items)


def _targets(root: Mapping) -> Iterator[tuple[Route, Node]]:
    for route, indicator in _indicators(root):
        yield (*route, "target"), indicator.items["target"]


def _figures(root: Mapping) -> Iterator[Route]:
    """The figures of indicators beside their targets: what was reached before, and weights."""
    if isinstance(levels := root.items.get("weights"), Mapping):
        yield from (("weights", id_) for id_ in levels.items)
    yield from (
        (*route, "weight") for route, goal in _items(root, "goals") if "weight" in goal.items
    )
    for route, indicator in _indicators(root):
        yield from ((*route, key) for key in ("baseline", "weight") if key in indicator.items)


def _form_values(root: Mapping) -> Iterator[Route]:
    """What a form asks for by itself: each field, row of a small table, and own column."""
    if isinstance(fields := root.items.get("fields"), Mapping):
        yield from (("fields", id_) for id_ in fields.items)
    if isinstance(tables := root.items.get("tables"), Mapping):
        for id_ in tables.items:
            # The line on which a row begins is that of its first cell.
            yield from (
                ("tables", *route, *list(row.items)[:1]) for route, row in _items(tables, id_)
            )
    for route, indicator in _indicators(root):
        if isinstance(extra := indicator.items.get("extra"), Mapping):
            yield from ((*route, "extra", id_) for id_ in extra.items)


def _indicators(root: Mapping) -> Iterator[tuple[Route, Mapping]]:
    """The indicators of all goals, and those under the table."""
    for route, goal in _items(root, "goals"):
        yield from (((*route, *below), item) for below, item in _items(goal, "indicators"))
    yield from _items(root, "indicators")


def _items(holder: Mapping, key: str) -> Iterator[tuple[Route, Mapping]]:
    """The items of a list with their routes; there are none where a form has no such list."""
    if key in holder.items:
        items = cast("list[Mapping]", cast("Sequence", holder.items[key]).items)
        yield from (((key, index), item) for index, item in enumerate(items))


def _mentions(node: Node, route: Route, years: dict[str, str]) -> Iterator[Route]:
    """The texts below a node that name one of the years; deadlines and what is dropped apart."""
    if isinstance(node, Mapping):
        for key, item in node.items.items():
            if key not in _DROPPED:
                place = (*route, key)
                yield from [place] if _names(item, years) else _mentions(item, place, years)
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            yield from _mentions(item, (*route, index), years)


def _names(node: Node, years: dict[str, str]) -> bool:
    """Whether a node is a text, not a deadline, that names one of the years."""
    if not isinstance(node, Mapping) or "by" in node.items:
        return False
    words = (node.items[language] for language in LANGUAGES if language in node.items)
    return any(isinstance(word, Scalar) and _pattern(years).search(word.text) for word in words)
