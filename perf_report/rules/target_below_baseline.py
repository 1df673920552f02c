"""A target asks for no less than was already reached.

The baseline of an indicator is what was reached in an earlier year; `perf-report new --from` takes
it from the evaluation of that year. Figures in units that convert into one another and ratios are
compared, where it is known whether more or less is better: by the sign of the target, by `better`,
by the category, or by the name. A cost ceiling follows the funds of its year and is not compared; a
unit cost is. A lower target can be right, if there is less money or a task ended: accept the
finding with the reason.

中文：指标值不应低于以往已经达到的水平。基期值即以往年度的实际完成值，`perf-report new --from`
从该年度的绩效自评中取值。单位可以换算的数值和比例才作比较，越高越好还是越低越好，按指标值的符号、
`better`、指标类别或指标名称判断。成本上限随当年资金而定，不作比较，单位成本除外。资金减少、任务
结束的，可以低于以往，注明理由即可。

Passes: `target: ≥17台`, `baseline: {year: 2025, value: 16台}`.
Fails: `target: ≥17台`, `baseline: {year: 2025, value: 18台}`.
符合：指标值 `≥17台`，基期值 `{year: 2025, value: 16台}`。
不符合：指标值 `≥17台`，基期值 `{year: 2025, value: 18台}`。
"""

from collections.abc import Iterator
from fractions import Fraction

from perf_report.model.category_kind import CategoryKind
from perf_report.model.finding import Finding, Severity
from perf_report.model.measure import exact_measure
from perf_report.model.plan import Indicator
from perf_report.model.stated_quantity import stated_quantity
from perf_report.model.target import LOWER_BOUNDS, UPPER_BOUNDS, Quantity, Range, Ratio, Target
from perf_report.rules.cost_ceiling import yuan_of
from perf_report.rules.name_words import UNIT_COST
from perf_report.rules.operator_direction import LESS, MORE, stated_direction
from perf_report.rules.plan_walk import iter_indicators, plain_name
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Targets that are weaker than what was reached."""
    for route, _, indicator in iter_indicators(context.plan):
        baseline = indicator.baseline
        if baseline and _is_below(indicator, baseline.value):
            yield Finding(
                rule=RULE.id,
                route=(*route, "target"),
                arguments={
                    "name": indicator.name,
                    "target": indicator.target.printed,
                    "year": baseline.year,
                    "value": baseline.value.printed,
                },
            )


def _is_below(indicator: Indicator, reached: Target) -> bool:
    """Whether the best that a target asks for is worse than what was reached."""
    if _is_ceiling(indicator):
        return False
    direction = _direction(indicator)
    asked, was = _bound(indicator.target, direction), _bound(reached, direction)
    if not direction or asked is None or was is None or asked[0] != was[0]:
        return False
    return asked[1] < was[1] if direction == MORE else asked[1] > was[1]


def _is_ceiling(indicator: Indicator) -> bool:
    """Whether it is an amount of cost, which `cost-ceiling` compares with the funds."""
    target = stated_quantity(indicator.target)
    if indicator.kind is not CategoryKind.COST or target is None:
        return False
    is_unit_cost = UNIT_COST.search(plain_name(indicator)) is not None
    return not is_unit_cost and yuan_of(indicator, target) is not None


def _direction(indicator: Indicator) -> str:
    """MORE or LESS: by what is said of the indicator, or else by the sign; empty if unknown."""
    target = stated_quantity(indicator.target)
    operator = target.operator if target else None
    by_sign = MORE if operator in LOWER_BOUNDS else LESS if operator in UPPER_BOUNDS else ""
    stated = stated_direction(indicator)
    # Where the two disagree, the sign is wrong, of which `operator-direction` tells.
    return "" if by_sign and stated and stated != by_sign else stated or by_sign


def _bound(value: Target, direction: str) -> tuple[str, Fraction] | None:
    """The base unit and the figure of a value, of a range that of its better end.

    A bound on the worse side says nothing of how much was asked for, or reached.
    """
    if isinstance(value, Ratio):
        return "", value.value
    if isinstance(value, Range):
        lower, upper = value.bounds
        return exact_measure(upper if direction == MORE else lower)
    quantity = stated_quantity(value)
    if quantity is None or _bounds_other_side(quantity, direction):
        return None
    return exact_measure(quantity)


def _bounds_other_side(quantity: Quantity, direction: str) -> bool:
    return quantity.operator in (UPPER_BOUNDS if direction == MORE else LOWER_BOUNDS)


RULE = Rule(
    id="target-below-baseline",
    severity=Severity.WARNING,
    check=check,
    reads_kinds=True,
    reads=(
        "@indicator.name",
        "@indicator.category",
        "@indicator.target",
        "@indicator.baseline",
    ),
)
