"""Every category belongs to the table's framework, and the framework is known.

中文：类别须在本表的指标体系之内，指标体系须为已知。

Passes: `category: output.cost` in `output-cost`.
Fails: `category: output.cost` in `cost-first`, in which cost is a level 1 indicator.
符合：指标体系 `output-cost` 中的 `category: output.cost`。
不符合：指标体系 `cost-first` 中的 `category: output.cost`，成本在其中是一级指标。
"""

from collections.abc import Iterator

from perf_report.model.close_match import close_match
from perf_report.model.finding import Finding, Severity
from perf_report.model.framework import Framework
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """An unknown framework, or the categories that are not in a known one."""
    if context.framework is None:
        if not context.plan.framework:
            # What the form leaves open is said of the form.
            return
        known = ", ".join(sorted(context.frameworks))
        arguments = {"framework": context.plan.framework, "known": known}
        yield Finding(
            rule=RULE.id,
            message="category-unknown-framework",
            route=("framework",),
            arguments=arguments,
        )
        return
    yield from _unknown_categories(context, context.framework)


def _unknown_categories(context: RuleContext, framework: Framework) -> Iterator[Finding]:
    known = framework.category_ids()
    for route, _, indicator in iter_indicators(context.plan):
        if indicator.category not in known:
            close = close_match(indicator.category, known)
            yield Finding(
                rule=RULE.id,
                message="category-unknown-close" if close else "",
                route=(*route, "category"),
                arguments={
                    "category": indicator.category,
                    "framework": framework.id,
                    "close": close,
                    "known": ", ".join(known),
                },
            )


RULE = Rule(
    id="category-unknown",
    severity=Severity.ERROR,
    check=check,
    needed=True,
    reads=("@", "framework"),
)
