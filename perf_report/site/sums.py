"""Sums of money over several tables: a department's projects, and its units.

Amounts in different currency units are not added together; each unit has a sum of its own. What a
project or a unit spends is a part of what its department does, so the sums stand beside the totals
of departments and are never added to them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from perf_report.messages import Catalogue
from perf_report.model.money import add_amounts, format_amount
from perf_report.model.text import Text
from perf_report.site.table_summary import TableSummary


class Amount(NamedTuple):
    """An amount as printed, and its currency unit in the language of the page."""

    amount: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitTable:
    """The table of a unit of a department: whose it is, and its printed total, if it has one."""

    code: str
    name: Text
    year: int
    total: str
    currency: str


def sum_amounts(amounts: Iterable[tuple[str, str]], catalogue: Catalogue) -> tuple[Amount, ...]:
    """Return the sums of printed amounts by their currency unit, in the order of the units."""
    found: dict[str, list[Decimal]] = {}
    for amount, currency in amounts:
        if amount:
            found.setdefault(currency, []).append(Decimal(amount))
    return tuple(
        Amount(format_amount(add_amounts(parts)), name_currency(currency, catalogue))
        for currency, parts in sorted(found.items())
    )


def name_currency(currency: str, catalogue: Catalogue) -> str:
    """Return the name of a currency unit, in which no line breaks; empty without money."""
    name = catalogue.format("form", f"currency-{currency}") if currency else ""
    return name.replace(" ", "\u00a0")


def units_by_parent(tables: Sequence[TableSummary]) -> dict[str, tuple[UnitTable, ...]]:
    """Return the tables of the units of each department, by its code, the latest year first."""
    found: dict[str, list[UnitTable]] = {}
    for table in tables:
        if table.parent and not table.project and table.is_standing:
            found.setdefault(table.parent, []).append(_unit_table(table))
    return {
        code: tuple(sorted(units, key=lambda unit: (-unit.year, unit.code)))
        for code, units in found.items()
    }


def _unit_table(table: TableSummary) -> UnitTable:
    return UnitTable(
        code=table.department,
        name=table.name,
        year=table.year,
        total=table.total,
        currency=table.currency,
    )
