"""Units of quantities, and their English names."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from perf_report.model.target import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """The English of a unit: singular, plural, and whether a space separates it from the figure."""

    one: str
    other: str
    space: bool = True

    def for_value(self, value: Decimal) -> str:
        """The singular or plural for this value."""
        return self.one if value == 1 else self.other


Units = Mapping[str, Unit]


def english_quantity(quantity: Quantity, unit: Unit) -> str:
    """The quantity in English: only the unit is translated."""
    space = " " if unit.space else ""
    return f"{quantity.operator}{quantity.figure}{space}{unit.for_value(quantity.value)}"
