"""What holds of every comparison: it is symmetric, complete, and knows nothing of order."""

import json
import os
import pickle
import random
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from perf_report.diff.change import JOINED, Change, Difference, Kind, Match, Place, Subject
from perf_report.diff.change_data import fingerprint, value_data
from perf_report.diff.comparison import Comparison, compare_plans
from perf_report.diff.significance import (
    MIRRORS,
    WAIVERS,
    Judged,
    Policy,
    Significance,
    opposite,
)
from perf_report.model.measure import currency_factor, measure
from perf_report.model.plan import Baseline, Department, Funds, Goal, Indicator, Plan, Task
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.target import Deadline, Operator, Quantity, Statement, Target, parse_quantity
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.unit import Unit

POLICY = Policy()
# A seed cannot be made smaller; the first failing one says enough.
GENERATE = (Phase.explicit, Phase.generate)
many = settings(max_examples=150, deadline=None, derandomize=True, phases=GENERATE)


def compare(base: Plan, revision: Plan) -> Comparison:
    return compare_plans(base, revision, POLICY)


# --- Sound plans: small, and alike enough to meet one another ---

ZH = [
    "提升服务水平", "提升服务水平。", "提高服务的水平", "开展企业培训", "开展业务培训",
    "群众满意度", "系统故障率", "合格率", "成本节约率", "2025年底前", "2026年底前",
    "较2024年增长3.5%", "较2024年增长35%",
    "服务1,200家", "服务1200家", "12025 2024年", "12025 2025年", "2099年", "2100年",
]  # fmt: skip
EN = [
    "Improve service", "improve service.", "Train firms", "By the end of 2025", "2026", "3.5%",
    "35%",
]  # fmt: skip
CATEGORIES = ["output.quantity", "output.quality", "output.cost", "benefit.social"]
FIGURES = ["0", "1", "2", "17", "0.5", "39", "390000", "1,306.00"]
UNITS = ["次", "万次", "%", "‰", "小时", "分钟", "元", "万元", "亿元", "工作日", "个工作日", "天"]

AMOUNTS = [None, "0.00", "0.01", "13.00", "396.60", "999999999999.99"]


class Chance(random.Random):
    """What draws plans: hypothesis gives the seed, which is quicker than drawing every word."""

    def is_one_in(self, number: int) -> bool:
        return self.randrange(number) == 0

    def maybe(self, value: Any) -> Any:
        return value if self.is_one_in(3) else None

    def some(self, values: Sequence[Any], least: int = 0, most: int = 4) -> list[Any]:
        return self.sample(values, self.randint(least, min(most, len(values))))

    def text(self) -> Text:
        return Text(zh=self.choice(ZH), en=self.choice(EN))

    def quantity(self) -> Quantity:
        return Quantity(
            operator=self.choice(list(Operator)),
            figure=self.choice(FIGURES),
            unit=self.choice(UNITS),
        )

    def day(self) -> date:
        # The leap day has rows of its own in the table of facts.
        found = date(2023, 12, 1) + timedelta(days=self.randrange(1500))
        return found if (found.month, found.day) != (2, 29) else date(2024, 12, 31)

    def target(self) -> Target:
        targets: list[Target] = [
            self.quantity(),
            self.quantity(),
            Deadline(text=self.text(), by=self.day()),
            Statement(text=self.text()),
        ]
        return self.choice(targets)

    def amount(self) -> Decimal | None:
        text = self.choice(AMOUNTS)
        return None if text is None else Decimal(text)

    def funds(self) -> Funds:
        return Funds(
            total=self.maybe(self.amount()),
            basic=self.amount(),
            project=self.amount(),
            other=self.amount(),
        )

    def unit(self) -> Unit:
        return Unit(one=self.choice(["visit", "time"]), other="times")

    def former(self, id_: str) -> tuple[str, ...]:
        """Old ids, now and then."""
        others = [id_[0] + digit for digit in "012345" if id_[0] + digit != id_]
        return tuple(self.some(others, 1, 2)) if self.is_one_in(4) else ()

    def indicator(self, id_: str) -> Indicator:
        target = self.target()
        return Indicator(
            id=id_,
            category=self.choice(CATEGORIES),
            name=self.text(),
            target=target,
            unit=self.maybe(self.unit()) if isinstance(target, Quantity) else None,
            definition=self.maybe(self.text()),
            note=self.maybe(self.text()),
            weight=self.maybe(self.choice([Decimal(10), Decimal("12.5")])),
            baseline=self.maybe(Baseline(year=2023, value=self.quantity())),
            formerly=self.former(id_),
        )

    def task(self, id_: str) -> Task:
        return Task(id=id_, text=self.text(), funds=self.funds(), formerly=self.former(id_))

    def goal(self, id_: str, tasks: Sequence[str], indicators: Iterable[Indicator]) -> Goal:
        return Goal(
            id=id_,
            tasks=tuple(self.some(tasks, 1)),
            text=self.text(),
            indicators=tuple(indicators),
            formerly=self.former(id_),
        )

    def plan(self) -> Plan:
        """A sound plan: ids are unique, and goals serve tasks that are there."""
        tasks = self.some([f"t{n}" for n in range(6)], 1)
        goals = self.some([f"g{n}" for n in range(6)], 1, 3)
        under = {f"i{n}": self.choice(goals) for n in self.some(range(6), 0, 6)}
        return Plan(
            year=self.randint(2024, 2026),
            department=Department(code=self.choice("ab"), name=self.text()),
            framework=self.choice(["output-cost", "cost-first"]),
            currency_unit=self.choice(["万元", "元"]),
            tasks=tuple(map(self.task, tasks)),
            goals=tuple(
                self.goal(id_, tasks, [self.indicator(i) for i in under if under[i] == id_])
                for id_ in goals
            ),
            budget=self.maybe(self.funds()),
            languages=self.choice([LANGUAGES, LANGUAGES, ("zh",)]),
            units=self.maybe({self.choice(UNITS): self.unit()}) or {},
            revision=self.maybe(self.randint(1, 3)),
            revision_note=self.maybe(self.text()),
            published=self.maybe(self.day()),
            budget_approved=self.maybe(self.day()),
        )

    def touched(self, thing: Any, fresh: Any) -> Any:
        """The thing with some fields of a fresh one, and now and then with its id."""
        fields = [field for field in fresh.__dataclass_fields__ if field != "id"]
        taken = self.some(fields, 0, 2)
        if "target" in taken or "unit" in taken:
            taken = [*{*taken, "target", "unit"}]
        return replace(thing, **{field: getattr(fresh, field) for field in taken})

    def successor(self, plan: Plan) -> Plan:
        """Another plan that has much in common with this one."""
        other = self.plan()
        kept = [task for task in plan.tasks if not self.is_one_in(4)]
        came = [task for task in other.tasks if task.id not in {old.id for old in plan.tasks}]
        tasks = [self.touched(task, self.task(task.id)) for task in kept]
        tasks += came if self.is_one_in(2) else []
        tasks = tasks or list(plan.tasks)
        ids = [task.id for task in tasks]
        items = [item for goal in plan.goals for item in goal.indicators if not self.is_one_in(5)]
        items += self.some([self.indicator(f"i{n}") for n in range(6)], 0, 2)
        unique = {item.id: self.touched(item, self.indicator(item.id)) for item in items}
        where = {item.id: goal.id for goal in plan.goals for item in goal.indicators}
        goals = [goal for goal in plan.goals if not self.is_one_in(4)] or list(plan.goals)
        goals += [g for g in other.goals if g.id not in {goal.id for goal in plan.goals}][:1]
        for id_ in unique:
            if where.get(id_) not in {goal.id for goal in goals} or self.is_one_in(4):
                where[id_] = self.choice(goals).id
        made = [
            replace(
                self.touched(goal, self.goal(goal.id, ids, ())),
                tasks=tuple(task for task in goal.tasks if task in ids) or tuple(ids[:1]),
                indicators=tuple(unique[id_] for id_ in unique if where[id_] == goal.id),
            )
            for goal in goals
        ]
        renewed: Plan = self.touched(plan, other) if self.is_one_in(2) else plan
        return replace(renewed, tasks=tuple(tasks), goals=tuple(made))

    def pair(self) -> tuple[Plan, Plan]:
        """Two plans, with little or much in common."""
        base = self.plan()
        other = self.plan() if self.is_one_in(4) else self.successor(base)
        return (base, other) if self.is_one_in(2) else (other, base)

    def shuffled(self, plan: Plan) -> Plan:
        """The same plan, its lists in another order."""

        def mix(items: Iterable[Any]) -> tuple[Any, ...]:
            mixed = list(items)
            self.shuffle(mixed)
            return tuple(mixed)

        goals = (
            replace(goal, tasks=mix(goal.tasks), indicators=mix(goal.indicators))
            for goal in plan.goals
        )
        return replace(
            plan, tasks=mix(plan.tasks), goals=mix(goals), units=dict(mix(plan.units.items()))
        )


chances = st.integers(0, 2**64).map(Chance)


def plain(value: Any) -> Any:
    """A value before or after a change, as data without an order."""
    return json.dumps(unordered(value_data(value)), ensure_ascii=False, sort_keys=True)


def unordered(data: Any) -> Any:
    if isinstance(data, list):
        return sorted(
            (unordered(item) for item in data), key=lambda item: json.dumps(item, sort_keys=True)
        )
    return {key: unordered(item) for key, item in data.items()} if isinstance(data, dict) else data


# --- diff(a, a) ---


@many
@given(chances)
def test_a_plan_compared_with_itself_has_not_changed(chance: Chance) -> None:
    plan = chance.plan()
    comparison = compare(plan, plan)
    assert comparison.judged == ()
    assert comparison.matches == ()
    assert comparison.uncovered[0] == comparison.uncovered[1]


def test_the_real_table_compared_with_itself_has_not_changed(real_plan: Plan) -> None:
    assert compare(real_plan, real_plan).judged == ()


# --- diff(a, b) and diff(b, a) ---

BOTH_WAYS = {**MIRRORS, **{mirror: kind for kind, mirror in MIRRORS.items()}}
WAIVED = {*WAIVERS, *(MIRRORS[kind] for kind in WAIVERS)}


def seen(item: Judged, *, back: bool = False) -> tuple[Any, ...]:
    """A change as data; with `back`, as the comparison the other way round must see it."""
    change, verdict = item.change, item.verdict
    kind, sides, routes = change.kind, (change.before, change.after), (change.old, change.new)
    significance = verdict.significance
    if back:
        kind, sides, routes = BOTH_WAYS[kind], sides[::-1], routes[::-1]
        significance = opposite(significance)
    told = None if kind in WAIVED else significance.value
    names = {key: value for key, value in change.detail.items() if is_name(key, value)}
    return (kind.value, change.subject.type, routes, *map(plain, sides), told, names)


def is_name(key: str, value: object) -> bool:
    """Whether a detail is the same both ways; figures are in the unit of the revision."""
    return not isinstance(value, Difference) and key not in {"days", "tasks"}


def test_every_kind_has_its_opposite() -> None:
    assert BOTH_WAYS.keys() == set(Kind)


@many
@given(chances)
def test_the_other_way_round_says_the_opposite(chance: Chance) -> None:
    base, revision = chance.pair()
    there, back = compare(base, revision), compare(revision, base)
    assert sorted(repr(seen(item, back=True)) for item in there.judged) == sorted(
        repr(seen(item)) for item in back.judged
    )
    assert there.uncovered == back.uncovered[::-1]
    assert {
        Match(type=item.type, base=item.revision, revision=item.base, likeness=item.likeness)
        for item in there.matches
    } == set(back.matches)


@many
@given(chances)
def test_days_point_the_way_of_the_change(chance: Chance) -> None:
    for item in compare(*chance.pair()).judged:
        days = item.change.detail.get("days")
        if days is not None:
            assert isinstance(days, int)
            assert days != 0
            assert (days > 0) == (item.change.kind is Kind.DEADLINE_LATER)


# --- Order ---


@many
@given(chances)
def test_another_order_is_no_change(chance: Chance) -> None:
    plan = chance.plan()
    comparison = compare(plan, chance.shuffled(plan))
    assert comparison.judged == ()
    assert comparison.matches == ()


def prints(comparison: Comparison) -> list[str]:
    return sorted(fingerprint(comparison.plan, item.change) for item in comparison.judged)


@many
@given(chances)
def test_another_order_changes_neither_changes_nor_fingerprints(chance: Chance) -> None:
    base, revision = chance.pair()
    first = compare(base, revision)
    second = compare(chance.shuffled(base), chance.shuffled(revision))
    assert prints(first) == prints(second)
    assert sorted(map(without_place, first.judged)) == sorted(map(without_place, second.judged))
    assert first.matches == second.matches


def without_place(item: Judged) -> str:
    change = item.change
    sides = plain(change.before), plain(change.after)
    return repr((change.kind, change.subject, *sides, sorted_detail(change), item.verdict))


def sorted_detail(change: Change) -> list[tuple[str, Any]]:
    return sorted(
        (key, tuple(sorted(value)) if isinstance(value, tuple) else value)
        for key, value in change.detail.items()
    )


def test_a_plan_that_comes_or_goes_has_one_fingerprint_in_any_order(real_plan: Plan) -> None:
    mixed = Chance(1).shuffled(real_plan)
    assert mixed != real_plan
    came = [prints(compare_plans(None, plan, POLICY)) for plan in (real_plan, mixed)]
    went = [prints(compare_plans(plan, None, POLICY)) for plan in (real_plan, mixed)]
    assert came[0] == came[1] != went[0] == went[1]


SCRIPT = """
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from perf_report.diff.comparison import compare_plans
from perf_report.diff.significance import Policy
from perf_report.diff.change_data import fingerprint
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
base = load_plan(read_source(Path(sys.argv[1]))).plan
more = [replace(t, funds=replace(t.funds, total=Decimal("9999.00"))) for t in base.tasks]
less = [replace(g, indicators=g.indicators[1:]) for g in base.goals]
comparison = compare_plans(base, replace(base, tasks=tuple(more), goals=tuple(less)), Policy())
for item in comparison.judged:
    print(item.change.kind, item.change.subject.id, fingerprint(comparison.plan, item.change))
"""


def test_what_is_said_in_which_order_does_not_depend_on_the_hash_seed(real_spec: Path) -> None:
    told = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, real_spec],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=real_spec.parent.parent,
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(told) == 1
    assert next(iter(told)).count(b"funds-up-targets-flat") > 3


@many
@given(chances)
def test_changes_stand_in_the_order_of_the_revision(chance: Chance) -> None:
    base, revision = chance.pair()
    comparison = compare(base, chance.shuffled(revision))
    goals = [item.change.new for item in comparison.joined if item.change.subject.type == "goal"]
    assert goals == sorted(goals, key=str)
    kept = [item.change.new for item in comparison.changes if item.change.new]
    tops = [route[:2] for route in kept if route[0] in {"tasks", "goals"}]
    assert tops == sorted(tops, key=lambda route: (route[0] != "tasks", route[1]))


def test_goals_with_more_money_stand_in_the_order_of_the_revision(real_plan: Plan) -> None:
    tasks = tuple(
        replace(task, funds=replace(task.funds, total=Decimal(9999))) for task in real_plan.tasks
    )
    revision = replace(real_plan, tasks=tasks, goals=real_plan.goals[::-1])
    goals = [
        item.change.subject.id
        for item in compare(real_plan, revision).joined
        if item.change.kind is Kind.FUNDS_UP_TARGETS_FLAT
    ]
    assert len(goals) > 3
    assert goals == [goal.id for goal in revision.goals if goal.id in goals]


# --- One edit, one change ---

# What an edit works on stands in a drawn plan beside whatever else is there.
OWN_TASK = Task(
    id="own-task", text=Text(zh="专项审计", en="Audit"), funds=Funds(basic=Decimal("5.00"))
)
OWN_GOAL = Goal(id="own-goal", tasks=("own-task",), text=Text(zh="账目清楚", en="Clear books"))
OTHER_GOAL = Goal(id="other-goal", tasks=("own-task",), text=Text(zh="程序合规", en="By the rules"))
OWN = Indicator(
    id="own",
    category="output.quantity",
    name=Text(zh="审计报告", en="Audits"),
    target=Quantity(operator=Operator.AT_LEAST, figure="17", unit="份"),
)
WORDS = Statement(text=Text(zh="持续改善", en="Ever better"))
IN_JUNE = Deadline(text=Text(zh="按期", en="In time"), by=date(2025, 6, 30))

BETTER, BEST = Text(zh="更好", en="Better"), Text(zh="最优", en="Best of all")
PLAN = Plan(
    year=2025,
    department=Department(code="a", name=BETTER),
    framework="output-cost",
    currency_unit="万元",
    tasks=(OWN_TASK,),
    goals=(replace(OWN_GOAL, indicators=(OWN,)),),
)

Sides = tuple[Plan, Plan]


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


def aimed(target: str | Target) -> Target:
    quantity = parse_quantity(target) if isinstance(target, str) else target
    assert quantity is not None
    return quantity


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
    return base, replace(base, year=base.year + 1, goals=tuple(goals))


def carried(indicator: Indicator, years: int) -> Indicator:
    """The indicator with its deadline so many years on."""
    target = indicator.target
    if not isinstance(target, Deadline):
        return indicator
    by = target.by.replace(year=target.by.year + years)
    return replace(indicator, target=replace(target, by=by))


def in_yuan(plan: Plan) -> Sides:
    base = replace(with_own(plan), currency_unit="万元")
    return base, replace(converted(base, Decimal(10_000)), currency_unit="元")


def converted(plan: Plan, factor: Decimal) -> Plan:
    """The plan with all its amounts in another unit."""
    tasks = [replace(task, funds=times(task.funds, factor)) for task in plan.tasks]
    budget = plan.budget and times(plan.budget, factor)
    return replace(plan, tasks=tuple(tasks), budget=budget)


def times(funds: Funds, factor: Decimal) -> Funds:
    amounts = (funds.total, funds.basic, funds.project, funds.other)
    total, basic, project, other = (None if item is None else item * factor for item in amounts)
    return Funds(total=total, basic=basic, project=project, other=other)


def with_budget(plan: Plan) -> Sides:
    base = with_own(plan)
    budget = Funds(total=Decimal(1), basic=Decimal(2), project=Decimal(3), other=Decimal(4))
    return replace(base, budget=budget), replace(base, budget=replace(budget, other=Decimal(5)))


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
    "the words of a task": (lambda plan: in_own_task(plan, text=BEST), "task-reworded task"),
    "the funds of a task": (
        lambda plan: in_own_task(plan, funds=Funds(basic=Decimal("4.99"))),
        "funds-changed task",
    ),
    "a source of funds": (
        lambda plan: in_own_task(plan, funds=Funds(other=Decimal("5.00"))),
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
    "an earlier day in other words": (
        lambda plan: in_target(plan, IN_JUNE, Deadline(text=BEST, by=date(2024, 6, 30))),
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
@settings(many, max_examples=20)
@given(chance=chances)
def test_every_edit_is_one_change_and_so_is_its_undoing(name: str, chance: Chance) -> None:
    edit, expected = EDITS[name]
    base, revision = edit(chance.plan())
    kind, type_ = expected.split()
    for sides, wanted in (((base, revision), kind), ((revision, base), BOTH_WAYS[Kind(kind)])):
        changes = [item.change for item in compare(*sides).changes]
        assert [(change.kind, change.subject.type) for change in changes] == [(wanted, type_)]


def test_the_edits_make_every_kind_but_those_that_follow_from_others() -> None:
    kinds = {Kind(expected.split()[0]) for _, expected in EDITS.values()}
    both = kinds | {BOTH_WAYS[kind] for kind in kinds}
    assert both == set(Kind) - JOINED - {Kind.PLAN_ADDED, Kind.PLAN_REMOVED}


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


CHANGE = Change(
    kind=Kind.TARGET_LOOSENED,
    subject=Subject(type="indicator", id="own", name=OWN.name, goal="own-goal"),
    before=aimed("≥17份"),
    after=aimed("≥12份"),
    old=("goals", 0, "indicators", 0, "target"),
    new=("goals", 0, "indicators", 0, "target"),
)


@pytest.mark.parametrize(
    ("plan", "change"),
    [
        (replace(PLAN, year=2026), CHANGE),
        (replace(PLAN, department=Department(code="b", name=BETTER)), CHANGE),
        (PLAN, replace(CHANGE, kind=Kind.TARGET_TIGHTENED)),
        (PLAN, replace(CHANGE, subject=replace(CHANGE.subject, id="other"))),
        (PLAN, replace(CHANGE, subject=replace(CHANGE.subject, type="goal"))),
        (PLAN, replace(CHANGE, before=aimed("≥18份"))),
        (PLAN, replace(CHANGE, after=aimed("≥11份"))),
        (PLAN, replace(CHANGE, before=CHANGE.after, after=CHANGE.before)),
        (PLAN, replace(CHANGE, detail={"field": "text"})),
    ],
)
def test_another_id_value_department_or_year_is_another_fingerprint(
    plan: Plan, change: Change
) -> None:
    assert fingerprint(plan, change) != fingerprint(PLAN, CHANGE)


@pytest.mark.parametrize(
    ("plan", "change"),
    [
        (replace(PLAN, department=Department(code="a", name=BEST), revision=3), CHANGE),
        (PLAN, replace(CHANGE, old=("goals", 7), new=("goals", 9, "indicators", 3))),
        (PLAN, replace(CHANGE, subject=replace(CHANGE.subject, name=BEST, goal="other"))),
        (PLAN, replace(CHANGE, detail={"days": 3})),
    ],
)
def test_words_and_places_are_no_part_of_a_fingerprint(plan: Plan, change: Change) -> None:
    assert fingerprint(plan, change) == fingerprint(PLAN, CHANGE)


def test_a_fingerprint_stays_what_it_is() -> None:
    # Approvals that people wrote down go by it: a new one would make them all void.
    assert fingerprint(PLAN, CHANGE) == "ddd6c3ef3c71c0b0a569"


# --- Nothing is left out ---


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
        if item.change.kind is Kind.PLAN_CHANGED and item.change.detail.get("field") == field
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
        if change.kind is Kind.FUNDS_CHANGED:
            assert isinstance(value, Funds)
            self.totals = value
            field = "budget"
        elif top == "department":
            field, value = top, replace(self.whole.department, **{name: value})
        self.whole = replace(self.whole, **{field: value})

    def set_part(self, change: Change) -> None:
        parts: dict[str, Any] = {"task": self.tasks, "goal": self.goals, "indicator": self.items}
        part, id_ = parts[change.subject.type], change.subject.id
        assert change.new is not None
        if change.kind is Kind.INDICATOR_MOVED:
            assert isinstance(change.after, Place)
            self.under[id_] = change.after.goal
            part[id_] = replace(part[id_], category=change.after.category)
            return
        # The last step of the route is the name of what changed.
        field, value = str(change.new[-1]), change.after
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
            return (target.operator, measure(target))
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


# --- Processes ---


@many
@given(chances)
def test_a_comparison_can_be_sent_to_another_process(chance: Chance) -> None:
    comparison = compare(*chance.pair())
    assert pickle.loads(pickle.dumps(comparison)) == comparison  # noqa: S301


def test_a_policy_can_be_sent_to_another_process() -> None:
    policy = Policy(significance={"funds-changed": Significance.UNCLEAR})
    assert pickle.loads(pickle.dumps(policy)) == policy  # noqa: S301
    assert pickle.loads(pickle.dumps(POLICY)) == POLICY  # noqa: S301
