"""The input of a rule: a plan with the frameworks, units, fonts and library of its project."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from perf_report.model.form import DEFAULT_FORM, Form
from perf_report.model.framework import Framework
from perf_report.model.indicator_library import IndicatorLibrary
from perf_report.model.plan import Indicator, Plan
from perf_report.model.review_mark import ReviewMark
from perf_report.model.route import Route
from perf_report.model.suppression import Suppression
from perf_report.model.text import Text
from perf_report.model.text_comment import TextComment
from perf_report.model.unit import Units
from perf_report.rules.plan_walk import iter_texts


@dataclass(frozen=True, kw_only=True)
class RuleContext:
    """A plan with everything that rules compare it with.

    `forms` are those that a spec can name. `units` includes the plan's own units. `characters` are
    the code points that the fonts have. `written_targets` are the targets that are one string, as
    written in the file, by route; the plan has them as printed. `written_numbers` are the values of
    fields and columns that are numbers, likewise. `text_comments` stand right behind
    unquoted texts. `suppressions` are the comments that accept findings, and `review_marks` those
    that mark what is to be reviewed. `unread` are the routes of a partial plan that have a
    placeholder. `library` are the project's libraries of indicators, of which there may be none.
    `given_texts` are the texts to check in place of the plan's: those of a report on it.
    """

    plan: Plan
    forms: Mapping[str, Form]
    frameworks: Mapping[str, Framework]
    units: Units
    characters: frozenset[int]
    written_targets: Mapping[Route, str] = field(default_factory=dict)
    written_numbers: Mapping[Route, str] = field(default_factory=dict)
    text_comments: tuple[TextComment, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    review_marks: tuple[ReviewMark, ...] = ()
    unread: tuple[Route, ...] = ()
    library: IndicatorLibrary = field(default_factory=IndicatorLibrary)
    given_texts: tuple[tuple[Route, Text], ...] | None = None

    @cached_property
    def texts(self) -> tuple[tuple[Route, Text], ...]:
        """Every text with its route, kept because several rules read all of them."""
        return tuple(iter_texts(self.plan)) if self.given_texts is None else self.given_texts

    @property
    def form(self) -> Form | None:
        """The plan's form, or None if it is unknown."""
        return self.forms.get(self.plan.form or DEFAULT_FORM)

    @property
    def framework(self) -> Framework | None:
        """The plan's framework, or None if it is unknown."""
        return self.frameworks.get(self.plan.framework)

    def lacks_english(self, indicator: Indicator, unit: str) -> bool:
        """Whether the plan is in English too, and a unit of an indicator has none.

        An indicator's own English goes before the catalogue's, which has a rate (元/人) as a whole
        or both sides of it.
        """
        has_english = indicator.unit is not None or unit in self.units or not unit
        has_english = has_english or all(side in self.units for side in unit.split("/"))
        return "en" in self.plan.languages and not has_english
