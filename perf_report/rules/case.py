"""What a rule looks at: a plan and the vocabularies that it is written in."""

from dataclasses import dataclass

from perf_report.model.framework import Framework
from perf_report.model.plan import Indicator, Plan
from perf_report.model.unit import Unit, Units


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A plan, the frameworks and units known to its project, and the characters its fonts have.

    `units` already holds the plan's own units; `characters` are code points.
    """

    plan: Plan
    frameworks: dict[str, Framework]
    units: Units
    characters: frozenset[int]

    @property
    def framework(self) -> Framework | None:
        """The plan's framework, or None where no such framework is known."""
        return self.frameworks.get(self.plan.framework)

    def unit_of(self, indicator: Indicator, name: str) -> Unit | None:
        """The English of a unit beside an indicator: its own, or else the catalogue's."""
        return indicator.unit or self.units.get(name)
