"""A text is finished: no mark that it is still to be written, and no Chinese in the English.

Chinese in brackets or quotes is no fault: it names what it translates.

中文：文字应当已经完成：不含 TODO、待翻译等标记，英文中不夹中文；括号、引号中的中文除外。

Passes: `en: the Tianjin Gazette (天津公报)`.
Fails: `en: the 天津公报`.
"""

import re
from collections.abc import Iterator

from perf_report.model.characters import usual_characters
from perf_report.model.finding import Finding, Severity
from perf_report.model.route import Route
from perf_report.model.unit import Unit
from perf_report.rules.plan_walk import iter_indicators
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

_MARK = re.compile(r"\b(?:TODO|FIXME|TBD|TBC|XXX)\b|待翻译|待译|待补充|待填")
_ENCLOSED = re.compile(
    "\\([^()]*\\)|（[^（）]*）|\\[[^][]*\\]|【[^【】]*】|［[^［］]*］|《[^《》]*》|「[^「」]*」"
    "|“[^“”]*”|‘[^‘’]*’|\"[^\"]*\"|(?<!\\w)'[^']*'"
)
_HAN = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")


def check(context: RuleContext) -> Iterator[Finding]:
    """Marks of unfinished texts, and Chinese in English ones."""
    for route, text in context.texts:
        yield from _check_mark((*route, "zh"), text.zh or "")
        yield from _check_mark((*route, "en"), text.en or "")
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
    mark = _MARK.search(text)
    if mark:
        yield Finding(rule=RULE.id, route=route, arguments={"mark": mark[0]})


def _check_english(route: Route, text: str) -> Iterator[Finding]:
    """Chinese outside of brackets and quotes, of which the inner ones go first."""
    if text.isascii() or _MARK.search(text):
        return
    bare, before = usual_characters(text), ""
    while bare != before:
        bare, before = _ENCLOSED.sub(" ", bare), bare
    chinese = _HAN.search(bare)
    if chinese:
        arguments = {"chinese": chinese[0]}
        yield Finding(
            rule=RULE.id, message="text-unfinished-chinese", route=route, arguments=arguments
        )


RULE = Rule(id="text-unfinished", severity=Severity.WARNING, check=check, reads=("@",))
