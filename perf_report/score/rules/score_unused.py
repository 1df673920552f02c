"""What an evaluation says about points has an effect.

A tier belongs to a target in words: figures and days are scored by the rule. What is not applicable
has neither a tier nor a score, and `score_reason` explains a `score`. The `weights` of a report are
points of level 1, which count where no indicator has a weight of its own. Monitoring has no
points, and an evaluation covers the whole year. Targets of longer horizons are not evaluated.

中文：自评中关于分值、得分的内容应起作用：档次（`tier`）只用于文字指标，数值、日期按评分办法计分；不适用的
指标不写档次、得分；`score_reason` 用于说明 `score`；指标有自身权重的，不再写 `weights`。
监控不评分，自评没有截止月份。中长期的指标不在年度自评之列。

Passes: `{actual: 18艘}` for a target of `≥17艘`.
Fails: `{actual: 18艘, tier: missed}` for the same target.
符合：指标值为 `≥17艘`，写 `{actual: 18艘}`。
不符合：同一指标写 `{actual: 18艘, tier: missed}`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Indicator
from perf_report.model.report import IndicatorReport
from perf_report.model.target import Statement
from perf_report.score.rules.report_rule import ReportContext, ReportRule

_POINTS = ("tier", "score", "score_reason")


def check(context: ReportContext) -> Iterator[Finding]:
    """Tiers, scores, reasons, weights and keys at the top that count for nothing."""
    message = "score-unused-monitoring" if context.is_monitoring else "score-unused-through"
    for key in context.report.unused:
        arguments = {"key": key}
        yield Finding(rule=RULE.id, message=message, route=(key,), on_key=True, arguments=arguments)
    yield from _of_other_horizons(context)
    if context.evaluated is None:
        return
    if context.report.weights and any(each.weight is not None for each in context.indicators):
        message = "score-unused-weights"
        yield Finding(rule=RULE.id, message=message, route=("weights",), on_key=True)
    for route, indicator, reported in context.reported():
        for key in _POINTS:
            message = _why_unused(indicator, reported, key)
            if message and getattr(reported, key) is not None:
                where = (*route, key)
                yield Finding(rule=RULE.id, message=message, route=where, on_key=True)


def _of_other_horizons(context: ReportContext) -> Iterator[Finding]:
    """Answers to indicators of the plan whose targets are not those of the year."""
    every = {each.id for each in context.plan.all_indicators()} if context.plan else set[str]()
    for id_ in every.difference(each.id for each in context.indicators):
        if id_ in context.report.indicators:
            message, route = "score-unused-horizon", ("indicators", id_)
            yield Finding(rule=RULE.id, message=message, route=route, on_key=True)


def _why_unused(indicator: Indicator, reported: IndicatorReport, key: str) -> str:
    """The message about a key that would have no effect; empty for one that has."""
    if reported.not_applicable is not None:
        return "score-unused-applicable"
    if key == "tier" and not any(
        isinstance(each, Statement) for each in (indicator.target, reported.actual)
    ):
        return "score-unused"
    return "score-unused-reason" if key == "score_reason" and reported.score is None else ""


RULE = ReportRule(id="score-unused", severity=Severity.WARNING, check=check)
