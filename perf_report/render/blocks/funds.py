"""Money: a row for each main task, or a row for each source."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from perf_report.model.field_value import Cells, FieldValue
from perf_report.model.form import Column, FundsBlock, FundsNode, ValueType
from perf_report.model.money import add_amounts, format_amount
from perf_report.model.plan import Funds
from perf_report.render.blocks.context import BlockContext, label_cell, label_column
from perf_report.render.blocks.values import print_value
from perf_report.render.grid.cells import Grid, GridColumn, HeadCell, Line, LineCell


def funds_grid(block: FundsBlock, context: BlockContext, id_: str) -> Grid:
    """Return the grid of a block of money."""
    return (_by_task if block.rows == "tasks" else _by_source)(block, context, id_)


# --- A row for each main task ---


def _by_task(block: FundsBlock, context: BlockContext, id_: str) -> Grid:
    nodes = block.amounts()
    columns = (
        GridColumn(id="number", kind="number"),
        GridColumn(id="task", kind="task"),
        *(GridColumn(id=node.id, kind="amount") for node in nodes),
    )
    return Grid(
        id=id_,
        kind="funds",
        caption=context.unit_label(block.label),
        bookmark=context.plain_label(block.label),
        columns=columns,
        head=_tree_head(block, context),
        lines=tuple(_task_lines(block, nodes, context, id_)),
    )


def _tree_head(block: FundsBlock, context: BlockContext) -> tuple[tuple[HeadCell, ...], ...]:
    """The header: number, task and the label of all money above the tree of sources."""
    depth = _depth(block.tree)
    rows: list[list[HeadCell]] = [[] for _ in range(depth + 1)]
    for name, label in (("number", block.number), ("task", block.task)):
        rows[0].append(HeadCell(id=name, runs=context.text(label), rows=depth + 1))
    rows[0].append(
        HeadCell(id="budget", runs=context.unit_label(block.label), columns=len(block.amounts()))
    )
    _add_nodes(rows, block.tree, 1, context)
    return tuple(map(tuple, rows))


def _add_nodes(
    rows: list[list[HeadCell]], nodes: Sequence[FundsNode], level: int, context: BlockContext
) -> None:
    """Add the cells of nodes at a row; those over a heading's parts stand one row lower."""
    for node in nodes:
        label = context.text(node.label)
        if node.is_heading:
            width = sum(not below.is_heading for below in node.walk())
            rows[level].append(HeadCell(id=node.id, runs=label, columns=width))
            _add_nodes(rows, node.parts, level + 1, context)
        else:
            rows[level].append(HeadCell(id=node.id, runs=label, rows=len(rows) - level))
            _add_nodes(rows, node.parts, level, context)


def _depth(nodes: Sequence[FundsNode]) -> int:
    return max((_depth(node.parts) + node.is_heading for node in nodes), default=1)


def _task_lines(
    block: FundsBlock, nodes: Sequence[FundsNode], context: BlockContext, id_: str
) -> Iterator[Line]:
    sum_cell = LineCell(
        column=0, columns=2, runs=context.text(block.total), kind="sum", is_header=True
    )
    totals = context.plan.printed_totals()
    yield Line(
        anchor=f"{id_}-sum-row",
        kind="sum",
        cells=(sum_cell, *_task_amounts(totals, nodes, context)),
    )
    for number, task in enumerate(context.plan.tasks, start=1):
        text = LineCell(
            column=1, runs=context.text(task.text), kind="text", is_header=True,
            room=context.room("task"),
        )  # fmt: skip
        figure = LineCell(column=0, runs=context.localizer.number(str(number)), kind="number")
        amounts = _task_amounts(task.funds, nodes, context)
        yield Line(anchor=f"task-{task.id}", cells=(figure, text, *amounts))


def _task_amounts(
    funds: Funds, nodes: Sequence[FundsNode], context: BlockContext
) -> Iterator[LineCell]:
    for column, node in enumerate(nodes, start=2):
        amount = format_amount(funds.printed_amount(node.id))
        runs = context.localizer.number(amount) if amount else ()
        yield LineCell(column=column, runs=runs, kind="amount", label=context.text(node.label))


# --- A row for each source ---


def _by_source(block: FundsBlock, context: BlockContext, id_: str) -> Grid:
    lead = label_column(context, block.label)
    columns = (
        *lead,
        GridColumn(id="source", kind="source"),
        *(GridColumn(id=column.id, kind=_kind(column)) for column in block.columns),
    )
    return Grid(
        id=id_,
        kind="sources",
        caption=context.unit_label(block.label),
        bookmark=context.plain_label(block.label),
        columns=columns,
        head=_source_head(block, context, columns) if len(block.columns) > 1 else (),
        lines=tuple(_source_lines(block, context, id_, len(lead))),
    )


def _source_head(
    block: FundsBlock, context: BlockContext, columns: Sequence[GridColumn]
) -> tuple[tuple[HeadCell, ...], ...]:
    blank = len(columns) - len(block.columns)
    cells = [HeadCell(id=column.id, runs=()) for column in columns[:blank]]
    cells += [HeadCell(id=column.id, runs=context.text(column.label)) for column in block.columns]
    return (tuple(cells),)


def _source_lines(block: FundsBlock, context: BlockContext, id_: str, lead: int) -> Iterator[Line]:
    label = [label_cell(context, id_, block.label)] if lead else []
    for node, depth in _walk(block.tree):
        name = LineCell(
            column=lead, runs=context.text(node.label), kind="source", is_header=True, depth=depth
        )
        amounts = _source_amounts(node, block.columns, context, lead + 1)
        yield Line(anchor=f"{id_}-row-{node.id}", cells=(*label, name, *amounts))


def _walk(nodes: Sequence[FundsNode], depth: int = 0) -> Iterator[tuple[FundsNode, int]]:
    for node in nodes:
        yield node, depth
        yield from _walk(node.parts, depth + 1)


def _source_amounts(
    node: FundsNode, columns: Sequence[Column], context: BlockContext, start: int
) -> Iterator[LineCell]:
    for number, column in enumerate(columns, start=start):
        value = printed_source(node, column, context.plan.funds)
        runs = print_value(value, column.type, context.localizer, column.choices)
        label = context.text(column.label)
        yield LineCell(column=number, runs=runs, kind=_kind(column), label=label)


def printed_source(
    node: FundsNode, column: Column, funds: Mapping[str, Cells]
) -> FieldValue | None:
    """Return what stands in a column of a source: what is declared, or the sum of its parts."""
    declared = funds.get(node.id, {}).get(column.id)
    if declared is not None or column.type is not ValueType.MONEY:
        return declared
    parts = [printed_source(part, column, funds) for part in node.parts]
    amounts = [part for part in parts if isinstance(part, Decimal)]
    return add_amounts(amounts) if amounts else None


def _kind(column: Column) -> str:
    return "amount" if column.type in {ValueType.MONEY, ValueType.PERCENT} else "value"
