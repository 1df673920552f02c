"""Numbers of goals as offices write them, 2, ２ or 二, and points: 9.8分."""

import re
from decimal import Decimal

from perf_report.model.characters import same_width, unspaced

_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", start=1)}
_TEN = "十"
_POINTS = re.compile(r"([0-9]{1,3}(?:\.[0-9]{1,6})?)分?")


def read_number(text: str) -> int:
    """Return a number up to 99 in figures or in Chinese; 0 if the text is none."""
    plain = same_width(text)
    if plain.isdecimal():
        return int(plain)
    tens, ten, ones = plain.partition(_TEN)
    if not ten:
        return _DIGITS.get(plain, 0)
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


def read_points(text: str) -> Decimal | None:
    """Return points as a form has them; None if the text is none."""
    found = _POINTS.fullmatch(unspaced(text))
    return Decimal(found[1]) if found else None
