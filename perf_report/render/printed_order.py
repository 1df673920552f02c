"""Goals and indicators in the order in which a form prints them, with the numbers of goals."""

from collections.abc import Iterable, Iterator

from perf_report.model.form import Form, GoalsBlock, IndicatorsBlock
from perf_report.model.framework import Framework
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.blocks.goals import goals_of

# Indicators with what they belong to: the printed number of their goal, and the goal.
Placed = tuple[int | None, Goal | None, Indicator]


def goal_horizons(form: Form) -> list[str]:
    """The horizons of all goals, in the order of print."""
    blocks = form.blocks_of(GoalsBlock)
    printed = [horizon.id for block in blocks for horizon in block.horizons]
    return list(dict.fromkeys(printed)) or [form.usual_horizon(GoalsBlock)]


def goal_horizon(goal: Goal, form: Form) -> str:
    """How far a goal reaches: what it says, or the first horizon of the form."""
    return goal.horizon or form.usual_horizon(GoalsBlock)


def numbered_goals(plan: Plan, form: Form) -> Iterator[tuple[int, Goal]]:
    """Yield the goals in the order of print, each with its number among those of its horizon."""
    known = goal_horizons(form)
    others = dict.fromkeys(goal_horizon(goal, form) for goal in plan.goals)
    for horizon in (*known, *(each for each in others if each not in known)):
        yield from goals_of(plan, form, horizon)


def indicator_horizon(indicator: Indicator, goal: Goal | None, form: Form) -> str:
    """How far a target reaches: what it says, or its goal, or else the first of the form."""
    if indicator.horizon:
        return indicator.horizon
    if goal is not None and (goal.horizon or not _is_under_table(form)):
        return goal_horizon(goal, form)
    return form.usual_horizon(IndicatorsBlock)


def _is_under_table(form: Form) -> bool:
    return not has_indicators_under_goals(form)


def has_indicators_under_goals(form: Form) -> bool:
    """Whether each goal has its own indicators, rather than the table one list."""
    return any(block.under == "goals" for block in form.blocks_of(IndicatorsBlock))


def indicators_of(plan: Plan, vocabulary: Vocabulary, goal: Goal) -> list[Placed]:
    """The indicators that stand under a goal, in the order of print."""
    numbers = {each.id: number for number, each in numbered_goals(plan, vocabulary.form)}
    placed = ((numbers[goal.id], goal, each) for each in goal.indicators)
    return _ordered(placed, vocabulary.form, vocabulary.framework)


def indicators_under_table(plan: Plan, vocabulary: Vocabulary) -> list[Placed]:
    """The indicators that stand in one list, in the order of print."""
    form = vocabulary.form
    goals = {goal.id: (number, goal) for number, goal in numbered_goals(plan, form)}
    placed: list[Placed] = []
    for _, holder, indicators in plan.indicator_lists():
        if holder is None or _is_under_table(form):
            placed += [
                (*goals.get((holder.id if holder else each.goal) or "", (None, None)), each)
                for each in indicators
            ]
    return _ordered(placed, form, vocabulary.framework)


def _ordered(placed: Iterable[Placed], form: Form, framework: Framework) -> list[Placed]:
    """By block and horizon, then by category in the order of the framework.

    A form may keep the order of the file instead of that of the framework.
    """
    ranks = {id_: rank for rank, id_ in enumerate(framework.category_ids())}
    places = _places(form)

    def rank(item: Placed) -> tuple[int, int]:
        _, goal, indicator = item
        horizon = indicator_horizon(indicator, goal, form)
        place, is_by_file = places.get(horizon, (len(places), False))
        return place, 0 if is_by_file else ranks[indicator.category]

    return sorted(placed, key=rank)


def _places(form: Form) -> dict[str, tuple[int, bool]]:
    """By horizon: its place in print, and whether its rows have the order of the file."""
    found: dict[str, tuple[int, bool]] = {}
    for block in form.blocks_of(IndicatorsBlock):
        for horizon in block.horizons:
            found.setdefault(horizon.id, (len(found), block.order == "document"))
    return found
