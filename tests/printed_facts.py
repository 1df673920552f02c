"""What a paper says of a plan in Chinese, for comparison with what was read from the paper."""

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from perf_report.model.form import (
    AMOUNT,
    Form,
    FundsBlock,
    FundsNode,
    IndicatorColumn,
    IndicatorsBlock,
    ValueType,
)
from perf_report.model.form_horizon import horizon_of, horizon_of_goal
from perf_report.model.framework import Framework
from perf_report.model.funds import Funds
from perf_report.model.plan import Indicator, Plan
from perf_report.model.plan_data import cells_data, plan_data
from perf_report.model.text import Text
from perf_report.model.unit_column import target_columns
from perf_report.model.vocabulary import Vocabulary

Facts = dict[str, Any]

# What is of no language, or of another one, or what no paper prints.
_UNPRINTED = frozenset({"en", "id", "by", "space", "one", "other"})
_PERCENT = re.compile(r"[0-9]+(?:\.[0-9]+)?%")
_HEAD = ("tables", "weights")


def printed_facts(plan: Plan, vocabulary: Vocabulary) -> Facts:
    """Return what the Chinese paper of a plan has; the plan is one that is completed."""
    form = vocabulary.form
    data = plan_data(plan)
    public = {id_: field for id_, field in form.asked_fields().items() if field.is_public}
    return {
        "year": plan.year,
        "fields": _plain(
            {id_: value for id_, value in cells_data(plan.fields).items() if id_ in public}
        ),
        **{key: _plain(data.get(key)) for key in _HEAD},
        "funds": _plain(_with_sums(data.get("funds") or {}, form)),
        "tasks": [(task.text.zh, _amounts(task.funds)) for task in plan.tasks],
        "goals": sorted(
            (
                goal.text.zh,
                horizon_of_goal(form, goal),
                sorted(_number(plan, i) for i in goal.tasks),
            )
            for goal in plan.goals
        ),
        "indicators": sorted(
            (
                [
                    goal.text.zh if goal and form.lists_under_goals else None,
                    horizon_of(form, plan, goal, each),
                    *_indicator(each, vocabulary),
                ]
                for _, goal, indicators in plan.indicator_lists()
                for each in indicators
            ),
            key=repr,
        ),
    }


def _with_sums(funds: Mapping[str, Any], form: Form) -> dict[str, Any]:
    """The amounts by source with the sums that print where a total is not written."""
    found = {
        id_: dict(cells) if isinstance(cells, Mapping) else {AMOUNT: cells}
        for id_, cells in funds.items()
    }
    for block in form.blocks_of(FundsBlock):
        for column in block.columns if block.rows == "sources" else ():
            if column.type is ValueType.MONEY:
                for root in block.tree:
                    _sum_of(root, column.id, found)
    return found


def _sum_of(node: FundsNode, column: str, found: dict[str, dict[str, Any]]) -> Decimal | None:
    parts = [_sum_of(each, column, found) for each in node.parts]
    own = found.get(node.id, {}).get(column)
    if own is None and any(each is not None for each in parts):
        own = sum((each for each in parts if each is not None), Decimal(0))
        if not node.is_heading:
            found.setdefault(node.id, {})[column] = own
    return own


def _number(plan: Plan, task: str) -> int:
    return [each.id for each in plan.tasks].index(task) + 1


def _amounts(funds: Funds) -> dict[str, str]:
    """The amounts that print: those that are written, and sums of others."""
    amounts = {id_: funds.get(id_) or funds.sum_of(id_) for id_ in funds.sources.ids}
    return {id_: _figure(amount) for id_, amount in amounts.items() if amount is not None}


def _indicator(indicator: Indicator, vocabulary: Vocabulary) -> list[Any]:
    form = vocabulary.form
    columns = {
        column.builtin for block in form.blocks_of(IndicatorsBlock) for column in block.columns
    }
    notes = [
        getattr(indicator, name)
        for name in ("definition", "formula", "standard", "source", "basis", "responsible", "note")
    ]
    return [
        _category(indicator, vocabulary.framework, has_level=IndicatorColumn.LEVEL1 in columns),
        indicator.name.zh,
        _target(indicator, columns),
        _figure(indicator.weight) if indicator.weight is not None else None,
        [note.zh if isinstance(note, Text) else None for note in notes],
        _plain(cells_data(indicator.extra)),
    ]


def _category(indicator: Indicator, framework: Framework, *, has_level: bool) -> list[str | None]:
    """The labels of a category; two frameworks may have the same."""
    for level, category in framework.categories():
        if category.id == indicator.category:
            return [category.label.zh, level.label.zh if has_level else None]
    return [indicator.category]


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
        # The name of a unit without a code prints as words do.
        return next(iter(found.values())) if found.keys() <= {"zh"} | {"name"} and found else found
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    if isinstance(value, Decimal | int) and not isinstance(value, bool):
        return _figure(Decimal(value))
    if isinstance(value, str) and _PERCENT.fullmatch(value):
        return _figure(Decimal(value[:-1]))
    return value


def _figure(number: Decimal) -> str:
    return format(number.normalize(), "f")
