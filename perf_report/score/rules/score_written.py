"""A score that is written by hand is the one that the rule gives.

Another one needs a `score_reason`, which is printed with it. No score is above its weight, or has
more decimals than the scoring gives.

中文：手工填写的得分须与评分办法算出的一致；不一致的，须写明理由（`score_reason`），理由随得分打印。得
分不超过分值，小数位数不多于评分办法所定。

Passes: `score: 8`, where the rule gives 8.00.
Fails: `score: 9`, where the rule gives 8.00, without `score_reason`.
符合：评分办法得8.00分，`score: 8`。
不符合：评分办法得8.00分，`score: 9`，没有 `score_reason`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.report import IndicatorReport
from perf_report.model.route import Route
from perf_report.model.scoring import is_finer
from perf_report.score.rules.report_rule import ReportContext, ReportRule
from perf_report.score.score import IndicatorScore


def check(context: ReportContext) -> Iterator[Finding]:
    """Scores that the rule does not give, and scores above the weight."""
    if context.score is None:
        return
    for score in context.score.indicators:
        reported = context.report.indicators.get(score.id)
        if reported is not None and score.is_applicable:
            places, route = context.score.scoring.places, ("indicators", score.id, "score")
            yield from _check(reported, score, places, route)


def _check(
    reported: IndicatorReport, score: IndicatorScore, places: int, route: Route
) -> Iterator[Finding]:
    written, weight, computed = reported.score, score.weight, score.computed
    if written is None or weight is None:
        return
    if written > weight:
        arguments = {"score": f"{written:f}", "weight": f"{weight:f}"}
        message = "score-written-above"
        yield Finding(rule=RULE.id, message=message, route=route, arguments=arguments)
    elif is_finer(written, places):
        arguments = {"score": f"{written:f}", "places": str(places)}
        message = "score-written-places"
        yield Finding(rule=RULE.id, message=message, route=route, arguments=arguments)
    elif computed is not None and written != computed and reported.score_reason is None:
        arguments = {"score": f"{written:f}", "computed": f"{computed:f}"}
        yield Finding(rule=RULE.id, route=route, arguments=arguments)


RULE = ReportRule(id="score-written", severity=Severity.ERROR, check=check)
