"""Vocabularies of plans that are made in tests, with the built-in forms, frameworks and units."""

from collections.abc import Mapping
from functools import cache

from perf_report.model.completed_plan import complete_plan
from perf_report.model.form import DEFAULT_FORM, Form
from perf_report.model.framework import Framework
from perf_report.model.plan import Goal, Indicator, Plan
from perf_report.model.unit import Unit
from perf_report.model.vocabulary import Vocabulary
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_units


@cache
def forms() -> Mapping[str, Form]:
    """The built-in forms, by id."""
    return load_forms(())


@cache
def _frameworks() -> Mapping[str, Framework]:
    return load_frameworks(())


@cache
def _units() -> dict[str, Unit]:
    return load_units()


def vocabulary_of(plan: Plan) -> Vocabulary:
    """The vocabulary of a plan, by its form and its framework."""
    return Vocabulary(
        form=forms()[plan.form or DEFAULT_FORM],
        framework=_frameworks()[plan.framework],
        units={**_units(), **plan.units},
    )


def vocabulary(framework: str = "output-cost") -> Vocabulary:
    """The vocabulary of the usual form with a framework."""
    return Vocabulary(
        form=forms()[DEFAULT_FORM], framework=_frameworks()[framework], units=_units()
    )


def ordered_indicators(goal: Goal, framework: Framework) -> list[Indicator]:
    """A goal's indicators by category in the framework's order, then in the order of the file."""
    ranks = {id_: rank for rank, id_ in enumerate(framework.category_ids())}
    return sorted(goal.indicators, key=lambda indicator: ranks[indicator.category])


def complete(plan: Plan) -> Plan:
    """The plan with what its form and its framework say of it, as a check completes it."""
    return complete_plan(plan, forms().get(plan.form or DEFAULT_FORM), _frameworks())
