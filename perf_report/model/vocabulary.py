"""The form, the framework and the unit names that a plan refers to."""

from dataclasses import dataclass

from perf_report.model.form import Form
from perf_report.model.framework import Framework
from perf_report.model.plan import Indicator
from perf_report.model.target import Quantity, Range, Target
from perf_report.model.target_english import FindUnit, english_target
from perf_report.model.text import Text
from perf_report.model.unit import Unit, Units
from perf_report.model.unit_column import TargetColumns, target_columns


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """A plan's form and framework, and the English of units, the plan's own ones included."""

    form: Form
    framework: Framework
    units: Units

    def find_unit(self, indicator: Indicator, name: str) -> Unit | None:
        """The English of a unit for an indicator; None if there is none."""
        return self._find_unit(indicator, indicator.target)(name)

    def target_text(self, indicator: Indicator, target: Target) -> Text:
        """A target as printed in both languages."""
        english = english_target(target, self._find_unit(indicator, target))
        return Text(zh=target.printed or None, en=english)

    def target_columns(self, indicator: Indicator) -> TargetColumns:
        """The sign, the figure and the unit of an indicator's target, for columns of their own."""
        target = indicator.target
        return target_columns(target, self._find_unit(indicator, target))

    def _find_unit(self, indicator: Indicator, target: Target) -> FindUnit:
        """What finds English of units; an indicator's own is that of its target's unit."""
        if indicator.unit is None or not isinstance(target, Quantity | Range):
            return self.units.get
        own = {target.unit_name: indicator.unit}
        return lambda name: own.get(name) or self.units.get(name)
