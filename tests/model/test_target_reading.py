"""Targets as published tables write them: what is read, printed, and said in English."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from cases import for_each
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import tries
from vocabularies import vocabulary

from perf_report.model.measure import measure
from perf_report.model.plan import Indicator
from perf_report.model.target import Deadline, Quantity, Range, Ratio, Target
from perf_report.model.target_reading import is_readable, is_sign, read_target
from perf_report.model.target_suggestion import suggest_target
from perf_report.model.text import Text
from perf_report.model.unit_column import with_unit
from perf_report.render.target_data import target_record

VOCABULARY = vocabulary()

DURATION = {"kind": "duration", "operator": "≤"}
# What is written, and the data and the English that it has.
WRITTEN: list[tuple[str, dict[str, Any], str]] = [
    ("≥17台", {"operator": "≥", "value": "17", "unit": "台"}, "≥17 units"),
    ("≧17台", {"operator": "≥", "value": "17", "unit": "台"}, "≥17 units"),
    ("≥ 17 台", {"operator": "≥", "value": "17", "unit": "台"}, "≥17 units"),
    ("不少于17台", {"operator": "≥", "value": "17", "unit": "台"}, "At least 17 units"),
    ("17台以上", {"operator": "≥", "value": "17", "unit": "台"}, "At least 17 units"),
    ("17台（含）以上", {"operator": "≥", "value": "17", "unit": "台"}, "At least 17 units"),
    ("大于17台", {"operator": "＞", "value": "17", "unit": "台"}, "More than 17 units"),
    ("超过17台", {"operator": "＞", "value": "17", "unit": "台"}, "More than 17 units"),
    ("低于5%", {"operator": "＜", "value": "5", "unit": "%"}, "Less than 5%"),
    ("不足5%", {"operator": "＜", "value": "5", "unit": "%"}, "Less than 5%"),
    ("控制在5%以内", {"operator": "≤", "value": "5", "unit": "%"}, "No more than 5%"),
    ("不超过35万元", {"operator": "≤", "value": "35", "unit": "万元"},
     "No more than CNY 350,000"),
    ("≤409.6万元", {"operator": "≤", "value": "409.6", "unit": "万元"}, "≤CNY 4.096 million"),
    ("12亿元", {"value": "12", "unit": "亿元"}, "CNY 1.2 billion"),
    ("≤500元", {"operator": "≤", "value": "500", "unit": "元"}, "≤CNY 500"),
    ("≥39万次", {"operator": "≥", "value": "39", "unit": "万次"}, "≥390,000 times"),
    ("≥67400份", {"operator": "≥", "value": "67400", "unit": "份"}, "≥67,400 documents"),
    ("＝1场", {"operator": "＝", "value": "1", "unit": "场"}, "= 1 event"),
    ("＞5%", {"operator": "＞", "value": "5", "unit": "%"}, "> 5%"),
    ("100%", {"value": "100", "unit": "%"}, "100%"),
    ("10辆", {"value": "10", "unit": "辆"}, "10 vehicles"),
    ("1辆", {"value": "1", "unit": "辆"}, "1 vehicle"),
    ("0起", {"value": "0", "unit": "起"}, "0 cases"),
    ("2", {"value": "2"}, "2"),
    ("2.50", {"value": "2.50"}, "2.50"),
    ("１７", {"value": "17"}, "17"),
    ("67400", {"value": "67400"}, "67,400"),
    ("2025", {"value": "2025"}, "2,025"),
    ("2025年", {"kind": "deadline", "deadline": "2025-12-31"}, "By the end of 2025"),
    ("≥17", {"operator": "≥", "value": "17"}, "≥17"),
    ("＞17", {"operator": "＞", "value": "17"}, "> 17"),
    ("不少于17", {"operator": "≥", "value": "17"}, "At least 17"),
    ("17以上", {"operator": "≥", "value": "17"}, "At least 17"),
    ("5以内", {"operator": "≤", "value": "5"}, "No more than 5"),
    ("3～5", {"kind": "range", "value": "3", "upper": "5"}, "3 to 5"),
    ("2000～2100", {"kind": "range", "value": "2000", "upper": "2100"}, "2,000 to 2,100"),
    ("±5", {"kind": "range", "value": "-5", "upper": "5"}, "±5"),
    ("10台（套）", {"value": "10", "unit": "台(套)"}, "10 sets"),
    ("10台（套）以上", {"operator": "≥", "value": "10", "unit": "台(套)"}, "At least 10 sets"),
    ("≥39万页次", {"operator": "≥", "value": "39", "unit": "万页次"}, "≥390,000 page views"),
    ("300项次", {"value": "300", "unit": "项次"}, "300 items"),
    ("2万人次", {"value": "2", "unit": "万人次"}, "20,000 attendances"),
    ("500亩", {"value": "500", "unit": "亩"}, "500 mu"),
    ("12公顷", {"value": "12", "unit": "公顷"}, "12 hectares"),
    ("≥30km", {"operator": "≥", "value": "30", "unit": "km"}, "≥30 km"),
    ("2个季度", {"value": "2", "unit": "个季度"}, "2 quarters"),
    ("4期", {"value": "4", "unit": "期"}, "4 issues"),
    ("1批", {"value": "1", "unit": "批"}, "1 batch"),
    ("3例", {"value": "3", "unit": "例"}, "3 cases"),
    ("1户", {"value": "1", "unit": "户"}, "1 household"),
    ("≥300吨标准煤", {"operator": "≥", "value": "300", "unit": "吨标准煤"},
     "≥300 metric tons of standard coal equivalent"),
    ("20立方米", {"value": "20", "unit": "立方米"}, "20 m³"),
    ("2万平方米", {"value": "2", "unit": "万平方米"}, "20,000 m²"),
    ("1座", {"value": "1", "unit": "座"}, "1 facility"),
    ("2处", {"value": "2", "unit": "处"}, "2 sites"),
    ("5台套", {"value": "5", "unit": "台套"}, "5 sets"),
    ("≤0.5‰", {"operator": "≤", "value": "0.5", "unit": "‰"}, "≤0.5‰"),
    ("1.5个百分点", {"value": "1.5", "unit": "个百分点"}, "1.5 percentage points"),
    ("2百分点", {"value": "2", "unit": "百分点"}, "2 percentage points"),
    ("≥95分", {"operator": "≥", "value": "95", "unit": "分"}, "≥95 points"),
    ("1,306.00万元", {"value": "1306.00", "unit": "万元"}, "CNY 13.06 million"),
    ("3～5个", {"kind": "range", "value": "3", "upper": "5", "unit": "个"}, "3 to 5 items"),
    ("80%-90%", {"kind": "range", "value": "80", "upper": "90", "unit": "%"}, "80% to 90%"),
    ("3至5个", {"kind": "range", "value": "3", "upper": "5", "unit": "个"}, "3 to 5 items"),
    ("±3%以内", {"kind": "range", "value": "-3", "upper": "3", "unit": "%"}, "Within ±3%"),
    ("1次/年", {"value": "1", "unit": "次", "per": "年"}, "Once a year"),
    ("每月1次", {"value": "1", "unit": "次", "per": "月"}, "Once a month"),
    ("≥2次/季度", {"operator": "≥", "value": "2", "unit": "次", "per": "季度"},
     "≥2 times a quarter"),
    ("≥1次/年", {"operator": "≥", "value": "1", "unit": "次", "per": "年"}, "≥1 time a year"),
    ("每季度≥1次", {"operator": "≥", "value": "1", "unit": "次", "per": "季度"},
     "≥1 time a quarter"),
    ("3～5次/年", {"kind": "range", "value": "3", "upper": "5", "unit": "次", "per": "年"},
     "3 to 5 times a year"),
    ("2次/小时", {"value": "2", "unit": "次", "per": "小时"}, "Twice an hour"),
    ("3天/次", {"value": "3", "unit": "天", "per": "次"}, "3 days each time"),
    ("300元/人", {"value": "300", "unit": "元", "per": "人"}, "CNY 300 per person"),
    ("每年不少于3次", {"operator": "≥", "value": "3", "unit": "次", "per": "年"},
     "At least 3 times a year"),
    ("3元/人", {"value": "3", "unit": "元", "per": "人"}, "CNY 3 per person"),
    ("5万元/公里", {"value": "5", "unit": "万元", "per": "公里"}, "CNY 50,000 per km"),
    ("1:3", {"kind": "ratio", "ratio": "1:3"}, "1:3"),
    ("2/3", {"kind": "ratio", "ratio": "2:3"}, "2/3"),
    ("1：3", {"kind": "ratio", "ratio": "1:3"}, "1:3"),
    ("2025年10月底前", {"kind": "deadline", "deadline": "2025-10-31"},
     "By the end of October 2025"),
    ("10月底前", {"kind": "deadline", "deadline": "2025-10-31"}, "By the end of October 2025"),
    ("2025年10月底前完成", {"kind": "deadline", "deadline": "2025-10-31"},
     "By the end of October 2025"),
    ("2025.12.31", {"kind": "deadline", "deadline": "2025-12-31"}, "By 31 December 2025"),
    ("2025-12-31", {"kind": "deadline", "deadline": "2025-12-31"}, "By 31 December 2025"),
    ("2025年6月30日前", {"kind": "deadline", "deadline": "2025-06-30"}, "By 30 June 2025"),
    ("第三季度", {"kind": "deadline", "deadline": "2025-09-30"},
     "By the end of the third quarter of 2025"),
    ("上半年", {"kind": "deadline", "deadline": "2025-06-30"}, "By the end of June 2025"),
    ("年底前", {"kind": "deadline", "deadline": "2025-12-31"}, "By the end of 2025"),
    ("12个月内", {**DURATION, "value": "12", "unit": "个月", "duration": "P12M"},
     "Within 12 months"),
    ("3个工作日内", {"kind": "duration", "operator": "≤", "value": "3", "unit": "个工作日"},
     "Within 3 working days"),
    ("≤3个工作日", {"kind": "duration", "operator": "≤", "value": "3", "unit": "个工作日"},
     "≤3 working days"),
    ("12个月内完成", {**DURATION, "value": "12", "unit": "个月", "duration": "P12M"},
     "Within 12 months"),
    ("24小时以内", {**DURATION, "value": "24", "unit": "小时", "duration": "PT24H"},
     "Within 24 hours"),
    ("≥-3%", {"operator": "≥", "value": "-3", "unit": "%"}, "≥-3%"),
    ("≤-1,306.5万元", {"operator": "≤", "value": "-1306.5", "unit": "万元"},
     "≤CNY -13.065 million"),
    ("＝-2", {"operator": "＝", "value": "-2"}, "= -2"),
    ("≥负3%", {"operator": "≥", "value": "-3", "unit": "%"}, "≥-3%"),
    ("不低于-3%", {"operator": "≥", "value": "-3", "unit": "%"}, "At least -3%"),
    ("−3台", {"value": "-3", "unit": "台"}, "-3 units"),
    ("负3%", {"value": "-3", "unit": "%"}, "-3%"),
    ("-3%至5%", {"kind": "range", "value": "-3", "upper": "5", "unit": "%"}, "-3% to 5%"),
    ("-3～3台", {"kind": "range", "value": "-3", "upper": "3", "unit": "台"}, "-3 to 3 units"),
    ("负8%到-3%", {"kind": "range", "value": "-8", "upper": "-3", "unit": "%"}, "-8% to -3%"),
]  # fmt: skip


@for_each(
    "text,is_one", [("≥", True), ("不低于", True), ("-", False), ("负", False), ("≥-", False)]
)
def test_a_minus_alone_is_no_sign(text: str, *, is_one: bool) -> None:
    # A dash beside an empty cell, or the direction of an indicator.
    assert is_sign(text) is is_one


def record_of(text: str) -> dict[str, Any]:
    """The data of a target, with Chinese words alone."""
    target = read_target(text, 2025)
    assert target is not None, text
    indicator = Indicator(
        id="a", category="output.quantity", name=Text(zh="甲", en="A"), target=target
    )
    return target_record(target, indicator, VOCABULARY, ("zh", "en"))


@pytest.mark.parametrize(("text", "data", "english"), WRITTEN)
def test_a_target_is_read_and_printed_and_has_english(
    text: str, data: dict[str, Any], english: str
) -> None:
    record = record_of(text)
    assert record.pop("text") == {"zh": text, "en": english}
    for key in record.keys() & {"unit", "per"}:
        record[key] = record[key]["zh"]
    assert record == {"kind": "quantity", **data}


@for_each(
    "text",
    [
        "", " ", "017", "+5", ".5", "5.", "2/年", "每年2", "2024-2025", "3个～5",
        "17≥台", "≥台", "5月前", "第三季度前", "5-3个", "5个-5个", "5-3",
        "大幅提升", "优", "一次", "2月30日前", "2025年2月29日前", "2025年13月底前", "1:0", "1/0",
        "17台\n", "17\t台", "≥17台以上", "大于17台以上", "每年2次/月", "3个～5台", "100%%",
        "5公里、3座", "3个月内达到", "每人每年2次",
        "1万2千人", "1e3公里", f"{'1' * 61}",
        # Which dash is a minus, and whether one is.
        "- 5%", "≥- 5%", "--5", "≥--5", "≥–5%", "-5--3", "-3-5个", "-3%-5%", "负3%-5%", "-3～-5",
        "-3", "−3", "负3", "-12月", "≤-3天", "≥-0", "-2025年", "-10月底前", "-1:3", "±-3%",
        # How far from zero, and not on which side.
        "控制在-3%以内", "-3%内", "达到-3%",
    ],
)  # fmt: skip
def test_what_has_no_single_reading_is_not_read(text: str) -> None:
    found = read_target(text, 2025)
    # What 0.1 took for a quantity is one still, of which a rule says what is wrong.
    assert found is None or text == "≥17台以上"


@for_each(
    "text",
    [
        "≥90次以上",
        "≥5~8公里",
        "≥12公里、5座",
        "≥1万2千人",
        "≥50%。",
        "≥90%%",
        "≥1/2",
        "≤1:3",
        "≥90﹪",
    ],
)
def test_what_0_1_accepted_stays_a_quantity_with_its_words(text: str) -> None:
    found = read_target(text, 2025)
    assert isinstance(found, Quantity)
    assert found.printed == text


@settings(max_examples=tries(500), deadline=None, derandomize=True)
@given(
    st.text(
        alphabet="≥≤＞<=±0123456789.,，/：:～-%台个次年月日底前内以上每第三季度 　", max_size=12
    )
)
def test_whatever_is_read_prints_as_it_is_written_and_is_read_again(text: str) -> None:
    found = read_target(text, 2025)
    assert is_readable(text) == (read_target(text, 2000) is not None)
    if found is not None:
        again = read_target(found.printed, 2025)
        assert again == found
        is_usual = isinstance(found, Quantity) and not found.words
        assert is_usual or found.printed == text


@pytest.mark.parametrize(
    ("first", "second", "is_same"),
    [
        ("4次/年", "1次/季度", True), ("1次/月", "12次/年", True), ("1次/年", "2次/季度", False),
        ("3元/人", "3元", False), ("5万元/公里", "50000元/公里", True),
    ],
)  # fmt: skip
def test_rates_convert_to_one_period(first: str, second: str, *, is_same: bool) -> None:
    one, other = (read_target(text, 2025) for text in (first, second))
    assert isinstance(one, Quantity)
    assert isinstance(other, Quantity)
    assert (measure(one) == measure(other)) is is_same


def test_the_year_of_a_day_is_that_of_the_plan_unless_it_is_written() -> None:
    def day(text: str, year: int) -> date:
        found = read_target(text, year)
        assert isinstance(found, Deadline)
        return found.by

    assert day("2月底前", 2024) == date(2024, 2, 29)
    assert day("2月底前", 2025) == date(2025, 2, 28)
    assert day("2026年2月底前", 2025) == date(2026, 2, 28)


def test_a_range_and_a_ratio_are_exact() -> None:
    found: list[Target | None] = [read_target(text, 2025) for text in ("0.1-0.3%", "1:3")]
    percent, ratio = found
    assert isinstance(percent, Range)
    assert [bound.value for bound in percent.bounds] == [Decimal("0.1"), Decimal("0.3")]
    assert isinstance(ratio, Ratio)
    assert ratio.value * 3 == 1


# What stands in targets, and characters that look like it, of other widths and scripts.
ODD = (
    "≥≤＞<=±0123456789０１２.,，。、/／：:～~-—–%‰％"
    "台个次年月日季度底前内以上每第一三十百万亿（）() \u3000\u00a0\n²½①٣Ⅳ"
)


@settings(max_examples=tries(1500), deadline=None, derandomize=True)
@given(st.one_of(st.text(alphabet=ODD, max_size=14), st.text(max_size=20)), st.sampled_from("个%5"))
def test_odd_texts_are_read_or_refused_and_never_break_anything(text: str, unit: str) -> None:
    meant = suggest_target(text).text
    assert not meant or is_readable(meant)
    found = read_target(text, 2025)
    if found is None:
        return
    for target in (found, with_unit(found, unit)):
        indicator = Indicator(id="a", category="output.quantity", name=Text(), target=target)
        record = target_record(target, indicator, VOCABULARY, ("zh", "en"))
        assert record["text"]["zh"] == target.printed
        assert VOCABULARY.target_columns(indicator).value.zh
        for quantity in [target] if isinstance(target, Quantity) else []:
            assert (measure(quantity).value < 0) is (quantity.value < 0)
