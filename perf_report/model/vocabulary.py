"""The framework and the unit names that a plan refers to."""

from dataclasses import dataclass

from perf_report.model.framework import Framework
from perf_report.model.plan import Indicator
from perf_report.model.target import Quantity, Target
from perf_report.model.text import Text
from perf_report.model.unit import Unit, Units, english_quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A plan's framework, and the English of units by name, the plan's own units included."""

    framework: Framework
    units: Units

    def english_unit(self, indicator: Indicator, name: str) -> Unit:
        """The English of a unit for an indicator. Raises KeyError if there is none."""
        return indicator.unit or self.units[name]

    def target_text(self, indicator: Indicator, target: Target) -> Text:
        """A target as printed in both languages."""
        if not isinstance(target, Quantity):
            return target.text
        unit = indicator.unit or self.units.get(target.unit)
        english = english_quantity(target, unit) if unit else None
        return Text(zh=target.printed, en=english)
