"""Read the values of fields and columns as offices write them."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from perf_report.model.characters import unspaced
from perf_report.model.form import Column, Field, ValueType

_DAY = re.compile(
    r"(?P<year>(?:19|20|21)[0-9]{2})(?P<mark>年|[-./])(?P<month>[0-9]{1,2})"
    # 2024.01-12 are months, and no day.
    r"(?:(?:月|(?P=mark))(?:(?P<day>[0-9]{1,2})日?)?)?"
)
# Months of one year: 2024年1-12月, 2024.01-12.
_MONTHS = re.compile(
    r"(?P<year>(?:19|20|21)[0-9]{2})(?:年|[./])(?P<first>[0-9]{1,2})月?(?:至|到|~|～|—+|--?|–)"
    r"(?P<last>[0-9]{1,2})月?"
)
_YEAR = re.compile(r"(?P<year>(?:19|20|21)[0-9]{2})年?(?:度)?")
_BETWEEN = re.compile(r"至|到|~|～|—+|--+|–|-(?=[0-9]{4})")
_CODED = re.compile(
    r"(?P<name>.+?)[(（](?P<code>[0-9A-Za-z-]{2,40})[)）]|(?P<before>[0-9]{3,40})[-\s]*(?P<after>\D.+)"
    r"|[(（\[【](?P<first>[0-9]{3,40})[)）\]】]\s*(?P<named>\D.+)"
    # Codes of budget units have three figures a level; a longer figure may be a phone number.
    r"|(?P<called>\D+?)(?:\s+|\s*[-:：]\s*)(?P<last>[0-9]{3}|[0-9]{6}|[0-9]{9})"
)
_TICKS, _BOXES = "☑☒■√✓✔", "□☐"
_BRACKETED = re.compile(rf"[(（]\s*([{_TICKS}]?)\s*[)）]")
_YES_NO = {"是": True, "否": False, "yes": True, "no": False, "√": True, "×": False}


def read_day(text: str) -> str | None:
    """Return a day, a month or a year as ISO 8601 writes it; None if the text is none."""
    plain = unspaced(text)
    found = _DAY.fullmatch(plain)
    if found:
        return _moment(int(found["year"]), int(found["month"]), int(found["day"] or 0))
    year = _YEAR.fullmatch(plain)
    return year["year"] if year else None


def _moment(year: int, month: int, day: int) -> str | None:
    """A day, or a month where the day is 0; None if the calendar has none such."""
    try:
        written = date(year, month, day or 1).isoformat()
    except ValueError:
        return None
    return written if day else written.rpartition("-")[0]


def read_value(text: str, asked: Field | Column) -> Any:
    """Return the value of a field or a column as a spec writes it; None if it cannot be read.

    Amounts of money, which have a unit, are read in `money`.
    """
    reader = _READERS.get(asked.type)
    return {"zh": text} if reader is None else reader(text, asked)


def read_whole_day(text: str) -> str | None:
    """Return a day as ISO 8601 writes it; None if the text is none, or no more than a month."""
    day = read_day(text)
    return day if day and len(day) == len("2026-01-01") else None


def _read_choice(text: str, asked: Field | Column) -> str | None:
    """The id of the choice with a label, or of the only one that is ticked among all of them."""
    ticked = _ticked(text)
    wanted = ticked[0] if len(ticked) == 1 else text
    found = [each.id for each in asked.choices if wanted.strip() in each.label.both]
    return found[0] if found else None


def _ticked(text: str) -> list[str]:
    """The words that are ticked, whose boxes stand all before them or all after them: 新增（√）."""
    plain = _BRACKETED.sub(lambda found: found[1] or "□", text).strip()
    word = rf"[^\s{_TICKS}{_BOXES}]+"
    if plain.startswith(tuple(_TICKS + _BOXES)):
        return re.findall(rf"[{_TICKS}]\s*({word})", plain)
    if plain.endswith(tuple(_TICKS + _BOXES)):
        return re.findall(rf"({word})\s*[{_TICKS}]", plain)
    return []


def _read_period(text: str) -> dict[str, str] | None:
    begin = read_day(text.strip().removesuffix("起"))
    if begin and text.strip().endswith("起"):
        return {"from": begin}
    months = _MONTHS.fullmatch(unspaced(text))
    if months:
        first, last = (
            _moment(int(months["year"]), int(months[each]), 0) for each in ("first", "last")
        )
        return {"from": first, "to": last} if first and last and first <= last else None
    first, *rest = (read_day(part) for part in _BETWEEN.split(text, maxsplit=1))
    last = rest[0] if rest else first
    return {"from": first, "to": last} if first and last and first <= last else None


def read_unit(text: str) -> dict[str, Any]:
    """Return the code and the name of a unit, of which a text may have one alone."""
    found = _CODED.fullmatch(text.strip())
    if found is None:
        plain = text.strip()
        return {"code": plain} if re.fullmatch(r"[0-9]{3,40}", plain) else {"name": {"zh": plain}}
    name = next(filter(None, found.group("name", "after", "named", "called")))
    code = next(filter(None, found.group("code", "before", "first", "last")))
    return {"code": code, "name": {"zh": name.strip()}}


def _read_percent(text: str) -> str | None:
    plain = unspaced(text)
    return plain if re.fullmatch(r"[0-9]+(?:\.[0-9]+)?%", plain) else None


_Reader = Callable[[str, Field | Column], Any]

_READERS: dict[ValueType, _Reader] = {
    ValueType.CHOICE: _read_choice,
    ValueType.DATE: lambda text, _: read_whole_day(text),
    ValueType.PERIOD: lambda text, _: _read_period(text),
    ValueType.UNIT: lambda text, _: read_unit(text),
    ValueType.PERCENT: lambda text, _: _read_percent(text),
    ValueType.YES_NO: lambda text, _: _YES_NO.get(text.strip().casefold()),
    ValueType.PHONE: lambda text, _: text,
}
