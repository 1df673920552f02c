"""Explain a year, month or day that cannot be read as one."""

import re
from datetime import date

from perf_report.model.finding import Finding
from perf_report.model.route import Route

# 2025.1, 2025-1, 2025/01/31, 2025年1月, 2025年
_WRITTEN = re.compile(
    r"(?P<year>[12][0-9]{3})(?:\s*[-./年]\s*(?P<month>[0-9]{1,2})"
    r"(?:\s*[-./月]\s*(?P<day>[0-9]{1,2})\s*日?|\s*月)?|\s*年)?"
)


def explain_moment(written: str, route: Route) -> Finding:
    """Return the finding of what stands in place of a year, month or day, with what is meant."""
    close = _meant(written)
    return Finding(
        rule="date-form",
        message="date-form-moment-close" if close else "date-form-moment",
        route=route,
        arguments={"value": written, "close": close},
    )


def _meant(written: str) -> str:
    """The year, month or day that is meant, as a spec writes it; empty if there is none."""
    match = _WRITTEN.fullmatch(written.strip())
    if match is None:
        return ""
    steps = [match["year"], *(f"{int(each):02}" for each in match.group("month", "day") if each)]
    try:
        date(*(int(step) for step in [*steps, "1", "1"][:3]))
    except ValueError:
        return ""
    return "-".join(steps)
