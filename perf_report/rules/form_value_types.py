"""Whether a value of a field or a column is of the type that its form gives it."""

import calendar
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from perf_report.model.field_value import FieldValue, NamedUnit, Period
from perf_report.model.finding import Term
from perf_report.model.form import Choice, Column, Field, ValueType
from perf_report.model.money import FEN_DECIMALS, parse_amount
from perf_report.model.text import Text

_CHINESE = re.compile("[\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_PERCENT = re.compile("-?[0-9]+([.][0-9]+)?[%％]")
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

# The first day of the serial numbers that a spreadsheet has for dates, and those of 2000 to 2100.
_SERIAL_START = date(1899, 12, 30)
_SERIALS = range(36526, 73051)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """Why a value does not fit: the id of a message, and what it needs beside the value."""

    message: str
    arguments: Mapping[str, object] = field(default_factory=dict)


def misfit_of(value: FieldValue, asked: Field | Column, currency: str) -> Misfit | None:
    """Return why a value is not what a field or a column asks for; None if it is.

    `currency` is the unit of amounts.
    """
    if asked.type is ValueType.CHOICE:
        return _choice_misfit(value, asked.choices)
    if asked.type is ValueType.MONEY:
        return _money_misfit(value, currency)
    return _CHECKS[asked.type](value)


def written_value(value: FieldValue) -> str:
    """Return a value as a spec writes it, on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, Text):
        return value.zh or value.en or ""
    if isinstance(value, Period):
        return " – ".join(filter(None, (value.start, value.end)))
    if isinstance(value, NamedUnit):
        name = written_value(value.name) if value.name else ""
        return " ".join(filter(None, (value.code, name)))
    return value


def _misfit(kind: ValueType, message: str = "form-value") -> Misfit:
    expected, example = Term("value", kind.value), Term("value-example", kind.value)
    return Misfit(message=message, arguments={"expected": expected, "example": example})


def _unquoted(value: FieldValue, kind: ValueType) -> Misfit | None:
    """What is said of a number where a text is expected."""
    is_number = isinstance(value, Decimal)
    return _misfit(kind, "form-value-quote") if is_number else _misfit(kind)


# --- Words ---


def _text_misfit(value: FieldValue) -> Misfit | None:
    if isinstance(value, Text):
        return None
    if not isinstance(value, str):
        return _unquoted(value, ValueType.TEXT)
    return Misfit(message="form-value-language") if _CHINESE.search(value) else None


def _phone_misfit(value: FieldValue) -> Misfit | None:
    return None if isinstance(value, str) else _unquoted(value, ValueType.PHONE)


def _unit_misfit(value: FieldValue) -> Misfit | None:
    is_named = isinstance(value, Text) or (isinstance(value, NamedUnit) and value.name is not None)
    return None if is_named else _misfit(ValueType.UNIT)


def _person_misfit(value: FieldValue) -> Misfit | None:
    is_named = isinstance(value, NamedUnit) and value.name is not None
    return None if is_named or isinstance(value, Text | str) else _misfit(ValueType.PERSON)


def _choice_misfit(value: FieldValue, choices: tuple[Choice, ...]) -> Misfit | None:
    if value in {choice.id for choice in choices}:
        return None
    words = {value.zh, value.en} if isinstance(value, Text) else {value}
    meant = [each.id for each in choices if words & {each.label.zh, each.label.en}]
    known = Text(
        zh="、".join(f"{each.id}（{each.label.zh}）" for each in choices),
        en=", ".join(f"{each.id} ({each.label.en or each.label.zh})" for each in choices),
    )
    return Misfit(
        message="form-value-choice-close" if meant else "form-value-choice",
        arguments={"close": "".join(meant[:1]), "known": known},
    )


# --- Days ---


def _date_misfit(value: FieldValue) -> Misfit | None:
    if isinstance(value, Decimal) and value in _SERIALS:
        day = (_SERIAL_START + timedelta(days=int(value))).isoformat()
        return Misfit(message="form-value-serial", arguments={"day": day})
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return _misfit(ValueType.DATE)
    return None if _last_day(value) else Misfit(message="form-value-day", arguments={"day": value})


def _period_misfit(value: FieldValue) -> Misfit | None:
    if not isinstance(value, Period):
        return _misfit(ValueType.PERIOD)
    for moment in filter(None, (value.start, value.end)):
        if _last_day(moment) is None:
            return Misfit(message="form-value-day", arguments={"day": moment})
    end = _last_day(value.end) if value.end else None
    if value.start and end and value.start > end.isoformat():
        return Misfit(
            message="form-value-order", arguments={"start": value.start, "end": value.end}
        )
    return None


def _last_day(moment: str) -> date | None:
    """The last day of a year, a month or a day; None if the calendar does not have it."""
    year, *rest = map(int, moment.split("-"))
    month = rest[0] if rest else 12
    try:
        day = rest[1] if len(rest) > 1 else calendar.monthrange(year, month)[1]
        return date(year, month, day)
    except ValueError:
        return None


# --- Figures ---


def _money_misfit(value: FieldValue, currency: str) -> Misfit | None:
    if isinstance(value, str):
        return _worded_amount(value)
    if isinstance(value, bool) or not isinstance(value, Decimal) or value < 0:
        return _misfit(ValueType.MONEY)
    limit = FEN_DECIMALS.get(currency, max(FEN_DECIMALS.values()))
    if -int(value.normalize().as_tuple().exponent) > limit:
        arguments = {"limit": limit, "unit": currency}
        return Misfit(message="form-value-decimals", arguments=arguments)
    return None


def _worded_amount(text: str) -> Misfit:
    plain = text.replace(",", "").replace("，", "")
    is_separated = plain != text and parse_amount(plain) is not None
    message = "form-value-separators" if is_separated else "form-value-amount"
    return Misfit(message=message, arguments={"close": plain})


def _percent_misfit(value: FieldValue) -> Misfit | None:
    if isinstance(value, Decimal) or (isinstance(value, str) and _PERCENT.fullmatch(value)):
        return None
    return _misfit(ValueType.PERCENT)


def _flag_misfit(value: FieldValue) -> Misfit | None:
    return None if isinstance(value, bool) else _misfit(ValueType.YES_NO, "form-value-flag")


_CHECKS: Mapping[ValueType, Callable[[FieldValue], Misfit | None]] = {
    ValueType.TEXT: _text_misfit,
    ValueType.DATE: _date_misfit,
    ValueType.PERIOD: _period_misfit,
    ValueType.UNIT: _unit_misfit,
    ValueType.PERSON: _person_misfit,
    ValueType.PHONE: _phone_misfit,
    ValueType.PERCENT: _percent_misfit,
    ValueType.YES_NO: _flag_misfit,
}
