"""Every text has all the languages that the plan declares.

中文：每段文字须有本表声明的全部语言。

Passes: `{zh: 企业满意度, en: Enterprise satisfaction}`.
Fails: `{zh: 企业满意度}` in a plan without `languages: [zh]`.
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity, Term
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Texts without one of the plan's languages."""
    for route, text in context.texts:
        for language in context.plan.languages:
            if text.get(language) is None:
                arguments = {"language": Term("language", language)}
                yield Finding(rule=RULE.id, route=route, arguments=arguments)


RULE = Rule(
    id="text-missing", severity=Severity.ERROR, check=check, needed=True, reads=("@", "languages")
)
