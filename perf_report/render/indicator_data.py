"""Indicators as data: the records of table.json."""

from collections.abc import Iterable, Iterator
from typing import Any

from perf_report.model.plan import Indicator, Plan
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.form_values import cells_record
from perf_report.render.printed_order import Placed
from perf_report.render.target_data import figure_text, target_record, text_record

Record = dict[str, Any]


def indicator_records(
    plan: Plan, vocabulary: Vocabulary, placed: Iterable[Placed]
) -> Iterator[Record]:
    """Yield indicators as records; they stand in the order of print."""
    form = vocabulary.form
    labels = {
        category.id: (level, category) for level, category in vocabulary.framework.categories()
    }
    for each in placed:
        goal, indicator = each.goal, each.indicator
        level, category = labels[indicator.category]
        record = {
            "id": indicator.id,
            "formerly": list(indicator.formerly) or None,
            "goal": None if form.lists_under_goals or goal is None else goal.id,
            "horizon": each.horizon if plan.form else None,
            "category": indicator.category,
            # A table that 0.1 could print has the data that it had then.
            "measures": str(indicator.kind) if plan.form and indicator.kind else None,
            "better": _better(plan, indicator),
            "level1": text_record(level.label, plan.languages),
            "level2": text_record(category.label, plan.languages),
            "name": text_record(indicator.name, plan.languages),
            "target": target_record(indicator.target, indicator, vocabulary, plan.languages),
            "weight": figure_text(indicator.weight),
            "baseline": _baseline(plan, vocabulary, indicator),
        }
        record |= _notes(plan, indicator)
        columns = form.own_columns()
        record["extra"] = cells_record(indicator.extra, columns, form, plan.languages) or None
        yield {key: value for key, value in record.items() if value is not None}


def _better(plan: Plan, indicator: Indicator) -> str | None:
    wanted = indicator.wanted if plan.form else indicator.better
    return wanted and str(wanted)


def _notes(plan: Plan, indicator: Indicator) -> Record:
    texts = {name: getattr(indicator, name) for name in INDICATOR_NOTES}
    return {name: text and text_record(text, plan.languages) for name, text in texts.items()}


def _baseline(plan: Plan, vocabulary: Vocabulary, indicator: Indicator) -> Record | None:
    if indicator.baseline is None:
        return None
    value = target_record(indicator.baseline.value, indicator, vocabulary, plan.languages)
    return {"year": indicator.baseline.year, "value": value}
