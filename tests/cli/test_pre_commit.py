"""The hook of `.pre-commit-hooks.yaml`, installed and run by the real pre-commit.

pre-commit clones this repository and installs the package with pip into an environment of its
own, which takes up to half a minute and needs a package index; the tests share that environment,
and run once a week.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import pytest
from paths import REPOSITORY
from pip_cache import pip_cache

REAL_SPEC = REPOSITORY / "specs" / "2025-ccpit-tianjin.yaml"
# A name with a space and Chinese, as file managers make them.
SPEC_NAME = "2025 示例.yaml"
WRONG_TOTAL = ("total: 5230.60", "total: 5230.61")
WRONG_YEAR = ("en: By the end of 2025,", "en: By the end of 2024,")

# What would let the hook see this checkout, or git see another repository.
_FOREIGN = ("PYTHON", "GIT_", "PRE_COMMIT", "GITHUB_ACTIONS", "SKIP", "VIRTUAL_ENV")

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@dataclass(frozen=True)
class Hooked:
    """A repository with specs and the hook, in a home of its own."""

    folder: Path
    run: Run

    def write(self, name: str, *change: str) -> None:
        """Stage the real table under a name, with one change where one is given."""
        text = REAL_SPEC.read_text("utf-8")
        if change:
            old, new = change
            assert old in text
            text = text.replace(old, new)
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, "utf-8")
        self.run("git", "add", "--all", cwd=self.folder).check_returncode()

    def check(self) -> "subprocess.CompletedProcess[str]":
        """What `pre-commit run --all-files` does."""
        return self.run(sys.executable, "-m", "pre_commit", "run", "--all-files", cwd=self.folder)


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Runs a command in a clean environment, with a home that is thrown away."""
    assert find_spec("pre_commit"), "pre-commit is not installed; it is among the dev dependencies"
    home = tmp_path_factory.mktemp("home")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)}
    environment = inherited | {
        "HOME": str(home),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "PIP_CACHE_DIR": pip_cache(),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_NAME": "test",
        "GIT_AUTHOR_EMAIL": "test@example.org",
        "GIT_COMMITTER_NAME": "test",
        "GIT_COMMITTER_EMAIL": "test@example.org",
        "LC_ALL": "C.UTF-8",
    }

    def command(*arguments: object, cwd: Path) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(argument) for argument in arguments],
            cwd=cwd,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )

    return command


@pytest.fixture(scope="module")
def published(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A repository with the files of this checkout as they are now, and its commit."""
    folder = tmp_path_factory.mktemp("published")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard",
                 cwd=REPOSITORY)  # fmt: skip
    listed.check_returncode()
    for name in filter(None, listed.stdout.split("\0")):
        if (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, folder / name)
    for arguments in (["init", "--quiet"], ["add", "--all"], ["commit", "--quiet", "-m", "all"]):
        run("git", *arguments, cwd=folder).check_returncode()
    return folder, run("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


@pytest.fixture
def hooked(run: Run, published: tuple[Path, str], tmp_path: Path) -> Hooked:
    folder, commit = published
    run("git", "init", "--quiet", cwd=tmp_path).check_returncode()
    (tmp_path / ".pre-commit-config.yaml").write_text(
        "repos:\n"
        f"  - repo: {folder}\n"
        f"    rev: {commit}\n"
        "    hooks:\n"
        "      - id: perf-report-validate\n",
        "utf-8",
    )
    return Hooked(tmp_path, run)


def test_the_manifest_is_one_that_pre_commit_takes(run: Run) -> None:
    manifest = REPOSITORY / ".pre-commit-hooks.yaml"

    ran = run(sys.executable, "-m", "pre_commit", "validate-manifest", manifest, cwd=REPOSITORY)

    assert ran.returncode == 0, ran.stdout


@pytest.mark.weekly
def test_the_hook_passes_for_a_good_spec(hooked: Hooked) -> None:
    hooked.write(f"specs/{SPEC_NAME}")

    ran = hooked.check()

    assert ran.returncode == 0, ran.stdout
    assert ran.stdout.rstrip().endswith("Passed")


@pytest.mark.weekly
def test_the_hook_fails_for_a_bad_spec_and_names_the_place(hooked: Hooked) -> None:
    hooked.write(f"specs/{SPEC_NAME}")
    hooked.write("specs/bad.yaml", *WRONG_TOTAL)

    ran = hooked.check()

    assert ran.returncode == 1, ran.stdout
    assert "- exit code: 1" in ran.stdout
    assert "specs/bad.yaml:13:17: error[funds-total]" in ran.stdout
    assert f"specs/{SPEC_NAME}:13" not in ran.stdout


@pytest.mark.weekly
def test_a_warning_passes_unless_the_configuration_says_otherwise(hooked: Hooked) -> None:
    hooked.write("specs/a.yaml", *WRONG_YEAR)
    lenient = hooked.check()
    configuration = hooked.folder / ".pre-commit-config.yaml"
    with configuration.open("a", encoding="utf-8") as file:
        file.write("        args: [--fail-on=warning]\n")

    strict = hooked.check()

    assert lenient.returncode == 0, lenient.stdout
    assert strict.returncode == 1, strict.stdout
    assert "warning[number-parity]" in strict.stdout


@pytest.mark.weekly
def test_the_hook_leaves_files_outside_the_specs_folder_alone(hooked: Hooked) -> None:
    hooked.write("other/bad.yaml", *WRONG_TOTAL)
    hooked.write("specs/notes.txt", *WRONG_TOTAL)

    ran = hooked.check()

    assert ran.returncode == 0, ran.stdout
    assert "no files to check" in ran.stdout


@pytest.mark.weekly
def test_a_bad_spec_cannot_be_committed_once_the_hook_is_installed(hooked: Hooked) -> None:
    hooked.run(sys.executable, "-m", "pre_commit", "install", cwd=hooked.folder).check_returncode()
    hooked.write("specs/a.yaml", *WRONG_TOTAL)
    refused = hooked.run("git", "commit", "-m", "bad", cwd=hooked.folder)
    hooked.write("specs/a.yaml")

    made = hooked.run("git", "commit", "-m", "good", cwd=hooked.folder)

    assert refused.returncode == 1, refused.stdout
    assert "error[funds-total]" in refused.stdout
    assert made.returncode == 0, made.stdout
    log = hooked.run("git", "log", "--format=%s", cwd=hooked.folder)
    assert log.stdout.split() == ["good"]
