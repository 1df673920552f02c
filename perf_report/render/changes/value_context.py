"""Where a value of a change belongs: its side, and its route in the plan of that side."""

from dataclasses import dataclass

from perf_report.diff.change import Change
from perf_report.diff.subjects import indicator_at
from perf_report.model.plan import Indicator, Plan
from perf_report.model.route import Route
from perf_report.render.changes.report import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueContext:
    """The change that a value belongs to, with the value's side and route."""

    change: Change
    side: Side
    route: Route

    @property
    def indicator(self) -> Indicator:
        """The indicator that the value belongs to."""
        return indicator_at(self.side.plan, self.route)[1]


def goal_numbers(plan: Plan | None) -> dict[str, int]:
    """The printed number of each goal, by id."""
    goals = plan.goals if plan else ()
    return {goal.id: number for number, goal in enumerate(goals, start=1)}


def value_context(change: Change, side: Side | None, route: Route | None) -> ValueContext | None:
    """Return the context of a value; None on a side that does not have it."""
    if side is None or route is None:
        return None
    return ValueContext(change=change, side=side, route=route)
