"""A path that was read back stays below the folder that it is joined with."""

import pytest

from perf_report.model.safe_path import is_safe_name, is_safe_path

BELOW = ["a", "a/b.html", "en/数据.csv", ".perf-report/lock", "...", "a b", "~/x", "C"]
OUTSIDE = [
    "",
    "/",
    "/etc/passwd",
    "//host/share",
    "..",
    "../victim",
    "a/../../victim",
    ".",
    "./a",
    "a/./b",
    "a//b",
    "a/",
    "a\\..\\b",
    "C:",
    "C:/x",
    "a/C:x",
    "a\x00b",
    "a\nb",
    "a\x7fb",
    "a\x85b",
    "a\ud800",
    None,
    3,
    ["a"],
    {"a": "b"},
    b"a",
]


@pytest.mark.parametrize("path", BELOW)
def test_a_path_below_a_folder_is_safe(path: str) -> None:
    assert is_safe_path(path)


@pytest.mark.parametrize("path", OUTSIDE, ids=repr)
def test_a_path_that_leads_elsewhere_is_not_safe(path: object) -> None:
    assert not is_safe_path(path)
    assert not is_safe_name(path)


def test_a_name_has_one_part() -> None:
    assert is_safe_name("table.json")
    assert not is_safe_name("r1/table.json")
