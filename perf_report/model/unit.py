"""Units of quantities, and their English names."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal


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
