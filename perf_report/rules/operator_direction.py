"""The sign of a target agrees with the direction that is better.

Satisfaction and pass rates should be at least a value; failure rates, error rates and amounts of
cost at most a value. What a framework marks as better takes precedence. Changes and savings are
not checked, nor are names with a negation (不合格率, 无故障率).

中文：符号的方向应与指标的含义一致：满意度、合格率等越高越好，用 ≥；故障率、差错率等越低越好，
用 ≤；成本用 ≤（成本节约率除外）。

Passes: `name: {zh: 系统故障率, en: System failure rate}`, `target: ≤5%`.
Fails: the same name, `target: ≥5%`.
符合：“系统故障率”的指标值为 `≤5%`。
不符合：“系统故障率”的指标值为 `≥5%`。
"""

import re
from collections.abc import Iterator

from perf_report.model.category_kind import Better, CategoryKind
from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Indicator
from perf_report.model.stated_quantity import stated_quantity
from perf_report.model.target import LOWER_BOUNDS, UPPER_BOUNDS, Quantity
from perf_report.rules.cost_ceiling import yuan_of
from perf_report.rules.name_words import CHANGE, LESS_IS_BETTER, MORE_IS_BETTER
from perf_report.rules.plan_walk import iter_indicators, plain_name
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

# A rate of dissatisfaction or complaints is a satisfaction indicator too, but ought to be low.
_DENIED = re.compile("不满意|投诉")

# The ids of the messages for a sign that points the other way.
MORE, LESS = "operator-direction-more", "operator-direction-less"


def check(context: RuleContext) -> Iterator[Finding]:
    """Quantities whose sign points the wrong way."""
    for route, _, indicator in iter_indicators(context.plan):
        target = stated_quantity(indicator.target)
        if target is None:
            continue
        wanted = wanted_direction(indicator, target)
        if points_wrong(target, wanted):
            yield Finding(
                rule=RULE.id,
                message=wanted,
                route=(*route, "target"),
                arguments={"name": indicator.name, "sign": str(target.operator)},
            )


def points_wrong(target: Quantity, wanted: str) -> bool:
    """Whether the sign of a target bounds the side that is wanted."""
    return target.operator in {MORE: UPPER_BOUNDS, LESS: LOWER_BOUNDS}.get(wanted, ())


def wanted_direction(indicator: Indicator, target: Quantity) -> str:
    """Whether more or less is better, by the spec, its category, or the name and the kind.

    MORE or LESS, or an empty string if neither is known.
    """
    if indicator.kind is CategoryKind.COST and not indicator.wanted:
        has_change = CHANGE.search(plain_name(indicator))
        return "" if has_change or yuan_of(indicator, target) is None else LESS
    return stated_direction(indicator)


def stated_direction(indicator: Indicator) -> str:
    """The same by what is said of the indicator alone, whatever its unit."""
    name = plain_name(indicator)
    if indicator.wanted:
        return MORE if indicator.wanted is Better.MORE else LESS
    if CHANGE.search(name):
        return ""
    if LESS_IS_BETTER.search(name):
        return LESS
    is_satisfaction = indicator.kind is CategoryKind.SATISFACTION and not _DENIED.search(name)
    return MORE if is_satisfaction or MORE_IS_BETTER.search(name) else ""


RULE = Rule(
    id="operator-direction",
    severity=Severity.WARNING,
    check=check,
    reads_kinds=True,
    reads=(
        "@indicator.name",
        "@indicator.category",
        "@indicator.target",
    ),
)
