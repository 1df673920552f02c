"""Show the values of a spreadsheet as its number formats do: percentages, days, units in quotes."""

import re
from datetime import datetime
from decimal import Decimal

# Formats that a workbook need not describe, by their numbers; the others are plain or days.
BUILT_IN = {9: "0%", 10: "0.00%"}
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[[^\]]*\]|_.|\*.')
_FIGURE = re.compile(r"[#0?,.]*[0?#][#0?,.]*")
_DIGITS = re.compile(r"0\.(0+)")


def show_number(value: float, code: str) -> str:
    """Return a figure as a format shows it, with all of its digits.

    Only what changes the meaning is kept: a percent sign, and words around the figure. A program
    for spreadsheets has 15 digits; more are noise of binary sums.
    """
    section = code.partition(";")[0]
    before, plain, after = _parts(section)
    number = Decimal(f"{value:.15g}")
    if plain.endswith("%"):
        return f"{before}{_figure(number * 100, section)}%{after}"
    return f"{before}{_figure(number, '')}{after}"


def _parts(section: str) -> tuple[str, str, str]:
    """The words before a figure, the figure with its percent sign, and the words after it."""
    literals = [match[1] or match[2] or "" for match in _LITERAL.finditer(section)]
    pieces = _LITERAL.sub("\0", section).split("\0")
    at = next((n for n, piece in enumerate(pieces) if _FIGURE.search(piece)), None)
    if at is None:
        return "", "", ""
    plain = pieces[at].strip()
    before, after = "".join(literals[:at]), "".join(literals[at:])
    if "%" in after and not plain.endswith("%"):
        return before, plain, after
    figure = _FIGURE.search(plain)
    is_known = figure is not None and plain.removesuffix("%").strip() == figure[0]
    return (before, plain, after) if is_known else ("", "", "")


def _figure(number: Decimal, section: str) -> str:
    """A figure with the digits that were typed, and no fewer than a format shows."""
    shown = _DIGITS.search(section)
    least = len(shown[1]) if shown else 0
    plain = number.normalize()
    exponent = plain.as_tuple().exponent
    digits = max(0, -exponent if isinstance(exponent, int) else 0)
    return f"{plain:.{max(digits, least) if digits else digits}f}"


def show_day(value: datetime, code: str) -> str | None:
    """Return a day as a format with Chinese units or without a day of the month shows it."""
    plain = _LITERAL.sub(lambda match: match[1] or match[2] or "", code.partition(";")[0]).lower()
    asked = {part for part in "ymd" if part in plain}
    year, month, day = str(value.year), str(value.month), str(value.day)
    if "h" in plain or "s" in plain:
        return None
    if "年" in plain or "月" in plain:
        units = zip("ymd", (year, month, day), "年月日", strict=True)
        return "".join(f"{figure}{unit}" for part, figure, unit in units if part in asked)
    return f"{year}-{value:%m}" if asked == {"y", "m"} else None
