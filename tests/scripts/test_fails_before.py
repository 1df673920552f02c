"""The script that runs tests against the package of an earlier commit."""

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

REPORT = b"""<testsuites><testsuite>
<testcase classname="tests.trust.test_a" name="test_held"/>
<testcase classname="tests.trust.test_a" name="test_broken"><failure/></testcase>
<testcase classname="tests.trust.test_a" name="test_unloaded"><error/></testcase>
<testcase classname="tests.trust.test_a" name="test_left"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.fixture(scope="module")
def fails_before(load_script: Callable[[str], ModuleType]) -> ModuleType:
    return load_script("scripts/fails_before.py")


def test_results_are_read_from_the_report(fails_before: ModuleType) -> None:
    assert fails_before.read_report(REPORT) == {
        "test_a::test_held": "passes",
        "test_a::test_broken": "fails",
        "test_a::test_unloaded": "fails",
        "test_a::test_left": "skipped",
    }


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({"a": "fails"}, {"a": "passes"}, True),
        ({}, {"a": "passes"}, True),
        ({"a": "passes"}, {"a": "passes"}, False),
        ({"a": "fails"}, {"a": "fails"}, False),
        ({"a": "fails"}, {"a": "skipped"}, False),
        ({}, {}, False),
    ],
)
def test_only_tests_that_failed_before_and_pass_now_are_a_proof(
    fails_before: ModuleType, before: dict[str, str], now: dict[str, str], *, expected: bool
) -> None:
    assert fails_before.is_proof(before, now) is expected


def test_the_table_has_a_row_a_test(fails_before: ModuleType) -> None:
    assert fails_before.format_table({"a": "fails"}, {"a": "passes", "b": "passes"}) == (
        "| test | before | now |\n|---|---|---|\n"
        "| `a` | fails | passes |\n| `b` | absent | passes |"
    )


@pytest.mark.slow
def test_the_package_of_the_folder_is_tested(fails_before: ModuleType, tmp_path: Path) -> None:
    package = tmp_path / "tree" / "perf_report"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("ANSWER = 42\n")
    test = tmp_path / "test_answer.py"
    test.write_text(
        "import subprocess, sys\nimport perf_report\n"
        "def test_here():\n    assert perf_report.ANSWER == 42\n"
        "def test_command():\n"
        "    ask = [sys.executable, '-c', 'import perf_report as p; print(p.ANSWER)']\n"
        "    assert subprocess.run(ask, capture_output=True, text=True).stdout == '42\\n'\n"
        "def test_wrong():\n    assert perf_report.ANSWER == 41\n"
    )

    results = fails_before.run_tests(package.parent, [str(test)])

    assert {name.partition("::")[2]: result for name, result in results.items()} == {
        "test_here": "passes",
        "test_command": "passes",
        "test_wrong": "fails",
    }
