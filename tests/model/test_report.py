"""Reports on a plan as values: their names, and how an actual value is read."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from perf_report.model.actual_reading import is_readable_actual, read_actual
from perf_report.model.identity import Identity
from perf_report.model.report import FundsReport, Month, Report, ReportKind
from perf_report.model.target import Deadline, Quantity, Ratio
from perf_report.model.target_english import english_target

OF = Identity("water-bureau", 2025, "flood-walls")


@pytest.mark.parametrize("text", ["2025-04-28", "2025年4月28日", "4月28日"])
def test_a_day_on_which_something_was_done_is_no_deadline(text: str) -> None:
    read = read_actual(text, 2025)
    assert isinstance(read, Deadline)
    assert read.by == date(2025, 4, 28)
    english = english_target(read, lambda _: None)
    assert (read.printed, english) == ("2025年4月28日", "28 April 2025")


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("2025.4.28", "28 April 2025"),
        ("4月28日完成", "28 April 2025"),
        ("2025年4月", "April 2025"),
        ("4月底", "End of April 2025"),
        ("第二季度", "Second quarter of 2025"),
        ("二季度末", "End of the second quarter of 2025"),
        ("上半年", "First half of 2025"),
        ("2025年", "2025"),
        ("年底", "End of 2025"),
    ],
)
def test_when_something_was_done_is_not_by_when(text: str, english: str) -> None:
    read = read_actual(text, 2025)
    assert isinstance(read, Deadline)
    assert (read.printed, english_target(read, lambda _: None)) == (text, english)
    # As a target, it is a deadline.
    due = english_target(replace(read, is_reached=False), lambda _: None)
    assert str(due).startswith("By ")


@pytest.mark.parametrize(
    ("report", "name"),
    [
        (Report(kind=ReportKind.EVALUATION, of=OF), "water-bureau/2025/flood-walls#evaluation"),
        (
            Report(kind=ReportKind.MONITORING, of=Identity("a", 2025), through=Month(2025, 7)),
            "a/2025#monitoring-07",
        ),
    ],
)
def test_a_report_is_named_by_its_plan_and_its_kind(report: Report, name: str) -> None:
    assert str(report) == name


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("18台", "18", "台"),
        ("＝100%", "100", "%"),
        ("1,306.00万元", "1306.00", "万元"),
        ("-2.5%", "-2.5", "%"),
        ("－3个", "-3", "个"),
        ("−3个", "-3", "个"),
        ("负3%", "-3", "%"),
        ("＝-3%", "-3", "%"),
        ("0", "0", ""),
        ("2次/年", "2", "次/年"),
    ],
)
def test_an_actual_value_is_a_figure_with_its_unit(text: str, value: str, unit: str) -> None:
    read = read_actual(text, 2025)
    assert isinstance(read, Quantity)
    assert (read.value, read.unit_name) == (Decimal(value), unit)


def test_an_actual_value_is_a_ratio_or_a_day() -> None:
    assert isinstance(read_actual("1:3", 2025), Ratio)
    read = read_actual("10月20日", 2025)
    assert isinstance(read, Deadline)
    assert read.by == date(2025, 10, 20)


@pytest.mark.parametrize(
    "text",
    [
        "≥266米", "266米以上", "3～5个", "-≥3个", "-2025-10-20", "已完成", "--3", "负-3",
        "≥-3%", "-3～5%", "",
        # By when, and not when.
        "2025年12月底前", "11月20日前", "11月20日之前", "2025-11-20前", "11月底前完成", "年内",
        "第三季度内",
    ],
)  # fmt: skip
def test_a_bound_a_range_a_limit_or_words_are_no_actual_value(text: str) -> None:
    assert not is_readable_actual(text)


def test_a_budget_that_was_not_adjusted_is_the_initial_one() -> None:
    assert FundsReport(initial=Decimal(5)).budget == 5
    assert FundsReport(initial=Decimal(5), adjusted=Decimal(0)).budget == 0
    assert FundsReport(executed=Decimal(5)).budget is None
