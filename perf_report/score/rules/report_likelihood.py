"""Where a target will not certainly be reached, a monitoring report says why.

It names the causes that the form has as columns, and explains them. How likely a target is agrees
with what is expected; where it was adjusted since, `initial` is the target of the time.

中文：监控中预计不能确定完成的指标，须勾选偏差原因（`causes`）并加以说明（`reason`）。完成目标可能性应与
预计完成情况一致；监控之后调整过指标值的，以 `initial` 写明监控时的指标值。

Passes: `{likelihood: possible, causes: [staff], reason: {zh: 人员不足, en: Too few staff}}`.
Fails: `{likelihood: possible}`.
符合：`{likelihood: possible, causes: [staff], reason: {zh: 人员不足, en: Too few staff}}`。
不符合：`{likelihood: possible}`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.report import Likelihood
from perf_report.score.rules.report_rule import NO_SCORING, ReportContext, ReportRule
from perf_report.score.targets import judge

# What contradicts a likelihood: what is expected misses the target, or meets it.
_CONTRADICTED = {
    (Likelihood.CERTAIN, False): "report-likelihood-certain",
    (Likelihood.IMPOSSIBLE, True): "report-likelihood-impossible",
}


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
    yield from _contradictions(context)


def _contradictions(context: ReportContext) -> Iterator[Finding]:
    """Targets called impossible although what is expected meets them, or certain that it misses."""
    for route, indicator, reported in context.reported():
        expected, likelihood = reported.expected, reported.likelihood
        if expected is None or likelihood is None:
            continue
        terms = judge(NO_SCORING, indicator.target, expected, indicator.wanted)
        message = terms and _CONTRADICTED.get((likelihood, terms.met))
        if message:
            yield Finding(
                rule=RULE.id,
                message=message,
                route=(*route, "likelihood"),
                arguments={"expected": expected.printed, "target": indicator.target.printed},
            )


RULE = ReportRule(id="report-likelihood", severity=Severity.ERROR, check=check)
