"""How far goals and indicators reach on a form, which is in which of its lists they print."""

from collections.abc import Iterable

from perf_report.model.form import USUAL_HORIZON, Form, GoalsBlock, IndicatorsBlock
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.text import Text


def goal_horizons(form: Form) -> tuple[str, ...]:
    """The horizons of goals; the first is that of a goal that names none."""
    return _horizons(form.blocks_of(GoalsBlock)) or indicator_horizons(form)


def indicator_horizons(form: Form) -> tuple[str, ...]:
    """The horizons of indicators; the first is that of one that neither it nor a goal names."""
    return _horizons(form.blocks_of(IndicatorsBlock))


def _horizons(blocks: Iterable[GoalsBlock | IndicatorsBlock]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.id for block in blocks for each in block.horizons))


def horizon_label(form: Form, id_: str) -> Text:
    """The label of a horizon; the id of one that the form does not have."""
    listed = [block.horizons for block in form.blocks_of(GoalsBlock)]
    listed += [block.horizons for block in form.blocks_of(IndicatorsBlock)]
    labels = (each.label for horizons in listed for each in horizons if each.id == id_)
    return next(labels, Text(zh=id_))


def horizon_of_goal(form: Form, goal: Goal) -> str:
    """The horizon of a goal: its own, or the first of goals."""
    return goal.horizon or next(iter(goal_horizons(form)), USUAL_HORIZON)


def horizon_of(form: Form, plan: Plan, holder: Goal | None, indicator: Indicator) -> str:
    """The horizon of an indicator: its own, or that of its goal, or the first of indicators.

    `holder` is the goal that it stands under; None for one that stands under the table, which may
    name a goal.
    """
    if indicator.horizon:
        return indicator.horizon
    if holder is not None:
        return horizon_of_goal(form, holder)
    named = (goal.horizon for goal in plan.goals if goal.id == indicator.goal)
    return next(named, None) or next(iter(indicator_horizons(form)), USUAL_HORIZON)
