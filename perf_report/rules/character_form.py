"""Characters are the usual ones, not others that look like them.

Text copied from a PDF can contain radicals (⾦) or compatibility ideographs in place of 金, so
that a search for 资金 does not find it. A letter with an accent is one character (é); a separate
accent is printed beside its letter.

中文：从 PDF 复制的文字，可能含有与常用字同形的部首（⾦）或兼容汉字，搜索“资金”时便查找不到；带附
加符号的字母应为一个字符，单独的附加符号会印在字母旁边。没有对应字符的，请手工改写。

Passes: `{zh: 资金到位率, en: Rate of funds in place}`.
Fails: `{zh: 资⾦到位率, en: Rate of funds in place}`.
符合：`{zh: 资金到位率, en: Rate of funds in place}`。
不符合：`{zh: 资⾦到位率, en: Rate of funds in place}`，其中的“⾦”是部首。
"""

from collections.abc import Iterator

from perf_report.model.characters import find_unusual, usual_characters
from perf_report.model.finding import Finding, Severity
from perf_report.model.route import Route
from perf_report.model.text import LANGUAGES
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext


def check(context: RuleContext) -> Iterator[Finding]:
    """Texts and quantities with characters that only look like usual ones."""
    for route, text in context.texts:
        for language in LANGUAGES:
            yield from _check_text(context, (*route, language), text.get(language) or "")
    for route, written in context.written_targets.items():
        yield from _check_text(context, route, written)


def _check_text(context: RuleContext, route: Route, text: str) -> Iterator[Finding]:
    usual = usual_characters(text)
    left = find_unusual(usual)
    character = left or find_unusual(text)
    if character is None:
        return
    # Without a glyph for it, the usual character could not be printed at all.
    can_print = context.characters.issuperset(map(ord, set(usual) - set(text)))
    yield Finding(
        rule=RULE.id,
        message="" if can_print and not left else "character-form-unknown",
        route=route,
        arguments={
            "character": character,
            "code": f"U+{ord(character[-1]):04X}",
            "close": usual_characters(character),
        },
        fix=usual if can_print and usual != text else None,
    )


RULE = Rule(id="character-form", severity=Severity.WARNING, check=check, fixable=True, reads=("@",))
