"""The numbers in the English are the same as those in the Chinese.

The rule compares numbers in digits, with their percent or per-mille sign, in any order: years, days
and months (the English name of a month counts as its number), and numbers that one language scales
(39万 is 390,000 or 39 ten thousands). A number that the other language writes in words (三, third)
is found there, and a 1 after 每 is found in each, every, a or per.

中文：英文中的数字须与中文一致：年份、日期、百分比等逐一核对，不论先后；39万与390,000视为相同。

Passes: `{zh: 2025年底前, en: By the end of 2025}`.
Fails: `{zh: 2025年底前, en: By the end of 2024}`.
符合：`{zh: 2025年底前, en: By the end of 2025}`。
不符合：`{zh: 2025年底前, en: By the end of 2024}`。
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from perf_report.model.finding import Finding, Severity
from perf_report.rules.rule import Rule
from perf_report.rules.rule_context import RuleContext

_HALF_WIDTH = str.maketrans("０１２３４５６７８９．，％", "0123456789.,%")
_DIGITS = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_CHINESE = re.compile(rf"({_DIGITS})\s*([百千]?[亿万]|[千百])?\s*([%‰])?")
_ENGLISH = re.compile(
    rf"({_DIGITS})(?:\s*(billion|million|thousand|hundred)\b)?(?:\s*(%|‰|percent\b|per cent\b))?",
    re.IGNORECASE,
)
_SCALES = {
    "百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000,
    "亿": 100_000_000, "百亿": 10_000_000_000, "千亿": 100_000_000_000,
    "hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000,
}  # fmt: skip
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# May is a month only beside a figure; elsewhere it is a verb.
_MONTH = re.compile(
    rf"\b({'|'.join(month for month in _MONTHS if month != 'May')})\b"
    r"|\b(May)\b(?=\s+[0-9])|(?<=[0-9]\s)(May)\b"
)
_WORDS = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip
_ORDINALS = (
    "", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth",
    "tenth", "eleventh", "twelfth",
)  # fmt: skip
_NUMERALS = "零一二三四五六七八九"

# 每少1公里 is `each km`, and 每低1个百分点 `a percentage point`.
_EACH_ONE = re.compile(r"每[^\W\d]{0,3}\s*1(?![0-9.,])")
_EACH = re.compile(r"\b(?:each|every|an?|per)\b", re.IGNORECASE)

# The values that a number may have, as written or scaled, each with its sign; one match suffices.
_Readings = frozenset[tuple[Decimal, str]]


def check(context: RuleContext) -> Iterator[Finding]:
    """Texts whose numbers differ between Chinese and English."""
    for route, text in context.texts:
        if text.zh is None or text.en is None:
            continue
        chinese, english = list(_chinese_numbers(text.zh)), list(_english_numbers(text.en))
        chinese, english = _without_common(chinese, english)
        words = _english_words(text.en) if chinese else frozenset()
        if _EACH_ONE.search(text.zh.translate(_HALF_WIDTH)) and _EACH.search(text.en):
            words |= {1}
        numerals = _chinese_numerals(text.zh) if english else frozenset()
        chinese = [number for number in chinese if not _small_values(number) & words]
        english = [number for number in english if not _small_values(number) & numerals]
        if chinese or english:
            arguments = {"zh": _format_numbers(chinese), "en": _format_numbers(english)}
            yield Finding(rule=RULE.id, route=(*route, "en"), arguments=arguments)


def _without_common(
    chinese: list[_Readings], english: list[_Readings]
) -> tuple[list[_Readings], list[_Readings]]:
    """The numbers that only one of the two lists has; each matches one of the other at most."""
    places: dict[tuple[Decimal, str], list[int]] = {}
    for place in reversed(range(len(english))):
        for reading in english[place]:
            places.setdefault(reading, []).append(place)
    taken, only_chinese = set[int](), []
    for number in chinese:
        match = min(filter(None, (_first(places.get(one, []), taken) for one in number)), default=0)
        taken.add(match - 1)
        if not match:
            only_chinese.append(number)
    return only_chinese, [one for place, one in enumerate(english) if place not in taken]


def _first(places: list[int], taken: set[int]) -> int:
    """The first of these places, the last of the list, that is not taken, from 1; 0 if all are."""
    while places and places[-1] in taken:
        places.pop()
    return places[-1] + 1 if places else 0


def _small_values(number: _Readings) -> frozenset[int]:
    """The whole numbers below a hundred among the readings, which a text may have in words."""
    return frozenset(int(value) for value, _ in number if value < 100 and value == int(value))  # noqa: PLR2004  # two digits


def _english_words(text: str) -> frozenset[int]:
    """The numbers that an English text has in words: three, third."""
    words = set(re.findall(r"[a-z]+", text.lower()))
    named = enumerate(zip(_WORDS, _ORDINALS, strict=True))
    return frozenset(value for value, names in named if words.intersection(names))


def _chinese_numerals(text: str) -> frozenset[int]:
    """The numbers below a hundred that a Chinese text has in numerals: 十四, 百分之九十五."""
    return frozenset(value for value in range(1, 100) if _numeral(value) in text)


def _numeral(value: int) -> str:
    """A whole number below a hundred in Chinese numerals."""
    tens, ones = divmod(value, 10)
    lead = "" if tens == 0 else "十" if tens == 1 else f"{_NUMERALS[tens]}十"
    return lead + (_NUMERALS[ones] if ones else "")


def _chinese_numbers(text: str) -> Iterator[_Readings]:
    for digits, scale, sign in _CHINESE.findall(text.translate(_HALF_WIDTH)):
        yield _readings(digits, scale, sign)


def _english_numbers(text: str) -> Iterator[_Readings]:
    for digits, scale, sign in _ENGLISH.findall(text):
        yield _readings(digits, scale.lower(), "%" if sign.lower().startswith("p") else sign)
    for names in _MONTH.findall(text):
        yield frozenset({(Decimal(_MONTHS.index("".join(names)) + 1), "")})


def _readings(digits: str, scale: str, sign: str) -> _Readings:
    value = Decimal(digits.replace(",", ""))
    return frozenset({(value, sign), (value * _SCALES.get(scale, 1), sign)})


def _format_numbers(numbers: list[_Readings]) -> str:
    """The numbers for a message; a dash if there are none."""
    return ", ".join(f"{min(readings)[0]:f}{min(readings)[1]}" for readings in numbers) or "–"


RULE = Rule(id="number-parity", severity=Severity.WARNING, check=check, reads=("@",))
