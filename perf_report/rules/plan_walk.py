"""The parts of a plan with their routes, in the order of the file."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.route import Route
from perf_report.model.target import Quantity, Target
from perf_report.model.text import Text


def indicators(plan: Plan) -> Iterator[tuple[Route, Goal, Indicator]]:
    """Every indicator with its route and its goal."""
    for goal_index, goal in enumerate(plan.goals):
        for index, indicator in enumerate(goal.indicators):
            yield ("goals", goal_index, "indicators", index), goal, indicator


def quantities(plan: Plan) -> Iterator[tuple[Route, Indicator, Quantity]]:
    """Every quantity, of targets and of baselines, with its route."""
    for route, _, indicator in indicators(plan):
        yield from _quantity((*route, "target"), indicator, indicator.target)
        if indicator.baseline:
            yield from _quantity((*route, "baseline", "value"), indicator, indicator.baseline.value)


def _quantity(
    route: Route, indicator: Indicator, target: Target
) -> Iterator[tuple[Route, Indicator, Quantity]]:
    if isinstance(target, Quantity):
        yield route, indicator, target


def texts(value: Any, route: Route = ()) -> Iterator[tuple[Route, Text]]:
    """Every text below a part of the model with its route.

    A deadline's or a statement's words stand directly in `target`, so the step `text` between
    a target and its words is not part of the route.
    """
    if isinstance(value, Text):
        yield route, value
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from texts(item, (*route, index))
    elif is_dataclass(value):
        hides_text = route[-1:] in {("target",), ("value",)}
        for name in value.__dataclass_fields__:
            below = getattr(value, name)
            if below is not None and not isinstance(below, str):
                step = () if hides_text and name == "text" else (name,)
                yield from texts(below, (*route, *step))
