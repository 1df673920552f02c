"""Plans made at random, and what tests of comparisons ask of them."""

import json
import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

from hypothesis import Phase, settings
from hypothesis import strategies as st
from sampling import tries
from usual_funds import amounts_of, usual_funds
from vocabularies import complete

from perf_report.diff.change import ChangeKind
from perf_report.diff.change_data import fingerprint, value_data
from perf_report.diff.comparison import Comparison, compare_plans
from perf_report.diff.mirrors import MIRRORS
from perf_report.diff.significance import Policy
from perf_report.model.field_value import Cells, FieldValue, NamedUnit, Period
from perf_report.model.funds import Funds
from perf_report.model.plan import (
    Baseline,
    Department,
    Goal,
    Indicator,
    Plan,
    Project,
    Task,
)
from perf_report.model.target import Deadline, Operator, Quantity, Statement, Target, parse_quantity
from perf_report.model.target_reading import read_target
from perf_report.model.text import LANGUAGES, Text
from perf_report.model.unit import Unit
from perf_report.model.unit_column import has_no_unit, with_unit

POLICY = Policy()
# A seed cannot be made smaller; the first failing one says enough.
GENERATE = (Phase.explicit, Phase.generate)
many = settings(max_examples=tries(150), deadline=None, derandomize=True, phases=GENERATE)


def compare(base: Plan, revision: Plan) -> Comparison:
    return compare_plans(complete(base), complete(revision), POLICY)


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
# Targets as published tables write them.
WRITTEN = [
    "100%", "10辆", "17台以上", "不少于17台", "大于17台", "控制在5%以内", "3～5个",
    "80%-90%", "±3%以内", "1次/年", "每月1次", "2次/季度", "1:3", "2/3", "12个月内", "3个工作日内",
    "2", "2.50", "≥17", "不少于17", "3～5", "±5", "3～5次/年",
]  # fmt: skip
UNITS = ["次", "万次", "%", "‰", "小时", "分钟", "元", "万元", "亿元", "工作日", "个工作日", "天"]
HORIZONS = [None, None, "annual", "midterm"]
MOMENTS = ["2024", "2025-01", "2025-12", "2026-12", "2025-03-01"]
WORDS = ["new", "continued", "2025-06-30", "2026-06-30"]
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
        unit, _, per = self.choice(UNITS).partition("/")
        return Quantity(
            operator=self.choice(list(Operator)), figure=self.choice(FIGURES), unit=unit, per=per
        )

    def day(self) -> date:
        # The leap day has rows of its own in the table of facts.
        found = date(2023, 12, 1) + timedelta(days=self.randrange(1500))
        return found if (found.month, found.day) != (2, 29) else date(2024, 12, 31)

    def target(self) -> Target:
        targets: list[Target] = [
            self.quantity(),
            self.quantity(),
            cast("Target", read_target(self.choice(WRITTEN), 2025)),
            Deadline(text=self.text(), by=self.day()),
            Statement(text=self.text()),
        ]
        return self.choice(targets)

    def amount(self) -> Decimal | None:
        text = self.choice(AMOUNTS)
        return None if text is None else Decimal(text)

    def funds(self) -> Funds:
        return usual_funds(
            total=self.maybe(self.amount()),
            basic=self.amount(),
            project=self.amount(),
            other=self.amount(),
        )

    def unit(self) -> Unit:
        return Unit(one=self.choice(["visit", "time"]), other="times")

    def period(self) -> Period:
        return Period(start=self.choice(MOMENTS), end=self.choice(MOMENTS))

    def value(self) -> FieldValue:
        """A value of a form's field or column."""
        unit = NamedUnit(name=self.maybe(self.text()), code=self.choice(["120", "121"]))
        money = Decimal(self.choice(["0.01", "13.00", "13.0", "396.60"]))
        values: list[FieldValue] = [
            self.text(), self.text(), self.choice(WORDS), money, self.period(), unit,
            self.is_one_in(2),
        ]  # fmt: skip
        return self.choice(values)

    def cells(self, ids: Sequence[str]) -> Cells:
        return {id_: self.value() for id_ in self.some(ids, 1)}

    def rows(self) -> tuple[Cells, ...]:
        """Rows of a small table, equal ones now and then."""
        rows = [self.cells(["step", "begin", "cost"]) for _ in range(self.randint(1, 3))]
        return (*rows, *self.some(rows, 0, 2))

    def asked(self) -> dict[str, Any]:
        """What the form of a plan asks for."""
        sources = self.some(["fiscal", "other"], 0)
        return {
            "form": self.choice([None, "overall-2015", "project-2021"]),
            "project": self.maybe(
                Project(code=self.choice("pq"), name=self.text(), task=self.maybe("t1"))
            ),
            "fields": self.cells(["nature", "period", "leader"]) if self.is_one_in(2) else {},
            "tables": {id_: self.rows() for id_ in self.some(["schedule", "cost"], 0, 2)},
            "funds": {id_: self.cells(["amount", "past"]) for id_ in sources},
            "weights": {id_: Decimal(30) for id_ in self.some(["output", "benefit"], 0, 2)},
            "disclose": not self.is_one_in(4),
            "disclose_basis": self.maybe(self.text()),
        }

    def former(self, id_: str) -> tuple[str, ...]:
        """Old ids, now and then."""
        others = [id_[0] + digit for digit in "012345" if id_[0] + digit != id_]
        return tuple(self.some(others, 1, 2)) if self.is_one_in(4) else ()

    def indicator(self, id_: str) -> Indicator:
        target, is_apart = self.target(), False
        if has_no_unit(target) and self.is_one_in(2):
            target, is_apart = with_unit(target, self.choice(UNITS)), True
        return Indicator(
            id=id_,
            category=self.choice(CATEGORIES),
            name=self.text(),
            target=target,
            unit=self.maybe(self.unit()) if isinstance(target, Quantity) else None,
            unit_apart=is_apart,
            definition=self.maybe(self.text()),
            note=self.maybe(self.text()),
            weight=self.maybe(self.choice([Decimal(10), Decimal("12.5")])),
            baseline=self.maybe(Baseline(year=2023, value=self.quantity())),
            formerly=self.former(id_),
            standard=self.maybe(self.text()),
            horizon=self.choice(HORIZONS),
            extra=self.cells(["core", "past"]) if self.is_one_in(3) else {},
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
            horizon=self.choice(HORIZONS),
            weight=self.maybe(Decimal(40)),
        )

    def plan(self) -> Plan:
        """A sound plan: ids are unique, and goals serve tasks that are there."""
        tasks = self.some([f"t{n}" for n in range(6)], 1)
        goals = self.some([f"g{n}" for n in range(6)], 1, 3)
        # Those under the table, whether they name a goal or not, have None here.
        places = [*goals, None] if self.is_one_in(2) else goals
        under = {f"i{n}": self.choice(places) for n in self.some(range(6), 0, 6)}
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
            indicators=tuple(
                replace(self.indicator(i), goal=self.maybe(self.choice(goals)))
                for i in under
                if under[i] is None
            ),
            budget=self.maybe(self.funds()),
            **self.asked(),
            languages=self.choice([LANGUAGES, LANGUAGES, ("zh",)]),
            units=self.maybe({self.choice(UNITS): self.unit()}) or {},
            revision=self.maybe(self.randint(1, 3)),
            revision_note=self.maybe(self.text()),
            published=self.maybe(self.day()),
            budget_approved=self.maybe(self.day()),
        )

    def touched(self, thing: Any, fresh: Any) -> Any:
        """The thing with some fields of a fresh one, and now and then with its id."""
        own = {"id", "goal", "indicators"}
        fields = [field for field in fresh.__dataclass_fields__ if field not in own]
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
        items = [item for item in plan.all_indicators() if not self.is_one_in(5)]
        items += self.some([self.indicator(f"i{n}") for n in range(6)], 0, 2)
        unique = {item.id: self.touched(item, self.indicator(item.id)) for item in items}
        where: dict[str, str | None] = {
            item.id: goal.id for goal in plan.goals for item in goal.indicators
        }
        where |= {item.id: None for item in plan.indicators}
        goals = [goal for goal in plan.goals if not self.is_one_in(4)] or list(plan.goals)
        goals += [g for g in other.goals if g.id not in {goal.id for goal in plan.goals}][:1]
        for id_ in unique:
            if where.get(id_) not in {goal.id for goal in goals} or self.is_one_in(4):
                where[id_] = self.choice([*(goal.id for goal in goals), None])
        made = [
            replace(
                self.touched(goal, self.goal(goal.id, ids, ())),
                tasks=tuple(task for task in goal.tasks if task in ids) or tuple(ids[:1]),
                indicators=tuple(
                    replace(unique[id_], goal=None) for id_ in unique if where[id_] == goal.id
                ),
            )
            for goal in goals
        ]
        renewed: Plan = self.touched(plan, other) if self.is_one_in(2) else plan
        ids = [goal.id for goal in made]
        table = [
            replace(item, goal=item.goal if item.goal in ids else self.maybe(self.choice(ids)))
            for id_, item in unique.items()
            if where[id_] is None
        ]
        return replace(renewed, tasks=tuple(tasks), goals=tuple(made), indicators=tuple(table))

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

        def mix_cells(cells: Cells) -> Cells:
            return dict(mix(cells.items()))

        tables = {id_: tuple(map(mix_cells, mix(rows))) for id_, rows in plan.tables.items()}
        return replace(
            plan,
            tasks=mix(plan.tasks),
            goals=mix(goals),
            indicators=mix(plan.indicators),
            fields=mix_cells(plan.fields),
            tables=dict(mix(tables.items())),
            funds={id_: mix_cells(cells) for id_, cells in mix(plan.funds.items())},
            weights=dict(mix(plan.weights.items())),
            units=dict(mix(plan.units.items())),
        )


chances = st.integers(0, 2**64).map(Chance)


def join_runs(value: Any) -> Any:
    """A value before or after a change, as data without an order."""
    return json.dumps(unordered(value_data(value)), ensure_ascii=False, sort_keys=True)


def unordered(data: Any) -> Any:
    if isinstance(data, list):
        return sorted(
            (unordered(item) for item in data), key=lambda item: json.dumps(item, sort_keys=True)
        )
    return {key: unordered(item) for key, item in data.items()} if isinstance(data, dict) else data


BOTH_WAYS: dict[str, ChangeKind] = {
    kind: other for pair in MIRRORS.items() for kind, other in (pair, pair[::-1])
}


def prints(comparison: Comparison) -> list[str]:
    return sorted(fingerprint(comparison.plan, item.change) for item in comparison.assessed)


# What an edit works on stands in a drawn plan beside whatever else is there.
OWN_TASK = Task(
    id="own-task", text=Text(zh="专项审计", en="Audit"), funds=usual_funds(basic=Decimal("5.00"))
)
OWN_GOAL = Goal(id="own-goal", tasks=("own-task",), text=Text(zh="账目清楚", en="Clear books"))
OWN = Indicator(
    id="own",
    category="output.quantity",
    name=Text(zh="审计报告", en="Audits"),
    target=Quantity(operator=Operator.AT_LEAST, figure="17", unit="份"),
)
BETTER, BEST = Text(zh="更好", en="Better"), Text(zh="最优", en="Best of all")
PLAN = Plan(
    year=2025,
    department=Department(code="a", name=BETTER),
    framework="output-cost",
    currency_unit="万元",
    tasks=(OWN_TASK,),
    goals=(replace(OWN_GOAL, indicators=(OWN,)),),
)


def aimed(target: str | Target) -> Target:
    quantity = parse_quantity(target) if isinstance(target, str) else target
    assert quantity is not None
    return quantity


def carried(indicator: Indicator, years: int) -> Indicator:
    """The indicator with its deadline so many years on."""
    target = indicator.target
    if not isinstance(target, Deadline):
        return indicator
    by = target.by.replace(year=target.by.year + years)
    return replace(indicator, target=replace(target, by=by))


def converted(plan: Plan, factor: Decimal) -> Plan:
    """The plan with all its amounts in another unit."""
    tasks = [replace(task, funds=times(task.funds, factor)) for task in plan.tasks]
    budget = plan.budget and times(plan.budget, factor)

    def moneys(cells: Cells) -> Cells:
        return {id_: v * factor if isinstance(v, Decimal) else v for id_, v in cells.items()}

    return replace(
        plan,
        tasks=tuple(tasks),
        budget=budget,
        fields=moneys(plan.fields),
        tables={id_: tuple(map(moneys, rows)) for id_, rows in plan.tables.items()},
        funds={id_: moneys(cells) for id_, cells in plan.funds.items()},
        goals=tuple(
            replace(goal, indicators=tuple(_moneys_of(moneys, goal.indicators)))
            for goal in plan.goals
        ),
        indicators=tuple(_moneys_of(moneys, plan.indicators)),
    )


def _moneys_of(
    moneys: Callable[[Cells], Cells], indicators: Iterable[Indicator]
) -> Iterable[Indicator]:
    return (replace(item, extra=moneys(item.extra)) for item in indicators)


def times(funds: Funds, factor: Decimal) -> Funds:
    amounts = amounts_of(funds)
    total, basic, project, other = (None if item is None else item * factor for item in amounts)
    return usual_funds(total=total, basic=basic, project=project, other=other)
