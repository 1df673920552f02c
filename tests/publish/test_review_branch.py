"""A table that is handed in: one file on a branch of its own, and nothing else is touched."""

import os
import subprocess
from pathlib import Path

import pytest

from perf_report.errors import SourceError
from perf_report.publish.review_branch import Committed, ReviewBranches

BRANCH = "review/a"


@pytest.fixture(autouse=True)
def _own_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"):
        monkeypatch.setenv(name, os.devnull)


def git(folder: Path, *arguments: str) -> str:
    command = ["git", "-C", str(folder), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def made(folder: Path, files: dict[str, bytes], *settings: str) -> None:
    """A repository with files that are committed."""
    folder.mkdir(exist_ok=True)
    git(folder, "init", "--quiet")
    for setting in ("user.name=me", "user.email=me@example.org", *settings):
        git(folder, "config", *setting.split("=", 1))
    for name, data in files.items():
        (folder / name).write_bytes(data)
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "-m", "first")


def handed_in(path: Path, data: bytes, root: Path | None = None) -> Committed:
    path.write_bytes(data)
    branches = ReviewBranches(folder=path.parent, root=root or path.parent)
    return branches.commit(BRANCH, path, data, "title", "")


def changes(folder: Path) -> list[str]:
    return git(folder, "diff", "--raw", "--abbrev=1", "HEAD", BRANCH).split("\n")


def test_nothing_of_others_is_committed_or_sent(tmp_path: Path) -> None:
    here, there = tmp_path / "here", tmp_path / "there.git"
    made(here, {"a.yaml": b"1\n", "other": b"1\n"}, "push.followTags=true")
    git(tmp_path, "init", "--quiet", "--bare", str(there))
    git(here, "remote", "add", "x", str(there))
    git(here, "push", "--quiet", "x", "HEAD:refs/heads/main")
    git(here, "tag", "-a", "v1", "-m", "x")
    (here / "other").write_bytes(b"2\n")
    (here / "staged").write_bytes(b"2\n")
    git(here, "add", "staged")
    (here / ".git" / "index.lock").touch()
    assert handed_in(here / "a.yaml", b"2\n") == Committed(branch=BRANCH, remote="x", is_sent=True)
    (here / ".git" / "index.lock").unlink()
    assert [line.rpartition("\t")[2] for line in changes(here)] == ["a.yaml"]
    assert git(there, "for-each-ref", "--format=%(refname:short)").split() == ["main", BRANCH]
    assert git(here, "status", "--short").split("\n") == ["M a.yaml", " M other", "A  staged"]


def test_the_same_table_is_sent_again_and_not_committed_again(tmp_path: Path) -> None:
    made(tmp_path, {"a.yaml": b"1\n"}, f"remote.x.url={tmp_path / 'nowhere'}")
    git(tmp_path, "update-ref", "refs/remotes/x/main", "HEAD")
    for _ in range(2):
        with pytest.raises(SourceError):
            handed_in(tmp_path / "a.yaml", b"2\n")
    assert git(tmp_path, "branch", "--list", "review/*") == BRANCH
    git(tmp_path, "config", "--remove-section", "remote.x")
    assert handed_in(tmp_path / "a.yaml", b"2\n").branch == BRANCH
    assert handed_in(tmp_path / "a.yaml", b"3\n").branch == f"{BRANCH}-2"


def test_mode_and_line_ends_are_those_of_the_repository(tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    files = {"a.yaml": b"1\r\n2\r\n", ".gitattributes": b"*.yaml filter=own\n"}
    made(tmp_path, files, "core.autocrlf=true")
    git(tmp_path, "update-index", "--chmod=+x", "a.yaml")
    git(tmp_path, "commit", "--quiet", "-m", "executable")
    git(tmp_path, "config", "filter.own.clean", f"touch {ran}")
    git(tmp_path, "config", "filter.own.required", "true")
    handed_in(tmp_path / "a.yaml", b"1\r\n3\r\n")
    assert [line.split(" ")[:2] for line in changes(tmp_path)] == [[":100755", "100755"]]
    assert git(tmp_path, "show", "--raw", f"{BRANCH}:a.yaml") == "1\n3"
    assert not ran.exists()


def test_a_file_is_handed_in_where_it_is(tmp_path: Path) -> None:
    inner = tmp_path / "specs"
    made(inner, {"a.yaml": b"1\n"})
    git(tmp_path, "init", "--quiet")
    handed_in(inner / "a.yaml", b"2\n", root=tmp_path)
    assert changes(inner)
    # A repository that git cannot use is not made anew, and none is made in it.
    (inner / ".git" / "HEAD").unlink()
    below = inner / "below"
    below.mkdir()
    with pytest.raises(SourceError):
        handed_in(below / "a.yaml", b"2\n")
    assert not (below / ".git").exists()
    assert not (inner / ".git" / "HEAD").exists()


@pytest.mark.parametrize("is_fetched", [True, False])
def test_commits_that_were_never_sent_do_not_go_along(tmp_path: Path, *, is_fetched: bool) -> None:
    here, there = tmp_path / "here", tmp_path / "there.git"
    made(here, {"a.yaml": b"1\n", "other": b"1\n"})
    git(tmp_path, "init", "--quiet", "--bare", str(there))
    git(here, "remote", "add", "origin", str(there))
    first = git(here, "rev-parse", "HEAD")
    (here / "other").write_bytes(b"secret\n")
    git(here, "commit", "--quiet", "-am", "of another")
    # All would go along where the remote has nothing.
    kept = handed_in(here / "a.yaml", b"2\n")
    assert (kept.remote, kept.is_sent) == ("origin", False)
    assert git(there, "for-each-ref") == ""
    git(here, "push", "--quiet", "origin", f"{first}:refs/heads/main")
    if not is_fetched:
        git(here, "update-ref", "-d", "refs/remotes/origin/main")
    sent = handed_in(here / "a.yaml", b"2\n")
    assert sent == Committed(branch=f"{BRANCH}-2", remote="origin", is_sent=True)
    assert git(there, "log", "--format=%P", sent.branch).split() == [first]
    assert git(there, "diff", "--name-only", "main", sent.branch) == "a.yaml"
    # Once they were sent, the branch that was kept is sent, too.
    git(here, "push", "--quiet", "origin", "HEAD:refs/heads/main")
    assert handed_in(here / "a.yaml", b"2\n") == Committed(
        branch=BRANCH, remote="origin", is_sent=True
    )
    assert git(there, "log", "--format=%s", BRANCH).split("\n") == ["title", "of another", "first"]
