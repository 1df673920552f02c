"""Numbers of goals as offices write them: 2, ２ or 二."""

from perf_report.model.characters import same_width

_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", start=1)}
_TEN = "十"


def read_number(text: str) -> int:
    """Return a number up to 99 in figures or in Chinese; 0 if the text is none."""
    plain = same_width(text)
    if plain.isdecimal():
        return int(plain)
    tens, ten, ones = plain.partition(_TEN)
    if not ten:
        return _DIGITS.get(plain, 0)
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)
