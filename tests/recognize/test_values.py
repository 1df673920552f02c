"""Values of fields as offices write them: units with codes, and choices that are ticked."""

from typing import Any

import pytest

from perf_report.model.form import Choice, Field, ValueType
from perf_report.model.text import Text
from perf_report.recognize.values import read_value

UNIT = Field(id="unit", label=Text(zh="单位"), type=ValueType.UNIT)
CHOICE = Field(
    id="nature",
    label=Text(zh="项目属性"),
    type=ValueType.CHOICE,
    choices=(
        Choice(id="new", label=Text(zh="新增项目")),
        Choice(id="going-on", label=Text(zh="延续项目")),
    ),
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("示例局（301）", "301"), ("301-示例局", "301"), ("301 示例局", "301"),
        ("[301]示例局", "301"), ("【301001】示例局", "301001"), ("（301）示例局", "301"),
        ("示例局 301001", "301001"), ("示例局-301", "301"), ("示例局：301", "301"),
        ("示例局 02200000000", None), ("示例局2025", None),
    ],
)  # fmt: skip
def test_unit_has_its_code_before_or_after_its_name(text: str, code: str | None) -> None:
    found = read_value(text, UNIT)
    expected: dict[str, Any] = {"name": {"zh": text}}
    assert found == ({"code": code, "name": {"zh": "示例局"}} if code else expected)


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("新增项目", "new"),
        ("□新增项目 ☑延续项目", "going-on"), ("√ 新增项目  □延续项目", "new"),
        ("新增项目√ 延续项目□", "new"), ("新增项目□延续项目√", "going-on"),
        ("新增项目（ ）延续项目（√）", "going-on"), ("新增项目（√）延续项目（）", "new"),
        ("□新增项目 □延续项目", None), ("☑新增项目 ☑延续项目", None),
        ("新增项目 √延续项目", None),
    ],
)  # fmt: skip
def test_choice_is_the_word_that_is_ticked(text: str, choice: str | None) -> None:
    assert read_value(text, CHOICE) == choice
