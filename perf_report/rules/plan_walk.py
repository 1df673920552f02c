"""Iteration over the indicators, quantities and texts of a plan, with their routes."""

from collections.abc import Iterator
from dataclasses import is_dataclass
from decimal import Decimal
from typing import Any

from perf_report.model.characters import usual_characters
from perf_report.model.field_value import Cells, FieldValue, NamedUnit
from perf_report.model.form import Form
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.route import Route
from perf_report.model.target import Deadline, Measured, Quantity, Range, Target
from perf_report.model.text import Text


def iter_indicators(plan: Plan) -> Iterator[tuple[Route, Goal | None, Indicator]]:
    """Every indicator with its route, and its goal unless it stands under the table."""
    for route, goal, indicators in plan.indicator_lists():
        for index, indicator in enumerate(indicators):
            yield (*route, index), goal, indicator


def plain_name(indicator: Indicator) -> str:
    """The Chinese name of an indicator in usual characters, for rules that look for words in it."""
    return usual_characters(indicator.name.zh or "")


def iter_quantities(plan: Plan) -> Iterator[tuple[Route, Indicator, Quantity]]:
    """Every quantity of a target or a baseline, with its route and its indicator.

    A range counts with its upper bound.
    """
    for route, _, indicator in iter_indicators(plan):
        yield from _quantity((*route, "target"), indicator, indicator.target)
        if indicator.baseline:
            yield from _quantity((*route, "baseline", "value"), indicator, indicator.baseline.value)


def _quantity(
    route: Route, indicator: Indicator, target: Target
) -> Iterator[tuple[Route, Indicator, Quantity]]:
    if isinstance(target, Quantity):
        yield route, indicator, target
    elif isinstance(target, Range):
        yield route, indicator, target.bounds[1]


def iter_written(plan: Plan) -> Iterator[tuple[Route, str]]:
    """Every target and baseline that is one string in a file: its route, and what is printed."""
    for route, _, indicator in iter_indicators(plan):
        values = {(*route, "target"): indicator.target}
        if indicator.baseline:
            values[*route, "baseline", "value"] = indicator.baseline.value
        for place, value in values.items():
            if isinstance(value, Measured) or (isinstance(value, Deadline) and value.written):
                yield place, value.printed


def iter_strings(plan: Plan) -> Iterator[tuple[Route, str]]:
    """Every value of a field or a column that is one string for all languages, with its route."""
    for route, value in _iter_values(plan):
        if isinstance(value, str):
            yield route, value
        elif isinstance(value, NamedUnit) and value.code:
            yield (*route, "code"), value.code


def iter_numbers(plan: Plan) -> Iterator[Route]:
    """The routes of all values of a field or a column that are numbers."""
    for route, value in _iter_values(plan):
        if isinstance(value, Decimal):
            yield route


def _iter_values(plan: Plan) -> Iterator[tuple[Route, FieldValue]]:
    rows: dict[Route, Cells] = {("fields",): plan.fields}
    rows |= {("funds", row): cells for row, cells in plan.funds.items()}
    for name, table in plan.tables.items():
        rows |= {("tables", name, index): cells for index, cells in enumerate(table)}
    for route, _, indicator in iter_indicators(plan):
        if indicator.extra:
            rows[*route, "extra"] = indicator.extra
    for route, cells in rows.items():
        for id_, value in cells.items():
            yield (*route, id_), value


def form_labels(form: Form) -> Iterator[Text]:
    """Every label that a form prints, its title first."""
    for _, label in iter_texts((form.title, form.blocks)):
        yield label


def iter_texts(value: Any, route: Route = ()) -> Iterator[tuple[Route, Text]]:
    """Every text below a value of the model, with its route.

    In a spec, the text of a deadline or a statement is in `target` itself; the attribute `text` of
    a target is no step of the route. A deadline that is one string is no text: its English is
    derived.
    """
    if isinstance(value, Text):
        yield route, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from iter_texts(item, (*route, key))
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from iter_texts(item, (*route, index))
    elif isinstance(value, Deadline) and value.written:
        return
    elif is_dataclass(value):
        is_target = route[-1:] in {("target",), ("value",)}
        for name in value.__dataclass_fields__:
            below = getattr(value, name)
            if below is not None and not isinstance(below, str):
                step = () if is_target and name == "text" else (name,)
                yield from iter_texts(below, (*route, *step))
