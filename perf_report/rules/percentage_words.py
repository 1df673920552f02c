"""A percentage of a whole is at most 100%, even if only words or the category show it.

Words that state one quantity and nothing else are checked like that quantity, and an indicator of
satisfaction like a share, regardless of its name; `percentage-range` is the rule for quantities
whose name shows a share. Earlier versions did not check either: in a table older than its
department's newest, the finding is a warning.

中文：以文字写出的百分比，以及名称看不出但属于满意度类别的百分比，同样不得超过100%。以往版本不作
这项检查：不是本部门最新年度的表，只作警告。

Passes: satisfaction of `{zh: 达到95%, en: at least 95%}`.
Fails: satisfaction of `{zh: 390%, en: 390%}`.
符合：“企业满意度”的指标值为 `{zh: 达到95%, en: at least 95%}`。
不符合：“企业满意度”的指标值为 `{zh: 390%, en: 390%}`；“企业评分”（满意度类别）为 `≥390%`。
"""

from collections.abc import Iterator
from functools import partial

from perf_report.model.category_kind import CategoryKind
from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Indicator
from perf_report.model.stated_quantity import stated_quantity
from perf_report.model.target import Statement
from perf_report.rules.name_words import CHANGE
from perf_report.rules.percentage_range import find_excess, names_share
from perf_report.rules.plan_walk import iter_indicators, iter_quantities, plain_name
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Percentages of a whole, in words or by their category, that exceed it."""
    find = partial(find_excess, RULE.id, "percentage-words-below")
    for route, _, indicator in iter_indicators(context.plan):
        target = indicator.target
        stated = stated_quantity(target) if isinstance(target, Statement) else None
        if isinstance(target, Statement) and stated is not None and _is_share(indicator):
            words = target.text.zh or ""
            yield from find((*route, "target", "zh"), indicator, stated, words)
    for route, indicator, quantity in iter_quantities(context.plan):
        if _is_share(indicator) and not names_share(indicator):
            yield from find(route, indicator, quantity, quantity.printed)


def _is_share(indicator: Indicator) -> bool:
    is_satisfaction = indicator.kind is CategoryKind.SATISFACTION
    return names_share(indicator) or (is_satisfaction and not CHANGE.search(plain_name(indicator)))


RULE = Rule(
    id="percentage-words",
    severity=Severity.ERROR,
    check=check,
    accepted_before=True,
    reads_kinds=True,
    reads=("@", "@indicator.name", "@indicator.category"),
)
