"""What a change holds as plain data, and the fingerprint that is made of it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from perf_report.diff.change import Change, Detail, Difference, Place, Value
from perf_report.model import plan_data
from perf_report.model.plan import Baseline, Funds, Goal, Indicator, Plan, Task
from perf_report.model.target import Deadline, Quantity, Statement
from perf_report.model.text import Text
from perf_report.model.unit import Unit

# 80 bits: too many for anyone to find another change with the fingerprint of an approved one.
_FINGERPRINT_DIGITS = 20


def value_data(value: Value) -> Any:
    """A value before or after a change as JSON: amounts as exact strings, the rest as in a spec."""
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: _strings(plan_data.unit_data(unit)) for name, unit in value.items()}
    return _strings(_RECORDS[type(value)](value))


def _place_data(place: Place) -> dict[str, str]:
    return {"goal": place.goal, "category": place.category}


_RECORDS: dict[type[Any], Any] = {
    Text: plan_data.text_data,
    Unit: plan_data.unit_data,
    Quantity: plan_data.target_data,
    Deadline: plan_data.target_data,
    Statement: plan_data.target_data,
    Baseline: plan_data.baseline_data,
    Funds: plan_data.funds_data,
    Task: plan_data.task_data,
    Goal: plan_data.goal_data,
    Indicator: plan_data.indicator_data,
    Plan: plan_data.plan_data,
    Place: _place_data,
}


def _strings(data: Any) -> Any:
    """The data with its decimals as strings, which no reader of JSON rounds."""
    if isinstance(data, dict):
        return {key: _strings(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_strings(item) for item in data]
    return f"{data:f}" if isinstance(data, Decimal) else data


def detail_data(detail: Detail) -> dict[str, Any]:
    """The details of a change as JSON."""
    return {name: _detail_item(item) for name, item in detail.items()}


def _detail_item(item: object) -> Any:
    if isinstance(item, Difference):
        amounts = (item.before, item.after, item.difference, item.percent)
        names = ("before", "after", "difference", "percent")
        return {name: value_data(amount) for name, amount in zip(names, amounts, strict=True)}
    return list(item) if isinstance(item, tuple) else item


def fingerprint(plan: Plan, change: Change) -> str:
    """A hash of what changed, by ids and values alone.

    It is the same on every commit that makes the change, whatever the wording of reports, the order
    of the file and the language of the reader. `plan` is the one that the comparison is about: what
    is accepted for one department and year is not accepted for another.
    """
    parts = [
        plan.department.code,
        plan.year,
        change.kind,
        change.subject.type,
        change.subject.id,
        change.detail.get("field"),
        _unordered(value_data(change.before)),
        _unordered(value_data(change.after)),
    ]
    data = json.dumps(parts, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(data.encode("utf-8", "surrogatepass")).hexdigest()[:_FINGERPRINT_DIGITS]


def _unordered(data: Any) -> Any:
    """The data with its lists sorted: the order of a file moves no fingerprint."""
    if isinstance(data, dict):
        return {key: _unordered(value) for key, value in data.items()}
    if isinstance(data, list):
        return sorted(map(_unordered, data), key=lambda item: json.dumps(item, sort_keys=True))
    return data
