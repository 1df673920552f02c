"""Every goal has the categories that its framework requires.

A framework's `required` names categories, or a level 1 of which at least one category must be
there; the file of each framework names its source.

中文：每个目标都应有指标体系所要求的类别；只写一级指标时，其下至少要有一类。

Passes: a goal of `output-cost` with quantity, quality, timeliness, cost, a benefit, satisfaction.
Fails: the same goal without `satisfaction.beneficiary`.
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.framework import Framework
from perf_report.model.text import Text
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Goals with indicators, but without a category that the framework requires."""
    framework = context.framework
    if framework is None:
        return
    levels = {category.id: level.id for level, category in framework.categories()}
    for index, goal in enumerate(context.plan.goals):
        present = {indicator.category for indicator in goal.indicators}
        present |= {levels[category] for category in present if category in levels}
        for required in framework.required if present else ():
            if required not in present:
                arguments = {"number": index + 1, "category": _label(framework, required)}
                yield Finding(rule=RULE.id, route=("goals", index, "id"), arguments=arguments)


def _label(framework: Framework, required: str) -> Text:
    """The label of a category or of a level 1."""
    labels = {category.id: category.label for _, category in framework.categories()}
    labels |= {level.id: level.label for level in framework.levels}
    return labels[required]


RULE = Rule(
    id="category-required",
    severity=Severity.WARNING,
    check=check,
    reads=("framework", "goals.#.indicators"),
)
