"""A value fits the data entry form of the integrated budget management system.

The limits are those of the data entry forms: 1,000 characters for a task, 2,000 for a goal, 100 for
an indicator name and 60 for a value, which may not contain `*`, `_` or `-`; a sign needs a unit. If
your system accepts more, turn the rule off; its findings are for information.

中文：超过预算管理一体化系统表单的长度，或含有其不接受的字符：任务1000字，目标2000字，指标名称100
字，指标值60字且不含 *、_、-，有符号的须有单位。

Passes: `{zh: 全年每天24小时, en: 24 hours a day all year}`.
Fails: `{zh: 7*24小时, en: "24 hours a day, 7 days a week"}`.
符合：`{zh: 全年每天24小时, en: 24 hours a day all year}`。
不符合：`{zh: 7*24小时, en: "24 hours a day, 7 days a week"}`。
"""

import re
from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.plan import Plan
from perf_report.model.route import Route
from perf_report.model.target import Measured, Quantity
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

MAX_TASK, MAX_GOAL, MAX_NAME, MAX_VALUE = 1000, 2000, 100, 60

_REFUSED_IN_VALUE = re.compile("[*_-]")

# The form accepts these characters in a text, but reads a text with one beside a figure as a value.
_REFUSED_IN_TEXT = re.compile(r"[0-9０-９]\s*[*_-]|[*_-]\s*[0-9０-９]")


def check(context: RuleContext) -> Iterator[Finding]:
    """Texts over their limit and values with refused characters."""
    for route, kind, text, limit in _limited_texts(context.plan):
        if len(text) > limit:
            arguments = {"kind": Term("limited", kind), "count": len(text), "limit": limit}
            yield Finding(rule=RULE.id, route=route, arguments=arguments)
    yield from _without_unit(context.plan)
    for route, _, indicator in iter_indicators(context.plan):
        target = indicator.target
        is_measured, text = isinstance(target, Measured), target.printed
        refused = (_REFUSED_IN_VALUE if is_measured else _REFUSED_IN_TEXT).search(text)
        if refused:
            sign = refused[0].strip("0123456789０１２３４５６７８９ ")
            yield Finding(
                rule=RULE.id,
                message="e-form-limit-character",
                route=(*route, "target") if is_measured else (*route, "target", "zh"),
                arguments={"character": sign, "value": text},
            )


def _without_unit(plan: Plan) -> Iterator[Finding]:
    for route, _, indicator in iter_indicators(plan):
        target = indicator.target
        if isinstance(target, Quantity) and target.operator and not target.unit:
            arguments = {"value": target.printed}
            message = "e-form-limit-unit"
            yield Finding(
                rule=RULE.id, message=message, route=(*route, "target"), arguments=arguments
            )


def _limited_texts(plan: Plan) -> Iterator[tuple[Route, str, str, int]]:
    """Every Chinese text with a limit: its route, kind, text and limit in characters."""
    for index, task in enumerate(plan.tasks):
        yield ("tasks", index, "text", "zh"), "task", task.text.zh or "", MAX_TASK
    for index, goal in enumerate(plan.goals):
        yield ("goals", index, "text", "zh"), "goal", goal.text.zh or "", MAX_GOAL
    for route, _, indicator in iter_indicators(plan):
        yield (*route, "name", "zh"), "name", indicator.name.zh or "", MAX_NAME
        if isinstance(indicator.target, Measured):
            yield (*route, "target"), "value", _value(indicator.target), MAX_VALUE


def _value(target: Measured) -> str:
    """What stands in the form's column of values, without a sign."""
    if isinstance(target, Quantity) and not target.words:
        return f"{target.figure}{target.unit_name}"
    return target.printed


RULE = Rule(
    id="e-form-limit",
    severity=Severity.INFO,
    check=check,
    reads=("@",),
    reads_by_message={"e-form-limit-unit": ("@", "@indicator.unit")},
)
