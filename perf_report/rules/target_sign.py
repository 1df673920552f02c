"""A figure has a sign, if the form requires one.

This applies to forms with `sign: required` under `targets`, which print the sign in its own column.

中文：表样要求写明符号的（targets 的 sign 为 required），定量的指标值须有 ≥、≤、＝、＞ 或 ＜；
这种表样单列指标性质一栏。

Passes: `target: ≥17台`.
Fails: `target: 17台` on such a form.
符合：`target: ≥17台`。
不符合：用这种表样时 `target: 17台`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.model.target import Quantity, Range, Target
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Figures and ranges without a sign, on a form that asks for one."""
    form = context.form
    if form is None or not form.needs_sign:
        return
    for route, _, indicator in iter_indicators(context.plan):
        if _lacks_sign(indicator.target):
            arguments = {"form": form.id, "target": indicator.target.printed}
            yield Finding(rule=RULE.id, route=(*route, "target"), arguments=arguments)


def _lacks_sign(target: Target) -> bool:
    is_bare = isinstance(target, Quantity) and target.operator is None
    return is_bare or isinstance(target, Range)


RULE = Rule(id="target-sign", severity=Severity.WARNING, check=check, reads=("@", "form"))
