"""Only a table that is not disclosed has a basis for not disclosing.

Without `disclose: false`, the table is disclosed despite the basis.

中文：写明不公开依据的，应同时写 disclose: false；否则该表照常公开。

Passes: `disclose_basis:` with `disclose: false`.
Fails: `disclose_basis:` alone.
符合：`disclose_basis:` 并有 `disclose: false`。
不符合：只有 `disclose_basis:`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """A basis in a plan that is disclosed."""
    if context.plan.disclose and context.plan.disclose_basis is not None:
        yield Finding(rule=RULE.id, route=("disclose_basis",))


RULE = Rule(
    id="disclose-basis-unused",
    severity=Severity.WARNING,
    check=check,
    reads=("disclose", "disclose_basis"),
)
