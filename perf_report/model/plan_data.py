"""Convert a plan to plain data of the schema's shape: dicts, lists, strings and numbers.

`parse/plan.py` builds a plan from such data; a test checks that plan -> YAML -> plan is the
identity.
"""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from perf_report.model.field_value import Cells, FieldValue, NamedUnit, Period
from perf_report.model.form import AMOUNT
from perf_report.model.funds import Funds
from perf_report.model.plan import (
    FORMAT,
    Baseline,
    Department,
    Goal,
    Indicator,
    Plan,
    Project,
    RevisionApproval,
    Task,
)
from perf_report.model.target import Deadline, Measured, Quantity, Range, Target
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.unit import Unit
from perf_report.model.unit_column import without_unit

Data = dict[str, Any]

# The optional texts of an indicator, in the order in which a file lists them.
INDICATOR_NOTES = (
    "definition", "formula", "standard", "source", "basis", "responsible", "note",
)  # fmt: skip


def plan_data(plan: Plan) -> Data:
    """Return a plan as data, in the order in which a file lists it."""
    data = {
        "format": FORMAT,
        "languages": None if plan.languages == LANGUAGES else list(plan.languages),
        "form": plan.form,
        "year": plan.year,
        "department": _department_data(plan.department),
        "project": _optional(plan.project, _project_data),
        "framework": plan.framework or None,
        "currency_unit": plan.currency_unit or None,
        "revision": plan.revision,
        "revision_kind": plan.revision_kind.value if plan.is_adjustment else None,
        "revision_approved": _optional(plan.revision_approved, approval_data),
        "revision_note": _optional(plan.revision_note, text_data),
        "published": _optional(plan.published, date.isoformat),
        "budget_approved": _optional(plan.budget_approved, date.isoformat),
        "disclose": None if plan.disclose else False,
        "disclose_basis": _optional(plan.disclose_basis, text_data),
        "units": {name: unit_data(unit) for name, unit in plan.units.items()} or None,
        "budget": _optional(plan.budget, funds_data),
        "fields": cells_data(plan.fields) or None,
        "tables": _tables_data(plan.tables) or None,
        "funds": {row: amounts_data(cells) for row, cells in plan.funds.items()} or None,
        "tasks": [task_data(task) for task in plan.tasks] or None,
        "weights": dict(plan.weights) or None,
        "goals": [goal_data(goal) for goal in plan.goals] or None,
        "indicators": [indicator_data(each) for each in plan.indicators] or None,
    }
    return _without_blanks(data)


def _department_data(department: Department) -> Data:
    name = text_data(department.name)
    return _without_blanks({"code": department.code, "name": name, "parent": department.parent})


def approval_data(approval: RevisionApproval) -> Data:
    """Return the approval of an adjustment."""
    return {"by": text_data(approval.by), "on": approval.on.isoformat()}


def _project_data(project: Project) -> Data:
    name = text_data(project.name)
    return _without_blanks({"code": project.code, "name": name, "task": project.task})


def _tables_data(tables: Mapping[str, tuple[Cells, ...]]) -> Data:
    return {id_: [cells_data(row) for row in rows] for id_, rows in tables.items()}


def cells_data(cells: Cells) -> Data:
    """Return values by the ids of their fields or columns."""
    return {id_: value_data(value) for id_, value in cells.items()}


def value_data(value: FieldValue) -> Any:
    """Return a value of a field or a column."""
    if isinstance(value, Text):
        return text_data(value)
    if isinstance(value, Period):
        return _without_blanks({"from": value.start, "to": value.end})
    if isinstance(value, NamedUnit):
        return _without_blanks({"code": value.code, "name": _optional(value.name, text_data)})
    return value


def amounts_data(cells: Cells) -> Decimal | Data:
    """Return the amounts of a row of funds: one by itself, or several by column."""
    alone = cells.get(AMOUNT)
    if isinstance(alone, Decimal) and len(cells) == 1:
        return alone
    return cells_data(cells)


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
    """Return amounts by source, without blanks: in the order of print, then any others."""
    ids = dict.fromkeys((*funds.sources.ids, *funds.amounts))
    return {id_: funds.amounts[id_] for id_ in ids if id_ in funds.amounts}


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
            "horizon": goal.horizon,
            "weight": goal.weight,
            "tasks": list(goal.tasks) or None,
            "text": text_data(goal.text),
            "indicators": [indicator_data(indicator) for indicator in goal.indicators],
        }
    )


def indicator_data(indicator: Indicator) -> Data:
    """Return an indicator with its target and its notes."""
    data = {
        "id": indicator.id,
        "formerly": _formerly_data(indicator.formerly),
        "goal": indicator.goal,
        "horizon": indicator.horizon,
        "category": indicator.category,
        "name": text_data(indicator.name),
        "target": target_data(indicator.target, apart=indicator.unit_apart),
        "unit": indicator_unit_data(indicator),
        "better": _optional(indicator.better, str),
        "weight": indicator.weight,
        "baseline": _optional(indicator.baseline, baseline_data),
    }
    notes = {name: _optional(getattr(indicator, name), text_data) for name in INDICATOR_NOTES}
    extra = {"extra": cells_data(indicator.extra) or None}
    return _without_blanks(data | notes | extra)


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
