"""The blocks of a form as grids, one module a kind of block; no module knows a form by name."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from perf_report.model.form import (
    Block,
    FieldsBlock,
    FundsBlock,
    GoalsBlock,
    IndicatorsBlock,
    LineBlock,
    TableBlock,
)
from perf_report.render.blocks.context import BlockContext
from perf_report.render.blocks.fields import fields_grid, text_line
from perf_report.render.blocks.funds_by_source import funds_by_source
from perf_report.render.blocks.funds_by_task import funds_by_task
from perf_report.render.blocks.goals import goals_grid
from perf_report.render.blocks.indicators import indicators_grid
from perf_report.render.blocks.report_funds_cells import reported_by_task
from perf_report.render.blocks.small_table import small_table_grid
from perf_report.render.grid.cells import Grid, TextLine
from perf_report.render.report_funds import stands_by_task


def _funds_grid(block: FundsBlock, context: BlockContext, id_: str) -> Grid:
    if context.reported and stands_by_task(block, context.plan):
        return reported_by_task(block, context, context.reported, id_)
    by_task = block.rows == "tasks" and not context.reported
    return (funds_by_task if by_task else funds_by_source)(block, context, id_)


_GRIDS: dict[type, tuple[str, Callable[[Any, BlockContext, str], Grid]]] = {
    FieldsBlock: ("fields", fields_grid),
    FundsBlock: ("funds", _funds_grid),
    TableBlock: ("table", small_table_grid),
    GoalsBlock: ("goals", goals_grid),
    IndicatorsBlock: ("indicators", indicators_grid),
}


def print_blocks(blocks: Sequence[Block], context: BlockContext) -> Iterator[Grid | TextLine]:
    """Yield what prints of each block; the second grid of a kind has a number in its ids."""
    counts: Counter[str] = Counter()
    for block in blocks:
        if isinstance(block, LineBlock):
            yield text_line(block, context)
            continue
        name, build = _GRIDS[type(block)]
        counts[name] += 1
        yield build(block, context, name if counts[name] == 1 else f"{name}{counts[name]}")
