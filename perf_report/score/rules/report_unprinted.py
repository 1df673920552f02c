"""A report names the form that it prints on, and the form has a place for its texts.

Without a form it is checked and scored, and no pages are built of it. A conclusion, problems,
measures and what was achieved of goals print only on a form that has a field or a column for them.

中文：监控、自评写明表样才能打印；没有写明的，只校验、评分，不生成页面。结论、问题、措施和目标完成情况，
表样有相应栏目的才能打印。

Passes: `form: project-evaluation-2020`.
Fails: an evaluation without `form`.
符合：`form: project-evaluation-2020`。
不符合：自评没有 `form`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Form, GoalsBlock, Stage
from perf_report.model.report import Report
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """A report without a form, and texts that its form has no place for."""
    if context.report.form is None:
        stage = Stage(context.report.kind)
        known = ", ".join(form.id for form in context.forms.values() if form.stage is stage)
        yield Finding(rule=RULE.id, arguments={"known": known})
    if context.form is not None:
        for key in _without_place(context.report, context.form):
            yield Finding(
                rule=RULE.id,
                message="report-unprinted-part",
                route=(key,),
                on_key=True,
                arguments={"key": key, "form": context.form.id},
            )


def _without_place(report: Report, form: Form) -> Iterator[str]:
    """The keys whose texts the form does not print."""
    fields = {field.id for field in form.fields()}
    for key in ("conclusion", "problems", "measures"):
        if getattr(report, key) is not None and f"report.{key}" not in fields:
            yield key
    has_column = any(block.achieved for block in form.blocks_of(GoalsBlock))
    if report.goals and not has_column and "report.achieved" not in fields:
        yield "goals"


RULE = ReportRule(id="report-unprinted", severity=Severity.INFO, check=check)
