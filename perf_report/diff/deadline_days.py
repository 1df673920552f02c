"""Days of deadlines, relative to the years of their plans."""

from calendar import monthrange
from datetime import MAXYEAR, MINYEAR, date

from perf_report.diff.text_changes import Years


def shift_years(day: date, years: int) -> date:
    """The same day in another year; 29 February becomes 28 February if necessary."""
    year = min(max(day.year + years, MINYEAR), MAXYEAR)
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def days_later(before: date, after: date, years: Years) -> int:
    """By how many days a deadline is later, relative to the years of the plans.

    The last days of February are the same, in leap years and in others.
    """
    elapsed = years.new - years.old
    expected = shift_years(before, elapsed)
    is_same = after == expected or before == shift_years(after, -elapsed)
    return 0 if is_same else (after - expected).days
