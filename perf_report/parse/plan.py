"""Build a plan from data of the schema's shape.

`model/plan_data.py` is the opposite direction; a test checks that plan -> YAML -> plan is the
identity.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from perf_report.model.actual_reading import as_reached
from perf_report.model.category_kind import Better
from perf_report.model.field_value import FieldValue, NamedUnit, Period
from perf_report.model.form import AMOUNT
from perf_report.model.funds import Funds
from perf_report.model.money import fill_amount
from perf_report.model.plan import (
    Baseline,
    Department,
    Goal,
    Indicator,
    Plan,
    Project,
    RevisionApproval,
    RevisionKind,
    Task,
)
from perf_report.model.plan_data import INDICATOR_NOTES, Data
from perf_report.model.target import Deadline, Statement, Target
from perf_report.model.target_reading import read_target
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.unit import Unit
from perf_report.model.unit_column import with_unit


def build_plan(data: Data) -> Plan:
    """Return the plan that data of the schema's shape describe."""
    return Plan(
        year=data["year"],
        department=_build_department(data["department"]),
        framework=data.get("framework", ""),
        currency_unit=data.get("currency_unit", ""),
        form=data.get("form"),
        project=optional(data, "project", _build_project),
        fields=build_cells(data.get("fields", {})),
        tables=_build_tables(data.get("tables", {})),
        funds={row: _build_amounts(amounts) for row, amounts in data.get("funds", {}).items()},
        tasks=tuple(map(_build_task, data.get("tasks", ()))),
        goals=tuple(_build_goal(goal, data["year"]) for goal in data.get("goals", ())),
        indicators=_build_indicators(data, data["year"]),
        weights={id_: Decimal(weight) for id_, weight in data.get("weights", {}).items()},
        budget=optional(data, "budget", _build_funds),
        languages=tuple(data.get("languages", LANGUAGES)),
        units=build_units(data.get("units", {})),
        revision=data.get("revision"),
        revision_kind=RevisionKind(data.get("revision_kind", RevisionKind.CORRECTION)),
        revision_approved=optional(data, "revision_approved", _build_approval),
        revision_note=optional(data, "revision_note", build_text),
        published=optional(data, "published", date.fromisoformat),
        budget_approved=optional(data, "budget_approved", date.fromisoformat),
        disclose=data.get("disclose", True),
        disclose_basis=optional(data, "disclose_basis", build_text),
    )


def _build_department(data: Data) -> Department:
    name = build_text(data["name"])
    return Department(code=data["code"], name=name, parent=data.get("parent"))


def _build_project(data: Data) -> Project:
    return Project(code=data["code"], name=build_text(data["name"]), task=data.get("task"))


# --- The values of a form's fields and columns ---


def _build_tables(data: Data) -> dict[str, tuple[dict[str, FieldValue], ...]]:
    return {id_: tuple(map(build_cells, rows)) for id_, rows in data.items()}


def _build_amounts(data: Any) -> dict[str, FieldValue]:
    """The amounts of a row by column; one by itself is that of the usual column."""
    return build_cells(data if isinstance(data, dict) else {AMOUNT: data})


def build_cells(data: Data) -> dict[str, FieldValue]:
    """Return the values of fields or columns, by id."""
    return {id_: _build_value(value) for id_, value in data.items()}


def _build_value(data: Any) -> FieldValue:
    if isinstance(data, bool | str):
        return data
    if not isinstance(data, dict):
        return Decimal(data)
    if "from" in data or "to" in data:
        return Period(start=_moment(data.get("from")), end=_moment(data.get("to")))
    if "name" in data or "code" in data:
        return NamedUnit(name=optional(data, "name", build_text), code=data.get("code"))
    return build_text(data)


def _moment(data: Any) -> str | None:
    return None if data is None else str(data)


def _build_approval(data: Data) -> RevisionApproval:
    return RevisionApproval(by=build_text(data["by"]), on=date.fromisoformat(data["on"]))


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


def _build_funds(data: Data) -> Funds:
    return Funds({source: fill_amount(Decimal(amount)) for source, amount in data.items()})


def _build_task(data: Data) -> Task:
    return Task(
        id=data["id"],
        text=build_text(data["text"]),
        funds=_build_funds(data["funds"]),
        formerly=_build_formerly(data),
    )


def _build_goal(data: Data, year: int) -> Goal:
    return Goal(
        id=data["id"],
        text=build_text(data["text"]),
        tasks=tuple(data.get("tasks", ())),
        indicators=_build_indicators(data, year),
        formerly=_build_formerly(data),
        horizon=data.get("horizon"),
        weight=optional(data, "weight", Decimal),
    )


def _build_indicators(data: Data, year: int) -> tuple[Indicator, ...]:
    return tuple(_build_indicator(each, year) for each in data.get("indicators", ()))


def _build_indicator(data: Data, year: int) -> Indicator:
    written = build_target(data["target"], year)
    column = _column_unit(data.get("unit"))
    target = with_unit(written, column)
    apart = target is not written
    has_english = isinstance(data.get("unit"), dict) or not apart
    return Indicator(
        id=data["id"],
        category=data["category"],
        name=build_text(data["name"]),
        target=target,
        unit=optional(data, "unit", _build_unit) if has_english else None,
        unit_apart=apart,
        better=optional(data, "better", Better),
        goal=data.get("goal"),
        horizon=data.get("horizon"),
        extra=build_cells(data.get("extra", {})),
        weight=optional(data, "weight", Decimal),
        baseline=_build_baseline(data.get("baseline"), column if apart else ""),
        formerly=_build_formerly(data),
        **{name: optional(data, name, build_text) for name in INDICATOR_NOTES},
    )


def _column_unit(data: str | Data | None) -> str:
    """The Chinese of a unit in its own column; empty if there is none."""
    return data if isinstance(data, str) else str((data or {}).get("zh", ""))


def _build_baseline(data: Data | None, unit: str) -> Baseline | None:
    """The baseline, which shares the unit in its indicator's column if it has none of its own."""
    if data is None:
        return None
    value = as_reached(build_target(data["value"], data["year"]))
    return Baseline(year=data["year"], value=with_unit(value, unit))


def build_target(data: str | int | Decimal | Data, year: int) -> Target:
    """Return a target, written in a way that the schema accepts."""
    if not isinstance(data, dict):
        target = read_target(str(data), year)
        if target is None:
            raise AssertionError(f"the schema accepted an unreadable target: {data!r}")
        return target
    text = build_text(data)
    by = optional(data, "by", date.fromisoformat)
    return Statement(text=text) if by is None else Deadline(text=text, by=by)


def _build_formerly(data: Data) -> tuple[str, ...]:
    former = data.get("formerly", [])
    return (former,) if isinstance(former, str) else tuple(former)


def optional(data: Data, key: str, build: Callable[[Any], Any]) -> Any:
    """Return what `build` makes of a value; None where the data do not have it."""
    return build(data[key]) if key in data else None
