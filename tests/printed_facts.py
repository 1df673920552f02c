"""What a paper says of a plan in Chinese, for comparison with what was read from the paper."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from perf_report.model.form import Form, IndicatorColumn, IndicatorsBlock
from perf_report.model.funds import Funds
from perf_report.model.plan import Indicator, Plan
from perf_report.model.plan_data import cells_data, plan_data
from perf_report.model.text import Text
from perf_report.model.unit_column import target_columns

Facts = dict[str, Any]

# What is of no language, or of another one, or what no paper prints.
_UNPRINTED = frozenset({"en", "id", "by", "space", "one", "other"})
_HEAD = ("tables", "funds", "weights")


def printed_facts(plan: Plan, form: Form) -> Facts:
    """Return what the Chinese paper of a plan has; the plan is one that is completed."""
    data = plan_data(plan)
    public = {id_: field for id_, field in form.asked_fields().items() if field.is_public}
    goals = list(plan.goals)
    return {
        "form": form.id,
        "year": plan.year,
        "framework": plan.framework,
        "fields": _plain(
            {id_: value for id_, value in cells_data(plan.fields).items() if id_ in public}
        ),
        **{key: _plain(data.get(key)) for key in _HEAD},
        "tasks": [(task.text.zh, _amounts(task.funds)) for task in plan.tasks],
        "goals": [
            (goal.text.zh, goal.horizon, [_number(plan, id_) for id_ in goal.tasks])
            for goal in goals
        ],
        "indicators": sorted(
            (
                [number if form.lists_under_goals else 0, *_indicator(each, form)]
                for number, goal in enumerate(goals, start=1)
                for each in goal.indicators
            ),
            key=repr,
        )
        + sorted((_indicator(each, form) for each in plan.indicators), key=repr),
    }


def _number(plan: Plan, task: str) -> int:
    return [each.id for each in plan.tasks].index(task) + 1


def _amounts(funds: Funds) -> dict[str, str]:
    """The amounts that print: those that are written, and sums of others."""
    amounts = {id_: funds.get(id_) or funds.sum_of(id_) for id_ in funds.sources.ids}
    return {id_: _figure(amount) for id_, amount in amounts.items() if amount is not None}


def _indicator(indicator: Indicator, form: Form) -> list[Any]:
    columns = {
        column.builtin for block in form.blocks_of(IndicatorsBlock) for column in block.columns
    }
    notes = [
        getattr(indicator, name)
        for name in ("definition", "formula", "standard", "source", "basis", "responsible", "note")
    ]
    return [
        indicator.horizon if _has_horizons(form) else None,
        indicator.category,
        indicator.name.zh,
        _target(indicator, columns),
        _figure(indicator.weight) if indicator.weight is not None else None,
        [note.zh if isinstance(note, Text) else None for note in notes],
        _plain(cells_data(indicator.extra)),
    ]


def _has_horizons(form: Form) -> bool:
    return (
        len({each.id for block in form.blocks_of(IndicatorsBlock) for each in block.horizons}) > 1
    )


def _target(indicator: Indicator, columns: set[IndicatorColumn | None]) -> str:
    """The target as a paper has it; where figure and unit stand apart, without a hidden sign."""
    if IndicatorColumn.VALUE not in columns:
        return indicator.target.printed
    apart = target_columns(indicator.target, lambda _: None)
    sign = apart.sign if IndicatorColumn.SIGN in columns else ""
    return f"{sign}{apart.value.zh or ''} {apart.unit.zh or ''}"


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        found = {key: _plain(each) for key, each in value.items() if key not in _UNPRINTED}
        return found.get("zh") if found.keys() == {"zh"} else found
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return _figure(Decimal(value))
    return value


def _figure(number: Decimal) -> str:
    return format(number.normalize(), "f")
