"""The plan of a spec with what its form and its framework say of it."""

from collections.abc import Mapping
from dataclasses import replace

from perf_report.model.category_kind import CategoryKind
from perf_report.model.form import ANY_FRAMEWORK, Form
from perf_report.model.framework import Category, Framework
from perf_report.model.plan import Indicator, Plan
from perf_report.model.source_tree import SourceTree

# The unit of money where neither a spec nor its form names one.
USUAL_CURRENCY = "万元"


def complete_plan(plan: Plan, form: Form | None, frameworks: Mapping[str, Framework]) -> Plan:
    """Return a plan with what its spec leaves to its form and its framework.

    From the form it has the framework, the unit of money and the sources of money of its tasks;
    from the framework the kinds of its indicators. None of that is known of an unknown form.
    """
    plan = _with_defaults(plan, form) if form else plan
    return _with_kinds(plan, frameworks)


def _with_defaults(plan: Plan, form: Form) -> Plan:
    usual = next(iter(form.frameworks))
    framework = "" if usual == ANY_FRAMEWORK else usual
    currency = form.money.unit if form.money else ""
    sources = form.task_sources()
    if sources and sources != plan.sources:
        plan = _with_sources(plan, sources)
    return replace(
        plan,
        framework=plan.framework or framework,
        currency_unit=plan.currency_unit or currency or USUAL_CURRENCY,
    )


def _with_sources(plan: Plan, sources: SourceTree) -> Plan:
    tasks = [replace(task, funds=replace(task.funds, sources=sources)) for task in plan.tasks]
    budget = replace(plan.budget, sources=sources) if plan.budget else None
    return replace(plan, tasks=tuple(tasks), budget=budget)


def _with_kinds(plan: Plan, frameworks: Mapping[str, Framework]) -> Plan:
    """The plan with what the framework states of the indicators' categories.

    A category that it does not have is of the kind that it has in another framework.
    """
    framework = frameworks.get(plan.framework)
    known = {category.id: category for _, category in framework.categories()} if framework else {}
    kinds = {
        category.id: category.kind
        for each in frameworks.values()
        for _, category in each.categories()
    }

    def stated(indicators: tuple[Indicator, ...]) -> tuple[Indicator, ...]:
        return tuple(_with_kind(each, known.get(each.category), kinds) for each in indicators)

    goals = tuple(replace(goal, indicators=stated(goal.indicators)) for goal in plan.goals)
    return replace(plan, goals=goals, indicators=stated(plan.indicators))


def _with_kind(
    indicator: Indicator, category: Category | None, kinds: Mapping[str, CategoryKind | None]
) -> Indicator:
    if category is None:
        return replace(indicator, kind=kinds.get(indicator.category))
    return replace(indicator, kind=category.kind, category_better=category.better)
