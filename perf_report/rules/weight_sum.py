"""The weights of indicators add up to the form's sum, for each goal or for the whole table.

The sum is 100 for each goal on most forms; a form that also scores the execution of the budget may
have 90 for the table. For each goal, it is checked only if every indicator of the goal has a
weight. For the table, an indicator without a weight is reported, too, if others have one; if the
form has several horizons, the weights of each add up separately. Where the table has points of its
own for a level or a category, its indicators add up to these.

中文：权重之和应符合表样的规定，按目标或按全表计算，一般为100；预算执行另占10分的表样为90。按目标
计算的，只在该目标的各项指标都写明权重时核对；按全表计算的，有的写明而有的没有，也会指出；表样分几
种期限的，各期限分别计算。表中另写明某级指标、某类别分值的，其各项指标的权重之和应与之相同。

Passes: weights of 60, 30 and 10.
Fails: weights of 60, 55, 20 and 1.
符合：权重为60、30和10。
不符合：权重为60、55、20和1。
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from perf_report.model.finding import Finding, Severity
from perf_report.model.form import Form
from perf_report.model.form_horizon import horizon_label, horizon_of, indicator_horizons
from perf_report.model.plan import Indicator
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Weights that add up to more or less than the form says."""
    form = context.form
    if form is None:
        return
    if form.weights is not None and form.weights.over == "goal":
        yield from _check_goals(context, form.weights.sum)
        return
    if len(indicator_horizons(form)) == 1:
        yield from _check_levels(context)
    if form.weights is not None:
        yield from _check_table(context, form, form.weights.sum)


def _check_levels(context: RuleContext) -> Iterator[Finding]:
    """Points of a level or a category that its indicators do not add up to."""
    members: dict[str, list[Decimal | None]] = defaultdict(list)
    places = [*context.framework.categories()] if context.framework else []
    level_of = {category.id: level.id for level, category in places}
    labels = {each.id: each.label for place in places for each in place}
    for _, _, indicator in iter_indicators(context.plan):
        for id_ in {indicator.category, level_of.get(indicator.category, "")}:
            members[id_].append(indicator.weight)
    for id_, wanted in context.plan.weights.items():
        total = _other_sum(members[id_], wanted)
        if total is not None:
            arguments = {
                "label": labels.get(id_) or Text(zh=id_),
                "sum": f"{total:f}",
                "wanted": f"{wanted:f}",
            }
            route = ("weights", id_)
            yield Finding(rule=RULE.id, message=_LEVEL, route=route, arguments=arguments)


def _check_goals(context: RuleContext, wanted: int) -> Iterator[Finding]:
    for index, goal in enumerate(context.plan.goals):
        total = _other_sum([indicator.weight for indicator in goal.indicators], wanted)
        if total is not None:
            arguments = {"number": index + 1, "sum": f"{total:f}", "wanted": wanted}
            yield Finding(rule=RULE.id, route=("goals", index, "id"), arguments=arguments)


def _other_sum(weights: Sequence[Decimal | None], wanted: Decimal | int) -> Decimal | None:
    """The sum of weights that are all given, if it is another than wanted."""
    known = [weight for weight in weights if weight is not None]
    if not known or len(known) < len(weights) or sum(known) == wanted:
        return None
    return sum(known, Decimal(0))


def _check_table(context: RuleContext, form: Form, wanted: int) -> Iterator[Finding]:
    lists: dict[str, list[tuple[Route, Indicator]]] = defaultdict(list)
    for route, goal, indicator in iter_indicators(context.plan):
        lists[horizon_of(form, context.plan, goal, indicator)].append((route, indicator))
    for horizon, indicators in lists.items():
        named = horizon_label(form, horizon) if len(indicator_horizons(form)) > 1 else None
        yield from _check_list(indicators, named, wanted)


def _check_list(
    indicators: Sequence[tuple[Route, Indicator]], horizon: Text | None, wanted: int
) -> Iterator[Finding]:
    weights = [each.weight for _, each in indicators if each.weight is not None]
    without = [route for route, each in indicators if each.weight is None]
    if weights and without:
        arguments: dict[str, object] = {"wanted": wanted}
        route = (*without[0], "id")
        yield Finding(rule=RULE.id, message=_SOME, route=route, arguments=arguments)
    elif weights and sum(weights) != wanted:
        arguments = {"sum": f"{sum(weights):f}", "wanted": wanted, "horizon": horizon or ""}
        message = "weight-sum-horizon" if horizon else "weight-sum-table"
        route = (*indicators[0][0], "weight")
        yield Finding(rule=RULE.id, message=message, route=route, arguments=arguments)


_LEVEL, _SOME = "weight-sum-level", "weight-sum-some"
_OF_TABLE = (
    "form",
    *(
        f"{indicators}.*.{key}"
        for indicators in ("indicators", "goals.*.indicators")
        for key in ("weight", "horizon")
    ),
    "goals.*.horizon",
)

_OF_LEVELS = (
    "form",
    "framework",
    "weights.*",
    *(
        f"{indicators}.*.{key}"
        for indicators in ("indicators", "goals.*.indicators")
        for key in ("weight", "category")
    ),
)

RULE = Rule(
    id="weight-sum",
    severity=Severity.WARNING,
    check=check,
    reads=("form", "goals.#.indicators.*.weight"),
    reads_by_message={
        **dict.fromkeys(("weight-sum-table", "weight-sum-horizon", _SOME), _OF_TABLE),
        _LEVEL: _OF_LEVELS,
    },
)
