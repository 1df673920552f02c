"""Dates as people write them, 2025年3月1日 and 1 March 2025; data for programs has ISO 8601."""

import re
from datetime import date

from perf_report.messages import Catalogue

# A year, a month or a day as ISO 8601 writes it.
_MOMENT = re.compile("([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


def is_moment(text: str) -> bool:
    """Return whether a text is a year, a month or a day of ISO 8601."""
    return _MOMENT.fullmatch(text) is not None


def day_words(day: date, catalogue: Catalogue) -> str:
    """Return a day in words."""
    return moment_words(day.isoformat(), catalogue)


def moment_words(moment: str, catalogue: Catalogue) -> str:
    """Return a year, a month or a day of ISO 8601 in words; any other text as it is."""
    match = _MOMENT.fullmatch(moment)
    if match is None:
        return moment
    year, month, day = match.groups()
    return catalogue.format(
        "form",
        "date-day" if day else "date-month" if month else "date-year",
        year=int(year),
        day=int(day or 0),
        month=catalogue.format("month", month.lstrip("0")) if month else "",
    )
