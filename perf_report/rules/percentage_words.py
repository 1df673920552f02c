"""A percentage of a whole that is written as words is at most 100 %, too.

Words that state one quantity and no more are looked at like that quantity; `percentage-range` is
the rule for quantities. Earlier versions looked at no words: in a table that is older than its
department's newest, the finding is a warning.

中文：以文字写出的百分比，同样不得超过 100%。以往版本不检查文字：不是本部门最新年度的表，只作警告。

Passes: `企业满意度` with `{zh: 达到95%, en: at least 95%}`.
Fails: `企业满意度` with `{zh: 390%, en: 390%}`.
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.stated_quantity import stated_quantity
from perf_report.model.target import Statement
from perf_report.rules.percentage_range import find_excess
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Percentages of a whole, in words, that exceed it."""
    for route, _, indicator in iter_indicators(context.plan):
        target = indicator.target
        stated = stated_quantity(target)
        if isinstance(target, Statement) and stated is not None:
            words = target.text.zh or ""
            yield from find_excess(RULE.id, (*route, "target", "zh"), indicator, stated, words)


RULE = Rule(
    id="percentage-words",
    severity=Severity.ERROR,
    check=check,
    accepted_before=True,
    reads=("@", "goals.#.indicators.#.name"),
)
