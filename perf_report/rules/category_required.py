"""Every goal, or table with one list of indicators, has the categories that its framework requires.

A framework's `required` lists categories, or level 1 indicators of which at least one category is
required. The file of each framework cites its source.

中文：每个目标都应有指标体系所要求的各类指标；指标不列在各目标之下的，整张表应有；只要求到一级指标的，
其下至少要有一类。

Passes: a goal of `output-cost` with quantity, quality, timeliness, cost, a benefit, satisfaction.
Fails: the same goal without `satisfaction.beneficiary`.
符合：用 `output-cost` 的目标，有数量、质量、时效、成本、一类效益和满意度指标。
不符合：同一目标没有 `satisfaction.beneficiary`。
"""

from collections.abc import Iterable, Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.framework import Framework
from perf_report.model.plan import Indicator
from perf_report.model.text import Text
from perf_report.rules.form_walk import lists_under_goals, lists_under_table
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Lists of indicators without a category that the framework requires."""
    framework = context.framework
    if framework is None:
        return
    if lists_under_goals(context.form):
        for index, goal in enumerate(context.plan.goals):
            for label in _missing(framework, goal.indicators):
                arguments = {"number": index + 1, "category": label}
                yield Finding(rule=RULE.id, route=("goals", index, "id"), arguments=arguments)
    elif lists_under_table(context.form):
        for label in _missing(framework, context.plan.all_indicators()):
            message, arguments = "category-required-table", {"category": label}
            yield Finding(rule=RULE.id, message=message, route=("indicators",), arguments=arguments)


def _missing(framework: Framework, indicators: Iterable[Indicator]) -> Iterator[Text]:
    """The labels of what the framework requires and a list does not have; an empty list has all."""
    levels = {category.id: level.id for level, category in framework.categories()}
    present = {indicator.category for indicator in indicators}
    present |= {levels[category] for category in present if category in levels}
    for required in framework.required if present else ():
        if required not in present:
            yield _label(framework, required)


def _label(framework: Framework, required: str) -> Text:
    """The label of a category or of a level 1."""
    labels = {category.id: category.label for _, category in framework.categories()}
    labels |= {level.id: level.label for level in framework.levels}
    return labels[required]


RULE = Rule(
    id="category-required",
    severity=Severity.WARNING,
    check=check,
    reads=("form", "framework", "goals.#.indicators"),
    reads_by_message={
        "category-required-table": ("form", "framework", "indicators", "goals.*.indicators")
    },
)
