"""Amounts of money are read in the unit that their cell, their label or the paper states."""

from decimal import Decimal

import pytest
from makers.grid import Table
from makers.read_table import marks_of, read_plans, read_table, read_tables, rows_of

from perf_report.model.form import Field, ValueType
from perf_report.model.text import Text
from perf_report.recognize.cell_text import label_key
from perf_report.recognize.money import read_amount, stated_units
from perf_report.recognize.values import read_day, read_value

TITLE = "2025年部门整体支出绩效目标表"
REST = """
    序号 | 年度绩效目标 | < | < | < | 对应工作任务
    1 | 保管好档案 | < | < | < | 1
    绩效目标 | 一级指标 | 二级指标 | 三级指标 | < | 年度指标值
    目标1 | 成本指标 | 经济成本指标 | 单位成本（元） | < | ≤98
"""


def overall(
    head: str = "预算资金（万元）",
    amount: str = "300.00",
    total: str = "总额",
    second: str = "100.00",
) -> list[list[str]]:
    return rows_of(f"""
        部门名称 | < | 示例市档案局 | < | < | <
        序号 | 主要工作任务 | {head} | < | < | <
        ^ | ^ | {total} | 财政资金 | < | 其他资金
        ^ | ^ | ^ | 基本支出 | 项目支出 | ^
        1 | 保管档案 | {amount} {"| " * (3 - amount.count("|"))}
        2 | 开放档案 | {second} | | |
        {REST}
    """)


@pytest.mark.parametrize(
    ("above", "rows", "unit", "amount", "marks"),
    [
        ("", overall(), "万元", "300.00", set()),
        ("", overall("预算资金（元）"), "元", "300.00", set()),
        ("单位 万元", overall("预算资金"), "万元", "300.00", set()),
        ("单位：人民币 万 元", overall("预算资金"), "万元", "300.00", set()),
        ("（2025年度）  金额单位：元", overall("预算资金"), "元", "300.00", set()),
        ("", overall("预算资金（单位：元）"), "元", "300.00", set()),
        ("", overall("预算资金【元】"), "元", "300.00", set()),
        ("", overall("预算资金/元"), "元", "300.00", set()),
        # Units that a spec cannot have.
        ("", overall("预算资金（亿元）"), "万元", "3000000.00", {"import-unit-differs"}),
        ("单位：千元", overall("预算资金"), "万元", "30.00", {"import-unit-differs"}),
        # A unit that the cell has.
        ("", overall(amount="300.00万元"), "万元", "300.00", set()),
        ("", overall(amount="3,000,000元"), "万元", "300.00", {"import-amount-other-unit"}),
        ("", overall("预算资金（元）", "3万元"), "元", "30000.00", {"import-amount-other-unit"}),
        ("", overall("预算资金", "3万元", second="5元"), "万元", "3", set()),
        ("", overall("预算资金", "30000元", second="5元"), "元", "30000", set()),
        # Texts that contradict each other; the nearest to the amounts decides.
        ("单位：元", overall(), "万元", "300.00", {"import-units-several"}),
        ("", overall(total="总额（元）"), "万元", "0.03", {"import-units-several"}),
        # What is no amount.
        ("", overall(amount=r"300\n400"), "万元", None, {"import-amount-unread"}),
        ("", overall(amount="300 400"), "万元", None, {"import-amount-unread"}),
        ("", overall(amount="（106.00）"), "万元", None, {"import-amount-unread"}),
        # An amount that rows or columns share.
        ("", overall(amount="300.00", second="^"), "万元", None, {"import-amount-shared"}),
        ("", overall(amount="300.00 | <"), "万元", None, {"import-amount-shared"}),
    ],
)  # fmt: skip
def test_amount_is_in_the_unit_that_is_stated(
    above: str, rows: list[list[str]], unit: str, amount: str | None, marks: set[str]
) -> None:
    imported = read_table([TITLE, above], rows)
    found = imported.content["tasks"][0]["funds"].get("total")
    assert imported.content["currency_unit"] == unit
    assert found == (amount and Decimal(amount))
    assert marks_of(imported) - {"import-task-without-amounts"} == marks


def test_unit_without_a_statement_is_missing() -> None:
    notes = read_table([TITLE], overall("预算资金")).notes
    assert "import-currency-missing" in {note.id for note in notes}


@pytest.mark.parametrize(
    ("own", "unit", "marks"),
    [
        ("预算资金（万元）", "万元", set()),
        ("预算资金", "元", {"import-unit-elsewhere"}),
    ],
)
def test_unit_of_another_table_is_not_taken_unmarked(own: str, unit: str, marks: set[str]) -> None:
    other = Table(
        above=["2025年三公经费预算表", "单位：元"], rows=rows_of("项目 | 预算数\n合计 | 12.00")
    )
    imported = read_tables(other, Table(above=[TITLE], rows=overall(own)))
    assert imported.content["currency_unit"] == unit
    assert marks_of(imported) == marks


@pytest.mark.parametrize(
    ("label", "amount", "read", "marks"),
    [
        ("（万元）", "500.00", "500.00", set()),
        ("（元）", "5000000", "500.00", {"import-unit-differs"}),
        ("", "5000000元", "500.00", set()),
    ],
)
def test_amount_is_converted_to_the_unit_of_the_form(
    label: str, amount: str, read: str, marks: set[str]
) -> None:
    rows = rows_of(f"""
        项目名称 | 档案数字化 | < | < | <
        主管部门及编码 | 示例市档案局 | < | 实施单位 | 示例市档案馆
        项目属性 | 延续项目 | < | 项目起止时间 | 2024.01-12
        项目资金{label} | 资金总额 | {amount} | 当年资金总额 | {amount}
        ^ | 其中：财政拨款 | {amount} | 其中：当年财政拨款 | {amount}
        总体目标 | 中期目标 | < | 年度目标 | <
        ^ | 完成数字化 | < | 完成一半 | <
    """)
    imported = read_table(["项目支出绩效目标表", "（2025年度）"], rows)
    assert set(imported.content["funds"].values()) == {Decimal(read)}
    assert imported.content["fields"]["period"] == {"from": "2024-01", "to": "2024-12"}
    assert marks_of(imported) == marks


@pytest.mark.parametrize(
    ("text", "figure", "unit"),
    [
        ("1,3\n06.00", "1306.00", ""),
        ("1306\n.00", "1306.00", ""),
        ("5\n000", "5000", ""),
        ("1 306.00", "1306.00", ""),
        ("２０．５万", "20.5", "万元"),
        ("2 000.00万 元", "2000.00", "万元"),
        ("人民币300.00万元整", "300.00", "万元"),
        ("￥1,306.00", "1306.00", ""),
        ("0.5亿元", "0.5", "亿元"),
    ],
)
def test_amount_is_read_as_offices_write_it(text: str, figure: str, unit: str) -> None:
    amount = read_amount(text)
    assert amount is not None
    assert (str(amount.figure), amount.unit) == (figure, unit)


@pytest.mark.parametrize(
    "text", ["10\n20", "10 20", "3,06.00", "约400", "-5", "00", "1.1234567", "300（含上年）"]
)
def test_what_is_no_plain_amount_is_none(text: str) -> None:
    assert read_amount(text) is None


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("（单位：万元、人）", ("万元",)),
        ("货币单位：人民币元", ("元",)),
        ("注：以上资金单位为元。", ("元",)),
        ("单位：万元%", ("万元",)),
        ("单位：万美元", ()),
        ("单位：元/人", ()),
        ("建设单位元通公司", ()),
        ("共5万元（5万元）", ()),
    ],
)
def test_unit_is_found_in_a_text(text: str, units: tuple[str, ...]) -> None:
    assert stated_units(text) == units


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("预算资金\n单位：万元", "预算资金"),
        ("预算资金（万元，保留两位小数）", "预算资金"),
        ("单位：万元", "单位:万元"),
    ],
)
def test_label_is_compared_without_the_unit(text: str, key: str) -> None:
    assert label_key(text) == key


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024年1-12月", {"from": "2024-01", "to": "2024-12"}),
        ("2026年12月-2024年1月", None),
        ("2024.12-01", None),
    ],
)
def test_period_is_read_or_is_none(text: str, value: dict[str, str] | None) -> None:
    assert read_day("2024.01-12") is None
    assert read_value(text, Field(id="p", label=Text(), type=ValueType.PERIOD)) == value


def test_rows_of_projects_are_told_apart_and_compared() -> None:
    rows = rows_of("""
        单位名称 | 项目名称 | 预算数 | 年度目标 | 一级指标 | 二级指标 | 三级指标 | 指标值
        档案局 | 数字化 | 200元 | 扫描 | 产出指标 | 数量指标 | 页数 | ≥20页
        图书馆 | 数字化 | 0.01万元 | 扫描 | 产出指标 | 数量指标 | 册数 | ≥10册
        档案局 | 数字化 | 300元 | 扫描 | 产出指标 | 质量指标 | 合格率 | ≥98%
    """)
    above = ["部门预算项目绩效目标申报表（2025年度）", "金额单位：元"]
    plans = read_plans(Table(above=above, rows=rows))
    assert [len(each.content["indicators"]) for each in plans] == [2, 1]
    assert [each.content["funds"] for each in plans] == [
        {"total": Decimal(200)},
        {"total": Decimal(100)},
    ]
    assert [marks_of(each) for each in plans] == [
        {"import-rows-differ"},
        {"import-amount-other-unit"},
    ]
