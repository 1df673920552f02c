"""Points for the indicators of a starter: as even as whole points can be within the framework."""

from decimal import Decimal

from perf_report.model.framework import Framework, Level1


def share_points(framework: Framework, whole: int) -> list[Decimal]:
    """Share points over the categories, in their order.

    A level whose points have a range gets as many as the range allows. They add up to `whole` where
    the ranges do.
    """
    points = dict.fromkeys(framework.category_ids(), 0)
    for level in framework.levels:
        for _ in range(level.weight[0] if level.weight else 0):
            _give_one(points, [level])
    while sum(points.values()) < whole and (open_ := _with_room(framework, points)):
        _give_one(points, open_)
    return [Decimal(each) for each in points.values()]


def _give_one(points: dict[str, int], levels: list[Level1]) -> None:
    """Give a point to the category of these levels that has the fewest; the first of several."""
    fewest = min((each.id for level in levels for each in level.categories), key=points.__getitem__)
    points[fewest] += 1


def _with_room(framework: Framework, points: dict[str, int]) -> list[Level1]:
    """The levels that may have another point."""
    return [
        level
        for level in framework.levels
        if level.weight is None
        or sum(points[each.id] for each in level.categories) < level.weight[1]
    ]
