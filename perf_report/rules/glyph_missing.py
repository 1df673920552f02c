"""Every character of a text or a label is in one of the fonts, so that no empty box is printed.

The bundled fonts have the characters of the unified repertoire (URO) and the usual punctuation.
For rarer ones, add font files with `fonts` in the settings, or with `--font`. A tab or a carriage
return cannot be printed; `validate --fix` replaces it with a space, or removes it in Chinese.

中文：每个字都要有字体可用，不得印出空框，指标体系中的名称也是如此。生僻字可在设置的 fonts 中加字
体文件。制表符和回车符不能印出，validate --fix 可改正。

Passes: `zh: 天津`.
Fails: `zh: 𪚥` with the bundled fonts alone.
符合：`zh: 天津`。
不符合：只用自带字体时的 `zh: 𪚥`。
"""

import re
from collections.abc import Iterable, Iterator

from perf_report.model.figure_runs import figure_runs
from perf_report.model.finding import Finding, Severity, Term
from perf_report.model.form import Form
from perf_report.model.framework import Framework
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.rules.plan_walk import form_labels, iter_indicators, iter_strings, iter_written
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

# Line breaks are laid out, not drawn; other blanks have a message of their own.
_NOT_DRAWN = frozenset(map(ord, "\n\t\r"))

# Tabs and carriage returns, and what is to stand in their place.
_BLANK = re.compile("[\t\r]")
_BLANKS = re.compile("(?<![ \t\r])[ \t\r]*[\t\r][ \t\r]*")
_CHINESE = "[\u3000-\u9fff\uff00-\uffef]"
_BETWEEN_CHINESE = re.compile(rf"(?<={_CHINESE})[\t\r]+(?={_CHINESE})")


def check(context: RuleContext) -> Iterator[Finding]:
    """The characters of each text that no font has."""
    for route, text in context.texts:
        for language in context.plan.languages:
            written = text.get(language) or ""
            yield from _missing(context, (*route, language), written)
    for route, printed in iter_written(context.plan):
        yield from _missing(context, route, printed)
    for route, written in iter_strings(context.plan):
        yield from _missing(context, route, written)
    for route, _, indicator in iter_indicators(context.plan):
        if indicator.unit:
            words = f"{indicator.unit.one}{indicator.unit.other}"
            yield from _missing(context, (*route, "unit"), words)
    for name, unit in context.plan.units.items():
        yield from _missing(context, ("units", name), f"{unit.one}{unit.other}")
    if context.framework:
        yield from _missing_in_framework(context, context.framework)
    if context.form:
        yield from _missing_in_form(context, context.form)


def _missing_in_framework(context: RuleContext, framework: Framework) -> Iterator[Finding]:
    named = {"framework": framework.id, "file": framework.file}
    for arguments in _missing_in_labels(context, framework.labels()):
        yield Finding(
            rule=RULE.id,
            message="glyph-missing-label",
            route=("framework",),
            arguments={**named, **arguments},
        )


def _missing_in_form(context: RuleContext, form: Form) -> Iterator[Finding]:
    named = {"form": form.id, "file": form.file}
    for arguments in _missing_in_labels(context, form_labels(form)):
        yield Finding(
            rule=RULE.id,
            message="glyph-missing-form-label",
            route=("form",),
            arguments={**named, **arguments},
        )


def _missing_in_labels(context: RuleContext, labels: Iterable[Text]) -> Iterator[dict[str, object]]:
    """Each character of a label that no font has, with the label."""
    for label in labels:
        for written in filter(None, map(label.get, context.plan.languages)):
            missing = set(map(ord, written)) - context.characters
            for character in dict.fromkeys(written) if missing else ():
                if ord(character) in missing:
                    yield {**_described(character), "label": written}


def _missing(context: RuleContext, route: Route, text: str) -> Iterator[Finding]:
    missing = set(map(ord, text)) - context.characters - _NOT_DRAWN
    if _BLANK.search(text):
        yield _blank(route, text)
    for character in dict.fromkeys(text) if missing else ():
        if ord(character) in missing:
            arguments = {**_described(character), "position": text.index(character) + 1}
            yield Finding(rule=RULE.id, route=route, arguments=arguments)


def _described(character: str) -> dict[str, object]:
    return {"character": character, "code": f"U+{ord(character):04X}"}


def _blank(route: Route, text: str) -> Finding:
    """The finding of a tab or a carriage return, with the text that has none."""
    position = len(_BLANK.split(text, maxsplit=1)[0])
    fixed = _BETWEEN_CHINESE.sub("", text)
    # Full-width digits on both sides of a tab are two figures.
    fixed = fixed if figure_runs(fixed) == figure_runs(text) else text
    fixed = _BLANKS.sub(" ", fixed.replace("\r\n", "\n")).strip()
    arguments = {
        "blank": Term("word", "tab" if text[position] == "\t" else "return"),
        "code": f"U+{ord(text[position]):04X}",
        "position": position + 1,
        "fixed": fixed,
    }
    return Finding(
        rule=RULE.id, message="glyph-missing-blank", route=route, arguments=arguments, fix=fixed
    )


RULE = Rule(
    id="glyph-missing", severity=Severity.ERROR, check=check, needed=True, reads=("@", "languages")
)
