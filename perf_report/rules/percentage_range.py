"""A percentage of a whole is from 0% to 100% (or 1000‰).

Growth and other rates that compare with a base may exceed it or be below zero, and are not checked.

中文：占整体的百分比不得超过100%（千分比不得超过1000‰），也不得为负；增长率等可以超过整体、可以为负的除外。

Passes: satisfaction of `≥95%`, export growth of `≥120%`.
Fails: satisfaction of `≥950%` or `≥-95%`.
符合：“企业满意度”的指标值为 `≥95%`，“出口增长率”的指标值为 `≥120%`。
不符合：“企业满意度”的指标值为 `≥950%` 或 `≥-95%`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Indicator
from perf_report.model.route import Route
from perf_report.model.target import Quantity
from perf_report.rules.name_words import CHANGE, PART_OF_WHOLE
from perf_report.rules.plan_walk import iter_quantities, plain_name
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

_BELOW = "percentage-range-below"
_WHOLES = {"%": 100, "‰": 1000}


def check(context: RuleContext) -> Iterator[Finding]:
    """Percentages of a whole that exceed it, or are below zero."""
    for route, indicator, quantity in iter_quantities(context.plan):
        if names_share(indicator):
            yield from find_excess(RULE.id, _BELOW, route, indicator, quantity, quantity.printed)


def names_share(indicator: Indicator) -> bool:
    """Whether an indicator's name says that it is a part of a whole."""
    name = plain_name(indicator)
    return bool(PART_OF_WHOLE.search(name)) and not CHANGE.search(name)


def find_excess(
    rule: str, below: str, route: Route, indicator: Indicator, quantity: Quantity, written: str
) -> Iterator[Finding]:
    """Yield the finding on a part of a whole, as `written`, that exceeds it.

    `below` is the message on one that is below zero.
    """
    whole = _WHOLES.get(quantity.unit_name)
    if whole is not None and not 0 <= quantity.value <= whole:
        arguments = {
            "name": indicator.name,
            "target": written,
            "whole": f"{whole}{quantity.unit_name}",
        }
        message = below if quantity.value < 0 else ""
        yield Finding(rule=rule, message=message, route=route, arguments=arguments)


RULE = Rule(
    id="percentage-range",
    severity=Severity.ERROR,
    check=check,
    reads=("@", "@indicator.name"),
)
