"""What is typed in a cell, as data: read if it can be, and never lost."""

from decimal import Decimal
from typing import Any

from cases import for_each

from perf_report.app.workbench.kinds import Asked, Kind
from perf_report.app.workbench.typed import data_of
from perf_report.app.workbench.understood import understood_target
from perf_report.messages import load_catalogue
from perf_report.model.text import Text

CHOICES = (("new", Text(zh="新增项目", en="New project")),)


@for_each(
    "kind,typed,known,data",
    [
        ("amount", "1,306.00", None, Decimal("1306.00")),
        ("amount", "１２．５", None, Decimal("12.5")),
        ("amount", "12", None, Decimal(12)),
        ("amount", "1,2", None, "1,2"),
        ("amount", "约12", None, "约12"),
        ("amount", "-3", None, "-3"),
        ("amount", "1e5", None, "1e5"),
        ("amount", " ", Decimal(1), None),
        ("number", "2026", 2025, 2026),
        ("number", "12.5", None, Decimal("12.5")),
        ("plain", "022-1234", None, "022-1234"),
        # What cannot be seen is dropped, and every kind of line end is one.
        ("plain", "\ufeff022\u200b-\x071\u202e\0", None, "022-1"),
        ("plain", "a\u2028b\x85c\r\nd\v", None, "a\nb\nc\nd"),
        ("tasks", "9" * 5000, None, ["9" * 5000]),
        ("choice", "新增项目", None, "new"),
        ("choice", "new", None, "new"),
        ("choice", "其他", None, "其他"),
        ("yes-no", "是", None, True),
        ("yes-no", "no", None, False),
        ("yes-no", "也许", None, "也许"),
        ("date", "2025年3月1日", None, "2025-03-01"),
        ("date", "2025.3", None, "2025-03"),
        ("date", "开春", None, "开春"),
        ("tasks", "1、2", None, ["a", "b"]),
        ("tasks", "b a", None, ["b", "a"]),
        ("tasks", "9", None, ["9"]),
        ("target", "≥17台", {"zh": "多", "en": "many"}, "≥17台"),
        ("target", "不少于17台", None, "不少于17台"),
        ("target", ">=17台", None, "≥17台"),
        ("target", "<= 5%", None, "≤ 5%"),
        ("target", "提升效率", {"zh": "x", "en": "Improve"}, {"zh": "提升效率", "en": "Improve"}),
        ("target", "", "≥17台", None),
        ("actual", "18台", {"zh": "多", "en": "many"}, "18台"),
        ("actual", "-2%", None, "-2%"),
        ("actual", "≥18台", None, {"zh": "≥18台"}),
        ("actual", "已完成", {"zh": "x", "en": "Done"}, {"zh": "已完成", "en": "Done"}),
        ("several", "坏、新增项目", None, ["new", "坏"]),
        ("several", "", ["new"], None),
        ({"value": "年底前", "by": "2025-12-31"}, "", None, {"zh": "年底前", "by": "2025-12-31"}),
        ({"value": "2025年底前", "by": ""}, "", {"by": "2025-12-31"}, "2025年底前"),
        ({"zh": "甲\r\n乙 ", "en": ""}, "", {"zh": "x", "en": "y"}, {"zh": "甲\n乙"}),
        ({"zh": "甲"}, "", {"zh": "x", "en": "y"}, {"zh": "甲", "en": "y"}),
        ({"zh": "", "en": ""}, "", {"zh": "x"}, None),
        ({"zh": "丙"}, "", "甲", "丙"),
        ({"from": "2025年1月", "to": ""}, "", None, {"from": "2025-01"}),
        ({"code": "120", "zh": "局", "en": ""}, "", None, {"code": "120", "name": {"zh": "局"}}),
    ],
)
def test_what_is_typed_is_read(kind: Any, typed: str, known: Any, data: Any) -> None:
    parts = kind if isinstance(kind, dict) else {"value": typed}
    if isinstance(kind, dict):
        kinds = {"from": "period", "code": "unit", "value": "target"}
        kind = next((kinds[key] for key in parts if key in kinds), "text")
    asked = Asked(kind=Kind(kind), choices=CHOICES if kind in {"choice", "several"} else ())
    found = data_of(parts, asked, known, ["a", "b"])
    assert found == data
    assert type(found) is type(data)


@for_each(
    "value,data",
    [("1,234", "1,234台"), ("-3.5", "-3.5台"), ("18台", "18台"), ("多", {"zh": "多"}), ("", None)],
)
def test_a_bare_figure_has_the_unit_of_its_row(value: str, data: Any) -> None:
    assert data_of({"value": value}, Asked(kind=Kind.ACTUAL, unit="台"), None) == data


@for_each(
    "value,chinese,english",
    [
        ("≥17台", "理解为：不少于17台", "Read as: at least 17 台"),
        ("100%", "理解为：等于100%", "Read as: exactly 100 %"),
        ("3～5个", "理解为：3至5个", "Read as: 3 to 5 个"),
        ("1:3", "理解为：1比3", "Read as: 1 to 3"),
        ("≥－3%", "理解为：不少于-3%", "Read as: at least -3 %"),
        ("-3%至5%", "理解为：-3至5%", "Read as: -3 to 5 %"),
        ("10月底前", "理解为：完成时限2025年10月31日", "Read as: due by 31 October 2025"),
        ({"zh": "年底", "by": "2025-12-31"}, "理解为：完成时限2025年12月31日", None),
        ({"zh": "提升"}, "理解为：定性指标", None),
        ({"zh": "提升", "by": "坏"}, "理解为：定性指标", None),
        ("好", "未能识别出数值或时限", None),
    ],
)
def test_a_target_is_told_as_it_was_understood(
    value: Any, chinese: str, english: str | None
) -> None:
    assert understood_target(value, 2025, load_catalogue("zh")) == chinese
    if english:
        assert understood_target(value, 2025, load_catalogue("en")) == english
