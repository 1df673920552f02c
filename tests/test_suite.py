"""The suite itself: which tests are fast, and how many cases of one test are told."""

from types import SimpleNamespace
from typing import Any

import conftest
import pytest
from cases import for_each
from conftest import SLOW, slow_place
from paths import TESTS

FILES = sorted(TESTS.rglob("test_*.py"))


def test_every_slow_place_is_there_and_no_file_is_named_in_vain() -> None:
    places = {slow_place(path) for path in FILES}
    assert places - {None} == set(range(len(SLOW)))


def test_there_are_fast_tests_of_every_kind() -> None:
    fast = {path.parent.name for path in FILES if slow_place(path) is None}
    assert fast >= {"app", "cli", "diff", "messages", "model", "parse", "render", "rules"}


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(1.9, []), (2.1, ["not marked as slow, takes 2.1 s: tests/test_a.py::test_b"])],
)
def test_a_test_that_takes_long_is_listed(seconds: float, expected: list[str]) -> None:
    report = SimpleNamespace(
        nodeid="tests/test_a.py::test_b", user_properties=[(conftest.SECONDS, seconds)]
    )
    lines: list[str] = []
    reporter: Any = SimpleNamespace(getreports=lambda _outcome: [report], line=lines.append)
    conftest.pytest_terminal_summary(reporter)
    assert lines == expected


@pytest.mark.parametrize("marker", [None, "slow"])
def test_time_is_noted_of_a_test_that_is_not_marked(marker: str | None) -> None:
    item: Any = SimpleNamespace(get_closest_marker=lambda _name: marker, user_properties=[])
    call = conftest.pytest_runtest_call(item)
    next(call)
    with pytest.raises(StopIteration):
        call.send(None)
    assert [name for name, _ in item.user_properties] == ([] if marker else [conftest.SECONDS])


# --- Many cases in one test ---


def test_every_case_that_fails_is_told_with_its_name() -> None:
    @for_each("number", [1, 2, 3])
    @for_each("word,length", [("a", 1), ("bc", 2)])
    def check(number: int, word: str, length: int) -> None:
        assert number != 2 or len(word) != length
        with pytest.raises(ZeroDivisionError):
            _ = 1 / (number - 3)

    with pytest.raises(ExceptionGroup, match="2 of 3 cases fail") as caught:
        check()
    told = [
        (outer.__notes__, [each.__notes__ for each in outer.exceptions])
        for outer in caught.value.exceptions
        if isinstance(outer, ExceptionGroup)
    ]
    both = [["case: ('a', 1)"], ["case: ('bc', 2)"]]
    assert told == [(["case: 1"], both), (["case: 2"], both)]


def test_no_case_at_all_is_a_mistake() -> None:
    with pytest.raises(AssertionError, match="no case"):
        for_each("number", [])
