"""Convert a plan to plain data of the schema's shape: dicts, lists, strings and numbers.

`parse/plan.py` builds a plan from such data; a test checks that plan -> YAML -> plan is the
identity.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from perf_report.model.plan import (
    FORMAT,
    Baseline,
    Funds,
    Goal,
    Indicator,
    Plan,
    Task,
)
from perf_report.model.target import Deadline, Measured, Quantity, Range, Target
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.unit import Unit
from perf_report.model.unit_column import without_unit

Data = dict[str, Any]

# The optional texts of an indicator, in the order in which a file lists them.
INDICATOR_NOTES = ("definition", "formula", "source", "basis", "responsible", "note")


def plan_data(plan: Plan) -> Data:
    """Return a plan as data, in the order in which a file lists it."""
    data = {
        "format": FORMAT,
        "languages": None if plan.languages == LANGUAGES else list(plan.languages),
        "year": plan.year,
        "department": {"code": plan.department.code, "name": text_data(plan.department.name)},
        "framework": plan.framework,
        "currency_unit": plan.currency_unit,
        "revision": plan.revision,
        "revision_note": _optional(plan.revision_note, text_data),
        "published": _optional(plan.published, date.isoformat),
        "budget_approved": _optional(plan.budget_approved, date.isoformat),
        "units": {name: unit_data(unit) for name, unit in plan.units.items()} or None,
        "budget": _optional(plan.budget, funds_data),
        "tasks": [task_data(task) for task in plan.tasks],
        "goals": [goal_data(goal) for goal in plan.goals],
    }
    return _without_blanks(data)


def text_data(text: Text) -> Data:
    """Return a text by language, without missing ones."""
    return _without_blanks({"zh": text.zh, "en": text.en})


def unit_data(unit: Unit) -> str | Data:
    """Return a unit, as a plain string if it has no plural."""
    if unit.one == unit.other and unit.space:
        return unit.one
    return _without_blanks(
        {"one": unit.one, "other": unit.other, "space": None if unit.space else False}
    )


def funds_data(funds: Funds) -> Data:
    """Return amounts by source, without blanks."""
    return _without_blanks(
        {
            "total": funds.total,
            "basic": funds.basic,
            "project": funds.project,
            "other": funds.other,
        }
    )


def task_data(task: Task) -> Data:
    """Return a task with its funds."""
    return _without_blanks(
        {
            "id": task.id,
            "formerly": _formerly_data(task.formerly),
            "text": text_data(task.text),
            "funds": funds_data(task.funds),
        }
    )


def goal_data(goal: Goal) -> Data:
    """Return a goal with its indicators."""
    return _without_blanks(
        {
            "id": goal.id,
            "formerly": _formerly_data(goal.formerly),
            "tasks": list(goal.tasks),
            "text": text_data(goal.text),
            "indicators": [indicator_data(indicator) for indicator in goal.indicators],
        }
    )


def indicator_data(indicator: Indicator) -> Data:
    """Return an indicator with its target and its notes."""
    data = {
        "id": indicator.id,
        "formerly": _formerly_data(indicator.formerly),
        "category": indicator.category,
        "name": text_data(indicator.name),
        "target": target_data(indicator.target, apart=indicator.unit_apart),
        "unit": indicator_unit_data(indicator),
        "better": _optional(indicator.better, str),
        "weight": indicator.weight,
        "baseline": _optional(indicator.baseline, baseline_data),
    }
    notes = {name: _optional(getattr(indicator, name), text_data) for name in INDICATOR_NOTES}
    return _without_blanks(data | notes)


def indicator_unit_data(indicator: Indicator) -> str | Data | None:
    """Return the unit that is written apart, the English of an indicator's unit, or both."""
    unit, target = indicator.unit, indicator.target
    if not indicator.unit_apart or not isinstance(target, Quantity | Range):
        return None if unit is None else unit_data(unit)
    if unit is None:
        return target.unit_name
    space = None if unit.space else False
    data = {"zh": target.unit_name, "one": unit.one, "other": unit.other, "space": space}
    return _without_blanks(data)


def baseline_data(baseline: Baseline) -> Data:
    """Return a baseline: its year and its value."""
    return {"year": baseline.year, "value": target_data(baseline.value)}


def target_data(target: Target, *, apart: bool = False) -> str | Data:
    """Return a target: one string, without a unit that is apart, or a text and perhaps a date."""
    if apart and isinstance(target, Measured):
        return without_unit(target)
    if isinstance(target, Measured):
        return target.printed
    if isinstance(target, Deadline) and target.written:
        return target.text.zh or ""
    if isinstance(target, Deadline):
        return text_data(target.text) | {"by": target.by.isoformat()}
    return text_data(target.text)


def _formerly_data(formerly: tuple[str, ...]) -> str | list[str] | None:
    if not formerly:
        return None
    return formerly[0] if len(formerly) == 1 else list(formerly)


def _optional(value: Any, convert: Callable[[Any], Any]) -> Any:
    return None if value is None else convert(value)


def _without_blanks(data: Data) -> Data:
    return {key: value for key, value in data.items() if value is not None}
