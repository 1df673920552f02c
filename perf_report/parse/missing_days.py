"""Days without a year of their own that the year of the table does not have: 2月29日 of 2025.

A schema does not know the year of what it checks.
"""

import re
from collections.abc import Iterator

from perf_report.model.finding import Finding
from perf_report.model.route import Route
from perf_report.model.target_reading import is_readable, read_target
from perf_report.parse.nodes import Value

# The keys of targets and actual values, each with the finding about a day that its year lacks.
_TARGET = ("target-syntax", "target-syntax-day")
_ACTUAL = ("actual-syntax", "actual-syntax-day")
_FINDINGS: dict[str | int, tuple[str, str]] = {
    "target": _TARGET,
    "value": _TARGET,
    "initial": _TARGET,
    "actual": _ACTUAL,
    "so_far": _ACTUAL,
    "expected": _ACTUAL,
}
# The day that not every year has; to read a text takes far longer.
_LEAP_DAY = re.compile("[2２]\\s*月\\s*[2２]\\s*[9９]")


def has_missing_day(data: Value) -> bool:
    """Return whether data have a day that its year does not have."""
    return next(find_missing_days(data), None) is not None


def find_missing_days(data: Value, year: int | None = None, route: Route = ()) -> Iterator[Finding]:
    """Return findings of the days that their years do not have."""
    if isinstance(data, dict):
        year = _year_of(data, year)
        for key, item in data.items():
            yield from find_missing_days(item, year, (*route, key))
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from find_missing_days(item, year, (*route, index))
    elif isinstance(data, str) and year and route[-1] in _FINDINGS and _is_missing(data, year):
        rule, message = _FINDINGS[route[-1]]
        arguments = {"value": data, "close": "", "year": year}
        yield Finding(rule=rule, message=message, route=route, arguments=arguments)


def _year_of(data: dict[str, Value], above: int | None) -> int | None:
    """The year of a table, of a baseline, or of what a report is on."""
    of = data.get("of")
    year = (of if isinstance(of, dict) else data).get("year")
    return year if isinstance(year, int) else above


def _is_missing(text: str, year: int) -> bool:
    if not _LEAP_DAY.search(text):
        return False
    return is_readable(text) and read_target(text, year) is None
