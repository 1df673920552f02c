"""Where a value of a change belongs: its side, its route there, and what its goal is called."""

from collections import Counter
from dataclasses import dataclass

from perf_report.diff.change import Change
from perf_report.diff.subjects import indicator_at
from perf_report.messages import load_catalogue
from perf_report.model.form import Form
from perf_report.model.form_horizon import goal_horizons, horizon_label, horizon_of_goal
from perf_report.model.plan import Goal, Indicator
from perf_report.model.route import Route
from perf_report.model.text import LANGUAGES, Text
from perf_report.render.changes.report import Side
from perf_report.render.printed_order import numbered_goals

_SEVERAL = 2


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


def goal_labels(side: Side | None) -> dict[str, Text]:
    """What a report calls each goal, by id: its printed number.

    Where the form has goals of several horizons, it is the label of the horizon, with the number
    among the goals of that horizon if there is more than one.
    """
    if side is None:
        return {}
    form, goals = side.vocabulary.form, list(numbered_goals(side.plan, side.vocabulary.form))
    if len(goal_horizons(form)) < _SEVERAL:
        return {goal.id: _both("form", "goal-number", number=number) for number, goal in goals}
    counts = Counter(horizon_of_goal(form, goal) for _, goal in goals)
    return {
        goal.id: _in_horizon(form, goal, number, counts[horizon_of_goal(form, goal)])
        for number, goal in goals
    }


def _in_horizon(form: Form, goal: Goal, number: int, count: int) -> Text:
    horizon = horizon_of_goal(form, goal)
    label = horizon_label(form, horizon)
    if count == 1:
        return label
    return _both("change", "goal-of-horizon", horizon=label, number=number)


def _both(table: str, id_: str, **arguments: object) -> Text:
    words = {lang: load_catalogue(lang).format(table, id_, **arguments) for lang in LANGUAGES}
    return Text(**words)


def value_context(change: Change, side: Side | None, route: Route | None) -> ValueContext | None:
    """Return the context of a value; None on a side that does not have it."""
    if side is None or route is None:
        return None
    return ValueContext(change=change, side=side, route=route)
