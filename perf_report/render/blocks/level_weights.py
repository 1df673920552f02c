"""The points of levels, which some forms print after their labels."""

from decimal import Decimal

from perf_report.model.framework import Category, Level1
from perf_report.render.blocks.context import BlockContext
from perf_report.render.reported import Reported, plain


def level_weight(level: Level1 | Category, context: BlockContext) -> str:
    """Return the points of a level: those of the table, or the range of the framework.

    In a report they are the sum of those of its indicators.
    """
    if context.reported:
        weight = _reported_weight(level, context.reported)
        return "" if weight is None else plain(weight)
    weight = context.plan.weights.get(level.id)
    if weight is not None:
        return f"{weight:f}"
    if isinstance(level, Level1) and level.weight:
        return "-".join(map(str, level.weight))
    return ""


def _reported_weight(level: Level1 | Category, reported: Reported) -> Decimal | None:
    """The sum of the weights of the indicators of a level 1; levels below print none."""
    if not isinstance(level, Level1):
        return None
    categories = {each.id for each in level.categories}
    return reported.weight_of([each for each in reported.indicators if each.category in categories])
