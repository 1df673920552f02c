"""Money by main task: a row for each, and the tree of sources across."""

from collections.abc import Iterator, Mapping, Sequence

from perf_report.model.form import FundsBlock, FundsNode
from perf_report.model.funds import Funds
from perf_report.model.money import format_amount
from perf_report.model.route import Route
from perf_report.model.source_tree import SourceTree
from perf_report.render.blocks.context import BlockContext
from perf_report.render.grid.cells import Grid, GridColumn, HeadCell, Line, LineCell


def funds_by_task(block: FundsBlock, context: BlockContext, id_: str) -> Grid:
    """Return the grid of a block with a row for each main task, below one of the totals."""
    nodes = block.amounts()
    columns = (
        GridColumn(id="number", kind="number"),
        GridColumn(id="task", kind="task"),
        *(GridColumn(id=node.id, kind="amount") for node in nodes),
    )
    return Grid(
        id=id_,
        kind="funds",
        caption=context.label(block.label),
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
        rows[0].append(HeadCell(id=name, runs=context.label(label), rows=depth + 1))
    rows[0].append(
        HeadCell(id="budget", runs=context.label(block.label), columns=len(block.amounts()))
    )
    _add_nodes(rows, block.tree, 1, context)
    return tuple(map(tuple, rows))


def _add_nodes(
    rows: list[list[HeadCell]], nodes: Sequence[FundsNode], level: int, context: BlockContext
) -> None:
    """Add the cells of nodes at a row; those over a heading's parts stand one row lower."""
    for node in nodes:
        label = context.label(node.label)
        if node.is_heading:
            width = sum(not below.is_heading for below in node.walk())
            rows[level].append(HeadCell(id=node.id, runs=label, columns=width))
            _add_nodes(rows, node.parts, level + 1, context)
            continue
        if node.parts_first:
            _add_nodes(rows, node.parts, level, context)
        rows[level].append(HeadCell(id=node.id, runs=label, rows=len(rows) - level))
        if not node.parts_first:
            _add_nodes(rows, node.parts, level, context)


def _depth(nodes: Sequence[FundsNode]) -> int:
    return max((_depth(node.parts) + node.is_heading for node in nodes), default=1)


def _task_lines(
    block: FundsBlock, nodes: Sequence[FundsNode], context: BlockContext, id_: str
) -> Iterator[Line]:
    sum_cell = LineCell(
        column=0, columns=2, runs=context.label(block.total), kind="sum", is_header=True
    )
    totals = context.plan.printed_totals()
    parts = SourceTree.of(block.tree).parts
    yield Line(
        anchor=f"{id_}-sum-row",
        kind="sum",
        cells=(sum_cell, *_task_amounts(totals, nodes, parts, context, ("budget",))),
    )
    for number, task in enumerate(context.plan.tasks, start=1):
        route: Route = ("tasks", number - 1)
        text = LineCell(
            column=1, runs=context.text(task.text), kind="text", is_header=True,
            room=0, item=f"task:{task.id}", route=(*route, "text"),
        )  # fmt: skip
        figure = LineCell(column=0, runs=context.localizer.number(str(number)), kind="number")
        amounts = _task_amounts(task.funds, nodes, parts, context, (*route, "funds"))
        yield Line(anchor=f"task-{task.id}", cells=(figure, text, *amounts))


def _task_amounts(
    funds: Funds,
    nodes: Sequence[FundsNode],
    parts: Mapping[str, tuple[str, ...]],
    context: BlockContext,
    route: Route,
) -> Iterator[LineCell]:
    for column, node in enumerate(nodes, start=2):
        amount = format_amount(funds.printed_amount(node.id))
        runs = context.localizer.number(amount) if amount else ()
        yield LineCell(
            column=column, runs=runs, kind="amount", label=context.label(node.label),
            source=node.id, adds=parts.get(node.id, ()), route=(*route, node.id),
        )  # fmt: skip
