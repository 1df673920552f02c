"""The labels of a form that change with the table: those with years or the unit of money."""

import re

from perf_report.model.text import Text

# The unit of money in a label, in brackets.
_UNIT = re.compile(r"\s*[（(][^（()）]*\{unit\}[）)]")
_YEAR = re.compile(r"\{year(?:(?P<sign>[+-])(?P<years>[0-9]{1,2}))?\}")


def fill_years(label: Text, year: int) -> Text:
    """Return a label with the years of a table in place of `{year}`, `{year-1}` or `{year+2}`."""
    return Text(zh=_fill(label.zh, year), en=_fill(label.en, year))


def without_unit(label: Text) -> Text:
    """Return a label without `{unit}`, the unit of money, and the brackets around it."""
    return Text(zh=_without_unit(label.zh), en=_without_unit(label.en))


def _without_unit(label: str | None) -> str | None:
    return (label and _UNIT.sub("", label)) or None


def _fill(label: str | None, year: int) -> str | None:
    def written(match: re.Match[str]) -> str:
        distance = int(match["years"] or 0)
        return str(year - distance if match["sign"] == "-" else year + distance)

    return _YEAR.sub(written, label) if label and "{" in label else label
