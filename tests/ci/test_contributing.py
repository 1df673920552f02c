"""What contributors and GitHub run here: the hooks of pre-commit, the workflows, the forms."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from paths import REPOSITORY, SMALL_SPEC
from ruamel.yaml import YAML

from perf_report import resources

GITHUB = REPOSITORY / ".github"
PUBLISHED_FORMS = {
    "ISSUE_TEMPLATE/bug.yml": "vendor.github-issue-forms",
    "ISSUE_TEMPLATE/proposal.yml": "vendor.github-issue-forms",
    "ISSUE_TEMPLATE/config.yml": "vendor.github-issue-config",
}


def read_yaml(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text("utf-8"))


def run(*command: object, cwd: Path = REPOSITORY) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**kept, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )


# --- The hooks before a commit ---


@pytest.fixture
def clone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small repository with the hooks of this one, and the tools of this environment."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "home"))
    folder = tmp_path / "clone"
    (folder / "specs").mkdir(parents=True)
    (folder / ".venv").symlink_to(sys.prefix)
    (folder / ".gitignore").write_text(".venv\n")
    (folder / ".pre-commit-config.yaml").write_bytes(
        (REPOSITORY / ".pre-commit-config.yaml").read_bytes()
    )
    (folder / "pyproject.toml").write_text('[tool.mypy]\nfiles = ["good.py"]\n')
    (folder / "good.py").write_text("NUMBER: int = 1\n")
    (folder / "good.sh").write_text('#!/bin/sh\necho "$1"\n')
    (folder / "specs/good.yaml").write_bytes(SMALL_SPEC.read_bytes())
    assert run("git", "init", "--quiet", cwd=folder).returncode == 0
    return folder


def check(folder: Path, hook: str) -> "subprocess.CompletedProcess[str]":
    """What a hook says of all files."""
    assert run("git", "add", "--all", cwd=folder).returncode == 0
    pre_commit = (sys.executable, "-m", "pre_commit", "run", "--all-files")
    return run(*pre_commit, hook, cwd=folder)


# A hook, a file that it refuses, and what it says.
REFUSED = [
    ("ruff-format", "bad.py", "NUMBER  =  1\n", "1 file reformatted"),
    ("ruff-check", "bad.py", "import os\n", "F401"),
    ("mypy", "good.py", 'NUMBER: int = "1"\n', "Incompatible types"),
    ("shellcheck", "bad", "#!/bin/sh\necho $1\n", "SC2086"),
    ("perf-report-validate", "specs/bad.yaml", "format: 1\n", "specs/bad.yaml:1:1"),
]


@pytest.mark.sampled
@pytest.mark.parametrize(("hook", "name", "text", "says"), REFUSED)
def test_a_hook_refuses_what_is_wrong_and_nothing_else(
    clone: Path, hook: str, name: str, text: str, says: str
) -> None:
    right = check(clone, hook)
    (clone / name).write_text(text)
    (clone / name).chmod(0o755)

    wrong = check(clone, hook)

    assert (right.returncode, right.stdout.rstrip()[-6:]) == (0, "Passed"), right.stdout
    assert wrong.returncode == 1
    assert says in wrong.stdout


def test_every_hook_is_tried() -> None:
    (local,) = read_yaml(REPOSITORY / ".pre-commit-config.yaml")["repos"]
    assert [hook["id"] for hook in local["hooks"]] == [hook for hook, *_ in REFUSED]


# --- The workflows ---


@pytest.mark.parametrize("name", PUBLISHED_FORMS)
def test_what_github_reads_has_its_published_form(name: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", PUBLISHED_FORMS[name]]
    ran = run(*command, GITHUB / name)
    assert ran.returncode == 0, ran.stdout


def test_no_workflow_is_open_to_a_known_attack() -> None:
    workflows = sorted((GITHUB / "workflows").glob("*.yml"))
    assert len(workflows) == 3
    ran = run(
        Path(sys.prefix) / "bin/zizmor", "--offline", "--no-progress",
        "--config", GITHUB / "zizmor.yml", "--persona", "regular",
        *workflows, REPOSITORY / "action.yml", resources.starter_path() / "review.yml",
    )  # fmt: skip
    assert ran.returncode == 0, ran.stdout
    assert "No findings to report" in ran.stdout


def scripts(data: Any) -> Iterator[str]:
    """Every script in a workflow."""
    if isinstance(data, dict):
        yield from ([data["run"]] if "run" in data else [])
        for value in data.values():
            yield from scripts(value)
    elif isinstance(data, list):
        for value in data:
            yield from scripts(value)


def test_ci_run_passes_on_every_python_that_is_supported_and_once_a_week_with_the_newest() -> None:
    workflow = read_yaml(GITHUB / "workflows/test.yml")
    pinned, newest = workflow["jobs"]["pinned"], workflow["jobs"]["newest"]
    assert workflow["permissions"] == {}
    for job in (pinned, newest):
        assert job["permissions"] == {"contents": "read"}
        assert job["steps"][0]["with"] == {"persist-credentials": False}
        assert ".ci/run" in list(scripts(job))
    assert pinned["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert [re.split("-", name)[0] for name in pinned["strategy"]["matrix"]["system"]] == [
        "ubuntu", "macos"
    ]  # fmt: skip
    assert_tried_on_windows(workflow["jobs"]["windows"])
    assert any("make lock UPGRADE=1" in script for script in scripts(newest))
    (schedule,) = workflow["on"]["schedule"]
    assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", schedule["cron"])


def assert_tried_on_windows(job: Any) -> None:
    """The same Pythons, the fast tests, and every slow test that is named is there."""
    assert job["strategy"]["matrix"]["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert job["runs-on"] == "windows-latest"
    assert job["permissions"] == {"contents": "read"}
    words = " ".join(scripts(job["steps"])).split()
    paths = [word for word in words if word.startswith("tests/")]
    assert '"not slow"' in " ".join(words)
    assert len(paths) > 5
    assert not [path for path in paths if not (REPOSITORY / path).exists()]


def test_every_action_is_pinned_by_its_hash() -> None:
    texts = [path.read_text("utf-8") for path in (GITHUB / "workflows").glob("*.yml")]
    used = re.findall(r"uses: (\S+)(.*)", "\n".join(texts))
    others = [(name, note) for name, note in used if name != "./"]
    assert len(others) > 5
    assert all(re.fullmatch(r"[\w/-]+@[0-9a-f]{40}", name) for name, _ in others)
    assert all(re.fullmatch(r" # v[\d.]+", note) for _, note in others)


def test_the_scripts_of_the_repository_are_free_of_known_slips() -> None:
    names = [*REPOSITORY.glob("scripts/*"), *REPOSITORY.glob("ci/*"), *REPOSITORY.glob(".ci/*")]
    texts = [path for path in names if path.is_file()]
    shells = [path for path in texts if re.match(r"#!.*sh\n", path.read_text("utf-8"))]
    assert {path.name for path in shells} >= {
        "setup", "install", "verapdf", "check-office", "review.sh", "run",
    }  # fmt: skip
    ran = run(Path(sys.prefix) / "bin/shellcheck", *shells)
    assert ran.returncode == 0, ran.stdout


# --- CONTRIBUTING.md ---

PATHS = r"(?<=`)(?:[\w.-]+/)+(?:[\w-]+\.[\w.]+)?(?=[` ])"


def test_every_target_and_file_that_contributing_names_is_there() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text("utf-8")
    makefile = (REPOSITORY / "Makefile").read_text("utf-8")
    targets = set(re.findall(r"\bmake ([a-z]+)", text))
    assert {"build", "check", "test", "lock"} <= targets
    assert {
        name for name in targets if not re.search(rf"^{name}:", makefile, re.MULTILINE)
    } == set()
    # Beside the names that stand for a new file.
    paths = {path for path in re.findall(PATHS, text) if "my-rule" not in path and "…" not in path}
    assert len(paths) > 20
    assert {path for path in paths if not (REPOSITORY / path).exists()} == {
        "perf_report/rules/my_rule.py", "frameworks/"
    }  # fmt: skip
