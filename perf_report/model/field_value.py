"""Values of a form's fields, of its small tables and of its own columns.

A spec writes them by their form alone: what type a value has to have is known to the form.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perf_report.model.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A time from a year, month or day to another, each as in ISO 8601; None where it is open."""

    start: str | None = None
    end: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedUnit:
    """An authority or unit by its name, and its code if it has one."""

    name: Text | None = None
    code: str | None = None


# A plain string is a date, a choice, a telephone number, a percentage, or a text that is the same
# in all languages.
FieldValue = Text | str | Decimal | bool | Period | NamedUnit

# The values of a row, by the ids of its columns.
Cells = Mapping[str, FieldValue]

NO_CELLS: Cells = {}
