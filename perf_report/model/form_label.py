"""The labels of a form that change with the table: those that speak of years."""

import re

from perf_report.model.text import Text

_YEAR = re.compile(r"\{year(?:(?P<sign>[+-])(?P<years>[0-9]{1,2}))?\}")


def fill_years(label: Text, year: int) -> Text:
    """Return a label with the years of a table in place of `{year}`, `{year-1}` or `{year+2}`."""
    return Text(zh=_fill(label.zh, year), en=_fill(label.en, year))


def _fill(label: str | None, year: int) -> str | None:
    def written(match: re.Match[str]) -> str:
        distance = int(match["years"] or 0)
        return str(year - distance if match["sign"] == "-" else year + distance)

    return label and _YEAR.sub(written, label)
