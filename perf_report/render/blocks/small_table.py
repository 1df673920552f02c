"""A small table of a form's own."""

from collections.abc import Iterator
from decimal import Decimal

from perf_report.model.field_value import Cells, FieldValue
from perf_report.model.form import Column, TableBlock, ValueType
from perf_report.model.money import add_amounts
from perf_report.model.route import Route
from perf_report.render.blocks.context import BlockContext, column_heads, label_cells, label_column
from perf_report.render.blocks.values import cell_kind, choice_runs, print_value
from perf_report.render.grid.cells import Grid, GridColumn, HeadCell, Line, LineCell
from perf_report.render.grid.heads import grouped_head
from perf_report.render.localized_text import TextRuns


def small_table_grid(block: TableBlock, context: BlockContext, id_: str) -> Grid:
    """Return the grid of a small table; without rows, one that is blank."""
    lead = label_column(context, block.label)
    columns = (
        *lead,
        *(GridColumn(id=each.id, kind=cell_kind(each.type)) for each in block.columns),
    )
    none: TextRuns = ()
    head = [(HeadCell(id=column.id, runs=(), of_label=True), none) for column in lead]
    head += column_heads(block.columns, context)
    return Grid(
        id=id_,
        kind="small",
        caption=context.label(block.label),
        bookmark=context.plain_label(block.label),
        columns=columns,
        head=grouped_head(head),
        lines=tuple(_lines(block, context, id_, len(lead))),
    )


def _lines(block: TableBlock, context: BlockContext, id_: str, lead: int) -> Iterator[Line]:
    label = label_cells(context, id_, block.label)
    rows = context.plan.tables.get(block.id, ())
    for number, row in enumerate(rows or ({},), start=1):
        route = ("tables", block.id, number - 1)
        cells = _cells(block.columns, row, context, lead, route)
        yield Line(anchor=f"{id_}-row{number}", cells=(*label, *cells))
    if rows and any(column.has_total for column in block.columns):
        cells = _cells(block.columns, _totals(block, rows), context, lead)
        yield Line(anchor=f"{id_}-sum-row", kind="sum", cells=(*label, *cells))


def _cells(
    columns: tuple[Column, ...],
    row: Cells,
    context: BlockContext,
    lead: int,
    route: Route = (),
) -> Iterator[LineCell]:
    for number, column in enumerate(columns, start=lead):
        runs = print_value(row.get(column.id), column.type, context.localizer, column.choices)
        is_header = number == lead
        yield LineCell(
            column=number, runs=runs, kind="name" if is_header else cell_kind(column.type),
            is_header=is_header, label=context.label(column.label),
            room=0 if column.type is ValueType.TEXT else None,
            choices=choice_runs(column.type, column.choices, context.localizer),
            route=(*route, column.id) if route else (),
        )  # fmt: skip


def _totals(block: TableBlock, rows: tuple[Cells, ...]) -> Cells:
    """A last row: the sums of the columns that are added up, and what says so."""
    totals: dict[str, FieldValue] = {}
    if block.total:
        totals[block.columns[0].id] = block.total
    for column in block.columns:
        amounts = [row.get(column.id) for row in rows]
        known = [amount for amount in amounts if isinstance(amount, Decimal)]
        if column.has_total and known:
            totals[column.id] = add_amounts(known)
    return totals
