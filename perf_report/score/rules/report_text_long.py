"""A text of a report is no longer than its form allows.

Forms print such limits in the cell of the text, in Chinese characters: （100字以内）. The texts
in Chinese are counted, with their punctuation.

中文：监控、自评中的文字不超过表样在该栏印明的字数，如“100字以内”；按中文文字计，含标点。

Passes: a conclusion of 180 characters on a form that allows 200.
Fails: a conclusion of 230 characters on the same form.
符合：表样限200字，评价结论180字。
不符合：同一表样，评价结论230字。
"""

from collections.abc import Iterator
from dataclasses import dataclass

from perf_report.model.field_value import FieldValue
from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Column, Field, Form, FundsBlock, GoalsBlock
from perf_report.model.form_label import fill_years
from perf_report.model.report import Report
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.score.rules.report_rule import ReportContext, ReportRule

_OWN = ("conclusion", "problems", "measures")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Limited:
    """A value with its place, the label of its field or column, and the longest it may be."""

    route: Route
    value: FieldValue | None
    label: Text
    most: int | None


def check(context: ReportContext) -> Iterator[Finding]:
    """Texts that are longer than their place on the form allows."""
    report = context.report
    for each in _limited(context.form, report) if context.form else ():
        text = each.value.zh if isinstance(each.value, Text) else None
        if text and each.most is not None and len(text) > each.most:
            label = fill_years(each.label, report.of.year)
            arguments = {"label": label, "count": len(text), "limit": each.most}
            yield Finding(rule=RULE.id, route=each.route, arguments=arguments)


def _limited(form: Form, report: Report) -> Iterator[_Limited]:
    fields = {field.id: field for field in form.fields()}
    for key in _OWN:
        asked = fields.get(f"report.{key}")
        if asked is not None:
            yield _at((key,), getattr(report, key), asked)
    for id_, value in report.fields.items():
        if id_ in fields:
            yield _at(("fields", id_), value, fields[id_])
    for id_, said in report.indicators.items():
        for name, own in form.own_columns().items():
            yield _at(("indicators", id_, "extra", name), said.extra.get(name), own)
    yield from _of_funds(form, report)
    yield from _of_goals(form, report)


def _at(route: Route, value: FieldValue | None, asked: Field | Column) -> _Limited:
    return _Limited(route=route, value=value, label=asked.label, most=asked.most)


def _of_funds(form: Form, report: Report) -> Iterator[_Limited]:
    columns = [column for block in form.blocks_of(FundsBlock) for column in block.columns]
    for id_, row in report.funds.items():
        for column in columns:
            if column.id == "reason":
                yield _at(("funds", id_, "reason"), row.reason, column)
            else:
                yield _at(("funds", id_, "extra", column.id), row.extra.get(column.id), column)


def _of_goals(form: Form, report: Report) -> Iterator[_Limited]:
    for block in form.blocks_of(GoalsBlock):
        for id_, text in report.goals.items() if block.achieved else ():
            route = ("goals", id_, "achieved")
            yield _Limited(
                route=route, value=text, label=block.achieved or Text(), most=block.achieved_most
            )


RULE = ReportRule(id="report-text-long", severity=Severity.WARNING, check=check)
