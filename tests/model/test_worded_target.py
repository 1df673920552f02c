"""What is read in the words of a target."""

from datetime import date

import pytest

from perf_report.model.worded_target import day_in_words, figures_in_words


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2025年6月底前", date(2025, 6, 30)),
        ("２０２５年 6 月末", date(2025, 6, 30)),
        ("2026年2月底前", date(2026, 2, 28)),
        ("2月底前", date(2024, 2, 29)),
        ("2025.12.31", date(2025, 12, 31)),
        ("2025-09-15前", date(2025, 9, 15)),
        ("9月15日前", date(2024, 9, 15)),
        ("第三季度末", date(2024, 9, 30)),
        ("4季度底前", date(2024, 12, 31)),
        ("上半年", date(2024, 6, 30)),
        ("2025年底前", date(2025, 12, 31)),
        ("2025年年底前", date(2025, 12, 31)),
        ("年内完成", date(2024, 12, 31)),
        ("下半年", date(2024, 12, 31)),
        ("次年1月底前", date(2025, 1, 31)),
        ("明年2月底前", date(2025, 2, 28)),
        ("翌年第一季度末", date(2025, 3, 31)),
        ("下一年度上半年", date(2025, 6, 30)),
        ("次年底前", date(2025, 12, 31)),
        ("今年6月底前", date(2024, 6, 30)),
        ("本年度12月15日前", date(2024, 12, 15)),
        ("当年年底前", date(2024, 12, 31)),
        ("上年12月底", date(2023, 12, 31)),
        ("去年底", date(2023, 12, 31)),
        ("不晚于6月30日", date(2024, 6, 30)),
        ("自1月1日起至6月底前", date(2024, 6, 30)),
        ("25年1月底前", None),
        ("每年底", None),
        ("5月31日起", None),
        ("6月底后", None),
        ("不早于5月31日", None),
        ("5月前", None),
        ("2月30日", None),
        ("13月底", None),
        ("6月底前完成，12月底前验收", None),
        ("及时完成", None),
    ],
)
def test_words_name_one_day_or_none(words: str, day: date | None) -> None:
    assert day_in_words(words, 2024) == day


FLOORS = (
    "不得低于", "不应少于", "不能少于", "不得少于", "不得小于", "不应当低于", "不可少于",
    "不宜低于", "不能够低于", "未低于", "不亚于", "至少", "最低", "达到", "提高到", "高于或等于",
)  # fmt: skip
CEILINGS = (
    "不得超过", "不应高于", "不能多于", "不得大于", "不应当超过", "不可超过", "不宜高于",
    "不突破", "未超过", "低于", "至多", "最高", "控制在", "降至", "小于等于", "不足",
)  # fmt: skip


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("不少于12次", ["≥12次"]),
        ("12次以上", ["≥12次"]),
        ("控制在5%以内", ["≤5%"]),
        ("不超过1,200家", ["≤1,200家"]),
        *((f"{bound}90%", ["≥90%"]) for bound in FLOORS),
        *((f"{bound}90%", ["≤90%"]) for bound in CEILINGS),
        ("不得大幅低于90%", ["＝90%"]),
        ("10⁴人次", ["＝10⁴人次"]),
        ("11月前", []),
        ("12次", ["＝12次"]),
        ("20万", ["＝20万"]),
        ("举办3场，培训50人", ["＝3场", "＝50人"]),
        ("2025年6月底前", []),
        ("2025年提升", []),
        ("有所提升", []),
    ],
)
def test_words_hold_figures(words: str, figures: list[str]) -> None:
    assert [quantity.printed for quantity in figures_in_words(words)] == figures
