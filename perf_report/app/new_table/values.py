"""What stands in a starter where a person is to write: a text, or a value with a mark behind it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from perf_report.app.new_table.entries import Entry
from perf_report.messages import load_catalogue
from perf_report.model.form import Column, Field, ValueType
from perf_report.model.form_label import fill_years
from perf_report.model.text import LANGUAGES, Text

_AMOUNT = Decimal("0.00")
# What is written as a text; it is unfinished as long as it has the placeholder.
_WORDS = frozenset({ValueType.TEXT, ValueType.PERSON, ValueType.UNIT})
_CODED_UNIT = '{code: "000", name: {zh: …, en: …}}'


class Placeholders:
    """The placeholders of a spec of a year, in its languages.

    `text` is a text that is to be written, and `mark` the comment behind any other value.
    """

    def __init__(self, year: int, languages: tuple[str, ...]) -> None:
        self._year = year
        words = {
            language: load_catalogue(language).format("cli", "starter-text")
            for language in LANGUAGES
            if language in languages
        }
        self.text = words
        self.mark = say_both("starter-mark")

    def entry(self, asked: Field | Column) -> Entry:
        """A key for a field or a column, with its label and what may stand there above it."""
        return Entry(
            key=asked.id,
            value=self._value(asked),
            comments=(self.label(asked.label), *self._help(asked)),
            mark="" if asked.type in _WORDS else self.mark,
        )

    def amount(self, id_: str, label: Text | None = None) -> Entry:
        """A key for an amount of money."""
        comments = (self.label(label),) if label else ()
        return Entry(key=id_, value=_AMOUNT, comments=comments, mark=self.mark)

    def baseline(self, comments: tuple[str, ...]) -> Entry:
        """The key for the value of an earlier year."""
        value = {"year": self._year - 1, "value": self.text}
        return Entry(key="baseline", value=value, comments=comments, mark=self.mark)

    def label(self, label: Text) -> str:
        """A label of a form in both languages."""
        filled = fill_years(label, self._year)
        return " / ".join(dict.fromkeys(filter(None, (filled.zh, filled.en))))

    def _help(self, asked: Field | Column) -> Iterator[str]:
        """The choices, or how a unit with a code is written."""
        if asked.choices:
            known = (f"{choice.id} ({self.label(choice.label)})" for choice in asked.choices)
            yield f"{say_both('starter-choices')}: {' | '.join(known)}"
        elif asked.type is ValueType.UNIT:
            yield f"{say_both('starter-unit')}: {_CODED_UNIT}"

    def _value(self, asked: Field | Column) -> Any:
        if asked.type is ValueType.CHOICE:
            return asked.choices[0].id if asked.choices else self.text
        year = self._year
        values: dict[ValueType, Any] = {
            ValueType.DATE: f"{year}-01-01",
            ValueType.PERIOD: {"from": f"{year}-01", "to": f"{year}-12"},
            ValueType.PHONE: "000-0000-0000",
            ValueType.MONEY: _AMOUNT,
            ValueType.PERCENT: "0%",
            ValueType.YES_NO: True,
        }
        return values.get(asked.type, self.text)


def say_both(id_: str, **arguments: object) -> str:
    """A message in both languages, since the reader's language is not known."""
    words = (load_catalogue(language).format("cli", id_, **arguments) for language in LANGUAGES)
    return " / ".join(words)
