"""The blocks of a form as grids, one module a kind of block; no module knows a form by name."""

from collections.abc import Callable, Iterator
from typing import Any

from perf_report.model.form import (
    Block,
    FieldsBlock,
    FundsBlock,
    GoalsBlock,
    IndicatorsBlock,
    TableBlock,
)
from perf_report.render.blocks.context import BlockContext
from perf_report.render.blocks.fields import fields_grid
from perf_report.render.blocks.funds import funds_grid
from perf_report.render.blocks.goals import goals_grid
from perf_report.render.blocks.indicators import indicators_grid
from perf_report.render.blocks.small_table import small_table_grid
from perf_report.render.grid.cells import Grid

_GRIDS: dict[type, tuple[str, Callable[[Any, BlockContext, str], Grid]]] = {
    FieldsBlock: ("fields", fields_grid),
    FundsBlock: ("funds", funds_grid),
    TableBlock: ("table", small_table_grid),
    GoalsBlock: ("goals", goals_grid),
    IndicatorsBlock: ("indicators", indicators_grid),
}


def block_grids(blocks: tuple[Block, ...], context: BlockContext) -> Iterator[Grid]:
    """Yield the grid of each block; the second of a kind has a number in its ids."""
    counts: dict[str, int] = {}
    for block in blocks:
        name, build = _GRIDS[type(block)]
        counts[name] = counts.get(name, 0) + 1
        id_ = name if counts[name] == 1 else f"{name}{counts[name]}"
        yield build(block, context, id_)
