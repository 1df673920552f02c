"""A quantity, cost or satisfaction indicator has a figure.

Words alone can be claimed to be achieved regardless of what happened. Words with a figure in them
pass.

中文：数量、成本、满意度指标应有数值；只有文字的指标值无法考核。

Passes: `name: {zh: 发展会员数量, en: Members recruited}`, `target: ≥40家`.
Fails: the same name, `target: {zh: 大幅增加, en: a large increase}`.
符合：“发展会员数量”的指标值为 `≥40家`。
不符合：“发展会员数量”的指标值为 `{zh: 大幅增加, en: a large increase}`。
"""

import re
from collections.abc import Iterator

from perf_report.model.category_kind import CategoryKind
from perf_report.model.finding import Finding, Severity
from perf_report.model.target import Measured
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext
from perf_report.rules.unfinished_marks import is_unfinished

_MEASURED = {CategoryKind.QUANTITY, CategoryKind.COST, CategoryKind.SATISFACTION}
# Chinese numerals count too, except 一, which is part of many words that are no numbers.
_FIGURE = re.compile("[0-9０-９二两三四五六七八九十百零]|每[年月周日季]")


def check(context: RuleContext) -> Iterator[Finding]:
    """Measured indicators whose target has no figure."""
    for route, _, indicator in iter_indicators(context.plan):
        target = indicator.target
        if indicator.kind not in _MEASURED or isinstance(target, Measured):
            continue
        if not _FIGURE.search(target.printed) and not is_unfinished(target.text):
            arguments = {"name": indicator.name}
            yield Finding(rule=RULE.id, route=(*route, "target"), arguments=arguments)


RULE = Rule(
    id="target-vague",
    severity=Severity.WARNING,
    check=check,
    reads_kinds=True,
    reads=(
        "@indicator.name",
        "@indicator.category",
        "@indicator.target",
    ),
)
