"""Where a target will not certainly be reached, a monitoring report says why.

It names the causes that the form has as columns, and explains them.

中文：监控中预计不能确定完成的指标，须勾选偏差原因（`causes`）并加以说明（`reason`）。

Passes: `{likelihood: possible, causes: [staff], reason: {zh: 人员不足, en: Too few staff}}`.
Fails: `{likelihood: possible}`.
符合：`{likelihood: possible, causes: [staff], reason: {zh: 人员不足, en: Too few staff}}`。
不符合：`{likelihood: possible}`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.report import Likelihood
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Targets in doubt without causes or without a reason."""
    for id_, reported in context.report.indicators.items():
        if reported.likelihood in {None, Likelihood.CERTAIN}:
            continue
        route = ("indicators", id_, "likelihood")
        if reported.reason is None:
            yield Finding(rule=RULE.id, route=route)
        elif not reported.causes:
            yield Finding(rule=RULE.id, message="report-likelihood-causes", route=route)


RULE = ReportRule(id="report-likelihood", severity=Severity.ERROR, check=check)
