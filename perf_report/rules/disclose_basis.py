"""A table that is not disclosed cites the provision that exempts it.

Disclosure is the rule, so an exception has its basis in writing.

中文：不公开的表须写明依据。预算绩效信息以公开为常态，不公开为例外。

Passes: `disclose: false` with `disclose_basis: {zh: 依法确定为国家秘密, en: Classified by law}`.
Fails: `disclose: false` alone.
符合：`disclose: false` 并有 `disclose_basis: {zh: 依法确定为国家秘密, en: Classified by law}`。
不符合：只有 `disclose: false`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """A plan that is not disclosed and does not say why."""
    if not context.plan.disclose and context.plan.disclose_basis is None:
        yield Finding(rule=RULE.id, route=("disclose",))


RULE = Rule(
    id="disclose-basis",
    severity=Severity.ERROR,
    check=check,
    lasting=True,
    reads=("disclose", "disclose_basis"),
)
