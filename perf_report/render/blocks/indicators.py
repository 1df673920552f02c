"""Indicators: under each goal or in one list, with the columns that a form asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_report.model.form import Horizon, IndicatorColumn, IndicatorsBlock, ShownColumn
from perf_report.render.blocks.context import BlockContext, label_cells, label_column
from perf_report.render.blocks.indicator_cells import IndicatorCells, column_kind
from perf_report.render.blocks.indicator_lists import (
    ListedIndicators,
    RowContent,
    listed_indicators,
)
from perf_report.render.blocks.report_rows import goal_line, report_sums, total_words
from perf_report.render.blocks.sheet_columns import sum_line
from perf_report.render.grid.cells import LABEL, Grid, GridColumn, HeadCell, Line, LineCell
from perf_report.render.grid.heads import grouped_head
from perf_report.render.localized_text import TextRuns

# The column of goals, where indicators stand under them.
_GOAL = "goal"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """The columns of a block: the lead (label, goal), those of all horizons, those of each."""

    block: IndicatorsBlock
    lead: tuple[GridColumn, ...]
    shared: tuple[ShownColumn, ...]
    repeated: tuple[ShownColumn, ...]

    @property
    def columns(self) -> tuple[GridColumn, ...]:
        """All columns of the grid."""
        shared = [_grid_column(each) for each in self.shared]
        repeated = [
            _grid_column(each, self.band(horizon))
            for horizon in self.block.horizons
            for each in self.repeated
        ]
        return (*self.lead, *shared, *repeated)

    def band(self, horizon: Horizon) -> str:
        """What the ids of a horizon's columns begin with; empty for the only one."""
        return horizon.id if len(self.block.horizons) > 1 else ""


def _grid_column(shown: ShownColumn, band: str = "") -> GridColumn:
    return GridColumn(id=_column_id(shown, band), kind=column_kind(shown))


def _column_id(shown: ShownColumn, band: str = "") -> str:
    # The name is the third level, whatever the form calls it.
    id_ = "level3" if shown.builtin is IndicatorColumn.NAME else shown.id
    return f"{band}-{id_}" if band else id_


def indicators_grid(block: IndicatorsBlock, context: BlockContext, id_: str) -> Grid:
    """Return the grid of a block of indicators."""
    layout = _layout(block, context)
    label = context.label(block.label)
    return Grid(
        id=id_,
        kind="indicators",
        caption=label,
        bookmark=label,
        columns=layout.columns,
        head=grouped_head(_heads(layout, context)),
        lines=tuple(_lines(layout, context, id_)),
        starts_page=not context.is_sheet,
    )


def _layout(block: IndicatorsBlock, context: BlockContext) -> _Layout:
    """Behind level 1, the columns repeat for each of several horizons."""
    lead = label_column(context, block.label)
    if _has_goal_column(block):
        lead = (*lead, GridColumn(id=_GOAL, kind=_GOAL))
    is_shared = [column.builtin is IndicatorColumn.LEVEL1 for column in block.columns]
    count = is_shared.index(True) + 1 if any(is_shared) and len(block.horizons) > 1 else 0
    return _Layout(
        block=block, lead=lead, shared=block.columns[:count], repeated=block.columns[count:]
    )


def _has_goal_column(block: IndicatorsBlock) -> bool:
    """Whether goals stand in a column beside their indicators, and in no row above them."""
    return block.under == "goals" and not block.goal_row


# --- The header ---


def _heads(layout: _Layout, context: BlockContext) -> Iterator[tuple[HeadCell, TextRuns]]:
    """The cells over all columns, each with the label of its group."""
    block = layout.block
    for column in layout.lead:
        label = context.label(block.goal) if column.id == _GOAL else ()
        yield HeadCell(id=column.id, runs=label, of_label=column.kind == LABEL), ()
    for shown in layout.shared:
        yield HeadCell(id=_column_id(shown), runs=context.label(shown.label)), ()
    for horizon in block.horizons:
        for shown in layout.repeated:
            id_ = _column_id(shown, layout.band(horizon))
            head = HeadCell(id=id_, runs=context.label(shown.label_under(horizon.id)))
            yield head, _group(shown, horizon, block, context)


def _group(
    shown: ShownColumn, horizon: Horizon, block: IndicatorsBlock, context: BlockContext
) -> TextRuns:
    """What stands over a column: its own group, a horizon that the form words, or all columns'."""
    own = shown.group or (shown.own and shown.own.group)
    if own:
        return context.label(own)
    if len(block.horizons) > 1:
        return context.label(horizon.label) if horizon.is_labelled else ()
    return context.label(block.group)


# --- The lines ---


def _lines(layout: _Layout, context: BlockContext, id_: str) -> Iterator[Line]:
    if len(context.tables) > 1 and any(each.has_total for each in layout.repeated):
        yield sum_line(layout.repeated, context, id_)
    is_empty = True
    for table in context.tables:
        number = 0
        for listed in listed_indicators(layout.block, table):
            if layout.block.goal_row and listed.goal:
                is_empty = False
                yield goal_line(layout.block, table, listed, layout.columns)
            for row in listed.rows():
                number += 1
                is_empty = False
                yield _line(layout, table, table.prefix(id_), listed, row, number)
    if is_empty:
        yield _blank_line(layout, context, id_)
    if layout.block.total:
        yield _total_line(layout, context, id_)


def _line(
    layout: _Layout,
    context: BlockContext,
    id_: str,
    listed: ListedIndicators,
    row: RowContent,
    number: int,
) -> Line:
    cells = list(_lead_cells(layout, context, id_, listed))
    path = cells[-1].key if cells else id_
    filler = IndicatorCells(context=context, block=layout.block, path=path)
    for shown in layout.shared:
        cells.append(filler.cell(shown, row.shared, len(cells)))
        path = cells[-1].key or path
    for horizon, entry in zip(layout.block.horizons, row.entries, strict=True):
        band = layout.band(horizon)
        below = IndicatorCells(
            context=context, block=layout.block, path=f"{path}_{band}" if band else path, band=band
        )
        cells += below.cells(layout.repeated, entry, len(cells))
    only = row.entries[0].indicator if len(row.entries) == 1 else None
    anchor = f"{context.prefix('indicator')}-{only.id}" if only else f"{id_}-row{number}"
    return Line(anchor=anchor, cells=tuple(cells))


def _blank_line(layout: _Layout, context: BlockContext, id_: str) -> Line:
    """The only row of a block without an indicator, beside the label."""
    cells = list(label_cells(context, id_, layout.block.label))
    for column, each in enumerate(layout.columns[len(cells) :], start=len(cells)):
        cells.append(LineCell(column=column, runs=(), kind=each.kind))
    return Line(anchor=f"{id_}-row1", cells=tuple(cells))


def _lead_cells(
    layout: _Layout, context: BlockContext, id_: str, listed: ListedIndicators
) -> Iterator[LineCell]:
    block = layout.block
    yield from label_cells(context, id_, block.label)
    if _has_goal_column(block):
        yield LineCell(
            column=len(layout.lead) - 1,
            runs=context.localizer.form_string("goal-number", number=listed.number),
            continued=context.localizer.form_string("goal-continued", number=listed.number),
            kind=_GOAL,
            key=listed.goal.id if listed.goal else _GOAL,
            is_header=True,
            is_bookmark=True,
        )


def _total_line(layout: _Layout, context: BlockContext, id_: str) -> Line:
    """The last row: the sum of weights in each column of weights, and before it what says so."""
    block = layout.block
    label = label_cells(context, id_, block.label)
    sums = _sums(layout, context)
    columns = len(layout.columns)
    first = min(sums, default=columns)
    words = total_words(block, context)
    cells = [*label]
    if first > len(label):
        width = first - len(label)
        cells.append(
            LineCell(column=len(label), columns=width, runs=words, kind="sum", is_header=True)
        )
    heads = [head.runs for head, _ in _heads(layout, context)]
    for column in range(first, columns):
        runs = context.localizer.number(sums[column]) if column in sums else ()
        head = heads[column] if column in sums else ()
        cells.append(LineCell(column=column, runs=runs, kind="weight", label=head))
    return Line(anchor=f"{id_}-sum-row", cells=tuple(cells), kind="sum")


def _sums(layout: _Layout, context: BlockContext) -> dict[int, str]:
    """What stands in the last row, by column: the sums of weights, and in a report the total."""
    if context.reported:
        start = len(layout.lead)
        return report_sums(layout.block.columns, context.reported, start)
    return {column: f"{weight:f}" for column, weight in _weight_sums(layout, context).items()}


def _weight_sums(layout: _Layout, context: BlockContext) -> dict[int, Decimal]:
    """The sum of the weights in each column of weights, by the column."""
    start = len(layout.lead)
    sums: dict[int, Decimal] = {}
    for at, shown in enumerate(layout.shared, start=start):
        if shown.builtin is IndicatorColumn.WEIGHT:
            sums[at] = _weight_sum(layout, context, range(len(layout.block.horizons)))
    start += len(layout.shared)
    for number in range(len(layout.block.horizons)):
        for at, shown in enumerate(layout.repeated, start=start):
            if shown.builtin is IndicatorColumn.WEIGHT:
                sums[at] = _weight_sum(layout, context, (number,))
        start += len(layout.repeated)
    return sums


def _weight_sum(layout: _Layout, context: BlockContext, horizons: Iterable[int]) -> Decimal:
    """The sum of the weights of some horizons, those of all tables of a sheet."""
    weights = (
        entry.indicator.weight
        for number in horizons
        for table in context.tables
        for listed in listed_indicators(layout.block, table)
        for entry in listed.horizons[number]
        if entry.indicator
    )
    return sum((weight for weight in weights if weight is not None), Decimal(0))
