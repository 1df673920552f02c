"""Every text has all the languages of the table.

The same applies to the labels of its form and of its framework.

中文：每段文字须有本表写明的全部语言，表样和指标体系的名称也是如此。

Passes: `{zh: 企业满意度, en: Enterprise satisfaction}`.
Fails: `{zh: 企业满意度}` in a plan without `languages: [zh]`.
符合：`{zh: 企业满意度, en: Enterprise satisfaction}`。
不符合：没有 `languages: [zh]` 的表中 `{zh: 企业满意度}`。
"""

from collections.abc import Iterator

from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.form import Form
from perf_report.model.framework import Framework
from perf_report.model.text import Language
from perf_report.rules.plan_walk import form_labels
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Texts without one of the plan's languages."""
    for route, text in context.texts:
        for language in context.plan.languages:
            if text.get(language) is None:
                arguments = {"language": Term("language", language)}
                yield Finding(rule=RULE.id, route=route, arguments=arguments)
    for language in context.plan.languages:
        if context.framework:
            yield from _missing_labels(context.framework, language)
        if context.form:
            yield from _missing_form_labels(context.form, language)


def _missing_form_labels(form: Form, language: Language) -> Iterator[Finding]:
    """One finding for all labels of a form without a language."""
    missing = [label for label in form_labels(form) if label.get(language) is None]
    if missing:
        arguments = {
            "form": form.id,
            "file": form.file,
            "language": Term("language", language),
            "labels": ", ".join(label.zh or "" for label in missing),
        }
        message = "text-missing-form-label"
        yield Finding(rule=RULE.id, message=message, route=("form",), arguments=arguments)


def _missing_labels(framework: Framework, language: Language) -> Iterator[Finding]:
    """One finding for all labels of a framework without a language."""
    missing = [label for label in framework.labels() if label.get(language) is None]
    if missing:
        arguments = {
            "framework": framework.id,
            "file": framework.file,
            "language": Term("language", language),
            "labels": ", ".join(label.zh or "" for label in missing),
        }
        message = "text-missing-label"
        yield Finding(rule=RULE.id, message=message, route=("framework",), arguments=arguments)


RULE = Rule(
    id="text-missing", severity=Severity.ERROR, check=check, needed=True, reads=("@", "languages")
)
