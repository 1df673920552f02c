"""Amounts of money: figures in the unit that their cell, their label or the paper states."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Any

from perf_report.model.characters import same_width
from perf_report.model.form import Column, Field, ValueType
from perf_report.model.money import AMOUNT_PATTERN, trim_amount
from perf_report.model.route import Route
from perf_report.recognize.cell_text import UNITS_OF_MONEY, joins_figures
from perf_report.recognize.draft import Draft
from perf_report.recognize.rows import Row, RowCell
from perf_report.recognize.values import read_value

# How many yuan a unit is.
_YUAN = {"元": 1, "千元": 10**3, "万元": 10**4, "百万元": 10**6, "千万元": 10**7, "亿元": 10**8}
_SHORT = {"万": "万元", "亿": "亿元"}
_UNIT = "|".join(r"\s*".join(unit) for unit in UNITS_OF_MONEY)
_RMB = r"(?:人\s*民\s*币\s*)?"
_STATED = re.compile(
    rf"[(\[【〔](?:[^()\[\]]{{0,8}}[:为])?\s*{_RMB}(?P<bracketed>{_UNIT})\s*{_RMB}"
    r"(?:[,;、/][^()\[\]]*)?[)\]】〕]"
    rf"|(?:单\s*位\s*[:为是]?|[:/])\s*{_RMB}(?P<behind>{_UNIT})(?=\s*人\s*民\s*币|[^\u4e00-\u9fff/]|$)"
)
# A text that states the unit and nothing else.
_ALONE = re.compile(
    rf"[(\[【]?\s*(?:(?:金额|货币|资金)?\s*单\s*位\s*[:为是]?\s*)?{_RMB}(?:{_UNIT})\s*{_RMB}[)\]】]?"
)
# A sign of the currency says nothing of the unit: Excel prints it before 万元 as well.
_WRITTEN = re.compile(
    rf"{_RMB}¥?\s*(?P<figure>[0-9](?:[0-9,. ]*[0-9])?)\s*(?P<unit>{_UNIT}|万|亿)?整?"
)
# Blanks part the thousands of an amount with decimals; 300 400 may be two.
_SEPARATED = re.compile(r"[0-9]{1,3}(?:(?:,[0-9]{3})+(?:\.[0-9]+)?|(?: [0-9]{3})+\.[0-9]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure, and the unit behind it; `unit` is empty if there is none."""

    figure: Decimal
    unit: str = ""

    def within(self, unit: str, kept: str) -> Decimal | None:
        """The figure of one unit in another; None if that has too many digits for a spec."""
        if unit == kept:
            return self.figure
        with localcontext(prec=60):
            converted = trim_amount(self.figure * _YUAN[unit] / _YUAN[kept])
        return converted if AMOUNT_PATTERN.fullmatch(f"{converted:f}") else None


def read_amount(text: str) -> Amount | None:
    """Return an amount of money; None if the text is no plain one.

    Separators of thousands are left out. Two figures on two lines are no amount.
    """
    if joins_figures(text):
        return None
    plain = same_width("".join(line.strip() for line in text.split("\n")))
    written = _WRITTEN.fullmatch(plain)
    if written is None:
        return None
    figure, unit = written["figure"], "".join((written["unit"] or "").split())
    if _SEPARATED.fullmatch(figure):
        figure = figure.replace(",", "").replace(" ", "")
    if not AMOUNT_PATTERN.fullmatch(figure):
        return None
    return Amount(figure=Decimal(figure), unit=_SHORT.get(unit, unit))


def has_amount(row: Row) -> bool:
    """Return whether an amount of money begins in a row, as in none with labels of columns."""
    return any(read_amount(cell.cell.text) is not None for cell in row.starting)


def stated_units(text: str) -> tuple[str, ...]:
    """Return the units of money that a label or a line states, as 单位：万元 or （万元）."""
    found = (match["bracketed"] or match["behind"] for match in _STATED.finditer(same_width(text)))
    return tuple("".join(unit.split()) for unit in found)


def states_unit_alone(text: str) -> bool:
    """Return whether a text states the unit of money and nothing else."""
    return _ALONE.fullmatch(same_width(text).strip()) is not None


def take_value(
    asked: Field | Column, cell: RowCell, label: RowCell | None, route: Route, draft: Draft
) -> Any:
    """Return the value of a field or a column, and note where it is from; None if it is unread."""
    if asked.type is ValueType.MONEY:
        return take_amount(cell, label, route, draft)
    value = read_value(cell.text, asked)
    if value is None:
        draft.mark("import-value-unread", route, cell, type=asked.type.value)
    draft.take(route, cell)
    return value


def kept_amount(cell: RowCell, label: RowCell | None, draft: Draft) -> Decimal | None:
    """Return an amount in the unit of the spec, without a note; None if it cannot be read."""
    return take_amount(cell, label, ("amount",), replace(draft, notes=[], used=set()))


def take_amount(cell: RowCell, label: RowCell | None, route: Route, draft: Draft) -> Decimal | None:
    """Return an amount in the unit of the spec, and note what is converted; None if it is unread.

    A label may state a unit of its own.
    """
    amount = read_amount(cell.cell.text)
    own = stated_units(label.cell.text) if label else ()
    usual, kept = own[0] if own else draft.units.stated, draft.units.kept
    unit = (amount.unit if amount else "") or usual or kept
    value = amount.within(unit, kept) if amount else None
    if amount is None or value is None:
        draft.mark("import-amount-unread", route, cell)
        return None
    draft.take(route, cell)
    if amount.unit and usual and amount.unit != usual:
        draft.mark("import-amount-other-unit", route, cell, unit=amount.unit, usual=usual)
    elif unit != kept:
        draft.mend("import-amount-converted", route, cell, unit=unit, amount=f"{value:f}{kept}")
    return value
