"""A table as data: `table.json` and three CSV files, with amounts as exact decimal strings."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from perf_report.model.money import format_amount
from perf_report.model.plan import Funds, Goal, Indicator, Plan
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.text import Text
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.blocks.goals import related_tasks
from perf_report.render.blocks.indicator_lists import ordered_indicators
from perf_report.render.json_text import to_json
from perf_report.render.target_data import target_record, text_record

# The version of table.json, whose schema is perf_report/schemas/table.schema.json.
TABLE_VERSION = 2

# How far the goals of a form without horizons reach.
HORIZON = "annual"

Record = dict[str, Any]

# A spreadsheet takes a cell that starts with one of these for a formula. The form's own signs are
# full-width or ≥ ≤, and not among them.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def render_json(plan: Plan, vocabulary: Vocabulary) -> bytes:
    """`table.json`: the table with printed numbers and derived English."""
    return to_json(_table(plan, vocabulary))


def render_funds_csv(plan: Plan) -> bytes:
    """`funds.csv`: one row a task; amounts as printed, empty where the form is blank."""
    header = ("task", "id", "text_zh", "text_en", "total", "basic", "project", "other")
    rows = (
        (number, task.id, *_both_languages(task.text), *_amounts(task.funds).values())
        for number, task in enumerate(plan.tasks, start=1)
    )
    return _csv(header, rows)


def render_goals_csv(plan: Plan) -> bytes:
    """`goals.csv`: one row a goal; related tasks by their printed numbers."""
    rows = (
        (
            number,
            goal.id,
            *_both_languages(goal.text),
            ";".join(map(str, related_tasks(plan, goal))),
        )
        for number, goal in enumerate(plan.goals, start=1)
    )
    return _csv(("goal", "id", "text_zh", "text_en", "tasks"), rows)


def render_indicators_csv(plan: Plan, vocabulary: Vocabulary) -> bytes:
    """`indicators.csv`: one row an indicator, in the order of print."""
    header = (
        "goal", "id", "category", "level1_zh", "level1_en", "level2_zh", "level2_en",
        "name_zh", "name_en", "target_zh", "target_en",
        "operator", "value", "unit_zh", "unit_en", "deadline", "upper", "per", "horizon", "weight",
    )  # fmt: skip
    return _csv(header, _indicator_rows(plan, vocabulary))


def _indicator_rows(plan: Plan, vocabulary: Vocabulary) -> Iterator[tuple[object, ...]]:
    levels = {
        category.id: (level, category) for level, category in vocabulary.framework.categories()
    }
    for number, goal in enumerate(plan.goals, start=1):
        for indicator in ordered_indicators(goal, vocabulary.framework):
            level, category = levels[indicator.category]
            target = target_record(indicator.target, indicator, vocabulary, plan.languages)
            unit = target.get("unit", {})
            yield (
                number, indicator.id, indicator.category,
                *_both_languages(level.label), *_both_languages(category.label),
                *_both_languages(indicator.name),
                target["text"].get("zh"), target["text"].get("en"),
                target.get("operator"), target.get("value"), unit.get("zh"), unit.get("en"),
                target.get("deadline"), target.get("upper"), target.get("per", {}).get("zh"),
                HORIZON, _weight(indicator),
            )  # fmt: skip


def _csv(header: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    # Excel reads a CSV file as UTF-8 only if it starts with a byte-order mark.
    return stream.getvalue().encode("utf-8-sig")


def escape_formula(cell: object) -> str:
    """The cell as text, with an apostrophe before what a spreadsheet would take for a formula."""
    text = "" if cell is None else str(cell)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _both_languages(text: Text) -> tuple[str, str]:
    return (text.zh or "", text.en or "")


def _table(plan: Plan, vocabulary: Vocabulary) -> Record:
    framework = vocabulary.framework
    return _omit_none(
        {
            "version": TABLE_VERSION,
            "year": plan.year,
            "department": {"code": plan.department.code, "name": _text(plan, plan.department.name)},
            "framework": {"id": framework.id, "name": _text(plan, framework.name)},
            "currency_unit": plan.currency_unit,
            "languages": list(plan.languages),
            "revision": plan.revision,
            "revision_note": _optional_text(plan, plan.revision_note),
            "published": _optional_day(plan.published),
            "budget_approved": _optional_day(plan.budget_approved),
            "budget": _nonempty_amounts(plan.printed_totals()),
            "tasks": list(_tasks(plan)),
            "goals": list(_goals(plan, vocabulary)),
        }
    )


def _tasks(plan: Plan) -> Iterator[Record]:
    for number, task in enumerate(plan.tasks, start=1):
        yield _omit_none(
            {
                "number": number,
                "id": task.id,
                "formerly": list(task.formerly) or None,
                "text": _text(plan, task.text),
                "funds": _nonempty_amounts(task.funds),
            }
        )


def _goals(plan: Plan, vocabulary: Vocabulary) -> Iterator[Record]:
    for number, goal in enumerate(plan.goals, start=1):
        yield _omit_none(
            {
                "number": number,
                "id": goal.id,
                "formerly": list(goal.formerly) or None,
                "text": _text(plan, goal.text),
                "tasks": list(goal.tasks),
                "indicators": list(_indicators(plan, vocabulary, goal)),
            }
        )


def _indicators(plan: Plan, vocabulary: Vocabulary, goal: Goal) -> Iterator[Record]:
    labels = {
        category.id: (level, category) for level, category in vocabulary.framework.categories()
    }
    for indicator in ordered_indicators(goal, vocabulary.framework):
        level, category = labels[indicator.category]
        record = {
            "id": indicator.id,
            "formerly": list(indicator.formerly) or None,
            "category": indicator.category,
            "level1": _text(plan, level.label),
            "level2": _text(plan, category.label),
            "name": _text(plan, indicator.name),
            "target": target_record(indicator.target, indicator, vocabulary, plan.languages),
            "weight": _weight(indicator),
            "baseline": _baseline(plan, vocabulary, indicator),
        }
        notes = {name: _optional_text(plan, getattr(indicator, name)) for name in INDICATOR_NOTES}
        yield _omit_none(record | notes)


def _baseline(plan: Plan, vocabulary: Vocabulary, indicator: Indicator) -> Record | None:
    if indicator.baseline is None:
        return None
    value = target_record(indicator.baseline.value, indicator, vocabulary, plan.languages)
    return {"year": indicator.baseline.year, "value": value}


def _text(plan: Plan, text: Text) -> Record:
    return text_record(text, plan.languages)


def _optional_text(plan: Plan, text: Text | None) -> Record | None:
    return None if text is None else _text(plan, text)


def _optional_day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _amounts(funds: Funds) -> dict[str, str]:
    amounts = {
        "total": funds.printed_total,
        "basic": funds.basic,
        "project": funds.project,
        "other": funds.other,
    }
    return {name: format_amount(amount) for name, amount in amounts.items()}


def _nonempty_amounts(funds: Funds) -> dict[str, str]:
    return {name: amount for name, amount in _amounts(funds).items() if amount}


def _weight(indicator: Indicator) -> str | None:
    """The weight with the digits written, without separators or exponent."""
    return None if indicator.weight is None else f"{indicator.weight:f}"


def _omit_none(record: Record) -> Record:
    return {key: value for key, value in record.items() if value is not None}
