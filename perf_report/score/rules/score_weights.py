"""The points of an evaluation add up to 100.

They are the execution’s and the indicators’ own, or those that the scoring gives to level 1. A
level with points has indicators, and every indicator has points. A published table had 110.

中文：自评的分值合计为100：预算执行率的分值，加各指标自身的分值，或者评分办法给各一级指标的分值。有分
值的一级指标须有指标，每个指标须有分值。

Passes: 10 for the execution, and indicators with weights of 50, 30 and 10.
Fails: 10 for the execution, and indicators with weights of 60, 30 and 10.
符合：预算执行率10分，各指标50、30、10分。
不符合：预算执行率10分，各指标60、30、10分。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.score.rules.report_rule import ReportContext, ReportRule
from perf_report.score.weights import find_weights


def check(context: ReportContext) -> Iterator[Finding]:
    """Points that do not fit."""
    given = context.evaluated
    if given is not None:
        framework = given.vocabulary.framework
        yield from find_weights(
            context.indicators, framework, given.scoring, given.report, context.levels
        ).findings


RULE = ReportRule(id="score-weights", severity=Severity.ERROR, check=check)
