"""The cells of a report's funds by the columns of its form, and the grid of those by task."""

from collections.abc import Iterator
from fractions import Fraction

from perf_report.model.form import Column, FundsBlock, ValueType
from perf_report.model.report_columns import REPORT_AMOUNTS
from perf_report.render.blocks.context import BlockContext, column_heads, label_cells, label_column
from perf_report.render.blocks.values import cell_kind, choice_runs, print_value
from perf_report.render.grid.cells import Grid, GridColumn, HeadCell, Line, LineCell
from perf_report.render.grid.heads import grouped_head
from perf_report.render.localized_text import TextRuns
from perf_report.render.report_funds import FundsRow, funds_rows
from perf_report.render.reported import Reported, plain
from perf_report.score.rounding import round_half_up

# The decimals of a rate in per cent.
_RATE_PLACES = 2
_PER_CENT = 100
# The columns that no report writes.
_WORKED_OUT = frozenset({"rate", "weight", "score"})


def report_amount(
    column: Column, row: FundsRow, context: BlockContext, reported: Reported
) -> TextRuns:
    """Return what stands in a column of a row of funds."""
    localizer = context.localizer
    if column.id == "rate" and row.is_unbudgeted:
        return localizer.form_string("not-applicable")
    if column.id == "rate":
        return () if row.rate is None else localizer.number(rate_text(row.rate))
    if column.type is ValueType.POINTS:
        return _points(column.id, context, reported) if row.is_whole else ()
    return print_value(row.cells.get(column.id), column.type, localizer, column.choices)


def amount_value(column: Column, row: str) -> tuple[str, ...]:
    """Return where a report has what stands in a column of a row; empty for what is worked out."""
    if not row or column.id in _WORKED_OUT:
        return ()
    own = () if column.id in REPORT_AMOUNTS else ("extra",)
    return ("funds", row, *own, column.id)


def rate_text(rate: Fraction) -> str:
    """Return a share as printed, in per cent and rounded half up: 97.22%."""
    return f"{round_half_up(rate * _PER_CENT, _RATE_PLACES):f}%"


def _points(column: str, context: BlockContext, reported: Reported) -> TextRuns:
    """The points of the execution, or what it scored."""
    if reported.score is None:
        return ()
    execution = reported.score.execution
    if column == "weight":
        return context.localizer.number(plain(execution.weight))
    if not execution.is_applicable:
        return context.localizer.form_string("not-applicable")
    return () if execution.score is None else context.localizer.number(plain(execution.score))


def reported_by_task(
    block: FundsBlock, context: BlockContext, reported: Reported, id_: str
) -> Grid:
    """Return the grid of a block with a row for each main task, below one of the totals."""
    lead = label_column(context, block.label)
    columns = (
        *lead,
        GridColumn(id="task", kind="text"),
        *(GridColumn(id=each.id, kind=cell_kind(each.type)) for each in block.columns),
    )
    none: TextRuns = ()
    head = [(HeadCell(id=column.id, runs=(), of_label=True), none) for column in lead]
    head += [(HeadCell(id="task", runs=context.label(block.task)), none)]
    head += column_heads(block.columns, context)
    return Grid(
        id=id_,
        kind="sources",
        caption=context.label(block.label),
        bookmark=context.plain_label(block.label),
        columns=columns,
        head=grouped_head(head),
        lines=tuple(_lines(block, context, reported, id_, len(lead))),
    )


def _lines(
    block: FundsBlock, context: BlockContext, reported: Reported, id_: str, lead: int
) -> Iterator[Line]:
    label = label_cells(context, id_, block.label)
    for row in funds_rows(block, context.plan, reported.report):
        name = LineCell(
            column=lead, runs=context.label(row.label), kind="text" if row.id else "sum",
            is_header=True, room=0, item=f"task:{row.id}" if row.id else "",
        )  # fmt: skip
        cells = _cells(block, row, context, reported, lead + 1)
        anchor = f"task-{row.id}" if row.id else f"{id_}-sum-row"
        kind = "" if row.id else "sum"
        yield Line(anchor=anchor, kind=kind, cells=(*label, name, *cells))


def _cells(
    block: FundsBlock, row: FundsRow, context: BlockContext, reported: Reported, start: int
) -> Iterator[LineCell]:
    for number, column in enumerate(block.columns, start=start):
        yield LineCell(
            column=number,
            runs=report_amount(column, row, context, reported),
            kind=cell_kind(column.type),
            label=context.label(column.label),
            room=0 if column.type is ValueType.TEXT else None,
            choices=choice_runs(column.type, column.choices, context.localizer),
            value=amount_value(column, row.id),
        )
