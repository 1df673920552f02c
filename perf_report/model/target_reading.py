"""Read targets as published tables write them: `17台以上`, `3～5个`, `每月1次`, `10月底前`.

Of 159 indicators that governments published, a third have sign, figure and unit. What is written
another way prints as it is written. Words of a bound are read by article 1259 of the Civil Code:
以上, 以下, 以内 include the figure, 超过 and 不足 do not.
"""

import re
from calendar import monthrange
from dataclasses import replace
from datetime import date

from perf_report.model.characters import unspaced
from perf_report.model.target import (
    FIGURE,
    SIGN,
    TIME_UNITS,
    Deadline,
    Operator,
    Quantity,
    Range,
    Ratio,
    Target,
    parse_bound,
    parse_quantity,
    plain_figure,
)
from perf_report.model.text import Text
from perf_report.model.unit_form import is_unit

# A form of the finance systems has room for so many characters.
MOST_CHARACTERS = 60

_BLANKS = re.compile(r"^\s|\s$|[^\S \u3000]|﹪")
SIGNS = {
    "≥": Operator.AT_LEAST, "≧": Operator.AT_LEAST, "⩾": Operator.AT_LEAST, ">=": Operator.AT_LEAST,
    "≤": Operator.AT_MOST, "≦": Operator.AT_MOST, "⩽": Operator.AT_MOST, "<=": Operator.AT_MOST,
    ">": Operator.MORE_THAN, "<": Operator.LESS_THAN, "=": Operator.EXACTLY,
}  # fmt: skip
WORDS_BEFORE = {
    Operator.AT_LEAST: "不少于|不低于|不小于|不得少于|不得低于|不得小于|大于等于|至少|达到",
    Operator.AT_MOST: "不超过|不高于|不多于|不大于|不得超过|不得高于|不得多于|不得大于|小于等于"
    "|至多|最多|控制在",
    Operator.MORE_THAN: "大于|超过|高于|多于",
    Operator.LESS_THAN: "小于|低于|少于|不足",
    Operator.EXACTLY: "等于",
}
WORDS_BEHIND = {
    Operator.AT_LEAST: r"(?:及|或|\(含\))?以上",
    Operator.AT_MOST: r"(?:及|或|\(含\))?以下|[以之]?内(?:完成|办结)?",
}
_WORDS = "|".join(WORDS_BEFORE.values())
_ENDS = "|".join(WORDS_BEHIND.values())
# Brackets stand in a unit with another word for it, 台（套）, unless they say that it is included.
_UNIT = (
    r"[^\s0-9≥≤≧≦⩾⩽><=+±,.，。、;:*_~/()\-]{1,20}?"
    r"(?:\((?!不?含)[^\s0-9≥≤≧≦⩾⩽><=+±,.，。、;:*_~/()\-]{1,8}\))?"
)
# A minus in one width, as it is read and as it may be written. An en dash is none.
_MINUS = "[-−]|负"
MINUSES = "-－﹣−负"
_LOOSE_MINUS = re.compile(rf"[{MINUSES}]\s")
_DASH = "[-—–−]{1,2}"
# A day is neither an amount nor a length of time (5月前), and words about it are no unit.
_NO_LENGTH = re.compile("[年月日号度][底末]?[前后]|[以之]?内|以[上下]|完成|达到|左右|不|每")
_BOUND = re.compile(
    rf"(?P<sign>[≥≤≧≦⩾⩽]|[><]=?|=)?(?P<before>{_WORDS})?(?P<figure>(?:{_MINUS})?{FIGURE})"
    rf"(?P<unit>(?:{_UNIT})??)(?:/(?P<per>{_UNIT}))?(?P<behind>{_ENDS})?"
)
# What says how far from zero a figure is, and not on which side: 控制在-3%以内.
_DISTANCE = re.compile("控制在|达到|[以之]?内")
_EVERY = re.compile(rf"(?:平均)?每(?P<per>{_UNIT})(?P<rest>(?:{_WORDS}|[≥≤>=<])?{FIGURE}.+)")
_RANGE = re.compile(
    rf"(?:控制在|在)?(?P<lower>(?:{_MINUS})?{FIGURE})(?P<first>{_UNIT})?(?P<to>[~〜]|{_DASH}|至|到)"
    rf"(?P<upper>(?:{_MINUS})?{FIGURE})(?P<unit>(?:{_UNIT})??)(?:/(?P<per>{_UNIT}))?(?:之间)?"
)
_DEVIATION = re.compile(rf"(?:控制在)?±(?P<figure>{FIGURE})(?P<unit>(?:{_UNIT})??)(?:[以之]?内)?")
# A hyphen between two years is a period: 2024-2025.
_PERIOD = re.compile(rf"(?:19|20|21)[0-9]{{2}}{_DASH}(?:19|20|21)[0-9]{{2}}")
_SIGNED_MINUS = re.compile(rf"({SIGN})[{MINUSES[:-1]}](?=[0-9０-９])")
# A ratio has no sign: ≥1/2 may be a half, or a figure and what is left of a rate.
_RATIO = re.compile(rf"(?P<first>{FIGURE})[:/比](?P<second>{FIGURE})")


def read_target(text: str, year: int) -> Target | None:
    """Return what a target says; None if it cannot be read.

    `year` is that of the plan, for a day that is written without one.
    """
    quantity = _parse(text) or _parse_below_zero(text)
    if quantity is not None and all(map(is_unit, (quantity.unit, quantity.per))):
        return quantity
    # What 0.1 took for a quantity stays one, so that a rule can say what is wrong with it.
    return _read_written(text, year) or _parse(text)


def _parse(text: str) -> Quantity | None:
    return parse_quantity(text) or parse_bound(text)


def _parse_below_zero(text: str) -> Quantity | None:
    """A sign, a minus and what follows a sign, `≥-3%`; None if the text is not that."""
    match = _SIGNED_MINUS.match(text)
    found = _parse(f"{match[1]}{text[match.end() :]}") if match else None
    return found and _below_zero(replace(found, figure=f"-{found.figure}"))


def is_sign(text: str) -> bool:
    """Return whether a text before a figure says how it is a bound. A minus is of the figure."""
    return not is_minus(text[-1:]) and is_readable(f"{text}1") and not is_readable(text)


def is_minus(text: str) -> bool:
    """Return whether a text is a minus alone, which beside an empty cell may be a dash, too."""
    return bool(text) and text in MINUSES


def has_loose_minus(text: str) -> bool:
    """Return whether a blank parts a dash from what follows, so that it may be no minus."""
    return _LOOSE_MINUS.search(text) is not None


def is_readable(text: str) -> bool:
    """Return whether a target can be read, in whatever year."""
    # A year with a 29 February, so that the words of a leap year are not refused.
    return read_target(text, 2000) is not None


def _read_written(text: str, year: int) -> Target | None:
    plain = unspaced(text)
    # Spaces may stand between sign, figure and unit, and no other blank; ﹪ is to be mended.
    if not plain or len(text) > MOST_CHARACTERS or _BLANKS.search(text):
        return None
    day = read_day(plain, year)
    if day is not None:
        return Deadline(text=Text(zh=text), by=day, written=True)
    return _read_ratio(plain, text) or _read_range(plain, text) or _read_quantity(plain, text)


def _read_ratio(plain: str, text: str) -> Ratio | None:
    match = _RATIO.fullmatch(plain)
    if match is None or not plain_figure(match["second"]):
        return None
    return Ratio(first=match["first"], second=match["second"], words=text)


def _read_range(plain: str, text: str) -> Range | None:
    match = _DEVIATION.fullmatch(plain)
    if match:
        figure, unit = match["figure"], match["unit"]
        is_read = _are_units(unit)
        return Range(lower=f"-{figure}", upper=figure, unit=unit, words=text) if is_read else None
    match = _RANGE.fullmatch(plain)
    if match is None or match["first"] not in {None, match["unit"]}:
        return None
    lower, upper = (_figure(match[end]) for end in ("lower", "upper"))
    if (
        _PERIOD.fullmatch(plain)
        or plain_figure(lower) >= plain_figure(upper)
        or not _are_units(match["unit"], match["per"])
        or (lower[0] == "-" and not _has_clear_minus(text, match["to"]))
    ):
        return None
    return Range(
        lower=lower,
        upper=upper,
        unit=match["unit"],
        per=match["per"] or "",
        words=text,
    )


def _read_quantity(plain: str, text: str) -> Quantity | None:
    every = _EVERY.fullmatch(plain)
    per = every["per"] if every else ""
    match = _BOUND.fullmatch(every["rest"] if every else plain)
    if (
        match is None
        or (per and match["per"])
        or not _are_units(match["unit"], per or match["per"])
    ):
        return None
    operators, has_words = _operators(match), bool(match["before"] or match["behind"])
    if len(operators) > 1 or (match["sign"] and has_words):
        return None
    found = Quantity(
        operator=next(iter(operators), None),
        figure=_figure(match["figure"]),
        unit=match["unit"],
        per=per or match["per"] or "",
        words=text,
    )
    if found.figure[0] != "-":
        return found
    is_distance = _DISTANCE.search(f"{match['before'] or ''}{match['behind'] or ''}")
    return _below_zero(found) if not is_distance and _has_clear_minus(text) else None


def _figure(written: str) -> str:
    """A figure with its minus in one form."""
    figure = written.lstrip(MINUSES)
    return figure if figure == written else f"-{figure}"


def _has_clear_minus(text: str, between: str = "") -> bool:
    """Whether each dash beside a figure is its minus, in a range with a mark between its ends."""
    return not has_loose_minus(text) and not re.fullmatch(_DASH, between)


def _below_zero(found: Quantity) -> Quantity | None:
    """A quantity, if it is below zero. No time is: -12月 is what is left of 1-12月.

    The dash of a figure without a sign and a unit may be that of a list.
    """
    is_clear = bool(found.operator or found.unit) and found.unit not in TIME_UNITS
    return found if found.value < 0 and is_clear else None


def _are_units(unit: str, per: str | None = None) -> bool:
    """Whether texts are a unit, and what it is for each; a unit may stand in its own column."""
    sides = [side for side in (unit, per) if side]
    is_rate = bool(unit) or not per
    return is_rate and all(is_unit(side) and not _NO_LENGTH.search(side) for side in sides)


def _operators(match: re.Match[str]) -> set[Operator]:
    """The operators that sign and words state; one, if they agree."""
    found = {SIGNS[match["sign"]]} if match["sign"] else set()
    for words, group in ((WORDS_BEFORE, "before"), (WORDS_BEHIND, "behind")):
        stated = match[group]
        found |= {operator for operator, each in words.items() if re.fullmatch(each, stated or "")}
    return found


# --- Days ---

_YEAR = "(?:(?P<year>(?:19|20|21)[0-9]{2})年度?)"
_DONE = "(?:[以之]?前)?(?:(?:全部|全面)?完成)?"
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?P<year>(?:19|20|21)[0-9]{{2}})([-./])(?P<month>[0-9]{{1,2}})\2(?P<day>[0-9]{{1,2}}){_DONE}",
        rf"{_YEAR}?(?P<month>[0-9]{{1,2}})月(?P<day>[0-9]{{1,2}})[日号]{_DONE}",
        rf"{_YEAR}?(?P<month>[0-9]{{1,2}})月份?[底末]{_DONE}",
        rf"{_YEAR}(?P<month>[0-9]{{1,2}})月份?",
        rf"{_YEAR}?第?(?P<quarter>[一二三四1-4])季度(?:[底末]{_DONE}|内)?",
        rf"{_YEAR}?(?P<half>[上下])半年(?:[底末]{_DONE}|内)?",
        rf"(?:(?P<year>(?:19|20|21)[0-9]{{2}})|当|本|全)?年(?:[底末终]{_DONE}|内)(?:完成)?",
        _YEAR,
    )
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}


def read_day(plain: str, year: int) -> date | None:
    """Return the last day that words name and no more; None if they do not.

    `plain` is in one width, without spaces. `5月前` may mean the end of April or of May.
    """
    for pattern in _DAYS:
        match = pattern.fullmatch(plain)
        if match:
            return _last_day(match.groupdict(), year)
    return None


def _last_day(found: dict[str, str | None], plan_year: int) -> date | None:
    year, month = int(found.get("year") or plan_year), _month(found)
    if month not in range(1, 13):
        return None
    last = monthrange(year, month)[1]
    day = int(found.get("day") or last)
    return date(year, month, day) if 1 <= day <= last else None


def _month(found: dict[str, str | None]) -> int:
    quarter, half = found.get("quarter"), found.get("half")
    if quarter:
        return 3 * int(_QUARTERS.get(quarter, quarter))
    if half:
        return 6 if half == "上" else 12
    return int(found.get("month") or 12)
