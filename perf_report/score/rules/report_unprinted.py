"""A report names the form that it prints on, and the form has a place for what it says.

Without a form it is checked and scored, and no pages are built of it. A conclusion, problems,
measures and what was achieved of goals print only on a form that has a field or a column for them,
and so do the reason of an amount, what is expected of an indicator, and the target or the goal of
the start of the year.

中文：监控、自评写明表样才能打印；没有写明的，只校验、评分，不生成页面。结论、问题、措施和目标完成情况，
表样有相应栏目的才能打印；资金的原因说明、指标的全年预计、年初的指标值和目标也是如此。

Passes: `form: project-evaluation-2020`.
Fails: an evaluation without `form`.
符合：`form: project-evaluation-2020`。
不符合：自评没有 `form`。
"""

from collections.abc import Iterator, Mapping

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import (
    Form,
    FundsBlock,
    GoalsBlock,
    IndicatorColumn,
    IndicatorsBlock,
    Stage,
)
from perf_report.model.report import Report, ReportKind
from perf_report.model.route import Route
from perf_report.score.rules.report_goal_unanswered import prints_achieved
from perf_report.score.rules.report_rule import ReportContext, ReportRule

# What prints of an indicator only in a column of its own. Monitoring prints the target of its time
# as the target.
_COLUMNS: Mapping[ReportKind, Mapping[str, IndicatorColumn]] = {
    ReportKind.MONITORING: {"expected": IndicatorColumn.EXPECTED},
    ReportKind.EVALUATION: {"initial": IndicatorColumn.INITIAL},
}


def check(context: ReportContext) -> Iterator[Finding]:
    """A report without a form, and what its form has no place for."""
    if context.report.form is None:
        stage = Stage(context.report.kind)
        known = ", ".join(form.id for form in context.forms.values() if form.stage is stage)
        yield Finding(rule=RULE.id, arguments={"known": known})
    if context.form is not None:
        for route in _without_place(context.report, context.form):
            yield Finding(
                rule=RULE.id,
                message="report-unprinted-part",
                route=route,
                on_key=True,
                arguments={"key": route[-1], "form": context.form.id},
            )


def _without_place(report: Report, form: Form) -> Iterator[Route]:
    """The places of what the form does not print, the first of each kind."""
    yield from _texts(report, form)
    yield from _first_of_goals(report, form)
    funds = {column.id for block in form.blocks_of(FundsBlock) for column in block.columns}
    if "reason" not in funds:
        reasons = (("funds", id_, "reason") for id_, row in report.funds.items() if row.reason)
        yield from _first(reasons)
    shown = {
        column.builtin for block in form.blocks_of(IndicatorsBlock) for column in block.columns
    }
    for key, column in _COLUMNS[report.kind].items():
        if column not in shown:
            said = report.indicators.items()
            yield from _first(
                ("indicators", id_, key) for id_, each in said if getattr(each, key) is not None
            )


def _texts(report: Report, form: Form) -> Iterator[Route]:
    fields = {field.id for field in form.fields()}
    for key in ("conclusion", "problems", "measures"):
        if getattr(report, key) is not None and f"report.{key}" not in fields:
            yield (key,)
    if report.goals and not prints_achieved(form):
        yield ("goals",)


def _first_of_goals(report: Report, form: Form) -> Iterator[Route]:
    """The first goal of the start of the year; monitoring prints those as the goals."""
    has_column = any(block.adjusted for block in form.blocks_of(GoalsBlock))
    if report.kind is ReportKind.EVALUATION and not has_column:
        yield from _first(("goals", id_, "initial") for id_ in report.initial_goals)


def _first(routes: Iterator[Route]) -> Iterator[Route]:
    route = next(routes, None)
    if route is not None:
        yield route


RULE = ReportRule(id="report-unprinted", severity=Severity.INFO, check=check)
