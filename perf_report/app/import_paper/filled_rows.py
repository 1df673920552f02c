"""Which rows of a filled-in form are which indicators, goals and tasks of a plan.

A row is never taken for one that may be another: it is marked, with all that it says.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from perf_report.messages import load_catalogue
from perf_report.model.framework import Framework
from perf_report.model.plan import Indicator
from perf_report.model.route import Route
from perf_report.recognize.categories import find_category
from perf_report.recognize.cell_text import bare_label, is_blank, plain_text
from perf_report.recognize.draft import Draft
from perf_report.recognize.indicator_notes import split_notes
from perf_report.recognize.indicators import FoundIndicator
from perf_report.recognize.report_rows import NamedRow
from perf_report.recognize.rows import RowCell
from perf_report.render.blocks.report_cells import NOTED

_NUMBER = re.compile(r"^(?:指标|目标|任务)?\(?[0-9]{1,2}[).、:](?=[^0-9])")
_LISTED = re.compile(r"[(（]?[0-9]{1,2}[)）.．、](?=\s*[^0-9\s])")
_COLON = re.compile("[:：]")
_ENDS = ("。", "；", ";")

_Row = TypeVar("_Row", FoundIndicator, NamedRow)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedItem:
    """A goal or a task of a plan, by what it says."""

    id: str
    text: str


def name_key(text: str) -> str:
    """Return a name as names are compared: without numbering, blanks and differences of width."""
    return _NUMBER.sub("", bare_label(text)).rstrip("。.;；")


def split_name(text: str) -> tuple[str, str]:
    """Return the name of an indicator in a cell, and the lines with reasons below it.

    The reason stands without its label, as in a column of its own.
    """
    lines = split_notes(text)[0].split("\n")
    words = _note_words()
    starts = (at for at, line in enumerate(lines) if _COLON.split(line.strip())[0] in words)
    end = next((at for at in starts if at), len(lines))
    notes = "\n".join(lines[end:]).strip()
    return "\n".join(lines[:end]), re.sub(f"^{words[0]}[:：]", "", notes)


def joined_lines(text: str) -> str:
    """Return a text without the line breaks of a narrow cell.

    A line that has a number or a label begins anew, and so does what follows a sentence.
    """
    lines: list[str] = []
    for line in filter(None, map(str.strip, text.split("\n"))):
        if not lines or lines[-1].endswith(_ENDS) or _begins(line):
            lines.append(line)
        else:
            lines[-1] = plain_text(f"{lines[-1]}\n{line}")
    return "\n".join(lines)


def _begins(line: str) -> bool:
    is_labelled = _COLON.split(line)[0] in _note_words() and _COLON.search(line)
    return bool(is_labelled or _LISTED.match(line))


def _note_words() -> list[str]:
    return [load_catalogue("zh").format("form", f"note-{each}") for each in NOTED]


def not_applicable() -> str:
    """Return what a form has in place of a figure that there is none of: 不适用."""
    return load_catalogue("zh").format("form", "not-applicable")


def is_shared(cell: RowCell, name: RowCell, cells: Iterable[RowCell]) -> bool:
    """Return whether a merged cell is of several rows, or of several columns of one."""
    return cell.reaches_beyond(name) or sum(each.cell is cell.cell for each in cells) > 1


def match_indicators(
    rows: Sequence[FoundIndicator],
    indicators: Sequence[Indicator],
    framework: Framework,
    draft: Draft,
) -> dict[str, FoundIndicator]:
    """Return the row of each indicator, by its id; all others are marked."""
    named: dict[str, list[Indicator]] = defaultdict(list)
    for each in indicators:
        named[name_key(each.name.zh or "")].append(each)
    found: dict[str, list[FoundIndicator]] = defaultdict(list)
    for row in rows:
        category = find_category(framework, tuple(cell.text for cell in row.levels))
        known = named[name_key(split_name(row.name.cell.text)[0])]
        fitting = known if len(known) == 1 else [e for e in known if e.category == category]
        if len(fitting) != 1:
            id_ = "import-row-ambiguous" if known else "import-row-unmatched"
            _mark_row(id_, ("indicators",), _cells(row), draft)
            continue
        found[fitting[0].id].append(row)
        if category not in (None, fitting[0].category):
            route = ("indicators", fitting[0].id)
            draft.mark("import-level-differs", route, row.levels[-1], text=row.levels[-1].text)
    return dict(_single("indicators", found, {e.id: e.name.zh or "" for e in indicators}, draft))


def match_named(
    kind: str,
    rows: Sequence[NamedRow],
    items: Sequence[NamedItem],
    draft: Draft,
    *,
    in_order: bool = False,
) -> dict[str, NamedRow]:
    """Return the row of each goal or task, by its id; all others are marked.

    Rows `in_order` are those of the items, whatever they say, unless another row says what the item
    does: a difference is marked.
    """
    named: dict[str, list[NamedItem]] = defaultdict(list)
    for each in items:
        named[name_key(each.text)].append(each)
    said = {name_key(row.name.text) for row in rows}
    found: dict[str, list[NamedRow]] = defaultdict(list)
    for at, row in enumerate(rows):
        known = named[name_key(row.name.text)]
        if len(known) == 1:
            draft.use(row.name)
            found[known[0].id].append(row)
        elif in_order and name_key(items[at].text) not in said:
            found[items[at].id].append(row)
            draft.mark("import-goal-differs", (kind, items[at].id), row.name, plan=items[at].text)
        else:
            _mark_row("import-row-unmatched", (kind,), _cells(row), draft)
    return dict(_single(kind, found, {each.id: each.text for each in items}, draft))


def _single(
    kind: str, found: Mapping[str, Sequence[_Row]], names: Mapping[str, str], draft: Draft
) -> Iterator[tuple[str, _Row]]:
    """The rows of items that have one; a missing one is marked, and so is each of several."""
    for id_, name in names.items():
        rows = found.get(id_, ())
        if len(rows) == 1:
            yield id_, rows[0]
        elif not rows:
            draft.miss("import-row-missing", (kind, id_), name=name)
        for row in rows if len(rows) > 1 else ():
            _mark_row("import-row-twice", (kind, id_), _cells(row), draft)


def _cells(row: FoundIndicator | NamedRow) -> list[RowCell]:
    """The cells of a row but for the labels of levels, from left to right."""
    if isinstance(row, NamedRow):
        cells, levels = [row.name, *row.cells.values()], []
    else:
        cells, levels = [*row.cells.values()], [each.cell for each in row.levels]
    own = (each for each in cells if each.cell not in levels)
    return sorted(own, key=lambda each: each.cell.column)


def _mark_row(id_: str, route: Route, cells: Iterable[RowCell], draft: Draft) -> None:
    """Mark a row of which nothing is taken; its texts are in the mark."""
    said = [cell for cell in cells if not is_blank(cell.text)]
    draft.mark(id_, route, said[0] if said else None, row=" | ".join(cell.text for cell in said))
    for cell in said:
        draft.use(cell)
