"""Words that only state a figure are written as the figure.

`390%` prints the same as `{zh: 390%, en: 390%}`, is compared by value, and has its English
derived. Words that state more stay words.

中文：文字只写了一个数值的，可以直接写成该数值：打印结果相同，可以按数值比较，英文自动生成。另有内
容的，仍写成文字。

Passes: `390%`, `{zh: 合格率达到90%, en: a pass rate of 90%}`.
Fails: `{zh: 390%, en: 390%}`.
符合：`390%`、`{zh: 合格率达到90%, en: a pass rate of 90%}`。
不符合：`{zh: 390%, en: 390%}`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.target import Quantity, Range, Ratio, Statement, Target
from perf_report.model.target_reading import read_target
from perf_report.model.unit_form import is_unit
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Statements that can be read as a figure; times and days are left alone."""
    for route, _, indicator in iter_indicators(context.plan):
        target = indicator.target
        if not isinstance(target, Statement):
            continue
        found = read_target(target.printed, context.plan.year)
        if found is not None and _is_whole(context, found):
            arguments = {"close": found.printed}
            yield Finding(rule=RULE.id, route=(*route, "target", "zh"), arguments=arguments)


def _is_whole(context: RuleContext, target: Target) -> bool:
    """Whether nothing but a unit with English stands behind the figure."""
    if isinstance(target, Quantity) and target.is_duration:
        return False
    if not isinstance(target, Quantity | Range):
        return isinstance(target, Ratio)
    sides = [side for side in (target.unit, target.per) if side]
    has_english = "en" not in context.plan.languages or all(side in context.units for side in sides)
    return all(map(is_unit, sides)) and has_english


RULE = Rule(id="target-readable", severity=Severity.INFO, check=check, reads=("@", "year"))
