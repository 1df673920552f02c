"""Read what was reached, as evaluations write it: `18台`, `-2%`, `1:3`, `2025-11-30`.

It is written as a target is, but never as a bound or a range: of `≥266米` nobody knows how much it
was, nor of `2025年12月底前` when. A figure may be below zero.
"""

import re
from dataclasses import replace

from perf_report.model.report import Actual
from perf_report.model.target import Deadline, Operator, Quantity, Ratio, Target
from perf_report.model.target_english import day_text
from perf_report.model.target_reading import MINUSES, read_target

# A day as ISO 8601 or Chinese writes it.
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}|(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}[日号]")
_MINUS = re.compile(f"[{MINUSES}]")
# What makes of a day a limit for it: 11月20日前, 年内.
_LIMIT = re.compile("[前内]")


def read_actual(text: str, year: int) -> Actual | None:
    """Return what an actual value says; None if it cannot be read.

    `year` is that of the plan, for a day that is written without one.
    """
    minus = _MINUS.match(text)
    if minus is None:
        return _read_unsigned(text, year)
    found = _read_unsigned(text[minus.end() :], year)
    if not isinstance(found, Quantity) or found.operator or found.value < 0:
        return None
    return replace(found, figure=f"-{found.figure}", words=text)


def is_readable_actual(text: str) -> bool:
    """Return whether an actual value can be read, in whatever year."""
    # A year with a 29 February, so that the words of a leap year are not refused.
    return read_actual(text, 2000) is not None


def is_limit(text: str) -> bool:
    """Return whether a text says by when, and not when."""
    return isinstance(read_target(text, 2000), Deadline) and bool(_LIMIT.search(text))


def _read_unsigned(text: str, year: int) -> Actual | None:
    found = read_target(text, year)
    if isinstance(found, Quantity):
        return found if found.operator in {None, Operator.EXACTLY} else None
    if isinstance(found, Deadline):
        return None if _LIMIT.search(text) else _on_the_day(found)
    return found if isinstance(found, Ratio) else None


def _on_the_day(found: Deadline) -> Deadline:
    """A day on which something was done, in words: it is no day by which it is to be done."""
    if _DAY.fullmatch(found.printed):
        return replace(found, text=day_text(found.by), written=False)
    return replace(found, is_reached=True)


def as_reached(found: Target) -> Target:
    """Return a day that was reached as one, and not as a deadline; a limit stays what it is."""
    if isinstance(found, Deadline) and found.written and not _LIMIT.search(found.printed):
        return replace(found, is_reached=True)
    return found
