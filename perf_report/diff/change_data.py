"""Changes as JSON data, and their fingerprints."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from perf_report.diff.change import Change, ChangeValue, Detail, NumericDifference, Place
from perf_report.model import plan_data
from perf_report.model.field_value import NamedUnit, Period
from perf_report.model.funds import Funds
from perf_report.model.plan import Baseline, Goal, Indicator, Plan, Task
from perf_report.model.target import Deadline, Quantity, Range, Ratio, Statement
from perf_report.model.text import Text
from perf_report.model.unit import Unit

# 80 bits: too many to find another change with the fingerprint of an approved one.
_FINGERPRINT_DIGITS = 20


def value_data(value: ChangeValue) -> Any:
    """A value before or after a change as JSON data: decimals as strings, else as in a spec."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _item_data(item) for name, item in value.items()}
    return _stringify(_ENCODERS[type(value)](value))


def _item_data(item: Any) -> Any:
    """A cell, a unit or a weight; of funds by source, a row."""
    return (
        _stringify(plan_data.amounts_data(item)) if isinstance(item, Mapping) else value_data(item)
    )


def _place_data(place: Place) -> dict[str, str | None]:
    return {"goal": place.goal, "category": place.category}


_ENCODERS: dict[type[Any], Any] = {
    Text: plan_data.text_data,
    Unit: plan_data.unit_data,
    Quantity: plan_data.target_data,
    Range: plan_data.target_data,
    Ratio: plan_data.target_data,
    Deadline: plan_data.target_data,
    Statement: plan_data.target_data,
    Baseline: plan_data.baseline_data,
    Funds: plan_data.funds_data,
    Task: plan_data.task_data,
    Goal: plan_data.goal_data,
    Indicator: plan_data.indicator_data,
    Plan: plan_data.plan_data,
    Place: _place_data,
    Period: plan_data.value_data,
    NamedUnit: plan_data.value_data,
}


def _stringify(data: Any) -> Any:
    """The data with decimals as strings, so that no JSON parser rounds them."""
    if isinstance(data, dict):
        return {key: _stringify(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_stringify(item) for item in data]
    return f"{data:f}" if isinstance(data, Decimal) else data


def detail_data(detail: Detail) -> dict[str, Any]:
    """The details of a change as JSON data."""
    return {name: _detail_item(item) for name, item in detail.items()}


def _detail_item(item: object) -> Any:
    if isinstance(item, NumericDifference):
        amounts = (item.before, item.after, item.difference, item.percent)
        names = ("before", "after", "difference", "percent")
        return {name: value_data(amount) for name, amount in zip(names, amounts, strict=True)}
    if isinstance(item, Mapping):
        return {name: _detail_item(each) for name, each in item.items()}
    return list(item) if isinstance(item, tuple) else item


def fingerprint(plan: Plan, change: Change) -> str:
    """A hash of the change, from ids and values only.

    It depends neither on the commit, the order of the file, the wording of reports nor the language
    of the reader. It includes the department, the year and the project of `plan`, the plan that the
    comparison is about: an approval for one table does not apply to another.
    """
    parts = [
        plan.department.code,
        plan.year,
        change.kind,
        change.subject.type,
        change.subject.id,
        change.detail.get("field"),
        _sort_lists(value_data(change.before)),
        _sort_lists(value_data(change.after)),
    ]
    # At the end, so that changes of a department's table keep their fingerprints.
    parts += [{"project": plan.project.code}] if plan.project else []
    parts += [{"count": change.detail["count"]}] if "count" in change.detail else []
    parts += [{"report": change.detail["report"]}] if "report" in change.detail else []
    data = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT_DIGITS]


def _sort_lists(data: Any) -> Any:
    """The data with all lists sorted, so that the order of a file does not matter."""
    if isinstance(data, dict):
        return {key: _sort_lists(value) for key, value in data.items()}
    if isinstance(data, list):
        return sorted(map(_sort_lists, data), key=lambda item: json.dumps(item, sort_keys=True))
    return data
