"""The year of a table, which its title names, or a line that has the year alone."""

import re
from collections.abc import Iterable, Iterator, Sequence

from perf_report.model.characters import same_width, unspaced
from perf_report.model.paper import PaperTable
from perf_report.recognize.label_words import filling_words
from perf_report.recognize.rows import Row

# The title of a sheet stands in one of so many rows.
_FIRST_ROWS = 6
# A title has no more characters, and is no sentence.
_TITLE_LENGTH = 40
_SENTENCE = re.compile("[。；，,;]")
_DIGITS = "〇零○一二三四五六七八九"
_FIGURES = str.maketrans({each: str(max(0, at - 2)) for at, each in enumerate(_DIGITS)})
_WRITTEN = re.compile(f"[二][{_DIGITS}]{{3}}(?=年)")
_YEAR = re.compile(r"((?:19|20|21)[0-9]{2})(?:年|(?=[-~—至][0-9]{4}年))")
_ALONE = re.compile(
    r"\(?(?:.{0,4}年度:((?:19|20|21)[0-9]{2})|(?:.{0,4}年度:)?((?:19|20|21)[0-9]{2})年度?)\)?"
)
# A title ends as that of a table, but for what it has in brackets.
_TABLE = re.compile(r"表(?:\([^()]*\))?$")
# The months that a report is of, which are not the day on which it was filled in.
_MONTHS = re.compile(
    "[0-9]{1,2}月?[-—–~至]+([0-9]{1,2})月|截[至止]到?(?:[0-9]{4}年)?([0-9]{1,2})月|上半年|半年度"
)
_JUNE, _DECEMBER = 6, 12
_DAY = re.compile("[0-9]{1,2}日|日期|年[0-9]{1,2}月")


def headings(tables: Iterable[PaperTable], rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines above tables, and the texts that stand alone in one of their first rows."""
    yield from (line.text for table in tables for line in table.above)
    seen: dict[int, int] = {}
    for row in rows:
        seen[row.table] = seen.get(row.table, 0) + 1
        lone = row.lone_text
        if lone is not None and seen[row.table] <= _FIRST_ROWS:
            yield lone.text


def title_years(texts: Iterable[str]) -> tuple[int, ...]:
    """Return the years in titles of tables of targets, and those that have a line of their own.

    Several are of a title that names more than one, or of titles that differ.
    """
    plain = [_plain(text) for text in texts]
    years = (year for text in plain if _is_title(text) for year in _years(text))
    return tuple(dict.fromkeys(years))


def title_months(texts: Iterable[str]) -> tuple[int, ...]:
    """Return the last months that titles of monitoring name: 7 of （2026年1-7月）, 6 of 上半年."""
    plain = [_plain(text) for text in texts]
    short = [text for text in plain if len(text) <= _TITLE_LENGTH and not _SENTENCE.search(text)]
    found = (_MONTHS.search(text) for text in short)
    months = (int(each[1] or each[2] or _JUNE) for each in found if each)
    return tuple(dict.fromkeys(month for month in months if month <= _DECEMBER))


def is_of_results(text: str) -> bool:
    """Return whether a title is that of a table of results: 绩效自评表, 绩效运行监控表."""
    plain = _plain(text)
    is_title = len(plain) <= _TITLE_LENGTH and _TABLE.search(plain) is not None
    words = filling_words("results")
    return is_title and not _SENTENCE.search(plain) and any(each in plain for each in words)


def find_year(texts: Iterable[str]) -> int | None:
    """Return the first year that is named: （2025年度）."""
    return next((year for text in texts for year in _years(_plain(text))), None)


def _plain(text: str) -> str:
    plain = same_width(unspaced(text))
    return _WRITTEN.sub(lambda found: found[0].translate(_FIGURES), plain)


def _is_title(text: str) -> bool:
    if _ALONE.fullmatch(text):
        return True
    is_short = len(text) <= _TITLE_LENGTH and not _SENTENCE.search(text)
    return (
        is_short and not _DAY.search(text) and any(each in text for each in filling_words("titles"))
    )


def _years(text: str) -> list[int]:
    alone = _ALONE.fullmatch(text)
    return [int(alone[1] or alone[2])] if alone else [int(found) for found in _YEAR.findall(text)]
