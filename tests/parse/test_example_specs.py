"""The made-up spec of every form: it names its form, and has all that the form prints."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases import for_each

from perf_report import resources
from perf_report.model.form import (
    PLAN_FIELDS,
    Form,
    GoalsBlock,
    IndicatorColumn,
    IndicatorsBlock,
    Stage,
    Subject,
)
from perf_report.model.identity import Identity
from perf_report.model.plan import Indicator, Plan
from perf_report.model.plan_data import INDICATOR_NOTES
from perf_report.model.source import Source
from perf_report.model.target import Deadline, Quantity, Range, Ratio, Statement
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_plan
from perf_report.parse.source import read_source
from perf_report.parse.yaml_writer import dump_plan
from perf_report.rules.plan_walk import iter_texts

EXAMPLES = sorted(resources.example_specs_path().glob("*.yaml"))
FORMS = {id_: form for id_, form in load_forms([]).items() if form.stage is Stage.PLAN}


def plan_of(path: Path) -> Plan:
    loaded = load_plan(read_source(path))
    assert loaded.plan is not None, loaded.findings
    return loaded.plan


def form_of(plan: Plan) -> Form:
    assert plan.form is not None
    return FORMS[plan.form]


def indicators_of(plan: Plan, block: IndicatorsBlock) -> Iterator[Indicator]:
    """The indicators that a block prints, by their horizon or that of their goal."""
    printed, horizons = {each.id for each in block.horizons}, horizons_of(plan, IndicatorsBlock)
    for _, goal, indicators in plan.indicator_lists():
        for indicator in indicators:
            of_goal = goal.horizon if goal else None
            if (indicator.horizon or of_goal or horizons[0]) in printed:
                yield indicator


def horizons_of(plan: Plan, kind: type[GoalsBlock | IndicatorsBlock]) -> list[str]:
    blocks = [block for block in form_of(plan).blocks if isinstance(block, kind)]
    return [horizon.id for block in blocks for horizon in block.horizons]


@for_each("form", sorted(FORMS))
def test_every_form_has_an_example(form: str) -> None:
    plans = [plan_of(path) for path in EXAMPLES if path.stem.startswith(form)]
    assert [plan.form for plan in plans].count(form) >= 1
    assert (resources.example_specs_path() / f"{form}.yaml").exists()


def test_no_two_examples_are_of_one_table() -> None:
    identities = [plan_of(path).identity for path in EXAMPLES]
    assert len(set(identities)) == len(identities) > 14
    sheet = [plan_of(path) for path in EXAMPLES if path.stem.startswith("project-sichuan")]
    assert len({Identity(*plan.identity[:2]) for plan in sheet}) == 1
    assert len(sheet) == 3


@for_each("path", EXAMPLES)
def test_an_example_names_its_form_and_a_framework_that_the_form_admits(path: Path) -> None:
    plan = plan_of(path)
    form = form_of(plan)
    assert path.stem.startswith(form.id)
    assert (plan.project is None) == (form.subject is Subject.DEPARTMENT)
    framework = plan.framework or form.frameworks[0]
    assert framework in form.frameworks or form.frameworks == ("any",)
    categories = load_frameworks([])[framework].category_ids()
    assert {each.category for each in plan.all_indicators()} <= set(categories)


@for_each("path", EXAMPLES)
def test_an_example_fills_every_field_and_every_amount_of_its_form(path: Path) -> None:
    plan = plan_of(path)
    form = form_of(plan)
    assert plan.fields.keys() == form.asked_fields().keys()
    assert {id_: cells.keys() for id_, cells in plan.funds.items()} == {
        id_: columns.keys() for id_, columns in form.funds_columns().items()
    }
    assert plan.tables.keys() == form.table_columns().keys()
    for id_, rows in plan.tables.items():
        assert {frozenset(row) for row in rows} == {frozenset(form.table_columns()[id_])}
    assert bool(plan.tasks) == form.has_tasks
    assert {field.id for field in form.fields()} - form.asked_fields().keys() <= PLAN_FIELDS


@for_each("path", EXAMPLES)
def test_an_example_fills_every_column_of_indicators(path: Path) -> None:
    plan = plan_of(path)
    for block in form_of(plan).blocks_of(IndicatorsBlock):
        indicators = list(indicators_of(plan, block))
        assert len(indicators) >= 5
        for column in block.columns:
            if column.own:
                assert all(column.id in each.extra for each in indicators), column.id
            elif column.id in {*INDICATOR_NOTES, IndicatorColumn.WEIGHT}:
                assert all(getattr(each, column.id) is not None for each in indicators), column.id
            elif column.builtin is IndicatorColumn.DIRECTION:
                assert all(each.better for each in indicators)


@for_each("path", EXAMPLES)
def test_an_example_has_goals_and_indicators_of_every_horizon(path: Path) -> None:
    plan = plan_of(path)
    assert len(list(plan.all_indicators())) >= 6
    goals = horizons_of(plan, GoalsBlock)
    assert {goal.horizon or goals[0] for goal in plan.goals if goals} == set(goals)
    for block in form_of(plan).blocks_of(IndicatorsBlock):
        ids = {each.horizon for each in indicators_of(plan, block)} - {None}
        assert len(block.horizons) == 1 or ids == {each.id for each in block.horizons}


@for_each("path", EXAMPLES)
def test_the_weights_of_an_example_add_up(path: Path) -> None:
    plan = plan_of(path)
    weights = [each.weight for each in plan.all_indicators() if each.weight is not None]
    asked = form_of(plan).weights
    assert not weights or (asked is not None and sum(weights) == asked.sum)
    by_level: dict[str, object] = {}
    for each in plan.all_indicators():
        level = each.category.partition(".")[0]
        by_level[level] = by_level.get(level, 0) + (each.weight or 0)  # type: ignore[operator]
    assert plan.weights in ({}, by_level)


@for_each("path", EXAMPLES)
def test_an_example_is_bilingual_and_the_same_after_a_round_trip(path: Path) -> None:
    plan = plan_of(path)
    assert [route for route, text in iter_texts(plan) if not text.zh or not text.en] == []
    again = load_plan(Source(name="again.yaml", data=dump_plan(plan).encode())).plan
    assert again == plan


def test_the_examples_have_targets_of_every_kind() -> None:
    targets = [each.target for path in EXAMPLES for each in plan_of(path).all_indicators()]
    for kind in (Quantity, Range, Ratio, Deadline, Statement):
        assert any(isinstance(target, kind) for target in targets), kind
    quantities = [target for target in targets if isinstance(target, Quantity)]
    assert any(target.per for target in quantities)
    assert any(target.words for target in quantities)
    assert any(target.operator is None for target in quantities)


@pytest.mark.parametrize("pattern", [r"1[3-9]\d{9}", r"0\d{2,3}-[1-9]\d{6,7}"])
def test_no_example_has_a_telephone_number_that_may_be_a_real_one(pattern: str) -> None:
    text = "".join(path.read_text("utf-8") for path in EXAMPLES)
    assert not re.search(pattern, text)
    assert "000-0000-000" in text
