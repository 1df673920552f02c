"""What can be read in a target that is written in words: a day, or figures.

Only what has one reading is read. `5月前` may mean the end of April or of May, so it is no day.
"""

import re
from calendar import monthrange
from datetime import date

from perf_report.model.characters import plain_text
from perf_report.model.target import Operator, Quantity

_YEAR_NUMBER = "(?P<year>(?:19|20|21)[0-9]{2})"
_YEAR = f"(?:{_YEAR_NUMBER}年(?:度)?)?"
_END = "(?P<end>年底|年末|年内)"
_DAYS = tuple(
    re.compile(pattern)
    for pattern in (
        _YEAR_NUMBER + r"[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})",
        _YEAR + r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]",
        _YEAR + r"(?P<month>[0-9]{1,2})月(?:份)?[底末]",
        _YEAR + r"第?(?P<quarter>[一二三四1-4])季度[底末]",
        _YEAR + r"(?P<half>上半年)[底末]?",
        _YEAR_NUMBER + _END,
        _YEAR + _END,
    )
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_HALF = 6


def day_in_words(text: str, year: int) -> date | None:
    """The last day that Chinese words name, such as `6月底前`; None unless it is one day.

    `year` is that of the plan, for words that name none.
    """
    days: set[date | None] = set()
    rest = plain_text(text)
    for pattern in _DAYS:
        days |= {_last_day(match.groupdict(), year) for match in pattern.finditer(rest)}
        rest = pattern.sub("、", rest)
    return days.pop() if len(days) == 1 else None


def _last_day(found: dict[str, str | None], plan_year: int) -> date | None:
    """The last day of what was found; None if there is no such day."""
    year, month = int(found.get("year") or plan_year), _month(found)
    if month not in range(1, 13):
        return None
    last = monthrange(year, month)[1]
    day = int(found.get("day") or last)
    return date(year, month, day) if 1 <= day <= last else None


def _month(found: dict[str, str | None]) -> int:
    quarter = found.get("quarter")
    if quarter:
        return 3 * int(_QUARTERS.get(quarter, quarter))
    return _HALF if found.get("half") else int(found.get("month") or 12)


_FLOOR = "≥|>|不少于|不低于|不小于|至少|达到|超过|高于|大于"
_CEILING = "≤|<|不超过|不高于|不多于|不大于|控制在|低于|小于|少于"
_FIGURE = re.compile(
    rf"(?:(?P<floor>{_FLOOR})|(?P<ceiling>{_CEILING}))?"
    r"(?<![0-9.])(?P<figure>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)"
    r"(?P<unit>(?:(?!以上|以下|以内|及以|左右)[^\W0-9_]|[%‰]){0,8})"
    r"(?:(?P<up>及?以上)|(?P<down>及?以下|以内))?"
)
_YEAR_OF_TEXT = re.compile("(?:19|20|21)[0-9]{2}年度?")


def figures_in_words(text: str) -> tuple[Quantity, ...]:
    """The figures in Chinese words, in order, but for days and years.

    The sign is ≥ or ≤ if words such as 不少于 make a figure a bound, else ＝. A unit is what stands
    behind the figure, up to eight characters.
    """
    rest = plain_text(text)
    for pattern in (*_DAYS, _YEAR_OF_TEXT):
        rest = pattern.sub("、", rest)
    return tuple(
        Quantity(operator=_operator(match), figure=match["figure"], unit=match["unit"])
        for match in _FIGURE.finditer(rest)
    )


def _operator(match: re.Match[str]) -> Operator:
    if match["floor"] or match["up"]:
        return Operator.AT_LEAST
    return Operator.AT_MOST if match["ceiling"] or match["down"] else Operator.EXACTLY
