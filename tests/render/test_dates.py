"""Dates as people write them."""

from datetime import date

import pytest

from perf_report.messages import load_catalogue
from perf_report.render.dates import day_words, moment_words


@pytest.mark.parametrize(
    ("moment", "zh", "en"),
    [
        ("2026-02-14", "2026年2月14日", "14 February 2026"),
        ("2025-12-01", "2025年12月1日", "1 December 2025"),
        ("2025-03", "2025年3月", "March 2025"),
        ("2025", "2025年", "2025"),
        ("第一季度", "第一季度", "第一季度"),
    ],
)
def test_a_moment_is_worded_in_each_language(moment: str, zh: str, en: str) -> None:
    assert moment_words(moment, load_catalogue("zh")) == zh
    assert moment_words(moment, load_catalogue("en")) == en


def test_a_day_has_no_leading_zeros() -> None:
    assert day_words(date(2026, 1, 9), load_catalogue("zh")) == "2026年1月9日"
