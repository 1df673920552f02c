"""Targets of which the columns are those of two years or horizons, or of sign, figure and unit."""

from decimal import Decimal
from typing import Any

import pytest
from makers.read_table import marks_of, read_table, rows_of

TITLE = "2025年部门整体支出绩效目标表"
TOP = """
    部门名称 | < | 示例市档案局 | < | < | < | <
    序号 | 主要工作任务 | 预算资金（万元） | < | < | < | <
    ^ | ^ | 总额 | 财政资金 | < | 其他资金 | <
    ^ | ^ | ^ | 基本支出 | 项目支出 | ^ | ^
    1 | 保管档案 | 300.00 | 200.00 | 100.00 | | <
    序号 | 年度绩效目标 | < | < | < | < | 对应工作任务
    1 | 保管好档案 | < | < | < | < | 1
"""
# The head of indicators, and the beginning of each row.
HEAD = "绩效目标 | 一级指标 | 二级指标 | 三级指标"
ROW = "目标1 | 产出指标 | 数量指标 | 整理档案数量"


def first_indicator(head: str, row: str, below: str = "") -> tuple[dict[str, Any], set[str]]:
    rows = f"{HEAD} | {head}\n{below}\n{ROW} | {row}"
    imported = read_table([TITLE], rows_of(f"{TOP}\n{rows}"))
    (indicator,) = imported.content["goals"][0]["indicators"]
    return indicator, marks_of(imported)


SPLIT = "指标值 | < | <"
LINES, UNUSED = {"import-target-lines"}, {"import-unit-unused"}
SEVERAL = {"import-target-several", "import-row-unread"}
SIGNS = "指标性质 | 指标值 | 计量单位"
YEARS = "^ | ^ | ^ | ^ | {} | {} | <"


@pytest.mark.parametrize(
    ("head", "row", "target", "unit", "marks"),
    [
        # Several cells under one label, the last of which is blank.
        (SPLIT, "≥5000 | 卷 | ", "≥5000卷", None, set()),
        (SPLIT, "≥ | 98% | ", "≥98%", None, set()),
        (SPLIT, "≥ | 5000 | 卷", "≥5000卷", None, set()),
        (SPLIT, "定性 | 持续提升 | ", {"zh": "持续提升"}, None, set()),
        # A minus is of the figure; alone in a cell it may be a dash, or a direction.
        (SPLIT, "≥ | -3% | ", "≥-3%", None, set()),
        (SPLIT, " | -3%至5% | ", "-3%至5%", None, set()),
        (SPLIT, "- | 98 | %", "98%", None, set()),
        (SIGNS, "≥ | -3 | %", "≥-3", "%", set()),
        (SIGNS, "- | 95 | %", "95", "%", set()),
        (SIGNS, "负 | 95 | %", "95", "%", set()),
        (SPLIT, " | 5000卷 | ", "5000卷", None, set()),
        ("指标值 | | ", "≥5000 | 卷 | ", "≥5000卷", None, set()),
        (SPLIT, "≥4000卷 | ≥5000卷 | ", "≥4000卷", None, {"import-target-several"}),
        # What stands beside a target with its unit is a remark.
        ("指标值 | | ", "≤1起 | 见附件 | ", "≤1起", None, {"import-target-several"}),
        (SPLIT, "98% | 以上 | ", "98%以上", None, set()),
        (SPLIT, "≥ | 1万 | 卷", "≥1万卷", None, set()),
        ("指标值 | < | <", "1.≥800家\\n2.≥20次 | < | <", {"zh": "1.≥800家；2.≥20次"}, None, LINES),
        ("指标值 | < | <", "①≥800家\\n②≥20次 | < | <", {"zh": "①≥800家；②≥20次"}, None, LINES),
        ("指标值 | 指标值 | <", "≥4000卷 | 5000卷 | <", "≥4000卷", None, SEVERAL),
        ("上年指标值 | 本年指标值 | <", "≥4000卷 | ≥5000卷 | <", "≥5000卷", None, set()),
        ("2024年指标值 | 2025年指标值 | <", "≥4000卷 | 5000卷 | <", "5000卷", None, set()),
        # A cell for the sign, and one for the unit.
        (SIGNS, "≥ | 5000 | 卷", "≥5000", "卷", set()),
        (SIGNS, "≥ | 1万 | 卷", "≥1万卷", None, set()),
        (SIGNS, "≥ | 98%以上 | %", "98%以上", None, set()),
        (SIGNS, "定量 | 300 | 卷", "300", "卷", set()),
        (SIGNS, "大于等于 | 95 | %", "大于等于95", "%", set()),
        (SIGNS, "≥ | ≤300 | 卷", "≤300", "卷", {"import-sign-differs"}),
        (SIGNS, "≥ | 5000-6000 | 卷", "5000-6000", "卷", {"import-sign-differs"}),
        (SIGNS, "预期性 | 95 | %", "95", "%", {"import-sign-unread"}),
        (SIGNS, "≥≤ | 95 | %", "95", "%", {"import-sign-unread"}),
        (SIGNS, "≥ | 5000件 | 卷", "≥5000件", None, {"import-unit-contradicts"}),
        (SIGNS, "≥ | 优 | 等级", {"zh": "≥优"}, None, {"import-target-unread", *UNUSED}),
        (SIGNS, "＝ | 2025年12月底前 | ", "2025年12月底前", None, set()),
        (SIGNS, "≥ | 5000卷 | <", "≥5000卷", None, set()),
        (SIGNS, "持续提升 | < | <", {"zh": "持续提升"}, None, set()),
        # Lines of a cell.
        (SPLIT, r"10\n20 | < | <", {"zh": "10；20"}, None, {*LINES, "import-figures-joined"}),
        (SPLIT, r"95%\n90% | < | <", {"zh": "95%；90%"}, None, LINES),
        (SPLIT, "10 20 | < | <", {"zh": "10 20"}, None, LINES),
        (SPLIT, r"≥5\n000卷 | < | <", "≥5000卷", None, set()),
        (SPLIT, r"2025年\n12月底前 | < | <", "2025年12月底前", None, set()),
        (SPLIT, r"≥95\n% | < | <", "≥95%", None, set()),
    ],
)  # fmt: skip
def test_target_of_several_cells_is_one_or_is_marked(
    head: str, row: str, target: Any, unit: str | None, marks: set[str]
) -> None:
    indicator, found = first_indicator(head, row)
    assert (indicator["target"], indicator.get("unit"), found) == (target, unit, marks)


@pytest.mark.parametrize(
    ("below", "row", "target", "marks"),
    [
        (("上年", "本年"), "≥4000卷 | ≥5000卷 | <", "≥5000卷", set()),
        (("2025年", "2024年"), "≥5000卷 | ≥4000卷 | <", "≥5000卷", set()),
        (("上年实际值", "本年目标值"), "4321卷 | ≥5000卷 | <", "≥5000卷", set()),
        (("数值", "单位"), "≥5000 | 卷 | <", "≥5000", set()),
        (("一期", "二期"), "≥4000卷 | ≥5000卷 | <", "≥4000卷", SEVERAL),
    ],
)
def test_labels_below_that_of_the_target_tell_which_is_meant(
    below: tuple[str, str], row: str, target: str, marks: set[str]
) -> None:
    indicator, found = first_indicator(SPLIT, row, YEARS.format(*below))
    assert (indicator["target"], found) == (target, marks)


def test_sign_column_with_a_direction_says_what_is_better() -> None:
    indicator, _ = first_indicator(SIGNS, "反向指标 | 300 | 卷")
    assert (indicator["target"], indicator["better"]) == ("300", "less")


PROJECT = """
    项目名称 | 档案数字化 | < | < | < | < | < | < | <
    主管部门及编码 | 示例市档案局 | < | < | < | 实施单位 | 示例市档案馆 | < | <
    项目属性 | 延续项目 | < | < | < | 项目起止时间 | 2025年 | < | <
    项目资金（万元） | 资金总额 | 500 | < | < | 当年资金总额 | 200 | < | <
    总体目标 | 中期目标 | < | < | < | 年度目标 | < | < | <
    ^ | 完成数字化 | < | < | < | 完成一半 | < | < | <
"""


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (
            """
            绩效指标 | 一级指标 | 年度指标 | < | < | 中期指标 | < | < | <
            ^ | ^ | 二级指标 | 三级指标 | 指标值 | 二级指标 | 三级指标 | 指标值 | <
            """,
            "数量指标 | 当年页数 | ≥20万页 | 数量指标 | 全部页数 | ≥60万页 | <",
        ),
        (
            ("绩效指标 | 一级指标 | 二级指标 | 三级指标 | 指标值"
            " | 二级指标 | 三级指标 | 指标值 | 计量单位"),
            "数量指标 | 全部页数 | ≥60万页 | 数量指标 | 当年页数 | ≥20 | 万页",
        ),
    ],
)  # fmt: skip
def test_columns_are_of_the_horizon_whose_label_is_over_them(head: str, row: str) -> None:
    rows = rows_of(f"{PROJECT}\n{head}\n^ | 产出指标 | {row}")
    imported = read_table(["项目支出绩效目标表", "（2025年度）"], rows)
    found = {
        each["horizon"]: (each["name"]["zh"], f"{each['target']}{each.get('unit', '')}")
        for each in imported.content["indicators"]
    }
    assert found == {"midterm": ("全部页数", "≥60万页"), "annual": ("当年页数", "≥20万页")}
    assert marks_of(imported) == set()


def test_weight_and_target_that_indicators_share_are_marked() -> None:
    rows = rows_of(f"""
        {TOP}
        {HEAD} | 年度指标值 | 权重 | <
        {ROW} | ≥5000卷 | 20 | <
        ^ | ^ | ^ | 修复档案数量 | ^ | ^ | <
        ^ | ^ | ^ | 开放档案数量 | ≥300卷 | 10 | <
    """)
    imported = read_table([TITLE], rows)
    indicators = imported.content["goals"][0]["indicators"]
    assert [each.get("weight") for each in indicators] == [None, None, Decimal(10)]
    assert [each["target"] for each in indicators] == ["≥5000卷", "≥5000卷", "≥300卷"]
    assert marks_of(imported) == {"import-weight-shared", "import-target-shared"}
