"""What a rule looks at: a plan and the vocabularies that it is written in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from perf_report.model.framework import Framework
from perf_report.model.plan import Indicator, Plan
from perf_report.model.route import Route
from perf_report.model.suppression import Suppression
from perf_report.model.text import Text
from perf_report.model.unit import Unit, Units
from perf_report.rules.plan_walk import texts as walk_texts


@dataclass(frozen=True, kw_only=True)
class Case:
    """A plan, the frameworks and units known to its project, and the characters its fonts have.

    `units` already holds the plan's own units; `characters` are code points; `written_targets`
    are quantities as the file writes them, by route, since a plan has them as the form prints
    them; `suppressions` are the comments that accept findings.
    """

    plan: Plan
    frameworks: Mapping[str, Framework]
    units: Units
    characters: frozenset[int]
    written_targets: Mapping[Route, str] = field(default_factory=dict)
    suppressions: tuple[Suppression, ...] = ()

    @cached_property
    def texts(self) -> tuple[tuple[Route, Text], ...]:
        """Every text of the plan with its route; several rules read them all."""
        return tuple(walk_texts(self.plan))

    @property
    def framework(self) -> Framework | None:
        """The plan's framework, or None where no such framework is known."""
        return self.frameworks.get(self.plan.framework)

    def unit_of(self, indicator: Indicator, name: str) -> Unit | None:
        """The English of a unit beside an indicator: its own, or else the catalogue's."""
        return indicator.unit or self.units.get(name)
