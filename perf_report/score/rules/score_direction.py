"""A figure above a target counts as reached only where more may be better.

A target without a sign is one of ＝ where it is not known which way is better, and above ＝ a
scoring gives all the points as a rule. Costs, times and rates of failure that are above theirs
would get all, too. A cost is recognized by its category and its unit, a time by the category of
timeliness, a rate by its name; `better` in the plan takes precedence.

中文：实际值超过指标值的，只有越多越好的才算完成。指标值没有符号、又没有说明方向的，按 ＝ 评分，
超过的通常得满分；成本、时限、故障率等超过指标值的，也会得满分。成本按指标类别和单位识别，时限按时效
指标识别，比率按指标名称识别；指标写有 `better` 的，以其为准。

Passes: `target: ≤180万元`, `actual: 200万元`, which loses points.
Fails: `target: 180万元` in a category of cost, with the same actual value.
符合：指标值 `≤180万元`，实际值 `200万元`，按规则扣分。
不符合：成本指标的指标值 `180万元`，实际值相同。
"""

from collections.abc import Iterator

from perf_report.model.category_kind import Better, CategoryKind
from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Indicator
from perf_report.model.target import TIME_UNITS, Operator, Quantity
from perf_report.rules.operator_direction import LESS, stated_direction, wanted_direction
from perf_report.score.rules.report_rule import ReportContext, ReportRule
from perf_report.score.score import Terms

# The signs above which a figure may count as reached, whichever way is better.
_OPEN = frozenset({None, Operator.EXACTLY})


def check(context: ReportContext) -> Iterator[Finding]:
    """Figures that count as reached although they are above a target of which less is better."""
    scores = context.score.indicators if context.score else ()
    terms = {each.id: each.terms for each in scores}
    for route, indicator, reported in context.reported():
        if (
            reported.actual is not None
            and _is_above(terms.get(indicator.id))
            and _is_less_better(indicator)
        ):
            yield Finding(
                rule=RULE.id,
                route=(*route, "actual"),
                arguments={
                    "actual": reported.actual.printed,
                    "target": indicator.target.printed,
                },
            )


def _is_above(terms: Terms | None) -> bool:
    """Whether a figure is met that is above the target, be it of ＝ or without a sign."""
    if terms is None or terms.bound is None or terms.actual is None:
        return False
    return terms.met and terms.actual > terms.bound


def _is_less_better(indicator: Indicator) -> bool:
    target = indicator.target
    if not isinstance(target, Quantity):
        return stated_direction(indicator) == LESS
    if indicator.wanted is Better.MORE or target.operator not in _OPEN:
        return False
    is_time = target.unit in TIME_UNITS and not target.per
    if is_time and indicator.kind is CategoryKind.TIMELINESS:
        return True
    return wanted_direction(indicator, target) == LESS


RULE = ReportRule(id="score-direction", severity=Severity.WARNING, check=check)
