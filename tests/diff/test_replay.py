"""All that is said to stand after makes the revision of the base."""

from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from hypothesis import given
from random_plans import Chance, carried, chances, compare, converted, many
from usual_funds import amounts_of

from perf_report.diff.change import Change, ChangeKind, Place
from perf_report.diff.comparison import Comparison
from perf_report.diff.form_values import Reading
from perf_report.diff.spans import span_of
from perf_report.model.field_value import Cells
from perf_report.model.form import DEFAULT_FORM
from perf_report.model.funds import Funds
from perf_report.model.measure import currency_factor, measure
from perf_report.model.plan import Goal, Indicator, Plan, Project
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.target import Deadline, Measured, Operator, Quantity, Target
from perf_report.model.text import LANGUAGES, Language, Text


def applied(base: Plan, comparison: Comparison) -> Plan:
    """The base with everything that stands after, in the names of the revision."""
    years = years_between(comparison)
    plan = converted(in_new_names(base, comparison), factor_of(comparison))
    pot = Pot(plan, years, factor_of(comparison))
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
    table = [
        replace(
            renamed("indicator", item),
            goal=item.goal and names.get(("goal", item.goal), item.goal),
        )
        for item in plan.indicators
    ]
    return replace(plan, tasks=tuple(tasks), goals=tuple(goals), indicators=tuple(table))


class Pot:
    """The parts of a plan by id, while changes are made to them one by one."""

    def __init__(self, plan: Plan, years: int, factor: Decimal) -> None:
        self.whole = plan
        self.factor = factor
        project = plan.project
        self.project: dict[str, Any] = {
            name: getattr(project, name, None) for name in ("code", "name", "task")
        }
        self.tasks = {task.id: task for task in plan.tasks}
        self.goals = {goal.id: replace(goal, indicators=()) for goal in plan.goals}
        self.items = {item.id: carried(item, years) for item in plan.all_indicators()}
        self.under: dict[str, str | None] = {
            item.id: goal.id if goal else item.goal
            for _, goal, items in plan.indicator_lists()
            for item in items
        }
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
            project=Project(**self.project) if self.project["code"] else None,
            budget=self.totals if self.whole.budget else None,
            tasks=tuple(self.tasks.values()),
            goals=tuple(goals),
            indicators=tuple(
                replace(item, goal=None) for item in self.items.values() if not self.under[item.id]
            ),
        )

    def take(self, change: Change) -> None:
        """Do what a change says."""
        action = change.kind.value.rpartition("-")[2]
        if action in {"added", "removed"}:
            self.come_or_go(change)
        elif change.subject.type == "plan":
            self.set_plan(change)
        elif change.subject.type == "field":
            self.whole = replace(
                self.whole, fields=with_cell(self.whole.fields, change.subject.id, change.after)
            )
        elif change.subject.type == "table":
            self.set_row(change)
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
            self.under |= {id_: change.subject.goal}

    def set_indicator(self, id_: str, item: Indicator | None, goal: str) -> None:
        if item is None:
            del self.items[id_]
        else:
            self.items[id_], self.under[id_] = item, goal

    def set_plan(self, change: Change) -> None:
        field, value = str(change.detail.get("field")), cast("Any", change.after)
        top, _, name = field.rpartition(".")
        if change.kind is ChangeKind.FUNDS_CHANGED:
            is_budget = isinstance(value, Funds)
            self.totals = value if isinstance(value, Funds) else self.totals
            field, value = ("budget", value) if is_budget else ("funds", change.after)
        elif top == "department":
            field, value = top, replace(self.whole.department, **{name: value})
        elif top == "project":
            self.project[name] = value
            return
        self.whole = replace(self.whole, **{field: value})

    def set_row(self, change: Change) -> None:
        """Take a row out as often as it changed, and put as many in."""
        id_, rows = change.subject.id, list(self.whole.tables.get(change.subject.id, ()))
        for _ in range(cast("int", change.detail.get("count", 1))):
            if change.before is not None:
                # The amounts of the base are in its own unit of money.
                rows.remove(in_unit(change.before, self.factor))
            rows += [] if change.after is None else [cast("Any", change.after)]
        self.whole = replace(self.whole, tables={**self.whole.tables, id_: tuple(rows)})

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
        if change.new_route[-2] == "extra":
            field, value = "extra", with_cell(part[id_].extra, field, value)
        if field == "target" and isinstance(value, Text):
            value = replace(part[id_].target, text=value)
        part[id_] = replace(part[id_], **{field: value})


def with_cell(cells: Cells, id_: str, value: Any) -> Cells:
    """The cells with another value, or without it for None."""
    rest = {name: cell for name, cell in cells.items() if name != id_}
    return rest if value is None else rest | {id_: value}


def in_unit(row: Any, factor: Decimal) -> Cells:
    return {k: v * factor if isinstance(v, Decimal) else v for k, v in row.items()}


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
        return (funds.printed_total, *amounts_of(funds)[1:])

    reading = Reading(
        languages=cast("set[Language]", languages), yuan=currency_factor(plan.currency_unit)
    )

    def cells(values: Cells) -> Any:
        return {id_: reading.value(value) for id_, value in values.items()}

    def item(goal: Goal | None, indicator: Indicator) -> Any:
        english = "en" in languages and indicator.id not in silent
        return (
            goal.id if goal else indicator.goal, indicator.horizon, cells(indicator.extra),
            indicator.category, words(indicator.name), aim(indicator.target),
            indicator.unit if english else None, indicator.weight, indicator.baseline,
            [words(getattr(indicator, name)) for name in INDICATOR_NOTES],
        )  # fmt: skip

    return {
        "plan": (
            plan.year, plan.department.code, words(plan.department.name), plan.framework,
            plan.currency_unit, plan.languages, plan.revision, plan.published, plan.budget_approved,
            plan.units, words(plan.revision_note), plan.form or DEFAULT_FORM, plan.disclose,
            words(plan.disclose_basis), plan.weights,
            plan.project and (plan.project.code, words(plan.project.name), plan.project.task),
        ),
        "fields": cells(plan.fields),
        "tables": {
            id_: sorted(map(reading.row, rows)) for id_, rows in plan.tables.items() if rows
        },
        "funds": {id_: cells(values) for id_, values in plan.funds.items()},
        "budget": money(plan.printed_totals()) if any(side.budget for side in sides) else None,
        "tasks": {task.id: (words(task.text), money(task.funds)) for task in plan.tasks},
        "goals": {
            goal.id: (words(goal.text), set(goal.tasks), goal.horizon, goal.weight)
            for goal in plan.goals
        },
        "indicators": {
            indicator.id: item(goal, indicator)
            for _, goal, indicators in plan.indicator_lists()
            for indicator in indicators
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
    table = tuple(replace(item, formerly=()) for item in plan.indicators)
    return replace(plan, tasks=tuple(tasks), goals=tuple(goals), indicators=table)


@many
@given(chances)
def test_all_that_stands_after_makes_the_revision_of_the_base(chance: Chance) -> None:
    base, revision = map(without_former_ids, chance.pair())
    comparison = compare(base, revision)
    assert by_value(applied(base, comparison), comparison) == by_value(revision, comparison)
