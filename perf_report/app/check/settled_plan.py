"""A plan with what its spec leaves to the form and to the framework."""

from collections.abc import Mapping
from dataclasses import replace

from perf_report.model.form import ANY_FRAMEWORK, DEFAULT_FORM, Form
from perf_report.model.framework import Category, Framework
from perf_report.model.plan import Indicator, Plan

# The unit of money of a form that names none, in a spec that does not either.
_USUAL_CURRENCY = "万元"


def settled_plan(
    plan: Plan, forms: Mapping[str, Form], frameworks: Mapping[str, Framework]
) -> Plan:
    """Return a plan with its framework and unit of money, and the kinds of its categories."""
    plan = _with_defaults(plan, forms.get(plan.form or DEFAULT_FORM))
    return _with_kinds(plan, frameworks.get(plan.framework))


def _with_defaults(plan: Plan, form: Form | None) -> Plan:
    """The plan with what its spec leaves to the form: the framework, and the unit of money."""
    if form is None:
        return plan
    usual = next(iter(form.frameworks))
    framework = "" if usual == ANY_FRAMEWORK else usual
    currency = form.money.unit if form.money else ""
    return replace(
        plan,
        framework=plan.framework or framework,
        currency_unit=plan.currency_unit or currency or _USUAL_CURRENCY,
    )


def _with_kinds(plan: Plan, framework: Framework | None) -> Plan:
    """The plan with what the framework states of the indicators' categories."""
    categories = (
        {category.id: category for _, category in framework.categories()} if framework else {}
    )
    if not any(category.kind or category.better for category in categories.values()):
        return plan

    def stated(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        return tuple(_with_kind(each, categories.get(each.category)) for each in indicators)

    goals = tuple(replace(goal, indicators=stated(goal.indicators)) for goal in plan.goals)
    return replace(plan, goals=goals, indicators=stated(plan.indicators))


def _with_kind(indicator: Indicator, category: Category | None) -> Indicator:
    if category is None:
        return indicator
    return replace(indicator, stated_kind=category.kind, category_better=category.better)
