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
        ("5月前", None),
        ("2月30日", None),
        ("13月底", None),
        ("6月底前完成，12月底前验收", None),
        ("及时完成", None),
    ],
)
def test_words_name_one_day_or_none(words: str, day: date | None) -> None:
    assert day_in_words(words, 2024) == day


@pytest.mark.parametrize(
    ("words", "figures"),
    [
        ("不少于12次", ["≥12次"]),
        ("12次以上", ["≥12次"]),
        ("控制在5%以内", ["≤5%"]),
        ("不超过1,200家", ["≤1,200家"]),
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
