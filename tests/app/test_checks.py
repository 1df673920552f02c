"""The check step that all commands share: what it remembers, and what it does not."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from builds import SMALL, add_specs
from paths import DATA, EXAMPLES, TESTS

from perf_report import resources
from perf_report.app.check import spec_check
from perf_report.app.check.check_result import CheckedSpec, decode_result, encode_result
from perf_report.app.check.checker import open_checker
from perf_report.app.check.spec_check import check_source, open_standards
from perf_report.app.machine import user_cache
from perf_report.app.project import Project
from perf_report.model.source import Source
from perf_report.parse.encoding import read_lines
from perf_report.parse.source import read_source

Runner = Callable[..., Any]


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    add_specs(tmp_path / "project", ("one", "two"))
    return tmp_path / "project"


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the specs that are really checked."""
    seen: list[str] = []

    def note(source: Source, standards: Any) -> Any:
        seen.append(Path(source.name).name)
        return check_source(source, standards)

    monkeypatch.setattr(spec_check, "check_source", note)
    return seen


def examples() -> list[Path]:
    found = sorted(EXAMPLES.rglob("*.yaml"))
    assert len(found) > 50
    return found


def test_every_result_comes_back_from_the_cache_as_it_was() -> None:
    standards = open_standards(Project(root=TESTS), ())
    seen = set()
    for path in examples():
        source = read_source(path)
        opened = check_source(source, standards)
        result = opened.result
        seen |= {item.finding.rule for item in result.findings}

        found = CheckedSpec(source=source, result=decode_result(encode_result(result)))

        fresh = CheckedSpec(source=source, result=result).report
        assert replace(found.report, lines=()) == replace(fresh, lines=())
        assert replace(found.result, findings=(), accepted=()) == replace(
            result, findings=(), accepted=()
        )
        lines = opened.document.lines
        assert read_lines(source.data) == lines
        if opened.plan is not None:
            quick = read_lines(source.data, is_clean=True)
            assert (tuple(quick), tuple(quick[1:3])) == (lines, lines[1:3])
            with pytest.raises(IndexError):
                quick[len(lines)]
    assert len(seen) > 20


def test_a_result_names_the_file_that_it_is_asked_about(project: Path) -> None:
    source = read_source(project / "specs/one.yaml")
    with open_checker(Project(root=project)) as checker:
        checker.check_one(source)
        report = checker.check_one(replace(source, name="elsewhere.yaml")).report

    assert report.name == "elsewhere.yaml"
    assert {item.file for item in report.findings} == {"elsewhere.yaml"}


@pytest.mark.parametrize("command", [("build", "--format", "csv"), ("validate",)])
def test_what_one_command_has_checked_the_next_does_not_check_again(
    command: tuple[str, ...], here: Runner, project: Path, checked: list[str]
) -> None:
    assert here("build", "--format", "csv", cwd=project).code == 0
    assert set(checked) == {"one.yaml", "two.yaml"}
    checked.clear()

    assert here(*command, cwd=project).code == 0
    assert checked == []


def test_a_comparison_opens_only_what_has_changed(
    here: Runner, start_repository: Any, checked: list[str]
) -> None:
    worktree = start_repository()
    add_specs(worktree.folder, ("one", "two"))
    worktree.commit()
    (worktree.folder / "specs/one.yaml").write_text(SMALL.replace("example-bureau", "uno"), "utf-8")
    assert here("validate", cwd=worktree.folder).code == 0
    checked.clear()

    assert here("diff", "--base", "HEAD", cwd=worktree.folder).code == 0
    assert set(checked) == {"HEAD:specs/one.yaml".rpartition("/")[2]}


def test_a_repeated_validate_checks_nothing_and_says_the_same(
    here: Runner, project: Path, checked: list[str]
) -> None:
    first = here("validate", cwd=project)
    checked.clear()

    again = here("validate", cwd=project)

    assert checked == []
    assert again == first
    assert len(first.stdout.splitlines()) > 4


@pytest.mark.parametrize(
    "change",
    ['[severity]\npunctuation = "off"\n', f'frameworks = "{resources.frameworks_path()}"\n'],
    ids=["a valid severity", "frameworks"],
)
def test_other_standards_have_results_of_their_own(
    here: Runner, project: Path, checked: list[str], change: str
) -> None:
    here("validate", cwd=project)
    (project / "perf-report.toml").write_text(change)
    checked.clear()

    here("validate", cwd=project)
    assert sorted(checked) == ["one.yaml", "two.yaml"]


def test_another_library_has_results_of_its_own(
    here: Runner, project: Path, checked: list[str]
) -> None:
    here("validate", cwd=project)
    shutil.copytree(DATA / "indicators", project / "indicators")
    for text in ("", "# A word more.\n"):
        with (project / "indicators" / "archives.yaml").open("a", encoding="utf-8") as file:
            file.write(text)
        checked.clear()
        here("validate", cwd=project)
        assert sorted(checked) == ["one.yaml", "two.yaml"]

    checked.clear()
    here("validate", cwd=project)
    assert checked == []


def test_few_sets_of_standards_are_remembered(here: Runner, project: Path) -> None:
    for severity in ("error", "warning", "info", "off", "error", "warning"):
        (project / "perf-report.toml").write_text(f'[severity]\npunctuation = "{severity}"\n')
        here("validate", cwd=project)

    assert len(list((user_cache() / "checks").iterdir())) == 4


@pytest.mark.parametrize("data", [b"", b"x" * 200, b"perf-report check cache 1 0\n{}"])
def test_a_damaged_cache_is_done_without_and_made_again(
    here: Runner, project: Path, data: bytes
) -> None:
    first = here("validate", cwd=project)
    (path,) = (user_cache() / "checks").iterdir()
    whole = path.read_bytes()
    path.write_bytes(data)

    assert here("validate", cwd=project) == first
    assert path.read_bytes() == whole


def test_many_specs_are_checked_side_by_side_with_the_same_results(
    tool: Runner, project: Path
) -> None:
    add_specs(project, [f"office-{number}" for number in range(70)])

    together = tool("validate", "--jobs", "2", "--format", "json", cwd=project)
    alone = tool(
        "validate", "--jobs", "1", "--format", "json", cwd=project,
        environment={"XDG_CACHE_HOME": str(project / "another")},
    )  # fmt: skip

    assert together == alone
    assert json.loads(alone.stdout)["summary"]["files"] == 72
