"""Forms made at random, and plans of them: whatever `form.schema.json` and the checks admit."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, cast

from hypothesis import settings
from hypothesis import strategies as st
from random_plans import GENERATE, Chance
from sampling import tries

from perf_report import resources
from perf_report.app.check.spec_check import CheckedPlan, Standards, check_source
from perf_report.model.field_value import Cells, FieldValue, NamedUnit, Period
from perf_report.model.form import (
    Column,
    Field,
    FieldsBlock,
    Form,
    FundsBlock,
    FundsNode,
    GoalsBlock,
    IndicatorsBlock,
    LineBlock,
    Subject,
    TableBlock,
    ValueType,
)
from perf_report.model.form_blocks import fields_of
from perf_report.model.form_horizon import (
    goal_horizons,
    horizon_of_goal,
    indicator_horizons,
)
from perf_report.model.framework import Framework
from perf_report.model.funds import Funds
from perf_report.model.plan import Baseline, Department, Goal, Indicator, Plan, Project, Task
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.source import Source
from perf_report.model.target import Deadline, Statement, Target
from perf_report.model.target_reading import read_target
from perf_report.model.text import LANGUAGES, Text
from perf_report.outputs.build_config import BuildConfig
from perf_report.outputs.jobs import Job, make_output
from perf_report.outputs.output_files import Output
from perf_report.outputs.table import Table
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_plan, load_units
from perf_report.parse.yaml_writer import dump_plan
from perf_report.pdf.fonts import covered_characters
from perf_report.render.localized_text import MODES, Mode
from perf_report.rules.form_walk import (
    has_goals,
    lists_under_goals,
    lists_under_table,
    own_columns,
    shows_weights,
)

FORM = "random-form"
few = settings(max_examples=tries(20), deadline=None, derandomize=True, phases=GENERATE)

Data = dict[str, Any]

# What ids of a form are like: some are those that the engine gives by itself.
NAMES = (
    "row1", "label", "total", "goal", "level3", "sum-row", "number", "task", "text", "source0",
    "beside", "a_b", "x_3", "annual-level3", "heading0", "name", "row1_name", "f-group",
)  # fmt: skip
IDS = ("row1", "goal", "label", "indicators", "goals", "row2", "1", "sum-row", "funds")
HORIZONS = ("annual", "midterm", "long", "period")
SOURCES = ("total", "basic", "project", "other")
BUILTIN = (
    "level1", "level2", "goal", "type", "direction", "weight", "baseline", "definition",
    "formula", "standard", "source", "basis", "responsible", "note",
)  # fmt: skip
ZH = (
    "名称",
    "项目概况",
    "主管部门及编码",
    "经费测算依据及说明",
    "年",
    "对社会经济和生态环境的长期影响及可持续性",
)
EN = (
    "Name", "Overview", "Competent department", "Internationalizationcommissions",
    "Basis of the estimate", "Long-term effects on society, the economy and the environment",
)  # fmt: skip
SENTENCE_ZH = "加强各部门之间的协作，提高公共服务的质量和效率，"
SENTENCE_EN = "Strengthen the cooperation of departments and the quality of services; "
UNITS = ("台", "次", "个", "公里", "平方米")
SIGNS = ("≥", "≤", "＝", "", "不少于")
AMOUNTS = ("0.00", "0.01", "13.00", "396.6", "12345678.9", "999999999999.99")


class FormChance(Chance):
    """What draws a form and a plan of it; every text has a number of its own."""

    def __init__(self, seed: int) -> None:
        super().__init__(seed)
        self._numbers = count(101)
        self._ids: set[tuple[str, str]] = set()

    # --- Words ---

    def _numbered(self, zh: str, en: str) -> Text:
        number = next(self._numbers)
        return Text(zh=f"{zh}（{number}）", en=f"{en} ({number})")

    def words(self) -> Text:
        """A text of a plan: seldom longer than a page."""
        if self.is_one_in(60):
            return self._numbered(SENTENCE_ZH * 90, SENTENCE_EN * 60)
        if self.is_one_in(6):
            times = self.randint(1, 12)
            return self._numbered(SENTENCE_ZH * times, SENTENCE_EN * times)
        return self._numbered(self.choice(ZH), self.choice(EN))

    def label(self) -> Data:
        """A label of a form."""
        text = self._numbered(self.choice(ZH[:-1]), self.choice(EN))
        return {"zh": text.zh, "en": text.en}

    def name(self, scope: str, usual: str) -> str:
        """An id that is the only one in its scope."""
        drawn = self.choice(NAMES) if self.is_one_in(3) else f"{usual}{next(self._numbers)}"
        # An own column of indicators is not called like one that all forms may have.
        if (scope, drawn) in self._ids or (
            scope == "extra" and drawn in {"name", "goal", "level3"}
        ):
            drawn = f"{usual}{next(self._numbers)}"
        self._ids.add((scope, drawn))
        return drawn

    def id(self, scope: str, usual: str) -> str:
        drawn = self.choice(IDS) if self.is_one_in(3) else f"{usual}{next(self._numbers)}"
        if (scope, drawn) in self._ids:
            drawn = f"{usual}{next(self._numbers)}"
        self._ids.add((scope, drawn))
        return drawn

    # --- Forms ---

    def form(self) -> Data:
        """The data of a form's file."""
        data: Data = {
            "id": FORM,
            "title": self.label(),
            "subject": self.choice(["department", "project"]),
            "stage": "plan",
            "source": "random",
            "frameworks": self.some(sorted(frameworks()), 1, 3) if self.is_one_in(2) else "any",
        }
        if self.is_one_in(2):
            unit = self.choice(["万元", "元"])
            data["money"] = {"unit": unit, "decimals": self.choice([0, 2, 2, 4])}
        if self.is_one_in(3):
            over = self.choice(["table", "goal"])
            data["checks"] = {"weights": {"sum": 100, "over": over}}
        return data | {"blocks": self._blocks()}

    def _blocks(self) -> list[Data]:
        kinds = self.some(
            ["fields", "fields", "line", "sources", "tasks", "sources", "table"], 0, 5
        )
        if self.is_one_in(8):
            return self._simple()
        if "tasks" in kinds:
            self._ids |= {("source", each) for each in SOURCES}
        blocks = [self._block(kind) for kind in kinds]
        has_tasks = "tasks" in kinds
        if self.is_one_in(6):
            return blocks or self._simple()
        horizons = self.some(HORIZONS, 1, self.choice([1, 2, 2, 4]))
        under = self.choice(["goals", "table", "table"])
        later = self._of_horizons("goals", horizons, under, has_tasks=has_tasks)
        if under == "table" and self.is_one_in(4):
            later = []
        if under == "goals" or self.is_one_in(5) is False:
            later += self._of_horizons("indicators", horizons, under, has_tasks=has_tasks)
        return blocks + later or self._simple()

    def _simple(self) -> list[Data]:
        return [self._block(self.choice(["fields", "line", "table", "sources"]))]

    def _block(self, kind: str) -> Data:
        makers = {
            "fields": self._fields, "line": self._line, "sources": self._sources,
            "tasks": self._task_funds, "table": self._table,
        }  # fmt: skip
        return makers[kind]()

    def _fields(self) -> Data:
        width = self.randint(1, 4)
        rows = [
            [self.field() for _ in range(self.randint(1, width))] for _ in range(self.randint(1, 4))
        ]
        return {"fields": {"label": self.label(), "rows": rows} if self.is_one_in(3) else rows}

    def field(self) -> Data:
        own = ["department.name", "department.code", "project.name", "project.code", "year"]
        taken = self.choice(own)
        if self.is_one_in(5) and ("field", taken) not in self._ids:
            self._ids.add(("field", taken))
            return {"field": taken, "label": self.label()}
        data = {"field": self.name("field", "f"), "label": self.label()} | self._typed()
        return data | ({"max": 5000, "required": True} if self.is_one_in(5) else {})

    def _typed(self) -> Data:
        # Points are of reports alone.
        types = [each for each in ValueType if each is not ValueType.POINTS]
        type_ = self.choice([*types, ValueType.TEXT, ValueType.TEXT])
        data: Data = {"type": type_.value}
        if type_ is ValueType.CHOICE:
            ids = self.some(["new", "2026", "1e3", "true", "old"], 1, 4)
            data["choices"] = [{"id": each, "label": self.label()} for each in ids]
        return data | ({"public": False} if self.is_one_in(7) else {})

    def _line(self) -> Data:
        parts = [
            {"text": self.label()} if self.is_one_in(2) else self.field()
            for _ in range(self.randint(1, 4))
        ]
        return {"line": parts}

    def column(self, scope: str) -> Data:
        data = {"id": self.name(scope, "c"), "label": self.label()} | self._typed()
        return data | ({"total": True} if data["type"] == "money" else {})

    def _grouped(self, columns: list[Any]) -> list[Any]:
        """The columns, some neighbours under a label."""
        group = self.label()
        start = self.randrange(len(columns) + 1)
        return [
            {**each, "group": group} if start <= at < start + 2 and "id" in each else each
            for at, each in enumerate(columns)
        ]

    def _table(self) -> Data:
        scope = f"column{next(self._numbers)}"
        width = self.choice([1, 3, 5, 14])
        columns = [self.column(scope) for _ in range(self.randint(1, width))]
        id_ = f"t{next(self._numbers)}"
        return {"table": {"id": id_, "label": self.label(), "columns": self._grouped(columns)}}

    def _sources(self) -> Data:
        # In the file of sources, a column of all blocks with one id is one.
        scope = "amounts"
        columns: list[Any] = ["amount"] if not self.is_one_in(5) else []
        columns += [self.column(scope) for _ in range(self.randint(not columns, 3))]
        data: Data = {
            "label": self.label(),
            "rows": "sources",
            "tree": [self._node(0) for _ in range(self.randint(1, 2))],
        }
        if self.is_one_in(2):
            data["columns"] = self._grouped(columns)
            data["side_by_side"] = self.is_one_in(3)
        else:
            data["side_by_side"] = self.is_one_in(2)
        return {"funds": data}

    def _node(self, depth: int) -> Data:
        data: Data = {"id": self.name("source", "s"), "label": self.label()}
        if depth < 3 and self.is_one_in(2):
            data["parts"] = [self._node(depth + 1) for _ in range(self.randint(1, 3))]
            data |= self.choice([{}, {"heading": True}, {"parts_first": True}])
        if not data.get("heading") and self.is_one_in(6):
            data["beside"] = self.field()
        return data

    def _task_funds(self) -> Data:
        """The tree across; its sources are those that tasks have."""
        nodes: list[Data] = [{"id": each, "label": self.label()} for each in SOURCES]
        total, *others = nodes
        shape = self.randrange(4)
        if shape == 1:
            heading = {"id": "fiscal", "label": self.label(), "heading": True, "parts": others[:2]}
            others = [heading, others[2]]
        tree = [total, *others]
        if shape == 2:
            tree = [{**total, "parts": others, "parts_first": self.is_one_in(2)}]
        data = {"label": self.label(), "rows": "tasks", "tree": tree}
        named = {each: self.label() for each in ("number", "task", "total")}
        return {"funds": data | (named if not self.is_one_in(5) else {})}

    def _of_horizons(
        self, kind: str, horizons: list[str], under: str, *, has_tasks: bool
    ) -> list[Data]:
        """Blocks of goals or indicators: one for all horizons, or one for each."""
        split = [horizons] if self.is_one_in(2) else [[each] for each in horizons]
        if kind == "goals":
            return [self._goals(each, has_tasks=has_tasks) for each in split]
        return [self._indicators(each, under) for each in split]

    def _horizon(self, id_: str) -> str | Data:
        return {"id": id_, "label": self.label()} if self.is_one_in(2) else id_

    def _goals(self, horizons: list[str], *, has_tasks: bool) -> Data:
        data: Data = {"horizons": [self._horizon(each) for each in horizons]}
        for key in ("label", "heading", "number"):
            if self.is_one_in(2):
                data[key] = self.label()
        if has_tasks and self.is_one_in(2):
            data["tasks"] = self.choice([True, self.label()])
        return {"goals": data}

    def _indicators(self, horizons: list[str], under: str) -> Data:
        most = 13 // len(horizons)
        value = ["target"] if most < 5 or self.is_one_in(2) else ["sign", "value", "unit"]
        # A band of one horizon in four holds three columns.
        free = max(0, most - 2 - len(value))
        drawn: list[Any] = self.some(BUILTIN, 0, min(free, 8))
        drawn += [self.column("extra") for _ in range(self.randint(0, min(3, free - len(drawn))))]
        levels = [each for each in ("level1", "level2") if each in drawn]
        rest = [each for each in drawn if each not in levels]
        columns = [*levels, self.choice(["name", "level3", "name"]), *value, *rest]
        if self.is_one_in(6):
            self.shuffle(columns)
        data: Data = {
            "under": under,
            "columns": self._grouped([self._shown(each, horizons) for each in columns]),
            "horizons": [self._horizon(each) for each in horizons],
            "order": self.choice(["framework", "framework", "document"]),
            "empty_categories": self.choice(["hidden", "hidden", "printed"]),
            "weights": self.is_one_in(4),
            "total_row": self.choice([False, False, True, self.label()]),
        }
        for key in ("label", "group", *(["goal"] if under == "goals" else [])):
            if self.is_one_in(2):
                data[key] = self.label()
        return {"indicators": data}

    def _shown(self, column: str | Data, horizons: list[str]) -> str | Data:
        if not isinstance(column, str) or not self.is_one_in(4):
            return column
        if self.is_one_in(2):
            return {"column": column, "label": self.label()}
        return {"column": column, "labels": {each: self.label() for each in horizons}}

    # --- Plans ---

    def value_for(self, asked: Field | Column, currency: str) -> FieldValue:
        """A value of the type that a field or a column asks for."""
        drawn = self._values(currency)[asked.type]
        return drawn if drawn is not None else self.choice([each.id for each in asked.choices])

    def _values(self, currency: str) -> dict[ValueType, FieldValue | None]:
        name = self.words()
        code = self.maybe(f"{self.randint(1, 999999):06}")
        start, end = sorted(self.choice(["2025", "2026-01", "2026-03-01"]) for _ in range(2))
        units: list[FieldValue] = [NamedUnit(name=name, code=code), name]
        percents: list[FieldValue] = ["95%", Decimal("12.5"), Decimal(0)]
        return {
            ValueType.TEXT: name if not self.is_one_in(8) else f"plain text {next(self._numbers)}",
            ValueType.CHOICE: None,
            ValueType.DATE: self.day().isoformat(),
            ValueType.PERIOD: Period(start=start, end=self.choice([None, end])),
            ValueType.UNIT: self.choice(units),
            ValueType.PERSON: self.choice(units),
            ValueType.PHONE: f"000-{next(self._numbers):08}",
            ValueType.MONEY: self.money(currency),
            ValueType.PERCENT: self.choice(percents),
            ValueType.YES_NO: self.is_one_in(2),
        }

    def money(self, currency: str) -> Decimal:
        known = [*AMOUNTS, "0.000001", "123456.123456"] if currency == "万元" else list(AMOUNTS)
        return Decimal(self.choice(known))

    def cells_for(self, columns: Sequence[Column], currency: str) -> Cells:
        """Values of a row, some of them missing."""
        return {
            each.id: self.value_for(each, currency) for each in columns if not self.is_one_in(4)
        }

    def plan_of(self, form: Form) -> Plan:
        """A plan of the form, with nothing that the checks call an error."""
        known = frameworks()
        admitted = list(known) if "any" in form.frameworks else list(form.frameworks)
        framework = known[self.choice(admitted)]
        currency = form.money.unit if form.money else self.choice(["万元", "元"])
        tasks = tuple(self._tasks(form))
        goals = tuple(self._goals_of(form, tasks, framework, currency))
        is_project = form.subject is Subject.PROJECT
        return Plan(
            year=2026,
            department=Department(code="demo-bureau", name=self.words()),
            form=FORM,
            framework=framework.id,
            currency_unit=currency,
            project=Project(code="demo", name=self.words()) if is_project else None,
            fields=self._asked(form, currency),
            tables=dict(self._rows(form, currency)),
            funds=dict(self._amounts(form, currency)),
            tasks=tasks,
            goals=goals,
            indicators=tuple(self._under_table(form, goals, framework, currency)),
            weights=self._weights(form, framework),
            languages=self.choice([LANGUAGES, LANGUAGES, ("zh",)]),
            revision=self.maybe(2),
            published=self.maybe(self.day()),
        )

    def _asked(self, form: Form, currency: str) -> Cells:
        return {
            id_: self.value_for(field, currency)
            for id_, field in form.asked_fields().items()
            if field.is_required or not self.is_one_in(4)
        }

    def _rows(self, form: Form, currency: str) -> Iterator[tuple[str, tuple[Cells, ...]]]:
        for id_, columns in form.table_columns().items():
            rows = [
                self.cells_for(list(columns.values()), currency) for _ in range(self.randint(0, 5))
            ]
            filled = tuple(row for row in rows if row)
            if filled:
                yield id_, filled

    def _amounts(self, form: Form, currency: str) -> Iterator[tuple[str, Cells]]:
        for block in form.blocks_of(FundsBlock):
            if block.rows == "sources":
                found: dict[str, dict[str, FieldValue]] = {n.id: {} for n in block.amounts()}
                for column in block.columns:
                    for root in block.tree:
                        self._fill(root, column, currency, found)
                yield from ((id_, cells) for id_, cells in found.items() if cells)

    def _fill(
        self,
        node: FundsNode,
        column: Column,
        currency: str,
        found: dict[str, dict[str, FieldValue]],
    ) -> Decimal | None:
        """Fill a column of a source and of its parts; a total is their sum, declared or not."""
        parts = [self._fill(part, column, currency, found) for part in node.parts]
        amounts = [part for part in parts if part is not None]
        value = self.value_for(column, currency)
        if column.type is ValueType.MONEY and amounts:
            value = sum(amounts, Decimal(0))
            # No amount is longer than the schema lets it be.
            if value >= 10**12:
                value = Decimal(0)
                for part in node.walk():
                    found.get(part.id, {}).pop(column.id, None)
        if not node.is_heading and not self.is_one_in(3):
            found[node.id][column.id] = value
            return value if isinstance(value, Decimal) else None
        return value if amounts and isinstance(value, Decimal) else None

    def _tasks(self, form: Form) -> Iterator[Task]:
        blocks = (block for block in form.blocks_of(FundsBlock) if block.rows == "tasks")
        leaves = [node.id for block in blocks for node in block.amounts() if not node.parts]
        for _ in range(self.randint(1, 4) if form.has_tasks else 0):
            amounts = {id_: self.money("元") for id_ in self.some(leaves)}
            funds = Funds(amounts or {leaves[0]: Decimal(7)})
            yield Task(id=self.id("task", "t"), text=self.words(), funds=funds)

    def _goals_of(
        self, form: Form, tasks: tuple[Task, ...], framework: Framework, currency: str
    ) -> Iterator[Goal]:
        horizons = goal_horizons(form) if has_goals(form) else ()
        has_tasks = any(block.tasks for block in form.blocks_of(GoalsBlock))
        for _ in range(self.randint(1, 4) if horizons else 0):
            horizon = self.choice(horizons)
            says_nothing = horizon == horizons[0] and self.is_one_in(2)
            ids = [task.id for task in tasks]
            yield Goal(
                id=self.id("goal", "g"),
                text=self.words(),
                tasks=tuple(self.some(ids, 1)) if has_tasks else (),
                horizon=None if says_nothing else horizon,
                weight=self.maybe(Decimal(40)) if shows_weights(form) else None,
                indicators=tuple(
                    self.indicator_of(form, framework, horizon, currency)
                    for _ in range(self.randint(1, 5) if lists_under_goals(form) else 0)
                ),
            )

    def _under_table(
        self, form: Form, goals: tuple[Goal, ...], framework: Framework, currency: str
    ) -> Iterator[Indicator]:
        horizons = indicator_horizons(form)
        for _ in range(self.randint(1, 12) if lists_under_table(form) else 0):
            drawn = self.indicator_of(form, framework, self.choice(horizons), currency)
            goal = self.maybe(self.choice(goals)) if goals else None
            yield replace(drawn, goal=goal.id if goal else None)

    def indicator_of(
        self, form: Form, framework: Framework, horizon: str, currency: str
    ) -> Indicator:
        target = self.target()
        return Indicator(
            id=self.id("indicator", "i"),
            category=self.choice(list(framework.category_ids())),
            name=self.words(),
            target=target,
            horizon=horizon,
            weight=self.maybe(self.choice([Decimal(10), Decimal("12.5")])),
            baseline=self.maybe(Baseline(year=2024, value=self.target())),
            extra=self.cells_for(list(own_columns(form, horizon).values()), currency),
            **cast("Any", {each: self.words() for each in INDICATOR_NOTES if self.is_one_in(6)}),
        )

    def target(self) -> Target:
        """Something to reach; a figure is the only one of its size."""
        figure = f"{self.choice(SIGNS)}{next(self._numbers)}{self.choice(UNITS)}"
        return self.choice(
            [
                cast("Target", read_target(figure, 2026)),
                cast("Target", read_target(figure, 2026)),
                cast("Target", read_target(self.choice(["100%", "3～5个", "1次/年", "1:3"]), 2026)),
                Statement(text=self.words()),
                Deadline(text=self.words(), by=self.day().replace(year=2026)),
            ]
        )

    def _weights(self, form: Form, framework: Framework) -> dict[str, Decimal]:
        ids = [level.id for level in framework.levels] if shows_weights(form) else []
        return {id_: Decimal(30) for id_ in self.some(ids)}


@cache
def frameworks() -> Mapping[str, Framework]:
    """The built-in frameworks, by id."""
    return load_frameworks(())


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomTable:
    """A form, a plan of it, and the plan as checked from its YAML."""

    form: Form
    plan: Plan
    checked: CheckedPlan

    @property
    def table(self) -> Table:
        """The table to build."""
        table = self.checked.valid_table
        assert table is not None, self.checked.findings
        return table

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The language modes in which the table is built."""
        return MODES if "en" in self.plan.languages else ("zh",)

    def make(self, name: str, mode: Mode | None = None) -> bytes:
        """The bytes of a file of the table, in a language mode if it has one."""
        kind = cast("Any", name.rpartition(".")[2])
        output = Output(format=kind, path=name, mode=mode)
        return make_output(
            Job(table=self.table, output=output, config=_CONFIG, identifier="random")
        )


_CONFIG = BuildConfig(templates=(resources.templates_path(),))


def make_table(seed: int, folder: Path) -> RandomTable:
    """Draw a form, write its file into a folder, and check a plan of it."""
    chance = FormChance(seed)
    forms = _load(chance.form(), folder)
    plan = chance.plan_of(forms[FORM])
    return check_table(dump_plan(plan), forms, plan)


def table_of(blocks: list[Data], spec: Data, folder: Path) -> RandomTable:
    """A table of a department by a form of these blocks, checked from what its spec has."""
    title = {"zh": "表", "en": "Form"}
    head = {"id": FORM, "title": title, "subject": "department", "stage": "plan", "source": "-"}
    forms = _load(head | {"blocks": blocks}, folder)
    department = {"code": "demo", "name": {"zh": "示例局", "en": "Example Bureau"}}
    data = {"format": 1, "form": FORM, "year": 2026, "framework": "national"}
    text = json.dumps(data | {"department": department} | spec, ensure_ascii=False)
    plan = load_plan(Source(name="spec", data=text.encode())).plan
    assert plan is not None
    return check_table(text, forms, plan)


def _load(form: Data, folder: Path) -> Mapping[str, Form]:
    path = folder / f"{FORM}.yaml"
    path.write_text(json.dumps(form, ensure_ascii=False), "utf-8")
    return load_forms([folder])


def check_table(text: str, forms: Mapping[str, Form], plan: Plan) -> RandomTable:
    """A plan as checked from its text, and its form."""
    standards = replace(_standards(), forms=forms)
    source = Source(name="random.yaml", data=text.encode())
    return RandomTable(
        form=forms[plan.form or FORM], plan=plan, checked=check_source(source, standards)
    )


@cache
def _standards() -> Standards:
    """What every project has without files of its own."""
    return Standards(
        forms={},
        frameworks=frameworks(),
        units=load_units(),
        characters=covered_characters(()),
    )


seeds = st.integers(0, 2**64)


def printed_texts(form: Form, plan: Plan) -> Iterator[tuple[Text, int | None]]:
    """Yield the texts of a plan with how many cells and lines print each; None if any number."""
    fields = {field.id for field in form.fields()}
    own = {"department.name": plan.department.name}
    own |= {"project.name": plan.project.name} if plan.project else {}
    yield from ((text, int(id_ in fields)) for id_, text in own.items())
    # In a line, a value that is the same in all languages stands behind the label in each.
    lines = {field.id for block in form.blocks_of(LineBlock) for field in fields_of(block)}
    asked = {id_: value for id_, value in plan.fields.items() if id_ not in lines}
    in_lines = {id_: value for id_, value in plan.fields.items() if id_ in lines}
    yield from ((text, 1 if text.en else None) for text in _texts_of(in_lines))
    rows = (*plan.tables.values(), (asked,), tuple(plan.funds.values()))
    for cells in (each for found in rows for each in found):
        yield from ((text, 1) for text in _texts_of(cells))
    yield from ((task.text, 1) for task in plan.tasks)
    for goal in plan.goals:
        blocks = form.blocks_of(GoalsBlock)
        horizon = horizon_of_goal(form, goal)
        count = sum(each.id == horizon for block in blocks for each in block.horizons)
        # Beside indicators, the text of their goal stands once for each run of rows.
        yield goal.text, None if _has_goal_column(form) else count
    for _, _, indicators in plan.indicator_lists():
        for indicator in indicators:
            yield from ((text, 1) for text in _indicator_texts(indicator))


def _has_goal_column(form: Form) -> bool:
    blocks = form.blocks_of(IndicatorsBlock)
    return any(column.builtin == "goal" for block in blocks for column in block.columns)


def _texts_of(cells: Cells) -> Iterator[Text]:
    for value in cells.values():
        if isinstance(value, Text):
            yield value
        elif isinstance(value, NamedUnit) and value.name:
            yield value.name
        elif isinstance(value, str) and value.startswith(("plain", "000-")):
            yield Text(zh=value)


def _indicator_texts(indicator: Indicator) -> Iterator[Text]:
    yield indicator.name
    yield from (text for each in INDICATOR_NOTES if (text := getattr(indicator, each)))
    yield from _texts_of(indicator.extra)
    values = (
        [indicator.target, indicator.baseline.value] if indicator.baseline else [indicator.target]
    )
    yield from (
        value.text for value in values if isinstance(value, Statement | Deadline) and value.text.en
    )


def block_labels(form: Form) -> Iterator[Text]:
    """Yield the labels that every print of a form has: of its fields, rows and columns."""
    for block in form.blocks:
        if isinstance(block, FieldsBlock | FundsBlock | TableBlock | GoalsBlock | IndicatorsBlock):
            yield from (block.label,) if block.label else ()
        if isinstance(block, FundsBlock):
            yield from (node.label for node in block.nodes())
        if isinstance(block, TableBlock):
            yield from (column.label for column in block.columns)
            yield from (column.group for column in block.columns if column.group)
        if isinstance(block, LineBlock):
            yield from (part for part in block.parts if isinstance(part, Text))
        if isinstance(block, IndicatorsBlock):
            yield from (column.own.label for column in block.columns if column.own)
    yield from (field.label for field in form.fields())


__all__ = [
    "FORM",
    "FormChance",
    "RandomTable",
    "block_labels",
    "few",
    "make_table",
    "printed_texts",
    "seeds",
    "table_of",
]
