"""What can be read in a target that is written in words: a day, or figures.

Only what has one reading is read. `5月前` may mean the end of April or of May, so it is no day.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from perf_report.model import bound_words
from perf_report.model.characters import unspaced
from perf_report.model.target import Operator, Quantity

# Years by their number, or by their place beside the year of the plan.
_YEAR_NUMBER = "(?P<year>(?:19|20|21)[0-9]{2})"
_NEXT = "(?P<next>次|明|翌|来|第二|下一?)"
_LAST = "(?P<last>去|上一?)"
_THIS = "今|本|当|同"
_BY_PLACE = rf"(?:{_NEXT}|{_LAST}|{_THIS})"
# A day without a year is one of the plan's, unless a year that is not read stands before it.
_NO_YEAR = "(?<!年)(?<!年度)(?<!年的)(?<!年度的)"
_YEAR = rf"(?:(?:{_YEAR_NUMBER}|{_BY_PLACE})年(?:度)?的?|{_NO_YEAR})"
_END = "(?P<end>年底|年末|年内)"
# A month or quarter that something is to be done in; 6月前 may mean the end of May or of June.
_DONE = r"(?=$|[、,。;)]|内|完成|完工|结束|交付)"
_DAYS = tuple(
    re.compile(
        r"(?P<not>不得?|不能|不应|不可|不宜)?(?P<order>早于|先于|晚于|迟于|自|从)?"
        rf"{pattern}(?P<onward>[以之]?后(?!续)|起(?!草)|以来)?(?:[以之]?前)?"
    )
    for pattern in (
        _YEAR_NUMBER + r"[-./](?P<month>[0-9]{1,2})[-./](?P<day>[0-9]{1,2})",
        _YEAR + r"(?P<month>[0-9]{1,2})月(?P<day>[0-9]{1,2})[日号]",
        _YEAR + r"(?P<month>[0-9]{1,2})月(?:份)?[底末]",
        _YEAR + r"第?(?P<quarter>[一二三四1-4])季度[底末]",
        _YEAR + r"(?P<month>[0-9]{1,2})月(?P<part>[上中下])旬(?![以之]?前|起|至|到)",
        _YEAR_NUMBER + rf"年(?P<month>[0-9]{{1,2}})月份?{_DONE}",
        _YEAR + rf"第(?P<quarter>[一二三四1-4])季度{_DONE}",
        _YEAR_NUMBER + rf"年(?P<quarter>[一二三四1-4])季度{_DONE}",
        _YEAR + r"(?P<half>[上下]半年)[底末]?",
        rf"(?:{_YEAR_NUMBER}|{_BY_PLACE}){_END}",
        _YEAR + rf"(?<![0-9一二三四五六七八九十几多每隔后]){_END}",
    )
)
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_HALVES = {"上半年": 6, "下半年": 12}
_PARTS = {"上": 10, "中": 20}

# Years, months and days in characters: 二〇二五年六月三十日.
_ONES = "〇一二三四五六七八九"
_ZEROS = str.maketrans("零○", "〇〇")
_DATE_NUMERAL = re.compile(
    f"(?<![{_ONES}零○十百千万个])(?:[{_ONES}零○]{{4}}(?=年)|(?:十[一二]?|[一二三四五六七八九])(?=月))"
    f"|(?<=月)(?:[二三]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[日号])"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysInWords:
    """The last days that Chinese words name, None for one that the calendar does not have.

    `starts` are the words of days from which something runs, and `rest` is the text without the
    words of any day.
    """

    days: frozenset[date | None]
    starts: tuple[str, ...]
    rest: str

    @property
    def day(self) -> date | None:
        """The day, if the words name just one."""
        return next(iter(self.days)) if len(self.days) == 1 else None


def days_in_words(text: str, year: int) -> DaysInWords:
    """What is said of days; `year` is that of the plan, for words that name none."""
    days: set[date | None] = set()
    starts: list[str] = []
    rest = _plain(text)
    for pattern in _DAYS:
        for match in pattern.finditer(rest):
            if _is_start(match):
                starts.append(match[0])
            else:
                days.add(_last_day(match.groupdict(), year))
        rest = pattern.sub("、", rest)
    return DaysInWords(days=frozenset(days), starts=tuple(starts), rest=rest)


def day_in_words(text: str, year: int) -> date | None:
    """The last day that Chinese words name, such as `6月底前`; None unless it is one day.

    `year` is that of the plan, for words that name none.
    """
    return days_in_words(text, year).day


def _plain(text: str) -> str:
    return _DATE_NUMERAL.sub(_in_digits, unspaced(text))


def _in_digits(match: re.Match[str]) -> str:
    written = match[0].translate(_ZEROS)
    tens, ten, ones = written.rpartition("十")
    if not ten:
        return "".join(str(_ONES.index(character)) for character in written)
    return f"{_ONES.index(tens or '一')}{_ONES.index(ones or '〇')}"


def _is_start(match: re.Match[str]) -> bool:
    """Whether something is to be done from a day on (6月底后, 不早于6月底), and not by it."""
    order = match["order"]
    if order in {"早于", "先于", "晚于", "迟于"}:
        return (order in {"早于", "先于"}) == bool(match["not"])
    return bool(order or match["onward"])


def _last_day(found: dict[str, str | None], plan_year: int) -> date | None:
    """The last day of what was found; None if there is no such day."""
    place = bool(found.get("next")) - bool(found.get("last"))
    year, month = int(found.get("year") or plan_year + place), _month(found)
    if month not in range(1, 13):
        return None
    last = monthrange(year, month)[1]
    day = int(found.get("day") or _PARTS.get(found.get("part") or "", last))
    return date(year, month, day) if 1 <= day <= last else None


def _month(found: dict[str, str | None]) -> int:
    quarter, half = found.get("quarter"), found.get("half")
    if quarter:
        return 3 * int(_QUARTERS.get(quarter, quarter))
    return _HALVES[half] if half else int(found.get("month") or 12)


_FIGURE = re.compile(
    rf"(?:(?P<floor>{bound_words.FLOOR})|(?P<ceiling>{bound_words.CEILING})|{bound_words.VAGUE})?"
    # A minus stands first, or behind words that a figure follows; a dash may be that of a range.
    r"(?:(?:^|(?<=[于过为到至达≥≤><=]))(?P<minus>[-−负]))?"
    r"(?<![0-9.])(?P<figure>[0-9]+(?:,[0-9]{3})*(?:\.[0-9]+)?)"
    rf"(?P<unit>(?:(?!{bound_words.FLOOR_BEHIND}|{bound_words.CEILING_BEHIND}|左右)"
    r"[^\W0-9_]|[%‰]){0,8})"
    rf"(?:(?P<up>{bound_words.FLOOR_BEHIND})|(?P<down>{bound_words.CEILING_BEHIND}))?"
)
# Words of time in which no day is read, and which are no amount.
_TIMES = (
    re.compile("(?:19|20|21)[0-9]{2}年度?"),
    re.compile("[0-9]{1,2}月(?:份|[上中下]旬|[初中底末前起后至到])"),
    re.compile("第?[1-4]季度(?!次)"),
)


def figures_in_words(text: str) -> tuple[Quantity, ...]:
    """The figures in Chinese words, in order, but for days and years.

    The sign is ≥ or ≤ if words such as 不少于 make a figure a bound, else ＝. A unit is what stands
    behind the figure, up to eight characters.
    """
    rest = _plain(text)
    for pattern in (*_DAYS, *_TIMES):
        rest = pattern.sub("、", rest)
    return tuple(
        Quantity(
            operator=_operator(match),
            figure=f"{'-' if match['minus'] else ''}{match['figure']}",
            unit=match["unit"],
        )
        for match in _FIGURE.finditer(rest)
    )


def _operator(match: re.Match[str]) -> Operator:
    if match["floor"] or match["up"]:
        return Operator.AT_LEAST
    return Operator.AT_MOST if match["ceiling"] or match["down"] else Operator.EXACTLY


# Figures in characters, and words that say all or none. Of figures in characters no value is read.
_NUMERAL = re.compile(
    "[〇零一二三四五六七八九十百千万亿两半双几数每均各]|全|所有|无|杜绝|翻番|成倍|[0-9⁰-₉²³¹]"
)
_NO_NUMERAL = re.compile(
    "进一步|一定|统一|一致|一流|一般|一体|一些|唯一|十分|万一|数据|数字|无障碍"
)


def may_hold_figure(text: str) -> bool:
    """Whether Chinese words may say how much, in digits, in characters, or as all or none."""
    return _NUMERAL.search(_NO_NUMERAL.sub("、", _plain(text))) is not None
