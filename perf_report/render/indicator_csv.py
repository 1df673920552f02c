"""The columns and rows of `indicators.csv`."""

from collections.abc import Iterator

from perf_report.model.form import Form, IndicatorColumn, IndicatorsBlock
from perf_report.model.plan import Indicator, Plan
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.form_values import csv_cells, csv_columns
from perf_report.render.printed_order import (
    Placed,
    indicators_under,
    indicators_under_table,
    numbered_goals,
)
from perf_report.render.target_data import figure_text, target_record

_COLUMNS = (
    "goal", "id", "category", "level1_zh", "level1_en", "level2_zh", "level2_en",
    "name_zh", "name_en", "target_zh", "target_en",
    "operator", "value", "unit_zh", "unit_en", "deadline", "upper", "per", "horizon", "weight",
)  # fmt: skip

Row = tuple[object, ...]


def indicator_columns(form: Form) -> tuple[str, ...]:
    """The columns that every table has, then those that this form prints, by id."""
    known = [name for note in _printed_notes(form) for name in (note, f"{note}_en")]
    better = [IndicatorColumn.DIRECTION.value] if _prints_direction(form) else []
    taken = frozenset((*_COLUMNS, *known, *better))
    own = csv_columns(form.own_columns().values(), taken)
    return (*_COLUMNS, *known, *better, *own)


def indicator_rows(plan: Plan, vocabulary: Vocabulary) -> Iterator[Row]:
    """Yield a row an indicator, in the order of print; words of a form's columns in Chinese."""
    for number, goal in numbered_goals(plan, vocabulary.form):
        for placed in indicators_under(goal, number, plan, vocabulary):
            yield _row(plan, vocabulary, placed)
    for placed in indicators_under_table(plan, vocabulary):
        yield _row(plan, vocabulary, placed)


def _row(plan: Plan, vocabulary: Vocabulary, placed: Placed) -> Row:
    indicator = placed.indicator
    levels = {each.id: (level, each) for level, each in vocabulary.framework.categories()}
    level, category = levels[indicator.category]
    target = target_record(indicator.target, indicator, vocabulary, plan.languages)
    unit = target.get("unit", {})
    return (
        placed.number, indicator.id, indicator.category,
        *level.label.both, *category.label.both,
        *indicator.name.both,
        target["text"].get("zh"), target["text"].get("en"),
        target.get("operator"), target.get("value"), unit.get("zh"), unit.get("en"),
        target.get("deadline"), target.get("upper"), target.get("per", {}).get("zh"),
        placed.horizon, figure_text(indicator.weight),
        *_of_form(indicator, vocabulary.form),
    )  # fmt: skip


def _of_form(indicator: Indicator, form: Form) -> Iterator[str]:
    """The cells of the columns that this form prints."""
    for note in _printed_notes(form):
        yield from (getattr(indicator, note) or Text()).both
    if _prints_direction(form):
        yield str(indicator.wanted or "")
    yield from csv_cells(indicator.extra, form.own_columns().values(), form)


def _printed_notes(form: Form) -> list[str]:
    """The optional texts of indicators that have a column of their own, in the order of print."""
    return [name for name in _printed(form) if name in INDICATOR_NOTES]


def _prints_direction(form: Form) -> bool:
    return IndicatorColumn.DIRECTION in _printed(form)


def _printed(form: Form) -> list[str]:
    """The columns of indicators that a spec fills anyway, in the order of print."""
    blocks = form.blocks_of(IndicatorsBlock)
    found = (each.builtin for block in blocks for each in block.columns if each.builtin)
    return list(dict.fromkeys(column.value for column in found))
