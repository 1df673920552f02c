"""What a plan is: exact amounts, targets as the form prints them, values that never change."""

import dataclasses
import importlib
import inspect
import pkgutil
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal, getcontext, localcontext
from typing import Any

import pytest
from cases import for_each
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import tries
from usual_funds import usual_funds

from perf_report import model
from perf_report.model.finding import Finding, LocatedFinding, Span
from perf_report.model.framework import Framework
from perf_report.model.funds import Funds
from perf_report.model.money import add_amounts, format_amount, parse_amount
from perf_report.model.plan import Plan
from perf_report.model.target import Operator, parse_quantity, suggest_quantity
from perf_report.model.target_english import english_target
from perf_report.model.text import Text
from perf_report.model.unit import Unit
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import load_units

many = settings(max_examples=tries(200), deadline=None, derandomize=True)

# --- Money ---


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("0", "0.00"),
        ("13", "13.00"),
        ("396.6", "396.60"),
        ("396.60", "396.60"),
        ("1306.00", "1306.00"),
        ("999999999999.99", "999999999999.99"),
        ("12.3456", "12.3456"),
        ("0.000001", "0.000001"),
        ("12.340000", "12.340000"),
    ],
)
def test_a_plain_amount_is_read_exactly_and_printed_with_the_decimals_written(
    text: str, amount: str
) -> None:
    parsed = parse_amount(text)
    assert isinstance(parsed, Decimal)
    assert parsed == Decimal(amount)
    assert format_amount(parsed) == amount


@pytest.mark.parametrize(
    "text",
    ["", " 1", "1 ", "1\n", "-1", "+1", "1.", ".5", "1.2345678", "01", "1,306.00", "1e3", "NaN",
     "inf", "0x1F", "１３", "三百", "1000000000000", "1_000", "1.0.0"],
)  # fmt: skip
def test_what_is_not_a_plain_amount_is_refused(text: str) -> None:
    assert parse_amount(text) is None


@many
@given(st.integers(0, 10**14 - 1))
def test_every_amount_survives_being_printed(cents: int) -> None:
    assert_survives(Decimal(cents).scaleb(-2))
    assert_survives(Decimal(cents).scaleb(-6))


def assert_survives(amount: Decimal) -> None:
    assert parse_amount(format_amount(amount)) == amount


def test_a_blank_amount_is_printed_blank() -> None:
    assert format_amount(None) == ""


def test_a_thousand_dimes_are_a_hundred() -> None:
    assert add_amounts([Decimal("0.10")] * 1000) == Decimal("100.00")
    assert add_amounts([]) == Decimal("0.00")
    assert add_amounts([None, Decimal("1.00"), None]) == Decimal("1.00")


def test_sums_are_exact_whatever_the_callers_precision_is() -> None:
    with localcontext() as context:
        context.prec = 3
        assert add_amounts([Decimal("999999999999.99")] * 2) == Decimal("1999999999999.98")
    assert getcontext().prec > 3


@many
@given(st.lists(st.integers(0, 10**14 - 1), max_size=999))
def test_sums_agree_with_counting_cents(cents: list[int]) -> None:
    total = add_amounts([Decimal(count).scaleb(-2) for count in cents])
    assert total == Decimal(sum(cents)).scaleb(-2)


def values(value: Any) -> Iterator[Any]:
    """Every value below a part of the model."""
    yield value
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from values(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            yield from values(item)
    elif isinstance(value, dict):
        yield from values(tuple(value.items()))


def test_no_part_of_a_plan_is_a_binary_float(real_plan: Plan) -> None:
    kinds = {type(value) for value in values(real_plan)}
    assert Decimal in kinds
    assert float not in kinds


@pytest.mark.parametrize(
    ("funds", "printed"),
    [
        (Funds(), None),
        (usual_funds(basic=Decimal("1.00"), other=Decimal("2.50")), "3.50"),
        (usual_funds(total=Decimal("9.00"), basic=Decimal("1.00")), "9.00"),
        (usual_funds(total=Decimal("9.00")), "9.00"),
        (usual_funds(project=Decimal("0.00")), "0.00"),
    ],
)
def test_the_printed_total_is_the_declared_one_or_the_sum(
    funds: Funds, printed: str | None
) -> None:
    assert funds.printed_total == (None if printed is None else Decimal(printed))


def test_a_column_that_is_blank_throughout_has_a_blank_total(real_plan: Plan) -> None:
    tasks = tuple(
        dataclasses.replace(task, funds=usual_funds(basic=task.funds.get("basic")))
        for task in real_plan.tasks
    )
    totals = dataclasses.replace(real_plan, tasks=tasks).column_totals()
    assert (totals.get("project"), totals.get("other")) == (None, None)
    assert totals.total == totals.get("basic") == Decimal("1854.80")


# --- Targets ---

SIGNS = {
    "≥": Operator.AT_LEAST,
    "≤": Operator.AT_MOST,
    "＞": Operator.MORE_THAN,
    ">": Operator.MORE_THAN,
    "＜": Operator.LESS_THAN,
    "<": Operator.LESS_THAN,
    "＝": Operator.EXACTLY,
    "=": Operator.EXACTLY,
}
FIGURES = {
    "67400": "67400",
    "409.6": "409.6",
    "1,306.00": "1306.00",
    "0.5": "0.5",
    "0": "0",
    "12,345,678": "12345678",
    "１７": "17",
    "１，３０６．００": "1306.00",
}
UNITS = [
    "台", "份", "场", "家", "条", "次", "篇", "个", "案", "期", "项目", "国别",
    "工作日", "小时", "分钟", "万次", "万元", "%", "‰",
]  # fmt: skip


@for_each("sign", SIGNS)
@for_each("figure", FIGURES)
def test_signs_and_figures_of_both_widths_are_read(sign: str, figure: str) -> None:
    quantity = parse_quantity(f"{sign}{figure}台")
    assert quantity is not None
    assert quantity.operator is SIGNS[sign]
    assert quantity.value == Decimal(FIGURES[figure])
    assert quantity.unit == "台"


@for_each("unit", UNITS)
def test_the_units_of_the_form_are_read_and_have_english(unit: str) -> None:
    quantity = parse_quantity(f"≥2{unit}")
    assert quantity is not None
    assert (quantity.operator, quantity.figure) == (Operator.AT_LEAST, "2")
    assert quantity.unit_name == unit
    english = english_target(quantity, load_units().get) or ""
    assert english.startswith(("≥2", "≥CNY ", "≥USD "))
    assert english[1:].isascii() == (unit != "‰")


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("≥17台", "≥17台"),
        (">17台", "＞17台"),
        ("=100%", "＝100%"),
        ("＝１００％", "＝100%"),
        ("<5‰", "＜5‰"),
        ("≤1,306.00万元", "≤1,306.00万元"),
        ("≤１，３０６．００万元", "≤1,306.00万元"),
        ("≥0.50台", "≥0.50台"),
        ("≤200元/人", "≤200元/人"),
    ],
)
def test_a_quantity_prints_as_the_form_prints_it(text: str, printed: str) -> None:
    quantity = parse_quantity(text)
    assert quantity is not None
    assert quantity.printed == printed
    assert parse_quantity(printed) == quantity


@pytest.mark.parametrize(
    "text",
    ["", "≥台", "17≥", "≥17", "17台", "≥", "台", "≥ 17台", "≥17 台", "≥-17台", "≥+17台", "≥17*台",
     "≥017台", "≥1,7台", "≥1,3060台", "≥17.台", "≥.5台", "≥1.2.3台", "≥≥17台", "≥17台≥", "≥17_台",
     "≥17台\n", "\n≥17台", "2025年底前", "≥一台", "≥17台台台台台台台台台台台台台台台台台台台台台"],
)  # fmt: skip
def test_what_is_not_a_quantity_is_not_read_as_one(text: str) -> None:
    assert parse_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("17≥台", "≥17台"),
        ("≥ 17 台", "≥17台"),
        (" ≥17台\n", "≥17台"),
        (">=17台", "≥17台"),
        ("<=17台", "≤17台"),
        ("＞＝17台", "≥17台"),
        ("＜＝17台", "≤17台"),
        ("≧17台", "≥17台"),
        ("≦17台", "≤17台"),
        ("⩾17台", "≥17台"),
        ("⩽17台", "≤17台"),
        ("不少于17台", "≥17台"),
        ("不低于90%", "≥90%"),
        ("大于等于90%", "≥90%"),
        ("不超过524万元", "≤524万元"),
        ("不高于5%", "≤5%"),
        ("小于等于5％", "≤5%"),
        ("≥台", None),
        ("17≥", None),
        ("17台", None),
        ("", None),
        ("提升影响力", None),
    ],
)
def test_a_quantity_is_suggested_where_one_is_obvious(text: str, suggestion: str | None) -> None:
    assert suggest_quantity(text) == suggestion


@many
@given(st.text(alphabet="≥≤＞＜＝><=0123456789０１９.,，．台% \n-*_+", max_size=12))
def test_what_is_suggested_can_be_read(text: str) -> None:
    suggestion = suggest_quantity(text)
    assert suggestion is None or parse_quantity(suggestion) is not None


@pytest.mark.parametrize(
    ("target", "english"),
    [
        ("≥17台", "≥17 units"),
        ("＝1台", "= 1 unit"),
        ("＝1.0台", "= 1.0 unit"),
        ("≥0.5小时", "≥0.5 hours"),
        ("≤3工作日", "≤3 working days"),
        ("≤1工作日", "≤1 working day"),
        ("≥2国别", "≥2 countries"),
        ("＝100%", "= 100%"),
        ("≤5‰", "≤5‰"),
        ("≤1,306.00万元", "≤CNY 13.06 million"),
        ("≥39万次", "≥390,000 times"),
    ],
)
def test_a_quantity_has_english_with_its_plural(target: str, english: str) -> None:
    quantity = parse_quantity(target)
    assert quantity is not None
    assert english_target(quantity, load_units().get) == english


def test_every_unit_of_the_catalogue_can_stand_in_a_target() -> None:
    units = load_units()
    assert len(units) > 60
    for name, unit in units.items():
        quantity = parse_quantity(f"≥2{name}")
        assert quantity is not None, name
        assert quantity.unit_name == name
        assert unit.one
        assert unit.other


# --- Frameworks ---

OUTPUT_COST = [
    ("产出指标", "Output", "output.quantity", "数量指标"),
    ("产出指标", "Output", "output.quality", "质量指标"),
    ("产出指标", "Output", "output.timeliness", "时效指标"),
    ("产出指标", "Output", "output.cost", "成本指标"),
    ("效益指标", "Benefit", "benefit.economic", "经济效益"),
    ("效益指标", "Benefit", "benefit.social", "社会效益"),
    ("效益指标", "Benefit", "benefit.ecological", "生态效益"),
    ("效益指标", "Benefit", "benefit.sustained", "可持续影响"),
    ("满意度指标", "Satisfaction", "satisfaction.beneficiary", "服务对象满意度"),
]
COST_FIRST = [
    ("成本指标", "Cost", "cost.economic", "经济成本指标"),
    ("成本指标", "Cost", "cost.social", "社会成本指标"),
    ("成本指标", "Cost", "cost.ecological-environment", "生态环境成本指标"),
    ("产出指标", "Output", "output.quantity", "数量指标"),
    ("产出指标", "Output", "output.quality", "质量指标"),
    ("产出指标", "Output", "output.timeliness", "时效指标"),
    ("效益指标", "Benefit", "benefit.economic", "经济效益指标"),
    ("效益指标", "Benefit", "benefit.social", "社会效益指标"),
    ("效益指标", "Benefit", "benefit.ecological", "生态效益指标"),
    ("满意度指标", "Satisfaction", "satisfaction.beneficiary", "服务对象满意度指标"),
]


@pytest.fixture(scope="module")
def frameworks() -> Mapping[str, Framework]:
    return load_frameworks([])


@pytest.mark.parametrize(
    ("id_", "expected"), [("output-cost", OUTPUT_COST), ("cost-first", COST_FIRST)]
)
def test_a_framework_has_the_labels_and_order_of_the_form(
    frameworks: Mapping[str, Framework], id_: str, expected: list[tuple[str, str, str, str]]
) -> None:
    printed = [
        (level.label.zh, level.label.en, category.id, category.label.zh)
        for level, category in frameworks[id_].categories()
    ]
    assert printed == expected
    assert frameworks[id_].category_ids() == tuple(row[2] for row in expected)
    assert frameworks[id_].id == id_


def test_the_frameworks_of_the_forms_are_all_there_are(
    frameworks: Mapping[str, Framework],
) -> None:
    assert ", ".join(sorted(frameworks)) == (
        "chongqing, cost-first, ezhou, guangdong, hunan, investment, national, output-cost"
    )


def test_english_labels_are_the_terms_of_the_glossary(frameworks: Mapping[str, Framework]) -> None:
    labels = {
        category.id: category.label.en for _, category in frameworks["output-cost"].categories()
    }
    assert labels == {
        "output.quantity": "Quantity",
        "output.quality": "Quality",
        "output.timeliness": "Timeliness",
        "output.cost": "Cost",
        "benefit.economic": "Economic benefit",
        "benefit.social": "Social benefit",
        "benefit.ecological": "Ecological benefit",
        "benefit.sustained": "Sustained impact",
        "satisfaction.beneficiary": "Beneficiary satisfaction",
    }


def test_what_a_framework_requires_exists_in_it(frameworks: Mapping[str, Framework]) -> None:
    for framework in frameworks.values():
        known = {*framework.category_ids(), *(level.id for level in framework.levels)}
        assert set(framework.required) <= known


# --- Values that never change ---


def model_classes() -> list[type]:
    """Every dataclass of the model."""
    names = [module.name for module in pkgutil.iter_modules(model.__path__, "perf_report.model.")]
    classes = [
        thing
        for name in names
        for _, thing in inspect.getmembers(importlib.import_module(name), inspect.isclass)
        if thing.__module__ == name and dataclasses.is_dataclass(thing)
    ]
    assert len(classes) > 15
    return classes


@for_each("class_", model_classes())
def test_the_classes_of_the_model_are_frozen_and_slotted(class_: Any) -> None:
    assert class_.__dataclass_params__.frozen
    assert "__slots__" in vars(class_)


def test_nothing_can_be_assigned_anywhere_in_a_plan(real_plan: Plan) -> None:
    for value in values(real_plan):
        if dataclasses.is_dataclass(value):
            name = dataclasses.fields(value)[0].name
            with pytest.raises(dataclasses.FrozenInstanceError):
                setattr(value, name, None)
        assert not isinstance(value, list | set)


def test_lists_of_a_plan_are_tuples(real_plan: Plan) -> None:
    lists: list[object] = [real_plan.tasks, real_plan.goals]
    lists += [goal.indicators for goal in real_plan.goals]
    assert {type(each) for each in lists} == {tuple}


# --- Small parts ---


def test_a_text_says_what_it_has() -> None:
    text = Text(zh="企业满意度")
    assert text.get("zh") == "企业满意度"
    assert text.get("en") is None


@pytest.mark.parametrize(("value", "english"), [("1", "time"), ("1.00", "time"), ("0", "times")])
def test_a_unit_is_singular_beside_one_alone(value: str, english: str) -> None:
    assert Unit(one="time", other="times").for_value(Decimal(value)) == english


def test_findings_are_sorted_by_place() -> None:
    def located(line: int, column: int, rule: str) -> LocatedFinding:
        span = Span(line=line, column=column, end_line=line, end_column=column)
        return LocatedFinding(finding=Finding(rule=rule), file="spec.yaml", span=span)

    first, second, third = located(2, 9, "b"), located(10, 1, "a"), located(10, 1, "b")
    assert sorted([third, second, first], key=lambda item: item.sort_key) == [first, second, third]


def test_a_finding_speaks_by_its_rule_unless_it_names_a_message() -> None:
    assert Finding(rule="unknown-key").message_id == "unknown-key"
    assert (
        Finding(rule="unknown-key", message="unknown-key-close").message_id == "unknown-key-close"
    )


def test_tasks_are_numbered_by_their_order(real_plan: Plan) -> None:
    numbers = real_plan.task_numbers()
    assert list(numbers.values()) == [1, 2, 3, 4, 5, 6, 7]
    assert numbers["legal-affairs"] == 4
    assert real_plan.published is None or isinstance(real_plan.published, date)
