"""`ci/review.sh`, run for real in real clones."""

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from ci_systems import SMALL, Shell, clone_of

from perf_report.render.changes.markdown import MARKER

CLONES = {
    "full": ("--branch", "topic"),
    "single-branch": ("--branch", "topic", "--single-branch"),
    "depth-1": ("--branch", "topic", "--depth", "1"),
    "depth-2-of-all": ("--branch", "topic", "--depth", "2", "--no-single-branch"),
}


@pytest.mark.sampled
@pytest.mark.parametrize("options", CLONES.values(), ids=CLONES)
def test_a_clone_is_completed_and_reviewed(
    remote: Any, shell: Shell, options: tuple[str, ...]
) -> None:
    checkout = clone_of(remote, *options)
    ran = shell.review(checkout)
    assert ran.returncode == 1, ran.stderr
    assert "≥17 units → ≥12 units" in ran.stdout
    assert "origin/main:specs/2025.yaml → specs/2025.yaml" in ran.stdout
    assert "error: The review does not pass" in ran.stderr
    assert shell.report.startswith(f"{MARKER}\n")
    assert not (checkout / "review.md").exists()


def test_a_checkout_as_the_action_of_github_makes_it(remote: Any, shell: Shell) -> None:
    head = remote.git("rev-parse", "topic")
    checkout = remote.folder.parent / "checkout"
    remote.git("init", "--quiet", checkout)
    there = type(remote)(checkout)
    there.git("remote", "add", "origin", remote.git("remote", "get-url", "origin"))
    there.git("fetch", "--quiet", "--depth", "1", "origin", f"+{head}:refs/remotes/origin/topic")
    there.git("checkout", "--quiet", "--detach", head)
    ran = shell.review(checkout, REVIEW_HEAD=head)
    assert ran.returncode == 1, ran.stderr


def test_a_commit_under_review_that_is_not_there_is_fetched(remote: Any, shell: Shell) -> None:
    head = remote.git("rev-parse", "topic")
    checkout = clone_of(remote, "--branch", "main", "--single-branch")
    assert shell.review(checkout, REVIEW_HEAD=head).returncode == 1
    ran = shell.review(checkout, REVIEW_HEAD="0" * 40)
    assert ran.returncode == 3
    assert "The commit under review cannot be fetched." in shell.report


@pytest.mark.weekly
def test_a_commit_may_be_the_base(remote: Any, shell: Shell) -> None:
    base = remote.git("rev-parse", "main")
    for name in ("full", "depth-1"):
        checkout = clone_of(remote, *CLONES[name], name=name)
        assert shell.review(checkout, REVIEW_BASE=base).returncode == 1


def test_a_change_that_is_fine_passes(remote: Any, shell: Shell) -> None:
    checkout = clone_of(remote)
    ran = shell.review(checkout, REVIEW_HEAD=remote.git("rev-parse", "topic~1"))
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "▲ 1 stronger" in shell.report


@pytest.mark.sampled
@pytest.mark.parametrize(("level", "code"), [("error", 0), ("never", 0), ("weaker", 1), ("x", 2)])
def test_the_level_and_the_exit_code_are_passed_on(
    remote: Any, shell: Shell, level: str, code: int
) -> None:
    ran = shell.review(clone_of(remote, "--branch", "topic"), REVIEW_FAIL_ON=level)
    assert ran.returncode == code
    if code == 2:
        assert "called in a wrong way" in ran.stderr
        assert "--fail-on" in shell.report


@pytest.mark.sampled
@pytest.mark.parametrize("language", ["zh", "en", "", "de"])
def test_the_review_is_in_the_language_asked_for(remote: Any, shell: Shell, language: str) -> None:
    ran = shell.review(clone_of(remote, "--branch", "topic"), REVIEW_LANGUAGE=language)
    english, chinese = ("What changed", "error: The review"), ("变动情况", "错误：审核未通过")
    heading, verdict = english if language == "en" else chinese
    assert heading in shell.report
    assert verdict in ran.stderr


NO_BRANCHES = (
    "", " ", "-", "--upload-pack=touch x", "--output=x", "a b", "a\nb", "main:topic", "+main", "*",
    "../x", "no-such", "main~1", "$(touch x)", "`touch x`", ";touch x", "0" * 40, "main.lock",
)  # fmt: skip


def test_what_is_no_branch_ends_with_a_report_that_says_so(remote: Any, shell: Shell) -> None:
    checkout = clone_of(remote, "--branch", "topic", "--depth", "1")
    for base in NO_BRANCHES:
        ran = shell.review(checkout, REVIEW_BASE=base)
        assert (ran.returncode, ran.stdout) == (3, ""), base
        assert ran.stderr.rstrip().endswith("could not be compared; see above.")
        assert shell.report.startswith(f"{MARKER}\n## What changed\n")
        assert "base branch" in shell.report.partition("This is why:")[2]
    assert not list(checkout.rglob("x"))


def test_a_remote_that_cannot_be_reached_is_said_to_be(
    remote: Any, shell: Shell, tmp_path: Path
) -> None:
    checkout = clone_of(remote, "--branch", "topic", "--depth", "1")
    shutil.rmtree(tmp_path / "remote.git")
    ran = shell.review(checkout)
    assert ran.returncode == 3
    assert "fetch-depth: 0" in shell.report


def test_a_whole_clone_needs_no_remote(remote: Any, shell: Shell, tmp_path: Path) -> None:
    checkout = clone_of(remote, "--branch", "topic")
    shutil.rmtree(tmp_path / "remote.git")
    assert shell.review(checkout).returncode == 1


@pytest.mark.weekly
@pytest.mark.parametrize("kind", ["tag", "branch"])
def test_a_name_that_looks_like_the_base_is_not_taken_for_it(
    remote: Any, shell: Shell, kind: str
) -> None:
    checkout = type(remote)(clone_of(remote, "--branch", "topic"))
    for name in ("main", "origin/main", "refs/remotes/origin/main"):
        if kind == "tag" or name != "main":
            checkout.git(kind, name, "HEAD")
    assert shell.review(checkout.folder).returncode == 1


def test_histories_that_share_nothing_end_with_a_report_that_says_so(
    remote: Any, shell: Shell
) -> None:
    remote.git("switch", "--quiet", "--orphan", "alone")
    remote.write("specs/2025.yaml", SMALL)
    remote.commit()
    remote.git("push", "--quiet", "origin", "alone")
    ran = shell.review(clone_of(remote, "--branch", "alone", "--depth", "1"))
    assert ran.returncode == 3
    assert "have no commit in common" in shell.report
    assert "have no commit in common" in ran.stderr


@pytest.mark.weekly
def test_the_base_of_a_fork_comes_from_the_repository_it_is_for(
    remote: Any, shell: Shell, tmp_path: Path
) -> None:
    url = remote.git("remote", "get-url", "origin")
    checkout = clone_of(remote, "--branch", "topic", "--depth", "1")
    fork = type(remote)(checkout)
    # In the fork, main is what its owner made of it.
    remote.git("init", "--quiet", "--bare", tmp_path / "fork.git")
    remote.git("push", "--quiet", tmp_path / "fork.git", "topic", "topic:main")
    fork.git("remote", "set-url", "origin", f"file://{tmp_path / 'fork.git'}")
    assert shell.review(checkout).returncode == 0
    assert shell.review(checkout, REVIEW_REMOTE=url).returncode == 1


def test_on_github_the_report_is_annotations_and_a_summary(
    remote: Any, shell: Shell, tmp_path: Path
) -> None:
    summary = tmp_path / "summary.md"
    summary.write_text("before\n")
    checkout = clone_of(remote, "--branch", "topic")
    ran = shell.review(checkout, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
    assert ran.returncode == 1
    lines = ran.stdout.splitlines()
    assert all(line.startswith("::") for line in lines)
    assert any(line.startswith("::error file=specs/2025.yaml,line=20,") for line in lines)
    assert lines[-1].startswith("::error::The review does not pass")
    assert summary.read_text("utf-8") == "before\n" + shell.report


def test_on_github_what_git_says_is_no_command(remote: Any, shell: Shell) -> None:
    checkout = clone_of(remote, "--branch", "topic", "--depth", "1")
    ran = shell.review(checkout, GITHUB_ACTIONS="true", REVIEW_BASE="no-such")
    first, *said, last, verdict = ran.stdout.splitlines()
    stop = re.fullmatch("::stop-commands::([0-9a-f]{32})", first)
    assert stop is not None
    assert last == f"::{stop[1]}::"
    assert any("no-such" in line for line in said)
    assert verdict.startswith("::error::")


def test_modules_of_the_branch_are_not_run(remote: Any, shell: Shell, tmp_path: Path) -> None:
    for name in ("click.py", "yaml.py", "perf_report/__init__.py", "sitecustomize.py", "json.py"):
        remote.write(name, f"open({str(tmp_path / 'trap')!r}, 'w')\n")
    remote.commit()
    remote.git("push", "--quiet", "origin", "topic")
    checkout = clone_of(remote, "--branch", "topic")
    assert shell.review(checkout).returncode == 1
    assert not (tmp_path / "trap").exists()
