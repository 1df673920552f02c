"""Figures with their units as English writes them: `CNY 4.096 million`, `390,000 page views`.

The catalogue has a unit that multiplies in brackets (`(10,000 times)`), which is right beside the
figure of the data. In a sentence the figure is multiplied, exactly.
"""

import re
from decimal import Decimal, localcontext

from perf_report.model.target import plain_figure
from perf_report.model.unit import Unit

# An amount of money of this size or more is written with the word; the greatest comes last.
LARGE_NUMBERS = {"million": 1_000_000, "billion": 1_000_000_000}
_MULTIPLE = re.compile(
    r"\((?:(?P<currency>[A-Z]{3}) )?(?P<number>[0-9,]+)(?: (?P<large>million|billion))?"
    r"(?: (?P<rest>.+))?\)"
)
_CURRENCY = re.compile(r"(?P<currency>[A-Z]{3})(?P<rest> per .+)?")


def english_figure(figure: str, unit: Unit) -> str:
    """Return a figure, as written, with its unit in English. No digit is lost or rounded."""
    value = plain_figure(figure)
    words = unit.for_value(value)
    multiple, currency = _MULTIPLE.fullmatch(words), _CURRENCY.fullmatch(words)
    if multiple:
        with localcontext(prec=60):
            factor = int(multiple["number"].replace(",", "")) * LARGE_NUMBERS.get(
                multiple["large"], 1
            )
            value = (value * factor).normalize()
        if multiple["currency"]:
            return f"{multiple['currency']} {_money(value)}"
        return f"{value:,f} {multiple['rest'] or ''}".rstrip()
    if currency:
        return f"{currency['currency']} {separated(figure)}{currency['rest'] or ''}"
    return f"{separated(figure)}{' ' if unit.space else ''}{words}"


def _money(value: Decimal) -> str:
    for word, size in reversed(LARGE_NUMBERS.items()):
        if abs(value) >= size:
            with localcontext(prec=60):
                return f"{(value / size).normalize():f} {word}"
    return f"{value:,f}"


def separated(figure: str) -> str:
    """Return a figure with separators of thousands; its decimals stay as they are written."""
    return f"{plain_figure(figure):,f}"
