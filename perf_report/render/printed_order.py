"""Goals and indicators in the order in which a form prints them, with the numbers of goals."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from perf_report.model.form import Form, IndicatorsBlock
from perf_report.model.form_horizon import goal_horizons, horizon_of, horizon_of_goal
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.blocks.goals import goals_of


class Placed(NamedTuple):
    """An indicator with the printed number of its goal, its goal, and how far it reaches."""

    number: int | None
    goal: Goal | None
    horizon: str
    indicator: Indicator


def numbered_goals(plan: Plan, form: Form) -> Iterator[tuple[int, Goal]]:
    """Yield the goals in the order of print, each with its number among those of its horizon."""
    known = goal_horizons(form)
    others = dict.fromkeys(horizon_of_goal(form, goal) for goal in plan.goals)
    for horizon in (*known, *(each for each in others if each not in known)):
        yield from goals_of(plan, form, horizon)


def indicators_under(
    goal: Goal, number: int, plan: Plan, vocabulary: Vocabulary
) -> Iterator[Placed]:
    """Yield the indicators that stand under a goal, in the order of print.

    `number` is the printed one of the goal. Where the table has one list, there are none.
    """
    form = vocabulary.form
    listed = goal.indicators if form.lists_under_goals else ()
    placed = (Placed(number, goal, horizon_of(form, plan, goal, each), each) for each in listed)
    yield from _ordered(placed, vocabulary)


def indicators_under_table(plan: Plan, vocabulary: Vocabulary) -> list[Placed]:
    """The indicators that stand in one list, in the order of print."""
    form = vocabulary.form
    goals = {goal.id: (number, goal) for number, goal in numbered_goals(plan, form)}
    placed: list[Placed] = []
    for _, holder, indicators in plan.indicator_lists():
        if holder is None or not form.lists_under_goals:
            for each in indicators:
                id_ = holder.id if holder else each.goal
                number, goal = goals.get(id_ or "", (None, None))
                placed.append(Placed(number, goal, horizon_of(form, plan, holder, each), each))
    return _ordered(placed, vocabulary)


def _ordered(placed: Iterable[Placed], vocabulary: Vocabulary) -> list[Placed]:
    """By block and horizon, then by category in the order of the framework.

    A form may keep the order of the file instead of that of the framework.
    """
    ranks = {id_: rank for rank, id_ in enumerate(vocabulary.framework.category_ids())}
    places = _places(vocabulary.form)

    def rank(item: Placed) -> tuple[int, int]:
        place, is_by_file = places.get(item.horizon, (len(places), False))
        return place, 0 if is_by_file else ranks[item.indicator.category]

    return sorted(placed, key=rank)


def _places(form: Form) -> dict[str, tuple[int, bool]]:
    """By horizon: its place in print, and whether its rows have the order of the file."""
    found: dict[str, tuple[int, bool]] = {}
    for block in form.blocks_of(IndicatorsBlock):
        for horizon in block.horizons:
            found.setdefault(horizon.id, (len(found), block.order == "document"))
    return found
