"""What is suggested for targets that cannot be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sampling import tries

from perf_report.model.target_reading import is_readable
from perf_report.model.target_suggestion import suggest_target


@pytest.mark.parametrize(
    ("text", "meant", "is_certain"),
    [
        ("17≥台", "≥17台", True),
        ("≥ 17 台\n", "≥17台", True),
        ("17台。", "17台", True),
        ("100%%", "100%", True),
        ("100%%。", "100%", True),
        ("2台，", "2台", False),
        ("5-3个", "3-5个", False),
        ("一次", "1次", False),
        ("每月一次", "每月1次", False),
        ("十二个月内", "12个月内", False),
        ("二十五个", "25个", False),
        ("百分之九十五", "95%", False),
        ("不低于百分之90", "不低于90%", False),
        ("千分之一", "1‰", False),
        ("百分之百", "100%", False),
        ("约17台", "17台", False),
        ("17台左右", "17台", False),
        ("2025年10月31", "2025年10月31日", False),
        ("5月前", "", False),
        ("≥台", "", False),
        ("提升影响力", "", False),
        ("统一标准", "", False),
        ("第一次", "", False),
        ("一百个", "", False),
        ("5公里、3座", "", False),
        ("1万2千人", "", False),
        ("- 5%", "-5%", False),
        ("≥–5%", "≥-5%", False),
        ("≥-5%。", "≥-5%", True),
        ("-3%-5%", "", False),
        ("2024-2025", "", False),
        ("", "", False),
    ],
)  # fmt: skip
def test_what_is_close_is_suggested(text: str, meant: str, *, is_certain: bool) -> None:
    found = suggest_target(text)
    assert (found.text, found.is_certain) == (meant, is_certain)


@settings(max_examples=tries(500), deadline=None, derandomize=True)
@given(
    st.text(
        alphabet="≥≤＞<=±0123456789.,，。/：～-%‰台个次年月日底前内以上每第三季度一十百分之约 \n",
        max_size=12,
    )
)
def test_what_is_suggested_can_be_read(text: str) -> None:
    found = suggest_target(text)
    assert not found.text or is_readable(found.text)
