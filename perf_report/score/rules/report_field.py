"""What a report fills in for its form are fields and columns of it, of their type.

A value that the form does not ask for would be lost, and one of another type would be misread.

中文：监控、自评中 `fields`、`extra` 所填的须是表样所列的栏目和列，并符合其类型；表样没有的，
所填内容不会打印。

Passes: `fields: {reported-on: 2026-03-10}` for a form with the field `reported-on`, a date.
Fails: `fields: {reported: 2026-03-10}` for the same form.
符合：表样有日期栏 `reported-on`，写 `fields: {reported-on: 2026-03-10}`。
不符合：同一表样，写 `fields: {reported: 2026-03-10}`。
"""

from collections.abc import Iterator, Mapping

from perf_report.model.close_match import close_match
from perf_report.model.field_value import Cells
from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Column, Field, Form, FundsBlock
from perf_report.model.form_label import fill_years
from perf_report.model.report_columns import REPORT_AMOUNTS
from perf_report.model.route import Route
from perf_report.rules.form_value_types import misfit_of, written_value
from perf_report.score.rules.report_rule import ReportContext, ReportRule

_Asked = Mapping[str, Field] | Mapping[str, Column]


def check(context: ReportContext) -> Iterator[Finding]:
    """Values that the form has no place for, and those of another type."""
    form, report = context.form, context.report
    if form is None:
        return
    yield from _check_cells(report.fields, form.asked_fields(), ("fields",), context)
    for id_, row in report.funds.items():
        yield from _check_cells(row.extra, _funds_columns(form), ("funds", id_, "extra"), context)
    for id_, said in report.indicators.items():
        route = ("indicators", id_, "extra")
        yield from _check_cells(said.extra, form.own_columns(), route, context)


def _funds_columns(form: Form) -> Mapping[str, Column]:
    """The form's own columns of money."""
    columns = (column for block in form.blocks_of(FundsBlock) for column in block.columns)
    return {column.id: column for column in columns if column.id not in REPORT_AMOUNTS}


def _check_cells(
    cells: Cells, asked: _Asked, route: Route, context: ReportContext
) -> Iterator[Finding]:
    currency = context.plan.currency_unit if context.plan else ""
    for id_, value in cells.items():
        place = asked.get(id_)
        if place is None:
            yield _unknown(id_, asked, route)
            continue
        misfit = misfit_of(value, place, currency)
        if misfit is not None:
            label = fill_years(place.label, context.report.of.year)
            arguments = {"label": label, "written": written_value(value), **misfit.arguments}
            yield Finding(
                rule=RULE.id, message=misfit.message, route=(*route, id_), arguments=arguments
            )


def _unknown(id_: str, asked: _Asked, route: Route) -> Finding:
    close = close_match(id_, asked)
    return Finding(
        rule=RULE.id,
        message="report-field-close" if close else "" if asked else "report-field-none",
        route=(*route, id_),
        on_key=True,
        arguments={"id": id_, "close": close, "known": ", ".join(asked)},
    )


RULE = ReportRule(id="report-field", severity=Severity.ERROR, check=check)
