"""The weights of a goal's indicators add up to 100.

It is asked only where every indicator of the goal has a weight.

中文：同一目标的各项指标都写明权重的，权重之和应为 100。

Passes: weights of 60, 30 and 10.
Fails: weights of 60, 55, 20 and 1.
"""

from collections.abc import Iterator
from decimal import Decimal

from perf_report.model.finding import Finding, Severity
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

_WHOLE = Decimal(100)


def check(context: RuleContext) -> Iterator[Finding]:
    """Goals whose weights add up to more or less than 100."""
    for index, goal in enumerate(context.plan.goals):
        weights = [indicator.weight for indicator in goal.indicators]
        known = [weight for weight in weights if weight is not None]
        if known and len(known) == len(weights) and sum(known) != _WHOLE:
            arguments = {"number": index + 1, "sum": f"{sum(known):f}"}
            yield Finding(rule=RULE.id, route=("goals", index, "id"), arguments=arguments)


RULE = Rule(
    id="weight-sum",
    severity=Severity.WARNING,
    check=check,
    reads=("goals.#.indicators.*.weight",),
)
