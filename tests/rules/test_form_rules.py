"""What a form demands of a plan: what lies just inside and just outside, on forms made for it."""

from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from cases import for_each

from perf_report.messages import describe_finding, load_catalogue
from perf_report.model.field_value import FieldValue, NamedUnit, Period
from perf_report.model.finding import Finding
from perf_report.model.form import (
    Choice,
    Column,
    Field,
    FieldsBlock,
    Form,
    FormMoney,
    FundsBlock,
    FundsNode,
    GoalsBlock,
    Horizon,
    IndicatorsBlock,
    ShownColumn,
    Stage,
    Subject,
    TableBlock,
    ValueType,
    WeightCheck,
)
from perf_report.model.form_horizon import horizon_of
from perf_report.model.plan import Department, Goal, Indicator, Plan, Project, Task
from perf_report.model.target import Target
from perf_report.model.target_reading import read_target
from perf_report.model.text import LANGUAGES, Text
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_units
from perf_report.pdf.fonts import covered_characters
from perf_report.rules import RULES
from perf_report.rules.rule_context import RuleContext

BY_ID = {rule.id: rule for rule in RULES}
WORDS = Text(zh="堤防", en="Dikes")
ANNUAL = (Horizon(id="annual", label=WORDS),)


def form(*blocks: Any, **fields: Any) -> Form:
    """A form of a project's plan, with other fields."""
    made = Form(
        id="ours",
        title=WORDS,
        subject=Subject.PROJECT,
        stage=Stage.PLAN,
        source=WORDS,
        frameworks=("national",),
        blocks=blocks,
    )
    return replace(made, **fields)


def asked(type_: ValueType, **fields: Any) -> Form:
    """A form that asks for one field, `it`."""
    return form(FieldsBlock(rows=((Field(id="it", label=WORDS, type=type_, **fields),),)))


def indicator(id_: str = "length", target: str | Target = "≥5公里", **fields: Any) -> Indicator:
    read = read_target(target, 2026) if isinstance(target, str) else target
    assert read is not None
    made = Indicator(id=id_, category="output.quantity", name=WORDS, target=read)
    return replace(made, **fields)


def plan(**fields: Any) -> Plan:
    made = Plan(
        year=2026,
        department=Department(code="bureau", name=WORDS),
        project=Project(code="dikes", name=WORDS),
        framework="national",
        currency_unit="万元",
        form="ours",
    )
    return replace(made, **fields)


@cache
def known() -> RuleContext:
    return RuleContext(
        plan=plan(),
        forms=load_forms([]),
        frameworks=load_frameworks([]),
        units=load_units(),
        characters=covered_characters(()),
    )


def find(rule: str, made: Plan, on: Form) -> list[Finding]:
    """The findings of a rule, each of which has its words in both languages."""
    found = list(BY_ID[rule].check(replace(known(), plan=made, forms={"ours": on})))
    for finding in found:
        for language in LANGUAGES:
            assert describe_finding(load_catalogue(language), finding).help
    return found


def messages(rule: str, made: Plan, on: Form) -> list[str]:
    return [finding.message_id for finding in find(rule, made, on)]


# --- form-unknown ---


@for_each("stage", [Stage.MONITORING, Stage.EVALUATION])
def test_a_form_of_another_stage_is_none_of_a_plan(stage: Stage) -> None:
    other = form(stage=stage)
    assert messages("form-unknown", plan(), other) == ["form-unknown-stage"]
    for rule in ("form-part", "form-value"):
        assert find(rule, plan(fields={"it": "x"}), other) == []


@for_each("subject", [Subject.PROJECT, Subject.PROJECTS])
def test_a_spec_of_a_project_may_name_a_form_of_one_and_of_all(subject: Subject) -> None:
    assert find("form-unknown", plan(), form(subject=subject)) == []


# --- form-part ---


def test_a_required_field_is_missing_until_it_is_there() -> None:
    ours = asked(ValueType.TEXT, is_required=True)
    (found,) = find("form-part", plan(), ours)
    assert (found.message_id, found.route) == ("form-part-required", ("form",))
    assert find("form-part", plan(fields={"it": WORDS}), ours) == []
    assert find("form-part", plan(), asked(ValueType.TEXT)) == []


def test_a_form_that_admits_any_framework_needs_one() -> None:
    any_ = form(frameworks=("any",))
    (found,) = find("form-part", plan(framework=""), any_)
    assert (found.message_id, found.route) == ("form-part-missing-framework", ("form",))
    assert find("form-part", plan(), any_) == []


TWO = (Horizon(id="midterm", label=WORDS), *ANNUAL)


def test_an_indicator_prints_below_its_goal_only_with_the_horizon_of_the_goal() -> None:
    goals = GoalsBlock(horizons=TWO)
    made = plan(
        goals=(
            Goal(id="later", text=WORDS, indicators=(indicator(horizon="annual"),)),
            Goal(id="now", text=WORDS, horizon="annual", indicators=(indicator("b"),)),
        )
    )
    below = form(goals, IndicatorsBlock(under="goals", horizons=TWO, columns=()))
    (found,) = find("form-part", made, below)
    place = ("goals", 0, "indicators", 0, "horizon")
    assert (found.message_id, found.route) == ("form-part-horizon-goal", place)
    listed = form(goals, IndicatorsBlock(under="table", horizons=TWO, columns=()))
    assert find("form-part", made, listed) == []


@for_each("fields,horizon", [
    ({}, "midterm"), ({"goal": "now"}, "annual"), ({"goal": "later"}, "midterm"),
    ({"goal": "now", "horizon": "midterm"}, "midterm"), ({"goal": "unknown"}, "midterm"),
])  # fmt: skip
def test_an_indicator_under_the_table_reaches_as_far_as_the_goal_that_it_names(
    fields: dict[str, str], horizon: str
) -> None:
    one = indicator(**fields)
    made = plan(
        goals=(Goal(id="later", text=WORDS), Goal(id="now", text=WORDS, horizon="annual")),
        indicators=(one,),
    )
    listed = form(
        GoalsBlock(horizons=TWO), IndicatorsBlock(under="table", horizons=TWO, columns=())
    )
    assert horizon_of(listed, made, None, one) == horizon


def test_an_indicator_below_a_goal_reaches_as_far_as_the_goal_in_either_kind_of_list() -> None:
    one = indicator()
    now = Goal(id="now", text=WORDS, horizon="annual", indicators=(one,))
    later = Goal(id="later", text=WORDS, indicators=(one,))
    listed = form(
        GoalsBlock(horizons=TWO), IndicatorsBlock(under="table", horizons=TWO, columns=())
    )
    assert horizon_of(listed, plan(), now, one) == "annual"
    assert horizon_of(listed, plan(), later, one) == "midterm"


SHEET = form(
    IndicatorsBlock(
        under="table",
        horizons=ANNUAL,
        columns=(
            ShownColumn(
                id="budget",
                label=WORDS,
                own=Column(id="budget", label=WORDS, type=ValueType.MONEY),
            ),
            ShownColumn(id="core", label=WORDS, own=Column(id="core", label=WORDS)),
        ),
    ),
    subject=Subject.PROJECTS,
    money=FormMoney(unit="元"),
)


def test_a_project_has_a_total_a_goal_and_indicators_for_the_sheet_of_all() -> None:
    good = plan(
        currency_unit="元",
        funds={"total": {"amount": Decimal(120000)}},
        goals=(Goal(id="built", text=WORDS),),
        indicators=(indicator(extra={"core": WORDS}),),
    )
    assert find("form-part", good, SHEET) == []
    assert find("form-value", good, SHEET) == []

    bad = replace(
        good,
        funds={"fiscal": {"amount": Decimal(120000)}},
        indicators=(indicator(extra={"budget": Decimal(120000)}),),
    )
    assert [(each.message_id, each.route) for each in find("form-part", bad, SHEET)] == [
        ("form-part", ("funds", "fiscal")),
        ("form-part-extra", ("indicators", 0, "extra", "budget")),
    ]


def test_weights_of_levels_and_goals_have_a_place_where_the_form_shows_weights() -> None:
    goals = GoalsBlock(horizons=ANNUAL)
    block = IndicatorsBlock(under="table", horizons=ANNUAL, columns=())
    made = plan(
        weights={"output": Decimal(60), "output.quantity": Decimal(60)},
        goals=(Goal(id="built", text=WORDS, weight=Decimal(0)),),
        indicators=(indicator(),),
    )
    assert find("form-part", made, form(goals, replace(block, shows_weights=True))) == []
    routes = [each.route for each in find("form-part", made, form(goals, block))]
    assert routes == [("weights",), ("goals", 0, "weight")]


# --- form-value ---

CHOICES = (
    Choice(id="new", label=Text(zh="新增项目", en="New project")),
    Choice(id="going-on", label=Text(zh="延续项目")),
)

FITTING: list[tuple[ValueType, FieldValue]] = [
    (ValueType.TEXT, WORDS), (ValueType.TEXT, "No. 1"), (ValueType.TEXT, "①"),
    (ValueType.CHOICE, "new"), (ValueType.DATE, "2024-02-29"), (ValueType.PHONE, "000-0000"),
    (ValueType.PERIOD, Period(start="2026", end="2026-01")),
    (ValueType.PERIOD, Period(start="2026-06", end="2026-06")),
    (ValueType.PERIOD, Period(start="2026-06-30", end="2026-06")),
    (ValueType.PERIOD, Period(start="2026-06-30", end="2026")),
    (ValueType.PERIOD, Period(end="2026-06-30")),
    (ValueType.UNIT, WORDS), (ValueType.UNIT, NamedUnit(name=WORDS)),
    (ValueType.UNIT, NamedUnit(name=WORDS, code="000")),
    (ValueType.PERSON, WORDS), (ValueType.PERSON, NamedUnit(name=WORDS)),
    (ValueType.PERSON, "So-and-so"), (ValueType.MONEY, Decimal(0)),
    (ValueType.MONEY, Decimal("0.000001")), (ValueType.MONEY, Decimal("1.0000000")),
    (ValueType.PERCENT, Decimal(50)), (ValueType.PERCENT, "50%"), (ValueType.PERCENT, "0.5％"),
    (ValueType.PERCENT, "-3%"), (ValueType.YES_NO, True), (ValueType.YES_NO, False),
]  # fmt: skip


@for_each("type_,value", FITTING)
def test_a_value_of_the_right_type_fits(type_: ValueType, value: FieldValue) -> None:
    ours = asked(type_, choices=CHOICES)
    assert find("form-value", plan(fields={"it": value}), ours) == []


PLAIN, QUOTE, FLAG = "form-value", "form-value-quote", "form-value-flag"
UNFIT: list[tuple[ValueType, FieldValue, str]] = [
    (ValueType.TEXT, "新增", "form-value-language"), (ValueType.TEXT, Decimal(10), QUOTE),
    (ValueType.TEXT, True, PLAIN), (ValueType.TEXT, Period(start="2026"), PLAIN),
    (ValueType.CHOICE, "old", "form-value-choice"),
    (ValueType.CHOICE, Decimal(1), "form-value-choice"),
    (ValueType.CHOICE, "新增项目", "form-value-choice-close"),
    (ValueType.CHOICE, Text(zh="延续项目"), "form-value-choice-close"),
    (ValueType.CHOICE, WORDS, "form-value-choice"),
    (ValueType.DATE, "2025-02-29", "form-value-day"),
    (ValueType.DATE, "2026-00-10", "form-value-day"),
    (ValueType.DATE, "2026-01-00", "form-value-day"), (ValueType.DATE, "2026-01", PLAIN),
    (ValueType.DATE, Decimal(44561), "form-value-serial"), (ValueType.DATE, Decimal(2026), PLAIN),
    (ValueType.DATE, Decimal(36525), PLAIN), (ValueType.DATE, Decimal(36526), "form-value-serial"),
    (ValueType.DATE, Decimal(73050), "form-value-serial"), (ValueType.DATE, Decimal(73051), PLAIN),
    (ValueType.DATE, WORDS, PLAIN), (ValueType.PERIOD, "2026-01", PLAIN),
    (ValueType.PERIOD, Period(start="2026-07-01", end="2026-06"), "form-value-order"),
    (ValueType.PERIOD, Period(start="2027", end="2026"), "form-value-order"),
    (ValueType.PERIOD, Period(start="2026-02-29", end="2026-06"), "form-value-day"),
    (ValueType.PERIOD, Period(end="2026-02-29"), "form-value-day"),
    (ValueType.UNIT, "000", PLAIN), (ValueType.UNIT, NamedUnit(code="000"), PLAIN),
    (ValueType.PERSON, NamedUnit(code="000"), PLAIN), (ValueType.PERSON, Decimal(1), PLAIN),
    (ValueType.PHONE, Decimal(12345678), QUOTE), (ValueType.PHONE, WORDS, PLAIN),
    (ValueType.MONEY, Decimal("-0.01"), PLAIN), (ValueType.MONEY, True, PLAIN),
    (ValueType.MONEY, "12.00", "form-value-amount"),
    (ValueType.MONEY, Decimal("0.0000001"), "form-value-decimals"),
    (ValueType.PERCENT, "50", PLAIN), (ValueType.PERCENT, "50%%", PLAIN),
    (ValueType.PERCENT, True, PLAIN),
    (ValueType.YES_NO, "是", FLAG), (ValueType.YES_NO, "true", FLAG),
    (ValueType.YES_NO, Decimal(1), FLAG),
]  # fmt: skip


@for_each("type_,value,said", UNFIT)
def test_a_value_of_another_type_is_told(type_: ValueType, value: FieldValue, said: str) -> None:
    ours = asked(type_, choices=CHOICES)
    (found,) = find("form-value", plan(fields={"it": value}), ours)
    assert (found.message_id, found.route) == (said, ("fields", "it"))


def test_a_choice_is_known_by_its_label_and_the_choices_are_listed() -> None:
    ours = asked(ValueType.CHOICE, choices=CHOICES)
    (found,) = find("form-value", plan(fields={"it": "延续项目"}), ours)
    assert found.arguments["close"] == "going-on"
    english = describe_finding(load_catalogue("en"), found)
    assert "new (New project), going-on (延续项目)" in english.help
    assert (
        "new（新增项目）、going-on（延续项目）"
        in describe_finding(load_catalogue("zh"), found).help
    )


def test_a_serial_number_of_a_spreadsheet_names_its_day() -> None:
    made = plan(fields={"it": Decimal(44561)})
    (found,) = find("form-value", made, asked(ValueType.DATE))
    assert found.arguments["day"] == "2021-12-31"


@for_each("unit,amount,said", [
    ("元", "1.001", ["form-value-decimals"]), ("元", "1.01", []),
    ("万元", "1.000001", []), ("万元", "1.0000001", ["form-value-decimals"]),
])  # fmt: skip
def test_an_amount_is_in_whole_fen_of_its_unit(unit: str, amount: str, said: list[str]) -> None:
    made = plan(currency_unit=unit, fields={"it": Decimal(amount)})
    assert messages("form-value", made, asked(ValueType.MONEY)) == said


@for_each("value,said", [
    (Text(zh="堤防", en="Dikes and all else"), []), (Text(zh="堤防堤"), ["form-value-long"]),
    ("ab", []), ("abc", ["form-value-long"]),
])  # fmt: skip
def test_a_text_has_at_most_the_characters_of_the_form(value: FieldValue, said: list[str]) -> None:
    assert messages("form-value", plan(fields={"it": value}), asked(ValueType.TEXT, most=2)) == said


def test_the_columns_of_money_tables_and_indicators_have_types_too() -> None:
    money = Column(id="amount", label=WORDS, type=ValueType.MONEY)
    day = Column(id="day", label=WORDS, type=ValueType.DATE)
    own = Column(id="core", label=WORDS, type=ValueType.YES_NO)
    ours = form(
        FundsBlock(
            label=WORDS,
            rows="sources",
            tree=(FundsNode(id="total", label=WORDS),),
            columns=(money,),
        ),
        TableBlock(id="steps", label=WORDS, columns=(day,)),
        IndicatorsBlock(
            under="table",
            horizons=ANNUAL,
            columns=(ShownColumn(id="core", label=WORDS, own=own),),
        ),
    )
    made = plan(
        funds={"total": {"amount": "x", "unknown": "x"}, "unknown": {"amount": "x"}},
        tables={"steps": ({"day": "2026-01-31"}, {"day": "x"}), "unknown": ({"day": "x"},)},
        goals=(Goal(id="built", text=WORDS, indicators=(indicator(extra={"core": "x"}),)),),
        indicators=(indicator("other", extra={"core": "x", "unknown": "x"}),),
    )
    assert {each.route for each in find("form-value", made, ours)} == {
        ("funds", "total", "amount"),
        ("tables", "steps", 1, "day"),
        ("goals", 0, "indicators", 0, "extra", "core"),
        ("indicators", 0, "extra", "core"),
    }


# --- target-sign ---


@for_each("target,said", [
    ("≥5公里", []), ("5公里以上", []), ("不超过5%", []), ("1:3", []), ("2026年底前", []),
    ("5公里", ["target-sign"]), ("100%", ["target-sign"]), ("3～5个", ["target-sign"]),
])  # fmt: skip
def test_a_figure_has_a_sign_where_the_form_asks_for_one(target: str, said: list[str]) -> None:
    made = plan(indicators=(indicator(target=target),))
    assert messages("target-sign", made, form(needs_sign=True)) == said
    assert messages("target-sign", made, form()) == []


# --- weight-sum ---


def weighed(*weights: int | None, over: Any = "table", **fields: Any) -> list[str]:
    """The messages of a list of indicators with such weights, on a form that asks for 90."""
    ours = form(
        IndicatorsBlock(under="table", horizons=ANNUAL, columns=()),
        weights=WeightCheck(sum=90, over=over),
    )
    found = tuple(
        indicator(f"i{number}", weight=None if weight is None else Decimal(weight), **fields)
        for number, weight in enumerate(weights)
    )
    placed = {
        "goals": (Goal(id="built", text=WORDS, indicators=found[:1]),),
        "indicators": found[1:],
    }
    return messages("weight-sum", plan(**placed), ours)


def test_the_weights_of_a_table_add_up_to_what_the_form_says_wherever_they_stand() -> None:
    assert weighed(30, 60) == []
    assert weighed(30, 70) == ["weight-sum-table"]
    assert weighed(None, None) == []
    assert weighed(None, 90) == ["weight-sum-some"]
    assert weighed(0, 90) == []


def test_a_goal_is_weighed_by_itself_where_the_form_says_so() -> None:
    assert weighed(90, 30, over="goal") == []
    assert weighed(30, 60, over="goal") == ["weight-sum"]


def test_the_weights_of_each_horizon_add_up_by_themselves() -> None:
    long = Horizon(id="long", label=WORDS)
    ours = form(
        IndicatorsBlock(under="table", horizons=(*ANNUAL, long), columns=()),
        weights=WeightCheck(sum=90, over="table"),
    )
    year = indicator(weight=Decimal(90))
    later = indicator("later", horizon="long", weight=Decimal(80))
    (found,) = find("weight-sum", plan(indicators=(year, later)), ours)
    assert (found.message_id, found.route) == ("weight-sum-horizon", ("indicators", 1, "weight"))
    assert (found.arguments["horizon"], found.arguments["sum"]) == (WORDS, "80")


@pytest.mark.parametrize(
    ("points", "weights", "wanted"),
    [
        ({"output": 90}, (30, 60), []),
        ({"output": 80}, (30, 60), ["weight-sum-level"]),
        ({"output.quantity": 80, "output": 90}, (30, 60), ["weight-sum-level"]),
        ({"benefit": 80}, (30, 60), []),
        ({"output": 80}, (None, None), []),
    ],
)
def test_the_points_of_a_level_are_those_of_its_indicators(
    points: dict[str, int], weights: tuple[int | None, ...], wanted: list[str]
) -> None:
    ours = form(IndicatorsBlock(under="table", horizons=ANNUAL, columns=()))
    listed = tuple(
        indicator(f"i{number}", weight=None if weight is None else Decimal(weight))
        for number, weight in enumerate(weights)
    )
    given = {id_: Decimal(value) for id_, value in points.items()}
    assert messages("weight-sum", plan(indicators=listed, weights=given), ours) == wanted


def test_a_form_that_says_nothing_of_weights_asks_for_none() -> None:
    made = plan(goals=(Goal(id="built", text=WORDS, indicators=(indicator(weight=Decimal(1)),)),))
    assert find("weight-sum", made, form()) == []


# --- The labels of a project's own form, and strings that are no texts ---


def test_the_labels_of_a_form_have_the_languages_of_the_plan() -> None:
    chinese = FieldsBlock(
        rows=(
            (
                Field(
                    id="it", label=Text(zh="栏目"), choices=(Choice(id="a", label=Text(zh="甲")),)
                ),
            ),
        )
    )
    ours = form(chinese, file="ours.yaml")
    (found,) = find("text-missing", plan(), ours)
    assert (found.message_id, found.route) == ("text-missing-form-label", ("form",))
    assert (found.arguments["labels"], found.arguments["file"]) == ("栏目, 甲", "ours.yaml")
    assert find("text-missing", plan(languages=("zh",)), ours) == []


def test_the_characters_of_labels_and_of_plain_strings_are_in_a_font() -> None:
    block = FieldsBlock(rows=((Field(id="it", label=Text(zh="𪚥", en="Dragons")),),))
    made = plan(
        fields={"it": "\U0002a6a5", "unit": NamedUnit(name=WORDS, code="\U0002a6a5")},
        tables={"steps": ({"day": "x\ty"},)},
        funds={"total": {"account": "\U0002a6a5"}},
        indicators=(indicator(extra={"core": "\U0002a6a5"}),),
    )
    found = [(each.message_id, each.route) for each in find("glyph-missing", made, form(block))]
    assert found == [
        ("glyph-missing", ("fields", "it")),
        ("glyph-missing", ("fields", "unit", "code")),
        ("glyph-missing", ("funds", "total", "account")),
        ("glyph-missing-blank", ("tables", "steps", 0, "day")),
        ("glyph-missing", ("indicators", 0, "extra", "core")),
        ("glyph-missing-form-label", ("form",)),
    ]


def test_texts_of_fields_tables_and_columns_are_known_by_their_places() -> None:
    half = Text(zh="堤防")
    made = plan(
        fields={"it": half, "unit": NamedUnit(name=half)},
        tables={"steps": ({"step": half},)},
        funds={"total": {"note": half}},
        indicators=(indicator(extra={"core": half}),),
        disclose_basis=half,
    )
    assert {each.route for each in find("text-missing", made, form())} == {
        ("fields", "it"),
        ("fields", "unit", "name"),
        ("tables", "steps", 0, "step"),
        ("funds", "total", "note"),
        ("indicators", 0, "extra", "core"),
        ("disclose_basis",),
    }


# --- Rules that were there before ---


def test_a_task_needs_a_goal_only_where_goals_print_their_tasks() -> None:
    made = plan(tasks=(Task(id="dikes", text=WORDS),), goals=(Goal(id="built", text=WORDS),))
    block = GoalsBlock(horizons=ANNUAL)
    assert find("task-without-goal", made, form(block)) == []
    assert len(find("task-without-goal", made, form(replace(block, tasks=WORDS)))) == 1


@for_each("horizon,by,said", [
    (None, "2027年底前", ["deadline-year"]), ("long", "2027年底前", []),
    ("long", "2025年底前", ["deadline-year"]), ("annual", "2027年底前", ["deadline-year"]),
])  # fmt: skip
def test_only_a_target_of_a_longer_horizon_is_due_after_the_year(
    horizon: str | None, by: str, said: list[str]
) -> None:
    ours = form(IndicatorsBlock(under="table", horizons=ANNUAL, columns=()))
    made = plan(indicators=(indicator(target=by, horizon=horizon),))
    assert messages("deadline-year", made, ours) == said


def test_what_is_required_of_each_goal_is_not_asked_of_goals_beside_one_list() -> None:
    made = plan(goals=(Goal(id="built", text=WORDS),), indicators=(indicator(),))
    table = form(IndicatorsBlock(under="table", horizons=ANNUAL, columns=()))
    assert find("goal-without-indicator", made, table) == []
    assert messages("category-required", made, table) == ["category-required-table"]

    goals = form(IndicatorsBlock(under="goals", horizons=ANNUAL, columns=()))
    assert messages("goal-without-indicator", made, goals) == ["goal-without-indicator"]
    assert find("category-required", made, goals) == []
