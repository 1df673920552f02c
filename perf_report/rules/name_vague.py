"""The name of an indicator identifies what is measured.

A name of digits and signs alone, or one that repeats the target, is probably in the wrong cell.

中文：指标名称应说明衡量什么；只有数字和符号，或与指标值相同的名称，多半是填错了栏。

Passes: `name: {zh: 发展会员数量, en: Members recruited}`, `target: ≥40家`.
Fails: `name: {zh: ≥40家, en: ≥40}`, `target: ≥40家`.
符合：名称“发展会员数量”，指标值 `≥40家`。
不符合：名称“≥40家”或“77”，指标值 `≥40家`。
"""

from collections.abc import Iterator

from perf_report.model.characters import plain_text
from perf_report.model.finding import Finding, Severity
from perf_report.model.plan import Indicator
from perf_report.model.target import Measured
from perf_report.model.text import LANGUAGES, Language
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext
from perf_report.rules.unfinished_marks import find_mark


def check(context: RuleContext) -> Iterator[Finding]:
    """Names without a letter, and names that are the target."""
    for route, _, indicator in iter_indicators(context.plan):
        for language in LANGUAGES:
            name = plain_text(indicator.name.get(language) or "")
            if find_mark(name):
                # That it is not finished is told by another rule.
                continue
            if name and (_has_no_letter(name) or name == _plain_target(indicator, language)):
                arguments = {"name": indicator.name.get(language)}
                yield Finding(rule=RULE.id, route=(*route, "name", language), arguments=arguments)


def _has_no_letter(text: str) -> bool:
    return not any(character.isalpha() for character in text)


def _plain_target(indicator: Indicator, language: Language) -> str:
    target = indicator.target
    if isinstance(target, Measured) or language == "zh":
        return plain_text(target.printed)
    return plain_text(target.text.en or "")


RULE = Rule(
    id="name-vague",
    severity=Severity.WARNING,
    check=check,
    reads=("@", "@indicator.target"),
)
