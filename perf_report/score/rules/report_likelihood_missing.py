"""A monitoring report says of each target how likely it is, where its form has a column for it.

Without it the row is blank where the reader looks first.

中文：表样有“完成目标可能性”一栏的，监控须逐项填写 `likelihood`；否则这一栏空白。

Passes: `{so_far: 9艘, expected: 17艘, likelihood: certain}`.
Fails: `{so_far: 9艘, expected: 17艘}`.
符合：`{so_far: 9艘, expected: 17艘, likelihood: certain}`。
不符合：`{so_far: 9艘, expected: 17艘}`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Form, IndicatorColumn, IndicatorsBlock
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Indicators of a monitoring report without a likelihood."""
    if not context.is_monitoring or context.form is None or not _has_column(context.form):
        return
    for route, _, reported in context.reported():
        if reported.so_far is not None and reported.likelihood is None:
            yield Finding(rule=RULE.id, route=route, on_key=True)


def _has_column(form: Form) -> bool:
    columns = (column for each in form.blocks_of(IndicatorsBlock) for column in each.columns)
    return any(column.builtin is IndicatorColumn.LIKELIHOOD for column in columns)


RULE = ReportRule(id="report-likelihood-missing", severity=Severity.WARNING, check=check)
