"""The columns under the label of a target: those of two years, or its sign, figure and unit."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache

from perf_report.model.form import IndicatorColumn
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.columns import Columns
from perf_report.recognize.draft import Draft
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.rows import Row, RowCell
from perf_report.recognize.target_parts import is_whole_target

_YEAR = re.compile("20[0-9]{2}(?=年)")
TARGETS = (IndicatorColumn.TARGET, IndicatorColumn.VALUE)


@cache
def of_the_year(keys: frozenset[str], year: int) -> frozenset[str]:
    """Return how labels of targets begin with the year: 2025年指标值, 本年度指标值."""
    before = ("本年", "本年度", "当年", f"{year}年", f"{year}年度")
    return frozenset(f"{each}{key}" for each in before for key in keys)


def is_target(name: str) -> bool:
    """Return whether a name of a column, as annual.target, is that of a target."""
    return name.rpartition(".")[2] in TARGETS


def settle_targets(columns: Columns, head: Sequence[Row], draft: Draft) -> dict[str, RowCell]:
    """Return the columns of a head, those of targets each with the label of this year's one."""
    found = dict(columns)
    for name in filter(is_target, columns):
        below = list(_below(columns[name], columns, head))
        own = below if len(below) == 1 else [e for e in below if _is_of_year(e, draft.year)]
        if len(own) == 1:
            found[name] = own[0]
            for cell in (columns[name], *below):
                draft.use(cell)
    return found


def _below(label: RowCell, columns: Columns, head: Sequence[Row]) -> Iterator[RowCell]:
    """The labels below a label that are of no other column."""
    others = {id(each.cell) for each in columns.values()}
    for row in head:
        for cell in row.starting:
            is_below = cell.cell.row > label.cell.row and label.covers(cell.cell.column)
            if is_below and cell.key and id(cell.cell) not in others:
                yield cell


def _is_of_year(label: RowCell, year: int) -> bool:
    return label.key.startswith((str(year), *filling_words("this_year")))


def pass_over_other_years(head: Sequence[Row], row: Row, draft: Draft) -> None:
    """Pass over a label of another year and the cells below it: 上年, 2024年."""
    for cell in row.starting:
        labels = [each for line in head for each in line.cells if each.covers(cell.cell.column)]
        if labels and _is_of_another_year(labels[-1], draft.year):
            draft.pass_over(labels[-1])
            draft.pass_over(cell)


def _is_of_another_year(label: RowCell, year: int) -> bool:
    written = _YEAR.match(label.key)
    if written:
        return int(written[0]) != year
    return label.key.startswith(tuple(filling_words("last_year")))


def cells_of_targets(
    columns: Columns, head: Sequence[Row], row: Row
) -> Mapping[str, tuple[RowCell, ...]]:
    """Return what a row has under the label of each target, if that is not the first cell alone.

    A label may go on to the right as a blank one, or be repeated there.
    """
    found = {}
    for name in filter(is_target, columns):
        start, end = columns[name].cell.column, _end(columns[name], columns, head)
        others = {each.cell.column for key, each in columns.items() if key != name}
        cells = [
            cell
            for cell in row.cells
            if start <= cell.cell.column < end
            and cell.cell.column not in others
            and not is_blank(cell.text)
        ]
        if len(cells) > 1 or (cells and cells[0].cell.column > start):
            found[name] = tuple(cells)
    return found


def _end(label: RowCell, columns: Columns, head: Sequence[Row]) -> int:
    end = label.end
    others = {id(each.cell) for each in columns.values()}
    for row in (row for row in head if any(cell.cell is label.cell for cell in row.cells)):
        after = row.at(end)
        while after and after.key in {"", label.key} and id(after.cell) not in others:
            end += after.cell.columns
            after = row.at(end)
    return end


def joined(cells: Sequence[RowCell], draft: Draft) -> RowCell:
    """Return the cells of one target as one; of several targets the first, which is doubtful."""
    said = [cell for cell in cells if cell.text not in filling_words("worded")] or cells
    texts = [cell.text for cell in said]
    text = "".join(texts)
    if is_whole_target(texts) or len(said) == 1:
        for cell in cells:
            draft.use(cell)
        doubt = next((cell.cell.doubt for cell in cells if cell.cell.doubt), "")
        return replace(said[0], cell=replace(said[0].cell, text=text, doubt=doubt))
    for cell in cells:
        draft.pass_over(cell)
    return replace(said[0], cell=replace(said[0].cell, doubt="import-target-several"))
