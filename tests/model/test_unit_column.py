"""The unit of a target in a column of its own."""

from decimal import Decimal
from typing import Any

import pytest
from cases import for_each
from hypothesis import given, settings
from hypothesis import strategies as st
from paths import SMALL_SPEC
from sampling import tries
from vocabularies import vocabulary

from perf_report.model.content_digest import content_digest
from perf_report.model.plan import Indicator, Plan
from perf_report.model.plan_data import plan_data
from perf_report.model.source import Source
from perf_report.model.target import Quantity, Range
from perf_report.model.target_english import english_target
from perf_report.model.target_reading import read_target
from perf_report.model.text import Text
from perf_report.model.unit import Unit
from perf_report.model.unit_column import with_unit, without_unit
from perf_report.parse.load import load_plan
from perf_report.parse.plan import build_plan
from perf_report.parse.yaml_writer import dump_plan

VOCABULARY = vocabulary()
SMALL = SMALL_SPEC.read_text("utf-8")


def plan_with(lines: str) -> Plan:
    """The small plan whose first indicator has these lines in place of its target."""
    text = SMALL.replace("target: ≥17台", lines.replace("\n", "\n        "))
    loaded = load_plan(Source(name="spec.yaml", data=text.encode()))
    assert loaded.plan is not None, loaded.findings
    return loaded.plan


def first(plan: Plan) -> Indicator:
    return plan.goals[0].indicators[0]


@pytest.mark.parametrize(
    ("target", "unit", "printed", "english"),
    [
        ("2", "个", "2个", "2 items"),
        ("'2'", "个", "2个", "2 items"),
        ("2.50", "万元", "2.50万元", "CNY 25,000"),
        ("≥2", "个", "≥2个", "≥2 items"),
        ("＞2", "个", "＞2个", "> 2 items"),
        ("≥ 2", "个", "≥ 2个", "≥2 items"),
        ("１０", "辆", "１０辆", "10 vehicles"),
        ("不少于2", "次/年", "不少于2次/年", "At least twice a year"),
        ("2以上", "个", "2个以上", "At least 2 items"),
        ("3以内", "个月", "3个月以内", "Within 3 months"),
        ("3～5", "个", "3～5个", "3 to 5 items"),
        ("±3以内", "'%'", "±3%以内", "Within ±3%"),
        ("3～5", "次/年", "3～5次/年", "3 to 5 times a year"),
        ("5", "台（套）", "5台（套）", "5 sets"),
        ("12", "{zh: 份, one: report, other: reports}", "12份", "12 reports"),
    ],
)
def test_a_figure_without_a_unit_has_the_one_beside_it(
    target: str, unit: str, printed: str, english: str
) -> None:
    plan = plan_with(f"target: {target}\nunit: {unit}")
    indicator = first(plan)
    assert indicator.unit_apart
    assert VOCABULARY.target_text(indicator, indicator.target) == Text(zh=printed, en=english)
    assert load_plan(Source(name="a", data=dump_plan(plan).encode())).plan == plan


@pytest.mark.parametrize(
    ("target", "unit"),
    [
        ("≥2份", "{one: report, other: reports}"),
        ("≥39万次", "(10,000 page views)"),
        ("1:3", "个"),
        ("年底前", "个"),
        ("{zh: 优, en: good}", "个"),
        ("2", "{one: report, other: reports}"),
        ("2", "个5"),
    ],
)
def test_in_all_other_cases_a_unit_is_english(target: str, unit: str) -> None:
    plan = plan_with(f"target: {target}\nunit: {unit}")
    assert not first(plan).unit_apart
    assert isinstance(first(plan).unit, Unit)
    assert load_plan(Source(name="a", data=dump_plan(plan).encode())).plan == plan


@pytest.mark.parametrize(
    ("written", "english"),
    [
        ("2024-11-20", "20 November 2024"),
        ("2024年11月底", "End of November 2024"),
        # A limit is none that was reached.
        ("2024年11月底前", "By the end of November 2024"),
    ],
)
def test_a_baseline_that_is_a_day_is_no_deadline(written: str, english: str) -> None:
    plan = plan_with(f"target: 2025-11-30\nbaseline: {{year: 2024, value: {written}}}")
    baseline = first(plan).baseline
    assert baseline is not None
    assert english_target(baseline.value, lambda _: None) == english
    assert english_target(first(plan).target, lambda _: None) == "By 30 November 2025"


def test_the_unit_apart_is_that_of_the_baseline_too() -> None:
    plan = plan_with("target: ≥2\nunit: 个\nbaseline: {year: 2024, value: 1.50}")
    baseline = first(plan).baseline
    assert baseline is not None
    assert isinstance(baseline.value, Quantity)
    assert (baseline.value.printed, baseline.value.value) == ("1.50个", Decimal("1.50"))
    assert load_plan(Source(name="a", data=dump_plan(plan).encode())).plan == plan


def test_a_figure_is_the_same_as_a_number_and_as_a_text() -> None:
    number, text = plan_with("target: 2.50"), plan_with('target: "2.50"')
    assert number == text
    assert content_digest(number) == content_digest(text)
    assert first(number).target.printed == "2.50"


def test_numbers_in_data_are_targets_too() -> None:
    data: Any = plan_data(plan_with("target: 2"))
    data["goals"][0]["indicators"][0]["target"] = Decimal("2.50")
    assert first(build_plan(data)).target.printed == "2.50"


@pytest.mark.parametrize(
    ("target", "unit", "sign", "value", "name"),
    [
        ("≥17台", "", "≥", ("17", "17"), ("台", "units")),
        ("≥17", "台", "≥", ("17", "17"), ("台", "units")),
        ("100%", "", "", ("100", "100"), ("%", "%")),
        ("不少于2次/年", "", "≥", ("2", "2"), ("次/年", "times a year")),
        ("3～5个", "", "", ("3～5", "3 to 5"), ("个", "items")),
        ("3～5", "个", "", ("3～5", "3 to 5"), ("个", "items")),
        ("80%-90%", "", "", ("80-90", "80 to 90"), ("%", "%")),
        ("±3%以内", "", "", ("±3以内", "±3"), ("%", "%")),
        ("3～5次/年", "", "", ("3～5", "3 to 5"), ("次/年", "times a year")),
        ("≤409.6万元", "", "≤", ("409.6", "409.6"), ("万元", "(CNY 10,000)")),
        ("2", "", "", ("2", "2"), (None, None)),
        ("1:3", "", "", ("1:3", "1:3"), (None, None)),
        ("年底前", "", "", ("年底前", "By the end of 2025"), (None, None)),
        ("{zh: 优, en: good}", "", "", ("优", "good"), (None, None)),
    ],
)  # fmt: skip
def test_a_form_can_print_sign_value_and_unit_in_columns(
    target: str, unit: str, sign: str, value: tuple[str, str], name: tuple[str, str]
) -> None:
    column = f"\nunit: {unit}" if unit else ""
    columns = VOCABULARY.target_columns(first(plan_with(f"target: {target}{column}")))
    assert columns.sign == sign
    assert (columns.value.zh, columns.value.en) == value
    assert (columns.unit.zh, columns.unit.en) == name


BARE = [
    "2",
    "≥2",
    "＞2",
    "≥ 2",
    "不少于2",
    "2以上",
    "１０",
    "3～5",
    "±3以内",
    "3.50",
    "1,306.00",
    "控制在5以内",
]


@settings(max_examples=tries(300), deadline=None, derandomize=True)
@given(st.sampled_from(BARE), st.text(alphabet="个次人年%‰万元/内以上（）m²5≥ ", max_size=5))
def test_what_is_put_together_can_be_taken_apart(target: str, unit: str) -> None:
    bare = read_target(target, 2025)
    assert isinstance(bare, Quantity | Range)
    whole = with_unit(bare, unit)
    assert isinstance(whole, Quantity | Range)
    if whole is not bare:
        assert whole.unit_name == unit
        assert read_target(without_unit(whole), 2025) == bare


@for_each("unit", ["个", "次", "万元", "%", "公里"])
def test_a_unit_apart_is_read_as_one_behind_the_figure(unit: str) -> None:
    for target in BARE:
        bare = read_target(target, 2025)
        assert bare is not None
        whole = with_unit(bare, unit)
        assert read_target(whole.printed, 2025) == whole
