"""The target of the start of the year (`initial`) is one that the adjusted target replaced.

It is of the kind of the target: figure for figure in units that convert, day for day, words for
words; behind a figure comes its unit, and nothing else. Where an adjustment put one kind in place
of another, a comment gives the reason. In a plan that was never adjusted no target or goal was
another one at the start of the year.

中文：年初（调整前）指标值（`initial`）应与现指标值同类：数值对数值且单位可以换算，日期对日期，文字对
文字；数值后面只能是单位。确由调整改变类别的，以注释写明理由。目标表从未调整的，年初的指标值、目标与现在
不应有所不同。

Passes: `initial: ≥20艘`, and a target adjusted to `≥17艘`.
Fails: `initial: 2025-11-30`, and a target adjusted to `≥17艘`.
符合：`initial: ≥20艘`，指标值调整为 `≥17艘`。
不符合：`initial: 2025-11-30`，指标值调整为 `≥17艘`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.measure import exact_measure
from perf_report.model.plan import Indicator, Plan
from perf_report.model.route import Route
from perf_report.model.target import Deadline, Quantity, Range, Ratio, Statement, Target
from perf_report.model.unit_form import is_unit
from perf_report.rules.unit_form import explain
from perf_report.score.rules.report_rule import ReportContext, ReportRule


def check(context: ReportContext) -> Iterator[Finding]:
    """Targets of the start of the year that cannot be read, or are of another kind."""
    plan = context.current or context.plan
    if plan is None:
        return
    for indicator in plan.all_indicators():
        reported = context.report.indicators.get(indicator.id)
        if reported is not None and reported.initial is not None:
            route = ("indicators", indicator.id, "initial")
            yield from _check(indicator, reported.initial, route, plan)
    for goal in plan.goals:
        first = context.report.initial_goals.get(goal.id)
        if first is not None and first != goal.text and not plan.is_adjusted:
            route = ("goals", goal.id, "initial")
            yield Finding(rule=RULE.id, message="report-initial-goal", route=route)


def _check(indicator: Indicator, initial: Target, route: Route, plan: Plan) -> Iterator[Finding]:
    figure = initial.bounds[1] if isinstance(initial, Range) else initial
    arguments = {"initial": initial.printed, "target": indicator.target.printed}
    if isinstance(figure, Quantity) and not is_unit(figure.unit_name):
        yield explain(RULE.id, route, figure)
    elif not _is_alike(indicator.target, initial):
        yield Finding(rule=RULE.id, route=route, arguments=arguments)
    elif initial.printed != indicator.target.printed and not plan.is_adjusted:
        message = "report-initial-unadjusted"
        yield Finding(rule=RULE.id, message=message, route=route, arguments=arguments)


def _is_alike(target: Target, initial: Target) -> bool:
    """Whether two targets are of one kind, and their units convert."""
    match target, initial:
        case Quantity() | Range(), Quantity() | Range():
            return _unit(target) == _unit(initial) or not _figure(initial).unit_name
        case (Ratio(), Ratio()) | (Deadline(), Deadline()) | (Statement(), Statement()):
            return True
    return False


def _unit(target: Quantity | Range) -> str:
    return exact_measure(_figure(target))[0]


def _figure(target: Quantity | Range) -> Quantity:
    return target.bounds[0] if isinstance(target, Range) else target


RULE = ReportRule(id="report-initial", severity=Severity.WARNING, check=check, fixable=True)
