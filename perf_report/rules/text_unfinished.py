"""A text is complete: it contains no placeholder, and the English contains no Chinese.

Chinese in brackets or quotes is accepted, since it quotes a name. A review mark (`# 待核`) inside
quotes or a block text is not a comment: it would be printed and published.

中文：文字应当已经完成：不含 TODO、待翻译、待核等标记，英文中不夹中文；括号、引号中的中文除外。写在
引号或多行文字里的“# 待核”不是注释，会随正文打印和公开。

Passes: `en: the Tianjin Gazette (天津公报)`.
Fails: `en: the 天津公报`.
符合：`en: the Tianjin Gazette (天津公报)`。
不符合：`en: the 天津公报`。
"""

import re
from collections.abc import Iterator

from perf_report.model.characters import usual_characters
from perf_report.model.finding import Finding, Severity
from perf_report.model.route import Route
from perf_report.model.text import Language
from perf_report.model.unit import Unit
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext
from perf_report.rules.unfinished_marks import find_mark

# What encloses names: the sign that opens, and the one that closes it.
_PAIRS = {"(": ")", "（": "）", "[": "]", "【": "】", "［": "］", "《": "》", "「": "」", "“": "”"}
_PAIRS |= {"‘": "’", '"': '"', "'": "'"}
_OPENING = {closing: opening for opening, closing in _PAIRS.items()}
_SIGNS = re.compile(f"[{re.escape(''.join({*_PAIRS, *_OPENING}))}]")
_HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def check(context: RuleContext) -> Iterator[Finding]:
    """Marks of unfinished texts, and Chinese in English ones."""
    for route, text in context.texts:
        # A text that is to be written in one language is to be written in the other, too.
        language: Language = "zh" if find_mark(text.zh) else "en"
        yield from _check_mark((*route, language), text.get(language) or "")
        yield from _check_english((*route, "en"), text.en or "")
    for route, unit in _units(context):
        for word in dict.fromkeys((unit.one, unit.other)):
            yield from _check_mark(route, word)
            yield from _check_english(route, word)


def _units(context: RuleContext) -> Iterator[tuple[Route, Unit]]:
    for name, unit in context.plan.units.items():
        yield ("units", name), unit
    for route, _, indicator in iter_indicators(context.plan):
        if indicator.unit:
            yield (*route, "unit"), indicator.unit


def _check_mark(route: Route, text: str) -> Iterator[Finding]:
    mark = find_mark(text)
    if mark:
        yield Finding(rule=RULE.id, route=route, arguments={"mark": mark})


def _check_english(route: Route, text: str) -> Iterator[Finding]:
    """Chinese outside of brackets and quotes."""
    if text.isascii() or find_mark(text):
        return
    chinese = _HAN.search(_without_enclosed(usual_characters(text)))
    if chinese:
        arguments = {"chinese": chinese[0]}
        yield Finding(
            rule=RULE.id, message="text-unfinished-chinese", route=route, arguments=arguments
        )


def _without_enclosed(text: str) -> str:
    """The text with a space for all that is in brackets or quotes; one that is alone encloses none.

    Read once from left to right: `kept` are the pieces so far, `opened` the places in it of the
    signs that are still open.
    """
    kept: list[str] = []
    opened: list[tuple[str, int]] = []
    counts = dict.fromkeys(_PAIRS, 0)
    place = 0
    for match in _SIGNS.finditer(text):
        kept.append(text[place : match.start()])
        place = match.end()
        opening = _OPENING.get(match[0], "")
        if counts.get(opening):
            sign = ""
            while sign != opening:
                sign, start = opened.pop()
                counts[sign] -= 1
            del kept[start:]
            kept.append(" ")
            continue
        is_apostrophe = match[0] == "'" and text[match.start() - 1 : match.start()].isalnum()
        if match[0] in _PAIRS and not is_apostrophe:
            opened.append((match[0], len(kept)))
            counts[match[0]] += 1
        kept.append(match[0])
    return "".join([*kept, text[place:]])


RULE = Rule(id="text-unfinished", severity=Severity.WARNING, check=check, reads=("@",))
