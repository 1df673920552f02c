"""Punctuation has the width of its language, is not doubled, and ends full sentences.

In Chinese, half-width marks next to Chinese characters become full-width; in English, full-width
marks become half-width. There are no doubled marks and no stray spaces, and a task or goal that
ends with a full stop in one language does so in the other. The signs and digits of a target have
the width in which the form prints them. `validate --fix` corrects all of it, except marks next to
figures that have more than one reading (`3，200`, `5。5%`, `增长，.5%`): no fix changes, joins or
splits a figure.

中文：中文标点用全角，英文标点用半角；标点不重复，无多余空格；任务和目标的中英文句末标点一致；指标
值的符号和数字按表样的宽度书写。均可用 validate --fix 自动修正；数字处的标点有不止一种读法的，如
`3，200`、`5。5%`、`增长，.5%`，不自动修正；自动修正绝不改动、合并或拆开数字。

Passes: `{zh: 组织企业参加展会，拓展市场。, en: Take enterprises to exhibitions.}`.
Fails: `{zh: 组织企业参加展会,拓展市场。, en: Take enterprises to exhibitions}`.
符合：`{zh: 组织企业参加展会，拓展市场。, en: Take enterprises to exhibitions.}`。
不符合：`{zh: 组织企业参加展会,拓展市场。, en: Take enterprises to exhibitions}`。
"""

import re
from collections.abc import Callable, Iterator
from functools import partial

from perf_report.model.figure_runs import figure_runs
from perf_report.model.finding import Finding, Severity
from perf_report.model.route import Route
from perf_report.model.target import Quantity
from perf_report.model.target_reading import read_target
from perf_report.model.text import Language, Text
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

_HAN = "\u3400-\u9fff"
_FULL = dict(zip(",;:?!", "，；：？！", strict=True))
_HALF = dict(zip("，、；：？！（）", ",,;:?!()", strict=True)) | {"。": "."}


def _half_width_with_space(match: re.Match[str]) -> str:
    """The half-width mark, with a space in place of the room in the full-width one."""
    at_end = match.end() == len(match.string)
    return _HALF[match[0]] + ("" if at_end else " ")


def _full_width_brackets(match: re.Match[str]) -> str:
    return f"（{match[1]}）" if _HAN_CHARACTER.search(match[1]) else match[0]


_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_Fix = tuple[str, re.Pattern[str], str | Callable[[re.Match[str]], str]]

_MARKS = "，、；：。！？（）“”《》"

_CHINESE_FIXES: tuple[_Fix, ...] = (
    (
        "punctuation-half-width",
        re.compile(
            rf"(?<=[{_HAN}”》）])[,;:?!](?= ?[{_HAN}“《（0-9A-Za-z]|$)"
            rf"|(?<=[0-9A-Za-z%‰])[,;:?!](?= ?[{_HAN}“《（])"
        ),
        lambda m: _FULL[m[0]],
    ),
    ("punctuation-doubled", re.compile(r"([，、；：。！？])[,;:.]+"), r"\1"),
    ("punctuation-doubled", re.compile(r"(?<![,;:])[,;:]+(?=[，、；：。！？])"), ""),
    ("punctuation-half-width", re.compile(r"\(([^()]*)\)"), _full_width_brackets),
    ("punctuation-half-width", re.compile(rf"(?<=[{_HAN}])\.$"), "。"),
    ("punctuation-doubled", re.compile(r"([，、；：。！？])\1+"), r"\1"),
    # A space between two Chinese words can be meant (第一章 总则); beside a mark it cannot.
    ("punctuation-space", re.compile(rf"(?<=[{_MARKS}]) +|(?<! ) +(?=[{_MARKS}])"), ""),
    ("punctuation-space", re.compile(r"  +"), " "),
)
_ENGLISH_FIXES: tuple[_Fix, ...] = (
    ("punctuation-doubled", re.compile(r"([,;:?!.])[，、；：？！。]+"), r"\1"),
    (
        "punctuation-doubled",
        re.compile(r"(?<![，、；：？！。])[，、；：？！。]+(?=[,;:?!]|\.(?!\d))"),
        "",
    ),
    ("punctuation-full-width", re.compile(r"(?<=[0-9])：(?=[0-9])"), ":"),
    ("punctuation-full-width", re.compile(r"[，、；：？！。](?=[^\s]|$)"), _half_width_with_space),
    ("punctuation-full-width", re.compile(r"[，、；：？！。（）]"), lambda m: _HALF[m[0]]),
    ("punctuation-doubled", re.compile(r"([,;:?!])\1+|(?<!\.)\.\.(?!\.)"), lambda m: m[0][0]),
    # Between figures a colon may stand alone, as in 1 : 3.
    ("punctuation-space", re.compile(r"(?<![0-9 ]) +(?=[,;:?!.](?:\s|$))"), ""),
    ("punctuation-space", re.compile(r"  +"), " "),
)

# A mark at figures that no fix may touch, and how much of the text around a mark shows its figures.
_UNCLEAR, _AROUND, _DIGIT = "punctuation-figure", 8, re.compile(r"\d")

# Marks that may follow the stop of a sentence.
_CLOSING = "”’\"')）》"
_ENGLISH_ENDS = (".", "!", "?", "。", ":", ";", "…")
_CHINESE_ENDS = ("。", "！", "？", ".", "；", "：", "，", "、", "…")


def check(context: RuleContext) -> Iterator[Finding]:
    """One finding for each kind of fault in a text, with the corrected text."""
    for route, text in context.texts:
        yield from _check_text(route, "zh", text.zh, _CHINESE_FIXES)
        yield from _check_text(route, "en", text.en, _ENGLISH_FIXES)
    for part in ("tasks", "goals"):
        for index, item in enumerate(getattr(context.plan, part)):
            yield from _check_stop((part, index, "text"), item.text)
    yield from _check_targets(context)


def _check_text(
    route: Route, language: Language, text: str | None, fixes: tuple[_Fix, ...]
) -> Iterator[Finding]:
    if text is None:
        return
    route = (*route, language)
    fixed, kinds, unclear = text, dict[str, None](), list[str]()
    for kind, pattern, replacement in fixes:
        better = pattern.sub(partial(_mend, replacement, unclear), fixed)
        if better != fixed:
            kinds[kind] = None
        fixed = better
    if figure_runs(fixed) == figure_runs(text):
        for kind in kinds:
            yield _finding(kind, route, fixed)
    else:
        unclear.append(text)
    if unclear:
        arguments = {"found": unclear[0]}
        yield Finding(rule=RULE.id, message=_UNCLEAR, route=route, arguments=arguments)


def _mend(
    replacement: str | Callable[[re.Match[str]], str], unclear: list[str], match: re.Match[str]
) -> str:
    """What stands in place of a match; the match, noted as unclear, where a figure would change."""
    new = match.expand(replacement) if isinstance(replacement, str) else replacement(match)
    before = match.string[max(0, match.start() - _AROUND) : match.start()]
    behind = match.string[match.end() : match.end() + _AROUND]
    found = f"{before}{match[0]}{behind}"
    if not _DIGIT.search(found) or figure_runs(f"{before}{new}{behind}") == figure_runs(found):
        return new
    unclear.append(found)
    return match[0]


def _check_stop(route: Route, text: Text) -> Iterator[Finding]:
    """A stop at the end in one language, and no mark at the end in the other."""
    if not text.zh or not text.en:
        return
    chinese, english = text.zh.rstrip(_CLOSING), text.en.rstrip(_CLOSING)
    if chinese.endswith("。") and not english.endswith(_ENGLISH_ENDS):
        yield _finding("punctuation-stop", (*route, "en"), f"{text.en}.")
    is_sentence = english.endswith(".") and not english.endswith(("etc.", "...", "Ltd.", "Inc."))
    if is_sentence and not chinese.endswith(_CHINESE_ENDS):
        yield _finding("punctuation-stop", (*route, "zh"), f"{text.zh}。")


def _check_targets(context: RuleContext) -> Iterator[Finding]:
    for route, written in context.written_targets.items():
        found = read_target(written, context.plan.year)
        if isinstance(found, Quantity) and found.printed != written:
            yield _finding("punctuation-width", route, found.printed)


def _finding(message: str, route: Route, fixed: str) -> Finding:
    return Finding(
        rule=RULE.id, message=message, route=route, arguments={"fixed": fixed}, fix=fixed
    )


RULE = Rule(id="punctuation", severity=Severity.WARNING, check=check, fixable=True, reads=("@",))
