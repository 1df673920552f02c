"""A report names the form that it prints on.

Without one it is checked and scored, and no pages are built of it.

中文：监控、自评写明表样才能打印；没有写明的，只校验、评分，不生成页面。

Passes: `form: project-evaluation-2020`.
Fails: an evaluation without `form`.
符合：`form: project-evaluation-2020`。
不符合：自评没有 `form`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Stage
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """A report without a form."""
    if context.report.form is None:
        stage = Stage(context.report.kind)
        known = ", ".join(form.id for form in context.forms.values() if form.stage is stage)
        yield Finding(rule=RULE.id, arguments={"known": known})


RULE = ReportRule(id="report-unprinted", severity=Severity.INFO, check=check)
