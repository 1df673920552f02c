"""A comment that accepts a finding matches one.

The finding was corrected or moved, or belongs to a rule whose findings cannot be accepted, because
the table cannot be printed correctly without it.

中文：接受问题的注释应当有所指：所指问题已改正、已移走，或属于不可接受的规则时，请删除该注释。

Passes: `# perf-report: allow target-vague -- …` above a target that has no figure.
Fails: the same comment above a target that has one.
符合：指标值没有数值，上一行为 `# perf-report: allow target-vague -- …`。
不符合：指标值有数值，上一行为同一注释。
"""

from collections.abc import Iterator

from perf_report.model.finding import ACROSS_TABLES, Finding, Severity
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Comments with a reason that accept no finding of the other rules.

    What is wrong between several tables is not known here.
    """
    for suppression in context.suppressions:
        is_known_later = suppression.rule in ACROSS_TABLES
        if suppression.reason and not suppression.used and not is_known_later:
            arguments = {"rule": suppression.rule}
            yield Finding(rule=RULE.id, span=suppression.span, arguments=arguments)


RULE = Rule(id="suppression-unused", severity=Severity.WARNING, check=check, last=True)
