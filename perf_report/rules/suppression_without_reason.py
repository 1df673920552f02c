"""A comment that accepts a finding gives a reason.

A year later nobody knows why a finding was accepted unless the file records it. Without a reason
the comment accepts nothing. The reason is public: unlike other comments, this one is disclosed
with the table, in PDFs and on the site.

中文：接受某一问题的注释必须写明理由，否则不起作用。与其他注释不同，理由随表公开（PDF 和网站）。

Passes: `# perf-report: allow target-vague -- the count is set by the city in March`.
Fails: `# perf-report: allow target-vague`.
符合：`# perf-report: allow target-vague -- 数量由市里3月下达`。
不符合：`# perf-report: allow target-vague`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Comments without a reason."""
    for suppression in context.suppressions:
        if not suppression.reason:
            arguments = {"rule": suppression.rule}
            yield Finding(rule=RULE.id, span=suppression.span, arguments=arguments)


RULE = Rule(
    id="suppression-without-reason", severity=Severity.ERROR, check=check, needed=True, reads=()
)
