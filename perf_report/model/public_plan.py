"""A plan without what is not public: the values of fields and columns with `public: false`.

A value that the form does not know is not public either, since nothing says that it is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from perf_report.model.field_value import NO_CELLS, Cells, FieldValue
from perf_report.model.form import Column, Field, Form
from perf_report.model.form_routes import is_private
from perf_report.model.plan import Indicator, Plan
from perf_report.model.route import Route

_Asked = Mapping[str, Field] | Mapping[str, Column]
_Value = TypeVar("_Value")


def public_plan(plan: Plan, form: Form) -> Plan:
    """Return the plan that goes out: the same object if all of it is public."""
    private = set(private_routes(plan, form))
    if not private:
        return plan
    goals = tuple(
        replace(goal, indicators=_indicators(goal.indicators, ("goals", index), private))
        for index, goal in enumerate(plan.goals)
    )
    return replace(
        plan,
        fields=_cells(plan.fields, ("fields",), private),
        tables=_filled(
            {id_: _table_rows(rows, ("tables", id_), private) for id_, rows in plan.tables.items()}
        ),
        funds=_filled(
            {row: _cells(cells, ("funds", row), private) for row, cells in plan.funds.items()}
        ),
        goals=goals,
        indicators=_indicators(plan.indicators, (), private),
    )


def private_routes(plan: Plan, form: Form) -> Iterator[Route]:
    """Yield the route of each value that is not public, by the ids of fields and columns."""
    yield from _private(plan.fields, form.asked_fields(), ("fields",))
    tables, sources, own = form.table_columns(), form.funds_columns(), form.own_columns()
    for id_, rows in plan.tables.items():
        for index, row in enumerate(rows):
            yield from _private(row, tables.get(id_, {}), ("tables", id_, index))
    for id_, cells in plan.funds.items():
        yield from _private(cells, sources.get(id_, {}), ("funds", id_))
    for route, _, indicators in plan.indicator_lists():
        for index, indicator in enumerate(indicators):
            yield from _private(indicator.extra, own, (*route, index, "extra"))


def _private(cells: Cells, asked: _Asked, route: Route) -> Iterator[Route]:
    for id_ in cells:
        if is_private(asked.get(id_)):
            yield (*route, id_)


def _cells(cells: Cells, route: Route, private: set[Route]) -> dict[str, FieldValue]:
    return {id_: value for id_, value in cells.items() if (*route, id_) not in private}


def _table_rows(rows: tuple[Cells, ...], route: Route, private: set[Route]) -> tuple[Cells, ...]:
    """The rows that have a public value."""
    kept = (_cells(row, (*route, index), private) for index, row in enumerate(rows))
    return tuple(row for row in kept if row)


def _filled(values: Mapping[str, _Value]) -> dict[str, _Value]:
    return {id_: value for id_, value in values.items() if value}


def _indicators(
    indicators: tuple[Indicator, ...], route: Route, private: set[Route]
) -> tuple[Indicator, ...]:
    return tuple(
        replace(each, extra=_cells(each.extra, (*route, "indicators", index, "extra"), private))
        if each.extra is not NO_CELLS
        else each
        for index, each in enumerate(indicators)
    )
