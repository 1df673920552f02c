"""The goals and the indicators of a starter: a goal a horizon, an indicator a category."""

from collections.abc import Iterator
from decimal import Decimal

from perf_report.app.new_table.entries import Entry
from perf_report.app.new_table.points import share_points
from perf_report.app.new_table.values import Placeholders, say_both
from perf_report.model.form import Form, GoalsBlock, Horizon, IndicatorColumn, IndicatorsBlock
from perf_report.model.framework import Category, Framework, Level1
from perf_report.model.plan_data import INDICATOR_NOTES

# Targets of the usual kinds, as a spec writes them.
_TARGETS = (
    "≥17台", "100%", "3～5个", "1次/年", "10月底前", "12个月内", "{zh: …, en: …}",
)  # fmt: skip


def goal_entries(
    form: Form, framework: Framework, asked: Placeholders, task: str
) -> Iterator[Entry]:
    """The goals of a form that has a place for them; each serves `task`, unless it is empty."""
    horizons = _goal_horizons(form)
    goals = []
    for horizon in horizons.values():
        indicators = _indicators_under(form, framework, asked, horizon)
        goal = [Entry(key="id", value=_goal_id(horizons, horizon.id))]
        goal += [Entry(key="horizon", value=horizon.id)] if len(horizons) > 1 else []
        goal += [Entry(key="tasks", value=[task])] if task else []
        text = Entry(key="text", value=asked.text, comments=(asked.label(horizon.label),))
        goals.append((*goal, text, *indicators))
    if goals:
        yield Entry(key="goals", items=tuple(goals))


def indicator_entries(form: Form, framework: Framework, asked: Placeholders) -> Iterator[Entry]:
    """The indicators under the table, where the form lists them so."""
    horizons = _goal_horizons(form)
    items = [
        item
        for block in form.blocks_of(IndicatorsBlock)
        if block.under == "table"
        for horizon in block.horizons
        for item in _items(form, block, framework, asked, horizon.id, horizons)
    ]
    if items:
        comments = (_target_examples(),)
        yield Entry(key="indicators", items=tuple(items), comments=comments)


def _target_examples() -> str:
    return f"{say_both('starter-targets')}: {' | '.join(_TARGETS)}"


def _goal_horizons(form: Form) -> dict[str, Horizon]:
    """The horizons of which a spec has goals, by id; none where the form prints no goals."""
    blocks: list[GoalsBlock | IndicatorsBlock] = list(form.blocks_of(GoalsBlock))
    blocks = blocks or [block for block in form.blocks_of(IndicatorsBlock) if _shows_goals(block)]
    return {horizon.id: horizon for block in blocks for horizon in block.horizons}


def _shows_goals(block: IndicatorsBlock) -> bool:
    builtin = {column.builtin for column in block.columns}
    return block.under == "goals" or IndicatorColumn.GOAL in builtin


def _goal_id(horizons: dict[str, Horizon], horizon: str) -> str:
    return f"goal-{horizon}" if len(horizons) > 1 else "goal-1"


def _indicators_under(
    form: Form, framework: Framework, asked: Placeholders, horizon: Horizon
) -> tuple[Entry, ...]:
    """The key for the indicators of a goal, where each goal has its own."""
    items = [
        item
        for block in form.blocks_of(IndicatorsBlock)
        if block.under == "goals" and horizon.id in {each.id for each in block.horizons}
        for item in _items(form, block, framework, asked, horizon.id, {})
    ]
    comments = (_target_examples(),)
    return (Entry(key="indicators", items=tuple(items), comments=comments),) if items else ()


def _items(
    form: Form,
    block: IndicatorsBlock,
    framework: Framework,
    asked: Placeholders,
    horizon: str,
    goals: dict[str, Horizon],
) -> Iterator[tuple[Entry, ...]]:
    """An indicator of a horizon for every category; `goals` are the horizons of goals to name."""
    categories = list(framework.categories())
    several = len({each.id for each in _horizons(form)}) > 1
    weights = share_points(framework, form.weights.sum if form.weights else 0)
    for (level, category), weight in zip(categories, weights, strict=True):
        id_ = category.id.replace(".", "-") + (f"-{horizon}" if several else "")
        item = [Entry(key="id", value=id_, comments=(_category_label(level, category, asked),))]
        if horizon in goals:
            item.append(Entry(key="goal", value=_goal_id(goals, horizon)))
        if several and block.under == "table":
            item.append(Entry(key="horizon", value=horizon))
        item += [
            Entry(key="category", value=category.id),
            Entry(key="name", value=asked.text),
            Entry(key="target", value=asked.text),
        ]
        yield (*item, *_column_entries(block, asked, weight))


def _horizons(form: Form) -> Iterator[Horizon]:
    for block in form.blocks_of(IndicatorsBlock):
        yield from block.horizons


def _category_label(level: Level1, category: Category, asked: Placeholders) -> str:
    return " · ".join(dict.fromkeys((asked.label(level.label), asked.label(category.label))))


def _column_entries(
    block: IndicatorsBlock, asked: Placeholders, weight: Decimal
) -> Iterator[Entry]:
    """What the columns of a block ask of an indicator beside its name and its target."""
    for column in block.columns:
        comments = (asked.label(column.label),)
        if column.builtin is IndicatorColumn.WEIGHT:
            yield Entry(key=column.id, value=weight, comments=comments, mark=asked.mark)
        elif column.builtin is IndicatorColumn.DIRECTION:
            yield Entry(key="better", value="more", comments=comments, mark=asked.mark)
        elif column.builtin is IndicatorColumn.BASELINE:
            yield asked.baseline(comments)
        elif column.id in INDICATOR_NOTES:
            yield Entry(key=column.id, value=asked.text, comments=comments)
    own = tuple(asked.entry(column.own) for column in block.columns if column.own)
    if own:
        yield Entry(key="extra", entries=own)
