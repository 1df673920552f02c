"""Where a value of a change belongs: its side, and its route in the plan of that side."""

from dataclasses import dataclass

from perf_report.diff.change import Change
from perf_report.model.plan import Indicator
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
        return self.side.plan.goals[int(self.route[1])].indicators[int(self.route[3])]


def value_context(change: Change, side: Side | None, route: Route | None) -> ValueContext | None:
    """Return the context of a value; None on a side that does not have it."""
    if side is None or route is None:
        return None
    return ValueContext(change=change, side=side, route=route)
