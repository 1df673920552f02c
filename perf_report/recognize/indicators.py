"""Recognize indicators: the rows of their table, with the labels of levels that span several."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from perf_report.model.form import IndicatorColumn, IndicatorsBlock, ShownColumn
from perf_report.model.paper import PaperCell
from perf_report.recognize.block_labels import block_keys, label_keys
from perf_report.recognize.cell_text import is_blank
from perf_report.recognize.columns import Wanted, count_labels, head_runs
from perf_report.recognize.draft import Draft
from perf_report.recognize.indicator_columns import (
    added_columns,
    settle_columns,
    with_spanned_heads,
)
from perf_report.recognize.label_words import goal_label, words_of
from perf_report.recognize.references import is_number
from perf_report.recognize.rows import Row, RowCell
from perf_report.recognize.target_columns import (
    TARGETS,
    cells_of_targets,
    joined,
    of_the_year,
    pass_over_other_years,
)
from perf_report.recognize.under_head import name_under

_LEVELS = (IndicatorColumn.LEVEL1, IndicatorColumn.LEVEL2, IndicatorColumn.LEVEL3)
# Columns that a cell of a target takes nothing from.
_WHOLE = (*_LEVELS, IndicatorColumn.NAME, *TARGETS)
# A head has so many labels of columns.
_NEEDED = 3
# The column of the goal's label, which is no column of the form's list.
_GOAL = "#goal"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundIndicator:
    """A row of indicators: the labels of its levels, its goal, and its cells by column.

    `goal` is the text of the cell that names the goal; None where the table has no such column.
    `heads` are the labels over the columns.
    """

    levels: tuple[RowCell, ...]
    cells: Mapping[str, RowCell]
    columns: Mapping[str, ShownColumn]
    horizon: str
    goal: RowCell | None
    heads: Mapping[str, RowCell] = field(default_factory=dict)
    row_id: str = ""

    def cell(self, builtin: IndicatorColumn) -> RowCell | None:
        """The cell of a built-in column, if it says something."""
        for id_, column in self.columns.items():
            if column.builtin is builtin and id_ in self.cells:
                found = self.cells[id_]
                is_other = builtin not in _WHOLE and found.cell in self._targets
                return None if is_blank(found.text) or is_other else found
        return None

    @property
    def _targets(self) -> list[PaperCell]:
        """The cells of targets, which may span the columns beside theirs."""
        return [
            self.cells[id_].cell for id_, column in self.columns.items()
            if column.builtin in TARGETS and id_ in self.cells
        ]  # fmt: skip

    @property
    def name(self) -> RowCell:
        """The cell with its name, which every row of an indicator has."""
        return self.cell(IndicatorColumn.NAME) or next(iter(self.cells.values()))


@dataclass(slots=True)
class _Carried:
    """The labels of levels and of the goal, which hold until the next one."""

    cells: dict[str, RowCell] = field(default_factory=dict)

    def see(self, name: str, cell: RowCell | None, order: Sequence[str]) -> RowCell | None:
        """Return what holds for a row, and forget what stood under a label that is new."""
        if cell is not None and cell.text:
            if name in self.cells and self.cells[name].text != cell.text:
                for below in order[order.index(name) + 1 :]:
                    self.cells.pop(below, None)
            self.cells[name] = cell
        return self.cells.get(name)


def find_indicators(
    block: IndicatorsBlock, rows: Sequence[Row], draft: Draft
) -> Iterator[FoundIndicator]:
    """Yield the indicators of a block in the order of the paper."""
    wanted = [each for each, _, _ in _wanted(block, draft.year)]
    labels = [Wanted(name=_GOAL, keys=_goal_keys(block, draft.year)), *wanted]
    own = block_keys(block, draft.year)
    heads = [count_labels(row, labels) >= _NEEDED or _has_labels_alone(row, own) for row in rows]
    heads = with_spanned_heads(rows, heads, labels)
    carried = _Carried()
    settled: list[Row] | None = None
    named: dict[str, RowCell] = {}
    for head, row in head_runs(rows, heads):
        if head is not settled:
            settled, named = head, settle_columns(head, labels, block, draft)
        columns = _with_goals(named, head, block, row)
        if columns and not _is_across(columns, row):
            found = _row_indicators(block, row, columns, carried, draft)
            targets = cells_of_targets(columns, head, row)
            pass_over_other_years(head, row, draft)
            yield from (_with_whole_target(each, targets, draft) for each in found)


def _with_whole_target(
    found: FoundIndicator, targets: Mapping[str, Sequence[RowCell]], draft: Draft
) -> FoundIndicator:
    """An indicator with all cells under the label of its target as one."""
    whole = {
        id_: joined(targets[name], draft)
        for id_ in found.cells
        if (name := f"{found.horizon}.{id_}") in targets
    }
    return replace(found, cells={**found.cells, **whole}) if whole else found


def _has_labels_alone(row: Row, labels: frozenset[str]) -> bool:
    texts = [cell.key for cell in row.starting if cell.key]
    return bool(texts) and all(text in labels for text in texts)


def _with_goals(
    columns: dict[str, RowCell], head: Sequence[Row], block: IndicatorsBlock, row: Row
) -> dict[str, RowCell]:
    """The columns with that of the goal where the form puts no label over it: 目标1."""
    if block.under != "goals" or _GOAL in columns or not columns:
        return columns
    first = min(cell.cell.column for cell in columns.values())
    for cell in row.cells:
        if cell.cell.column < first and goal_label().fullmatch(cell.key):
            above = next((each for each in head[0].cells if each.covers(cell.cell.column)), cell)
            return columns | {_GOAL: above}
    return columns


def _goal_keys(block: IndicatorsBlock, year: int) -> frozenset[str]:
    return label_keys(block.goal, year)


def _wanted(block: IndicatorsBlock, year: int) -> Iterator[tuple[Wanted, ShownColumn, str]]:
    """The columns to look for, each with the form's column and its horizon, from left to right.

    Level 1 stands once for all horizons.
    """
    for number, horizon in enumerate(block.horizons):
        for column in block.columns:
            if number and column.builtin is IndicatorColumn.LEVEL1:
                continue
            keys = label_keys(column.label_under(horizon.id), year) | words_of(column.builtin)
            if column.builtin in TARGETS:
                keys |= of_the_year(keys, year)
            yield Wanted(name=f"{horizon.id}.{column.id}", keys=keys), column, horizon.id
    for horizon in block.horizons:
        for column in added_columns(block):
            keys = words_of(column.builtin)
            yield Wanted(name=f"{horizon.id}.{column.id}", keys=keys), column, horizon.id


def _row_indicators(
    block: IndicatorsBlock,
    row: Row,
    heads: Mapping[str, RowCell],
    carried: _Carried,
    draft: Draft,
) -> Iterator[FoundIndicator]:
    goal_head = heads.get(_GOAL)
    goal = carried.see(_GOAL, row.at(goal_head.cell.column), [_GOAL]) if goal_head else None
    level1: RowCell | None = None
    for horizon in block.horizons:
        columns = {
            wanted.name.partition(".")[2]: column
            for wanted, column, each in _wanted(block, draft.year)
            if each == horizon.id and wanted.name in heads
        }
        cells = {
            id_: cell
            for id_ in columns
            if (cell := _cell_under(heads[f"{horizon.id}.{id_}"], id_, row, draft)) is not None
        }
        levels = list(_levels(columns, cells, carried, horizon.id))
        if level1 is None:
            level1 = next(iter(levels), None)
        elif level1 not in levels:
            levels = [level1, *levels]
        if _is_indicator(columns, cells):
            for cell in (*levels, *([goal] if goal else [])):
                draft.use(cell)
            yield FoundIndicator(
                levels=tuple(levels), cells=cells, columns=columns, horizon=horizon.id,
                goal=goal, heads={id_: heads[f"{horizon.id}.{id_}"] for id_ in columns},
                row_id=row.id,
            )  # fmt: skip


def _cell_under(head: RowCell, id_: str, row: Row, draft: Draft) -> RowCell | None:
    is_name = id_ == IndicatorColumn.NAME
    return name_under(row, head, draft) if is_name else row.at(head.cell.column)


def _levels(
    columns: Mapping[str, ShownColumn],
    cells: Mapping[str, RowCell],
    carried: _Carried,
    horizon: str,
) -> Iterator[RowCell]:
    ids = [id_ for id_, column in columns.items() if column.builtin in _LEVELS]
    order = [f"{horizon}.{id_}" for id_ in ids]
    for id_, name in zip(ids, order, strict=True):
        found = carried.see(name, cells.get(id_), order)
        if found is not None:
            yield found


def _is_across(heads: Mapping[str, RowCell], row: Row) -> bool:
    """Whether one cell of a row covers the name and other columns: that is a note."""
    columns = {head.cell.column for head in heads.values()}
    for name, head in heads.items():
        cell = row.at(head.cell.column) if name.endswith(f".{IndicatorColumn.NAME}") else None
        if cell is not None:
            return sum(map(cell.covers, columns)) > 1
    return False


def _is_indicator(columns: Mapping[str, ShownColumn], cells: Mapping[str, RowCell]) -> bool:
    """Whether a row has an indicator: a name that begins in it, and is no label as 联系人：."""
    ids = (id_ for id_, column in columns.items() if column.builtin is IndicatorColumn.NAME)
    name = next((cells[id_] for id_ in ids if id_ in cells), None)
    if name is None or not name.starts or is_blank(name.text):
        return False
    return not (name.text.rstrip().endswith(("：", ":")) or is_number(name.text))
