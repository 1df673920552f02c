"""Every edit of a plan made at random is one change, and so is its undoing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from random_plans import (
    BEST,
    BETTER,
    BOTH_WAYS,
    OWN,
    OWN_GOAL,
    OWN_TASK,
    Chance,
    aimed,
    carried,
    chances,
    compare,
    converted,
    many,
    prints,
)
from sampling import tries
from usual_funds import usual_funds, with_amounts

from perf_report.diff.change import COMBINED_KINDS, ChangeKind
from perf_report.diff.change_data import fingerprint
from perf_report.model.field_value import NamedUnit, Period
from perf_report.model.plan import Baseline, Department, Goal, Indicator, Plan, Project
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.target import Deadline, Operator, Quantity, Statement, Target
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.unit import Unit

OTHER_GOAL = Goal(id="other-goal", tasks=("own-task",), text=Text(zh="程序合规", en="By the rules"))
WORDS = Statement(text=Text(zh="持续改善", en="Ever better"))
IN_JUNE = Deadline(text=Text(zh="按期", en="In time"), by=date(2025, 6, 30))
Sides = tuple[Plan, Plan]


def in_words(before: str, after: str) -> tuple[Deadline, Deadline]:
    """A deadline at the end of June 2025 and one at the end of May, with these words."""
    days = (before, date(2025, 6, 30)), (after, date(2025, 5, 31))
    june, may = (Deadline(text=Text(zh=words, en=words), by=by) for words, by in days)
    return june, may


def with_own(plan: Plan, indicator: Indicator = OWN) -> Plan:
    """The plan with a task, two goals and an indicator of the test's own, in both languages."""
    goals = (*plan.goals, replace(OWN_GOAL, indicators=(indicator,)), OTHER_GOAL)
    return replace(plan, languages=LANGUAGES, tasks=(*plan.tasks, OWN_TASK), goals=goals)


def in_own_task(plan: Plan, **changes: Any) -> Sides:
    base = replace(with_own(plan), budget=None)
    tasks = [replace(task, **changes) if task.id == OWN_TASK.id else task for task in base.tasks]
    return base, replace(base, tasks=tuple(tasks))


def in_own_goal(plan: Plan, **changes: Any) -> Sides:
    base = with_own(plan)
    goals = [replace(goal, **changes) if goal.id == OWN_GOAL.id else goal for goal in base.goals]
    return base, replace(base, goals=tuple(goals))


def in_own(plan: Plan, before: dict[str, Any], after: dict[str, Any]) -> Sides:
    old = replace(OWN, **before)
    return with_own(plan, old), with_own(plan, replace(old, **after))


def in_target(plan: Plan, before: str | Target, after: str | Target) -> Sides:
    return in_own(plan, {"target": aimed(before)}, {"target": aimed(after)})


def in_plan(plan: Plan, before: dict[str, Any], after: dict[str, Any]) -> Sides:
    base = replace(with_own(plan), **before)
    return base, replace(base, **after)


def without_goal(plan: Plan, id_: str) -> Plan:
    return replace(plan, goals=tuple(goal for goal in plan.goals if goal.id != id_))


def moved_goal(plan: Plan) -> Sides:
    base = with_own(plan)
    goals = {goal.id: goal for goal in base.goals}
    goals["own-goal"] = OWN_GOAL
    goals["other-goal"] = replace(OTHER_GOAL, indicators=(OWN,))
    return base, replace(base, goals=tuple(goals.values()))


def next_year(plan: Plan) -> Sides:
    base = with_own(plan, replace(OWN, target=IN_JUNE))
    goals = [
        replace(goal, indicators=tuple(carried(item, 1) for item in goal.indicators))
        for goal in base.goals
    ]
    table = tuple(carried(item, 1) for item in base.indicators)
    return base, replace(base, year=base.year + 1, goals=tuple(goals), indicators=table)


def in_yuan(plan: Plan) -> Sides:
    base = replace(with_own(plan), currency_unit="万元")
    return base, replace(converted(base, Decimal(10_000)), currency_unit="元")


def with_budget(plan: Plan) -> Sides:
    base = with_own(plan)
    budget = usual_funds(total=Decimal(1), basic=Decimal(2), project=Decimal(3), other=Decimal(4))
    return replace(base, budget=budget), replace(
        base, budget=with_amounts(budget, other=Decimal(5))
    )


PROJECT = Project(code="p", name=BETTER)
ROW = {"step": Text(zh="施工", en="Building"), "from": "2025-03-01", "cost": Decimal(7)}


def with_table(plan: Plan, indicator: Indicator) -> Plan:
    """The plan in both languages, with an indicator under the table."""
    return replace(plan, languages=LANGUAGES, indicators=(*plan.indicators, indicator))


def note_edit(name: str) -> Callable[[Plan], Sides]:
    return lambda plan: in_own(plan, {name: BETTER}, {name: BEST})


def reversed_sides(sides: Sides) -> Sides:
    return sides[1], sides[0]


FINISHED = Quantity(operator=Operator.EXACTLY, figure="100", unit="%")
# Every way to edit a plan, the kind of change that it is, and the type of what changed.
EDITS: dict[str, tuple[Callable[[Plan], Sides], str]] = {
    "the year, and with it every deadline": (next_year, "plan-changed plan"),
    "the department's code": (
        lambda plan: in_plan(
            plan,
            {"department": Department(code="a", name=BETTER)},
            {"department": Department(code="b", name=BETTER)},
        ),
        "plan-changed plan",
    ),
    "the department's name": (
        lambda plan: in_plan(
            plan,
            {"department": Department(code="a", name=BETTER)},
            {"department": Department(code="a", name=BEST)},
        ),
        "plan-changed plan",
    ),
    "the framework": (
        lambda plan: in_plan(plan, {"framework": "own"}, {"framework": "other"}),
        "plan-changed plan",
    ),
    "the currency unit, and with it every amount": (in_yuan, "plan-changed plan"),
    "the languages": (
        lambda plan: in_plan(plan, {}, {"languages": ("zh",)}),
        "plan-changed plan",
    ),
    "the revision": (
        lambda plan: in_plan(plan, {"revision": 8}, {"revision": 9}),
        "plan-changed plan",
    ),
    "the revision's note": (
        lambda plan: in_plan(plan, {"revision_note": None}, {"revision_note": BEST}),
        "plan-changed plan",
    ),
    "the date of budget approval": (
        lambda plan: in_plan(
            plan, {"budget_approved": None}, {"budget_approved": date(2025, 1, 27)}
        ),
        "plan-changed plan",
    ),
    "the date of disclosure": (
        lambda plan: in_plan(plan, {"published": None}, {"published": date(2025, 2, 14)}),
        "plan-changed plan",
    ),
    "the English of units": (
        lambda plan: in_plan(plan, {"units": {}}, {"units": {"份": Unit(one="a", other="b")}}),
        "plan-changed plan",
    ),
    "the declared budget": (with_budget, "funds-changed plan"),
    "the form": (
        lambda plan: in_plan(plan, {"form": "one"}, {"form": "another"}),
        "plan-changed plan",
    ),
    "the task of a project": (
        lambda plan: in_plan(plan, {"project": PROJECT}, {"project": replace(PROJECT, task="t")}),
        "plan-changed plan",
    ),
    "the name of a project": (
        lambda plan: in_plan(plan, {"project": PROJECT}, {"project": replace(PROJECT, name=BEST)}),
        "plan-changed plan",
    ),
    "the department above": (
        lambda plan: in_plan(plan, {}, {"department": replace(plan.department, parent="above")}),
        "plan-changed plan",
    ),
    "whether it is disclosed": (
        lambda plan: in_plan(plan, {"disclose": True}, {"disclose": False}),
        "plan-changed plan",
    ),
    "the basis for not disclosing": (
        lambda plan: in_plan(plan, {"disclose_basis": BETTER}, {"disclose_basis": BEST}),
        "plan-changed plan",
    ),
    "the weights of levels": (
        lambda plan: in_plan(plan, {"weights": {"a": Decimal(1)}}, {"weights": {"a": Decimal(2)}}),
        "plan-changed plan",
    ),
    "a field more": (
        lambda plan: in_plan(plan, {"fields": {}}, {"fields": {"nature": "new"}}),
        "field-changed field",
    ),
    "the words of a field": (
        lambda plan: in_plan(plan, {"fields": {"nature": BETTER}}, {"fields": {"nature": BEST}}),
        "field-changed field",
    ),
    "the English of a field": (
        lambda plan: in_plan(
            plan,
            {"fields": {"nature": BETTER}},
            {"fields": {"nature": replace(BETTER, en="Quite other")}},
        ),
        "translation-changed field",
    ),
    "the end of a period": (
        lambda plan: in_plan(
            plan,
            {"fields": {"period": Period(start="2025", end="2026")}},
            {"fields": {"period": Period(start="2025", end="2027")}},
        ),
        "field-changed field",
    ),
    "the code of a unit": (
        lambda plan: in_plan(
            plan,
            {"fields": {"unit": NamedUnit(name=BETTER, code="1")}},
            {"fields": {"unit": NamedUnit(name=BETTER, code="2")}},
        ),
        "field-changed field",
    ),
    "a row more": (
        lambda plan: in_plan(
            plan, {"tables": {"a": (ROW,)}}, {"tables": {"a": ({"step": BEST}, ROW)}}
        ),
        "table-changed table",
    ),
    "equal rows": (
        lambda plan: in_plan(plan, {"tables": {}}, {"tables": {"a": (ROW, ROW)}}),
        "table-changed table",
    ),
    "a cell of a row": (
        lambda plan: in_plan(
            plan,
            {"tables": {"a": ({"step": BEST}, ROW)}},
            {"tables": {"a": ({**ROW, "cost": Decimal(8)}, {"step": BEST})}},
        ),
        "table-changed table",
    ),
    "an amount of a source": (
        lambda plan: in_plan(
            plan,
            {"funds": {"fiscal": {"amount": Decimal(1)}}},
            {"funds": {"fiscal": {"amount": Decimal(2), "past": Decimal(1)}}},
        ),
        "funds-changed plan",
    ),
    "the weight of a goal": (
        lambda plan: in_own_goal(plan, weight=Decimal(7)),
        "goal-changed goal",
    ),
    "the horizon of a goal": (
        lambda plan: in_own_goal(plan, horizon="midterm"),
        "goal-changed goal",
    ),
    "an indicator more under the table": (
        lambda plan: (
            with_own(plan),
            with_table(with_own(plan), replace(OWN, id="more")),
        ),
        "indicator-added indicator",
    ),
    "a higher floor under the table": (
        lambda plan: (
            with_table(plan, replace(OWN, target=aimed("≥17份"))),
            with_table(plan, replace(OWN, target=aimed("≥19份"))),
        ),
        "target-tightened indicator",
    ),
    "from a goal to the table": (
        lambda plan: (with_own(plan), with_table(in_own_goal(plan, indicators=())[1], OWN)),
        "indicator-moved indicator",
    ),
    "the horizon of an indicator": (
        lambda plan: in_own(plan, {"horizon": "annual"}, {"horizon": "midterm"}),
        "indicator-changed indicator",
    ),
    "a column of the form's own": (
        lambda plan: in_own(plan, {"extra": {"core": True}}, {"extra": {"core": False}}),
        "indicator-changed indicator",
    ),
    "the words of a task": (lambda plan: in_own_task(plan, text=BEST), "task-reworded task"),
    "the funds of a task": (
        lambda plan: in_own_task(plan, funds=usual_funds(basic=Decimal("4.99"))),
        "funds-changed task",
    ),
    "a source of funds": (
        lambda plan: in_own_task(plan, funds=usual_funds(other=Decimal("5.00"))),
        "funds-changed task",
    ),
    "a task more": (
        lambda plan: in_plan(
            plan,
            {"budget": None},
            {"budget": None, "tasks": (*with_own(plan).tasks, replace(OWN_TASK, id="new"))},
        ),
        "task-added task",
    ),
    "the words of a goal": (lambda plan: in_own_goal(plan, text=BEST), "goal-reworded goal"),
    "the tasks of a goal": (
        lambda plan: in_own_goal(plan, tasks=("own-task", plan.tasks[0].id)),
        "goal-relinked goal",
    ),
    "a goal more": (
        lambda plan: (without_goal(with_own(plan), "own-goal"), with_own(plan)),
        "goal-added goal",
    ),
    "an indicator more": (
        lambda plan: reversed_sides(in_own_goal(plan, indicators=())),
        "indicator-added indicator",
    ),
    "the name of an indicator": (
        lambda plan: in_own(plan, {}, {"name": BEST}),
        "indicator-renamed indicator",
    ),
    "the category of an indicator": (
        lambda plan: in_own(plan, {}, {"category": "output.quality"}),
        "indicator-moved indicator",
    ),
    "the goal of an indicator": (moved_goal, "indicator-moved indicator"),
    "a higher floor": (
        lambda plan: in_target(plan, "≥17份", "≥18份"),
        "target-tightened indicator",
    ),
    "a higher ceiling": (
        lambda plan: in_target(plan, "≤1小时", "≤61分钟"),
        "target-loosened indicator",
    ),
    "another unit": (
        lambda plan: in_target(plan, "≥17份", "≥17册"),
        "target-unit-changed indicator",
    ),
    "a date for a figure": (
        lambda plan: in_target(plan, "≥17份", IN_JUNE),
        "target-unit-changed indicator",
    ),
    "another sign": (
        lambda plan: in_target(plan, "≥17份", "＞17份"),
        "target-operator-changed indicator",
    ),
    "other words": (
        lambda plan: in_target(plan, WORDS, Statement(text=BEST)),
        "target-reworded indicator",
    ),
    "a figure for words": (
        lambda plan: in_target(plan, WORDS, "≥17份"),
        "target-quantified indicator",
    ),
    "a date for words": (
        lambda plan: in_target(plan, Statement(text=IN_JUNE.text), IN_JUNE),
        "target-quantified indicator",
    ),
    "an earlier day": (
        lambda plan: in_target(plan, IN_JUNE, replace(IN_JUNE, by=date(2025, 6, 29))),
        "deadline-earlier indicator",
    ),
    "an earlier day in words of another day": (
        lambda plan: in_target(plan, *in_words("2025年6月底前完成", "2025年5月底前，完成")),
        "deadline-earlier indicator",
    ),
    "other words for a day": (
        lambda plan: in_target(plan, IN_JUNE, replace(IN_JUNE, text=BEST)),
        "target-reworded indicator",
    ),
    **{f"the {name}": (note_edit(name), "indicator-changed indicator") for name in INDICATOR_NOTES},
    "the weight": (
        lambda plan: in_own(plan, {"weight": Decimal(10)}, {"weight": Decimal("10.5")}),
        "indicator-changed indicator",
    ),
    "the baseline": (
        lambda plan: in_own(plan, {}, {"baseline": Baseline(year=2024, value=FINISHED)}),
        "indicator-changed indicator",
    ),
    "the English of an indicator's unit": (
        lambda plan: in_own(plan, {}, {"unit": Unit(one="paper", other="papers")}),
        "translation-changed indicator",
    ),
    "the English alone": (
        lambda plan: in_own_goal(plan, text=replace(OWN_GOAL.text, en="Books in order")),
        "translation-changed goal",
    ),
    "the Chinese alone": (
        lambda plan: in_own_goal(plan, text=replace(OWN_GOAL.text, zh="账实相符")),
        "translation-stale goal",
    ),
    "a figure of the English alone": (
        lambda plan: in_own_goal(plan, text=replace(OWN_GOAL.text, en="Clear books by 2030")),
        "translation-stale goal",
    ),
}


@pytest.mark.parametrize("name", EDITS)
@settings(many, max_examples=tries(20))
@given(chance=chances)
def test_every_edit_is_one_change_and_so_is_its_undoing(name: str, chance: Chance) -> None:
    edit, expected = EDITS[name]
    base, revision = edit(chance.plan())
    kind, type_ = expected.split()
    for sides, wanted in (
        ((base, revision), kind),
        ((revision, base), BOTH_WAYS[ChangeKind(kind)]),
    ):
        changes = [item.change for item in compare(*sides).changes]
        assert [(change.kind, change.subject.type) for change in changes] == [(wanted, type_)]


def test_the_edits_make_every_kind_but_those_that_follow_from_others() -> None:
    kinds = {ChangeKind(expected.split()[0]) for _, expected in EDITS.values()}
    both = kinds | {BOTH_WAYS[kind] for kind in kinds}
    assert both == set(ChangeKind) - COMBINED_KINDS - {
        ChangeKind.PLAN_ADDED,
        ChangeKind.PLAN_REMOVED,
    }


def test_every_edit_and_its_undoing_have_fingerprints_of_their_own() -> None:
    there = [edit(Chance(1).plan()) for edit, _ in EDITS.values()]
    comparisons = [compare(*side) for side in (*there, *map(reversed_sides, there))]
    marks = {
        fingerprint(comparison.plan, item.change)
        for comparison in comparisons
        for item in comparison.changes
    }
    assert len(marks) == 2 * len(EDITS) > 80


@many
@given(chances)
def test_no_two_changes_of_a_comparison_have_one_fingerprint(chance: Chance) -> None:
    marks = prints(compare(*chance.pair()))
    assert len(marks) == len(set(marks))
