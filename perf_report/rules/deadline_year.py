"""A deadline is within the table's year; one of a longer horizon may be later.

中文：时限应在本年度之内；中期、长期或实施期的指标可以更晚。

Passes: `by: 2025-12-31` in the plan of 2025.
Fails: `by: 2024-12-31` in the plan of 2025.
符合：2025年度的表中 `by: 2025-12-31`。
不符合：2025年度的表中 `by: 2024-12-31`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.form_horizon import horizon_of
from perf_report.model.plan import Goal, Indicator
from perf_report.model.target import Deadline
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

# The horizon of the year of the plan.
_YEAR = "annual"


def check(context: RuleContext) -> Iterator[Finding]:
    """Deadlines of another year."""
    year = context.plan.year
    for route, goal, indicator in iter_indicators(context.plan):
        target = indicator.target
        if isinstance(target, Deadline) and target.by.year != year:
            if target.by.year > year and _reaches_further(context, goal, indicator):
                continue
            arguments = {"by": target.by.isoformat(), "year": year}
            yield Finding(rule=RULE.id, route=(*route, "target", "by"), arguments=arguments)


def _reaches_further(context: RuleContext, goal: Goal | None, indicator: Indicator) -> bool:
    """Whether the target is for longer than the year; not known without a form."""
    form = context.form
    return form is not None and horizon_of(form, context.plan, goal, indicator) not in {"", _YEAR}


RULE = Rule(
    id="deadline-year",
    severity=Severity.WARNING,
    check=check,
    reads=("@", "year", "form", "@indicator.horizon", "goals.*.horizon"),
)
