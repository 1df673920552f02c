"""Each value of a field or a column has the type that the form gives it.

The types are text, a choice, a date, a period, a unit with its code, a person, a telephone number,
money, a percentage, and yes or no. A date must exist, a period does not end before it begins, money
is in whole fen, and a text is no longer than the form allows.

中文：各栏目和各列的内容须符合表样规定的类型：文字、选项、日期、起止时间、单位及编码、人员、电话、金额、百分比、
是否。日期须真实存在，止不早于起，金额精确到分，文字不超过表样限定的字数。

Passes: `period: {from: 2026-01, to: 2026-12}` for a field of type period.
Fails: `period: 2026` for the same field.
符合：表样要求起止时间的，写 `period: {from: 2026-01, to: 2026-12}`。
不符合：同一栏目写 `period: 2026`。
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from perf_report.model.field_value import Cells, FieldValue
from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Column, Field, Form, Stage
from perf_report.model.form_label import fill_years
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.rules.form_value_types import Misfit, misfit_of, written_value
from perf_report.rules.form_walk import funds_columns
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cell:
    """A value with its place, and the field or column that says what it should be."""

    route: Route
    value: FieldValue
    asked: Field | Column


def check(context: RuleContext) -> Iterator[Finding]:
    """Values of another type than the form's, and those that are too long."""
    form = context.form
    if form is None or form.stage is not Stage.PLAN:
        return
    for cell in _cells(context, form):
        misfit = misfit_of(cell.value, cell.asked, context.plan.currency_unit)
        if misfit is not None:
            written = context.written_numbers.get(cell.route) or written_value(cell.value)
            yield _finding(cell, misfit, written, context.plan.year)
        elif cell.asked.most is not None:
            yield from _too_long(cell, cell.asked.most)


def _cells(context: RuleContext, form: Form) -> Iterator[_Cell]:
    """Every value whose field or column the form has."""
    plan, fields, own = context.plan, form.asked_fields(), form.own_columns()
    for id_, value in plan.fields.items():
        if id_ in fields:
            yield _Cell(route=("fields", id_), value=value, asked=fields[id_])
    rows: dict[Route, Cells] = {("funds", row): cells for row, cells in plan.funds.items()}
    columns: dict[Route, Mapping[str, Column]] = {
        ("funds", row): known for row, known in funds_columns(form).items()
    }
    for name, table in plan.tables.items():
        known = form.table_columns().get(name, {})
        rows |= {("tables", name, index): cells for index, cells in enumerate(table)}
        columns |= {("tables", name, index): known for index in range(len(table))}
    for route, _, indicator in iter_indicators(plan):
        rows[*route, "extra"], columns[*route, "extra"] = indicator.extra, own
    for route, cells in rows.items():
        for id_, value in cells.items():
            if id_ in columns.get(route, {}):
                yield _Cell(route=(*route, id_), value=value, asked=columns[route][id_])


def _finding(cell: _Cell, misfit: Misfit, written: str, year: int) -> Finding:
    label = fill_years(cell.asked.label, year)
    if label == Text():
        label = Text(zh=cell.asked.id, en=cell.asked.id)
    return Finding(
        rule=RULE.id,
        message=misfit.message,
        route=cell.route,
        arguments={"label": label, "written": written, **misfit.arguments},
    )


def _too_long(cell: _Cell, most: int) -> Iterator[Finding]:
    text = cell.value.zh if isinstance(cell.value, Text) else cell.value
    count = len(text) if isinstance(text, str) else 0
    if count > most:
        arguments = {"label": cell.asked.label, "count": count, "limit": most}
        yield Finding(
            rule=RULE.id, message="form-value-long", route=cell.route, arguments=arguments
        )


RULE = Rule(
    id="form-value",
    severity=Severity.ERROR,
    check=check,
    needed=True,
    reads=("@", "form"),
    reads_by_message={"form-value-decimals": ("@", "form", "currency_unit")},
)
