"""An evaluation has something to score.

Where no indicator is applicable and nothing was budgeted, there is neither a total nor a grade, and
the page and `score` tell it in words.

中文：全部指标均不适用、又没有预算的，没有总分和等级；打印页和 `score` 都会写明。确属如此的，以注释
写明理由。

Passes: a canceled project with one indicator that was reached.
Fails: `not_applicable` in every indicator, and a budget of 0.
符合：项目中途取消，但有一项指标已完成。
不符合：各项指标都写 `not_applicable`，预算为0。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """An evaluation of which nothing applies."""
    if context.score is not None and context.score.is_empty:
        yield Finding(rule=RULE.id, route=("indicators",), on_key=True)


RULE = ReportRule(id="score-nothing", severity=Severity.WARNING, check=check)
