"""The suite itself: which tests are fast, and how many cases of one test are told."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import conftest
import pytest
import sampling
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


# --- What is tried once a week ---


@dataclass(frozen=True)
class Item:
    """A test as pytest collects it, with one marker."""

    nodeid: str
    marker: str

    def get_closest_marker(self, name: str) -> bool:
        return name == self.marker


def items() -> list[Any]:
    cases = [Item(nodeid=f"a.py::b[{case}]", marker="sampled") for case in range(7)]
    others = [Item(nodeid=f"a.py::{name}", marker=name) for name in ("weekly", "slow")]
    return [*cases, *others]


def run_of(*arguments: str, keyword: str = "") -> Any:
    return SimpleNamespace(args=arguments, getoption=lambda _name: keyword)


def test_a_usual_run_leaves_out_the_weekly_tests_and_two_thirds_of_sampled_cases(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sampling, "_TRIES_ALL", False)
    left = {each.nodeid for each in sampling.left_out(run_of("tests"), items())}
    assert left == {*(f"a.py::b[{case}]" for case in (1, 3, 5, 6)), "a.py::weekly"}


@pytest.mark.parametrize(
    ("asked", "run"),
    [("all", run_of("tests")), ("", run_of("a.py::b[1]")), ("", run_of(keyword="b"))],
)
def test_a_weekly_run_and_one_that_names_a_test_leave_nothing_out(
    monkeypatch: pytest.MonkeyPatch, asked: str, run: Any
) -> None:
    monkeypatch.setattr(sampling, "_TRIES_ALL", asked == "all")
    assert sampling.left_out(run, items()) == set()


@pytest.mark.parametrize(
    ("count", "expected"), [(0, []), (1, [0]), (2, [0, 1]), (3, [0, 1]), (9, [0, 3, 6])]
)
def test_a_sample_is_spread_and_has_two_cases_at_least(count: int, expected: list[int]) -> None:
    assert sampling.sample(list(range(count))) == expected


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
