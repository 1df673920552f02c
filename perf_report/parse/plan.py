"""Build a plan from data of the schema's shape, and data from a plan.

A test checks that plan -> YAML -> plan is the identity.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from perf_report.model.money import TWO_PLACES
from perf_report.model.plan import (
    FORMAT,
    Baseline,
    Department,
    Funds,
    Goal,
    Indicator,
    Plan,
    Task,
)
from perf_report.model.target import Deadline, Quantity, Statement, Target, parse_quantity
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.unit import Unit

Data = dict[str, Any]


def build_plan(data: Data) -> Plan:
    """Return the plan that data of the schema's shape describe."""
    return Plan(
        year=data["year"],
        department=Department(
            code=data["department"]["code"], name=build_text(data["department"]["name"])
        ),
        framework=data["framework"],
        currency_unit=data["currency_unit"],
        tasks=tuple(_build_task(task) for task in data["tasks"]),
        goals=tuple(_build_goal(goal) for goal in data["goals"]),
        budget=_optional(data, "budget", _build_funds),
        languages=tuple(data.get("languages", LANGUAGES)),
        units=build_units(data.get("units", {})),
        revision=data.get("revision"),
        revision_note=_optional(data, "revision_note", build_text),
        published=_optional(data, "published", date.fromisoformat),
        budget_approved=_optional(data, "budget_approved", date.fromisoformat),
    )


def plan_data(plan: Plan) -> Data:
    """Return the plan as data of the schema's shape, in the order of a file."""
    data = {
        "format": FORMAT,
        "languages": None if plan.languages == LANGUAGES else list(plan.languages),
        "year": plan.year,
        "department": {"code": plan.department.code, "name": text_data(plan.department.name)},
        "framework": plan.framework,
        "currency_unit": plan.currency_unit,
        "revision": plan.revision,
        "revision_note": _maybe(plan.revision_note, text_data),
        "published": _maybe(plan.published, date.isoformat),
        "budget_approved": _maybe(plan.budget_approved, date.isoformat),
        "units": {name: unit_data(unit) for name, unit in plan.units.items()} or None,
        "budget": _maybe(plan.budget, funds_data),
        "tasks": [task_data(task) for task in plan.tasks],
        "goals": [goal_data(goal) for goal in plan.goals],
    }
    return _without_blanks(data)


def build_text(data: Data) -> Text:
    """Return a text in languages."""
    return Text(zh=data.get("zh"), en=data.get("en"))


def build_units(data: Data) -> dict[str, Unit]:
    """Return a unit catalogue; a plain string is a unit without plural."""
    return {name: _build_unit(unit) for name, unit in data.items()}


def _build_unit(data: str | Data) -> Unit:
    if isinstance(data, str):
        return Unit(one=data, other=data)
    return Unit(one=data["one"], other=data["other"], space=data.get("space", True))


def unit_data(unit: Unit) -> str | Data:
    """Return a unit, as a plain string if it has no plural."""
    if unit.one == unit.other and unit.space:
        return unit.one
    return _without_blanks(
        {"one": unit.one, "other": unit.other, "space": None if unit.space else False}
    )


def _build_funds(data: Data) -> Funds:
    return Funds(
        **{source: Decimal(amount).quantize(TWO_PLACES) for source, amount in data.items()}
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


def _build_task(data: Data) -> Task:
    return Task(
        id=data["id"],
        text=build_text(data["text"]),
        funds=_build_funds(data["funds"]),
        formerly=_build_formerly(data),
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


def _build_goal(data: Data) -> Goal:
    return Goal(
        id=data["id"],
        tasks=tuple(data["tasks"]),
        text=build_text(data["text"]),
        indicators=tuple(_build_indicator(indicator) for indicator in data["indicators"]),
        formerly=_build_formerly(data),
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


# The optional texts of an indicator, in the order in which a file lists them.
INDICATOR_NOTES = ("definition", "formula", "source", "basis", "responsible", "note")


def _build_indicator(data: Data) -> Indicator:
    return Indicator(
        id=data["id"],
        category=data["category"],
        name=build_text(data["name"]),
        target=_build_target(data["target"]),
        unit=_optional(data, "unit", _build_unit),
        weight=_optional(data, "weight", Decimal),
        baseline=_optional(data, "baseline", _build_baseline),
        formerly=_build_formerly(data),
        **{name: _optional(data, name, build_text) for name in INDICATOR_NOTES},
    )


def indicator_data(indicator: Indicator) -> Data:
    """Return an indicator with its target and its notes."""
    data = {
        "id": indicator.id,
        "formerly": _formerly_data(indicator.formerly),
        "category": indicator.category,
        "name": text_data(indicator.name),
        "target": target_data(indicator.target),
        "unit": _maybe(indicator.unit, unit_data),
        "weight": indicator.weight,
        "baseline": _maybe(indicator.baseline, baseline_data),
    }
    notes = {name: _maybe(getattr(indicator, name), text_data) for name in INDICATOR_NOTES}
    return _without_blanks(data | notes)


def _build_baseline(data: Data) -> Baseline:
    return Baseline(year=data["year"], value=_build_target(data["value"]))


def baseline_data(baseline: Baseline) -> Data:
    """Return a baseline: its year and its value."""
    return {"year": baseline.year, "value": target_data(baseline.value)}


def _build_target(data: str | Data) -> Target:
    if isinstance(data, str):
        quantity = parse_quantity(data)
        if quantity is None:
            raise AssertionError(f"the schema let an unreadable target pass: {data!r}")
        return quantity
    text = build_text(data)
    by = _optional(data, "by", date.fromisoformat)
    return Statement(text=text) if by is None else Deadline(text=text, by=by)


def target_data(target: Target) -> str | Data:
    """Return a target: one string, or words and perhaps a date."""
    if isinstance(target, Quantity):
        return target.printed
    if isinstance(target, Deadline):
        return text_data(target.text) | {"by": target.by.isoformat()}
    return text_data(target.text)


def text_data(text: Text) -> Data:
    """Return a text by language, without missing ones."""
    return _without_blanks({"zh": text.zh, "en": text.en})


def _build_formerly(data: Data) -> tuple[str, ...]:
    former = data.get("formerly", [])
    return (former,) if isinstance(former, str) else tuple(former)


def _formerly_data(formerly: tuple[str, ...]) -> str | list[str] | None:
    if not formerly:
        return None
    return formerly[0] if len(formerly) == 1 else list(formerly)


def _optional(data: Data, key: str, build: Callable[[Any], Any]) -> Any:
    return build(data[key]) if key in data else None


def _maybe(value: Any, convert: Callable[[Any], Any]) -> Any:
    return None if value is None else convert(value)


def _without_blanks(data: Data) -> Data:
    return {key: value for key, value in data.items() if value is not None}
