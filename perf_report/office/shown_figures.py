"""Figures as a cell shows them, with the digits that the cell keeps."""

import re
from decimal import Decimal, InvalidOperation

_FIGURE = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")
# A format shows a value as hundredths, as thousands, or as ten thousands.
_SCALES = (0, -2, 3, 4, 6, 7, 8)
# What a value below 0 has beside its figure.
_SIGNS = "-−()（） "


def exact_text(shown: str, written: str) -> str | None:
    """Return a shown text with all digits of its value; None if it shows something else.

    A cell shows 1307 where it keeps 1306.5; the scale of what it shows is that of its format.
    """
    try:
        value = Decimal(f"{float(written):.15g}")
    except (ValueError, InvalidOperation):
        return None
    if not shown.strip("#"):
        # The column is too narrow for the figure.
        return _plain(value)
    figures = [*_FIGURE.finditer(shown)]
    if len(figures) != 1:
        return _plain(value) if not figures and not value else None
    figure = figures[0]
    exact = _exact(figure[0], abs(value))
    before, after = shown[: figure.start()], shown[figure.end() :]
    if exact is None or (value == 0 and Decimal(figure[0].replace(",", "")) != 0):
        return None
    if value < 0:
        before, after = f"{before.strip(_SIGNS)}-", after.strip(_SIGNS)
    return f"{before}{exact}{after}"


def percentage(written: str) -> str | None:
    """Return a part of 1 as a percentage; None if it is no figure."""
    try:
        return f"{_plain(Decimal(f'{float(written):.15g}') * 100)}%"
    except (ValueError, InvalidOperation):
        return None


def _exact(shown: str, value: Decimal) -> str | None:
    """The digits of a value in the scale in which it shows; None if it is shown in none."""
    figure = Decimal(shown.replace(",", ""))
    step = Decimal(1).scaleb(-len(shown.partition(".")[2]))
    for scale in _SCALES:
        scaled = value.scaleb(-scale)
        if abs(scaled - figure) * 2 <= step and (figure or not value):
            return shown if scaled == figure and shown.isdecimal() else _plain(scaled)
    return None


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
