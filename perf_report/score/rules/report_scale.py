"""A figure without a unit is in the unit of its target.

A bare figure is taken to be in that unit. One that is about as many times the target as the unit
stands for, such as 9,612,000 for a target of ≤900万元, was probably written in the smaller unit.

中文：没有单位的数值，按指标值的单位理解。数值与指标值之比接近该单位的倍数的（如指标值为
`≤900万元`，实际完成值填9612000），可能填成了较小的单位，请写明单位。

Passes: `actual: 9612000元` for a target of `≤900万元`.
Fails: `actual: 9612000` for a target of `≤900万元`.
符合：指标值为 `≤900万元`，实际完成值为 `9612000元`。
不符合：指标值为 `≤900万元`，实际完成值为 `9612000`。
"""

from collections.abc import Iterator
from decimal import Decimal

from perf_report.model.finding import Finding, Severity
from perf_report.model.target import Quantity
from perf_report.score.rules.report_rule import ReportContext, ReportRule

# How many of the smaller unit the units stand for that begin with these characters.
_MULTIPLES = {"亿": Decimal(100_000_000), "百万": Decimal(1_000_000), "万": Decimal(10_000)}
# How far the figure may be from the target in the smaller unit.
_NEAR = 3


def check(context: ReportContext) -> Iterator[Finding]:
    """Bare figures that seem to be in a smaller unit than their targets."""
    for route, indicator, reported in context.reported():
        for key in ("actual", "so_far", "expected"):
            reached, target = getattr(reported, key), indicator.target
            if not isinstance(reached, Quantity) or not isinstance(target, Quantity):
                continue
            if not reached.unit and _seems_in_smaller_unit(reached, target):
                yield Finding(
                    rule=RULE.id,
                    route=(*route, key),
                    arguments={"actual": reached.printed, "target": target.printed},
                )


def _seems_in_smaller_unit(reached: Quantity, target: Quantity) -> bool:
    multiple = next((_MULTIPLES[each] for each in _MULTIPLES if target.unit.startswith(each)), None)
    if multiple is None or target.value <= 0:
        return False
    share = reached.value / (target.value * multiple)
    return Decimal(1) / _NEAR <= share <= _NEAR


RULE = ReportRule(id="report-scale", severity=Severity.WARNING, check=check)
