"""All that is said to stand after makes the revision of the base."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from hypothesis import given
from random_plans import Chance, carried, chances, compare, converted, many

from perf_report.diff.change import Change, ChangeKind, Place
from perf_report.diff.comparison import Comparison
from perf_report.diff.spans import span_of
from perf_report.model.measure import currency_factor, measure
from perf_report.model.plan import Funds, Goal, Indicator, Plan
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.target import Deadline, Measured, Operator, Quantity, Target
from perf_report.model.text import LANGUAGES, Text


def applied(base: Plan, comparison: Comparison) -> Plan:
    """The base with everything that stands after, in the names of the revision."""
    years = years_between(comparison)
    plan = converted(in_new_names(base, comparison), factor_of(comparison))
    pot = Pot(plan, years)
    for item in comparison.changes:
        pot.take(item.change)
    return pot.plan()


def moved(comparison: Comparison, field: str, still: Any) -> tuple[Any, Any]:
    """A field of the plan before and after, or twice what stands for no change."""
    found = [
        (item.change.before, item.change.after)
        for item in comparison.changes
        if item.change.kind is ChangeKind.PLAN_CHANGED and item.change.detail.get("field") == field
    ]
    return found[0] if found else (still, still)


def years_between(comparison: Comparison) -> int:
    before, after = moved(comparison, "year", 0)
    return int(after - before)


def factor_of(comparison: Comparison) -> Decimal:
    before, after = moved(comparison, "currency_unit", "元")
    return Decimal(currency_factor(before)) / currency_factor(after)


def in_new_names(plan: Plan, comparison: Comparison) -> Plan:
    """The plan with the ids that its things have in the revision."""
    names: dict[tuple[str, str], str] = {
        (match.type, match.base): match.revision for match in comparison.matches
    }

    def renamed(type_: str, thing: Any) -> Any:
        return replace(thing, id=names.get((type_, thing.id), thing.id))

    goals = [
        replace(
            renamed("goal", goal),
            tasks=tuple(names.get(("task", task), task) for task in goal.tasks),
            indicators=tuple(renamed("indicator", item) for item in goal.indicators),
        )
        for goal in plan.goals
    ]
    tasks = [renamed("task", task) for task in plan.tasks]
    return replace(plan, tasks=tuple(tasks), goals=tuple(goals))


class Pot:
    """The parts of a plan by id, while changes are made to them one by one."""

    def __init__(self, plan: Plan, years: int) -> None:
        self.whole = plan
        self.tasks = {task.id: task for task in plan.tasks}
        self.goals = {goal.id: replace(goal, indicators=()) for goal in plan.goals}
        self.items = {
            item.id: carried(item, years) for goal in plan.goals for item in goal.indicators
        }
        self.under = {item.id: goal.id for goal in plan.goals for item in goal.indicators}
        self.totals = plan.printed_totals()

    def plan(self) -> Plan:
        goals = [
            replace(
                goal,
                indicators=tuple(
                    item for item in self.items.values() if self.under[item.id] == goal.id
                ),
            )
            for goal in self.goals.values()
        ]
        return replace(
            self.whole,
            budget=self.totals if self.whole.budget else None,
            tasks=tuple(self.tasks.values()),
            goals=tuple(goals),
        )

    def take(self, change: Change) -> None:
        """Do what a change says."""
        action = change.kind.value.rpartition("-")[2]
        if action in {"added", "removed"}:
            self.come_or_go(change)
        elif change.subject.type == "plan":
            self.set_plan(change)
        else:
            self.set_part(change)

    def come_or_go(self, change: Change) -> None:
        id_, thing = change.subject.id, change.after or change.before
        parts: dict[str, Any] = {"task": self.tasks, "goal": self.goals, "indicator": self.items}
        for item in thing.indicators if isinstance(thing, Goal) else ():
            self.set_indicator(item.id, item if change.after else None, id_)
        if isinstance(thing, Goal):
            thing = replace(thing, indicators=())
        if change.after is None:
            del parts[change.subject.type][id_]
        else:
            parts[change.subject.type][id_] = thing
            self.under |= {id_: change.subject.goal} if change.subject.goal else {}

    def set_indicator(self, id_: str, item: Indicator | None, goal: str) -> None:
        if item is None:
            del self.items[id_]
        else:
            self.items[id_], self.under[id_] = item, goal

    def set_plan(self, change: Change) -> None:
        field, value = str(change.detail.get("field")), cast("Any", change.after)
        top, _, name = field.rpartition(".")
        if change.kind is ChangeKind.FUNDS_CHANGED:
            assert isinstance(value, Funds)
            self.totals = value
            field = "budget"
        elif top == "department":
            field, value = top, replace(self.whole.department, **{name: value})
        self.whole = replace(self.whole, **{field: value})

    def set_part(self, change: Change) -> None:
        parts: dict[str, Any] = {"task": self.tasks, "goal": self.goals, "indicator": self.items}
        part, id_ = parts[change.subject.type], change.subject.id
        assert change.new_route is not None
        if change.kind is ChangeKind.INDICATOR_MOVED:
            assert isinstance(change.after, Place)
            self.under[id_] = change.after.goal
            part[id_] = replace(part[id_], category=change.after.category)
            return
        # The last step of the route is the name of what changed.
        field, value = str(change.new_route[-1]), change.after
        if field == "target" and isinstance(value, Text):
            value = replace(part[id_].target, text=value)
        part[id_] = replace(part[id_], **{field: value})


def by_value(plan: Plan, comparison: Comparison) -> Any:
    """A plan without order, notation, and what the languages of only one of the plans say."""
    sides = [side for side in (comparison.base, comparison.revision) if side]
    languages = set[str](LANGUAGES).intersection(*(side.languages for side in sides))
    # The English of its unit comes with a figure, and goes with it.
    silent = {
        item.change.subject.id
        for item in comparison.changes
        if type(item.change.before) is not type(item.change.after)
    }

    def words(text: Text | None) -> Any:
        return text and [text.get(language) for language in LANGUAGES if language in languages]

    def aim(target: Target) -> Any:
        if isinstance(target, Quantity):
            return (target.operator or Operator.EXACTLY, measure(target))
        if isinstance(target, Measured):
            return span_of(target)
        return (words(target.text), target.by if isinstance(target, Deadline) else None)

    def money(funds: Funds) -> Any:
        return (funds.printed_total, funds.basic, funds.project, funds.other)

    def item(goal: Goal, indicator: Indicator) -> Any:
        english = "en" in languages and indicator.id not in silent
        return (
            goal.id, indicator.category, words(indicator.name), aim(indicator.target),
            indicator.unit if english else None, indicator.weight, indicator.baseline,
            [words(getattr(indicator, name)) for name in INDICATOR_NOTES],
        )  # fmt: skip

    return {
        "plan": (
            plan.year, plan.department.code, words(plan.department.name), plan.framework,
            plan.currency_unit, plan.languages, plan.revision, plan.published, plan.budget_approved,
            plan.units, words(plan.revision_note),
        ),
        "budget": money(plan.printed_totals()) if any(side.budget for side in sides) else None,
        "tasks": {task.id: (words(task.text), money(task.funds)) for task in plan.tasks},
        "goals": {goal.id: (words(goal.text), set(goal.tasks)) for goal in plan.goals},
        "indicators": {
            indicator.id: item(goal, indicator)
            for goal in plan.goals
            for indicator in goal.indicators
        },
    }  # fmt: skip


def without_former_ids(plan: Plan) -> Plan:
    """What was split or merged is told as one thing; what went where, the file says itself."""
    goals = [
        replace(
            goal,
            formerly=(),
            indicators=tuple(replace(item, formerly=()) for item in goal.indicators),
        )
        for goal in plan.goals
    ]
    tasks = [replace(task, formerly=()) for task in plan.tasks]
    return replace(plan, tasks=tuple(tasks), goals=tuple(goals))


@many
@given(chances)
def test_all_that_stands_after_makes_the_revision_of_the_base(chance: Chance) -> None:
    base, revision = map(without_former_ids, chance.pair())
    comparison = compare(base, revision)
    assert by_value(applied(base, comparison), comparison) == by_value(revision, comparison)
