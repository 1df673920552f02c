"""A target that monitoring called certain was reached.

Where it was missed all the same, monitoring looked away, or something happened after it. Whoever
reviews the evaluation wants to know which.

中文：监控认定确定能完成的指标，自评应当已完成；没有完成的，不是监控流于形式，就是其后另有情况，审核
时应予说明。

Passes: `likelihood: certain` in July, and a target that is met in December.
Fails: `likelihood: certain` in July, and a target that is missed in December.
符合：7月监控为 `likelihood: certain`，年底自评已完成。
不符合：7月监控为 `likelihood: certain`，年底自评未完成。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.report import Likelihood, Report
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Targets that were missed although the last monitoring report called them certain."""
    monitored = sorted((each for each in context.others if each.through), key=lambda each: each.id)
    scores = context.judged.indicators if context.judged else ()
    missed = [each.id for each in scores if each.met is False]
    for id_ in missed:
        last = _last(monitored, id_)
        if last and last.through and last.indicators[id_].likelihood is Likelihood.CERTAIN:
            yield Finding(
                rule=RULE.id,
                route=("indicators", id_),
                on_key=True,
                arguments={"through": str(last.through)},
            )


def _last(monitored: list[Report], id_: str) -> Report | None:
    """The last monitoring report that says how likely a target is."""
    told = (
        each
        for each in reversed(monitored)
        if id_ in each.indicators and each.indicators[id_].likelihood
    )
    return next(told, None)


RULE = ReportRule(id="report-monitoring", severity=Severity.WARNING, check=check)
