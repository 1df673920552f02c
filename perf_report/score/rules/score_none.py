"""An evaluation names the scoring by which it is scored.

Forms without points need none; then there are no scores.

中文：自评写明评分办法才有得分；表样没有分值的，可以不写。

Passes: `scoring: mof-2020`.
Fails: an evaluation without `scoring`.
符合：`scoring: mof-2020`。
不符合：自评没有 `scoring`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Form, FundsBlock, IndicatorColumn, IndicatorsBlock, ValueType
from perf_report.score.rules.report_rule import ReportContext, ReportRule

_POINTS = frozenset({IndicatorColumn.WEIGHT, IndicatorColumn.SCORE})


def check(context: ReportContext) -> Iterator[Finding]:
    """An evaluation without a scoring, unless its form has no points."""
    has_points = context.form is None or _prints_points(context.form)
    if context.report.scoring is None and not context.is_monitoring and has_points:
        yield Finding(rule=RULE.id, arguments={"known": ", ".join(context.scorings)})


def _prints_points(form: Form) -> bool:
    indicators = (column for each in form.blocks_of(IndicatorsBlock) for column in each.columns)
    funds = (column for each in form.blocks_of(FundsBlock) for column in each.columns)
    return any(each.builtin in _POINTS for each in indicators) or any(
        each.type is ValueType.POINTS for each in funds
    )


RULE = ReportRule(id="score-none", severity=Severity.INFO, check=check)
