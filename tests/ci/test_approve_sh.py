"""`ci/approve.sh` in real clones, and `ci/comment.py thread` against a server in this process."""

import json
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import pytest
from ci_systems import HOST, Server, Shell, clone_of, write_script
from paths import REPOSITORY
from ruamel.yaml import YAML

DAY = "2026-03-04T05:06:07Z"
TOKEN = "secret-token"  # noqa: S105  # of no server


def mark_of(remote: Any, shell: Shell) -> str:
    """The fingerprint of the change of the branch."""
    checkout = clone_of(remote, "--branch", "topic", name="seen")
    shell.review(checkout)
    found = re.search("<code>([0-9a-f]{20})</code>", shell.report)
    assert found
    return found[1]


def thread_of(remote: Any, mark: str, host: str = "github", who: str = "reviewer") -> Any:
    head = remote.git("rev-parse", "topic")
    body = f"/perf-report approve {mark} Five windows went to the other hall."
    times = {"created_at": DAY, "updated_at": DAY}
    if host == "github":
        remote.git("push", "--quiet", "origin", "topic:refs/pull/5/head")
        return {
            "pull_request": {
                "number": 5, "user": {"login": "officer"},
                "base": {"ref": "main"}, "head": {"sha": head},
            },
            "comments": [{"user": {"login": who, "type": "User"}, "body": body, **times}],
            "permissions": [{"permission": "write", "user": {"login": "reviewer"}}],
        }  # fmt: skip
    remote.git("push", "--quiet", "origin", "topic:refs/merge-requests/5/head")
    return {
        "merge_request": {
            "iid": 5, "author": {"username": "officer"}, "target_branch": "main", "sha": head,
        },
        "notes": [{"author": {"username": who}, "system": False, "body": body, **times}],
        "members": [{"username": "reviewer", "access_level": 30, "state": "active"}],
    }  # fmt: skip


def approve(shell: Shell, checkout: Path, thread: Any, **variables: str) -> Any:
    file = shell.temporary / "thread.json"
    file.write_text(json.dumps(thread), "utf-8")
    named = {"APPROVE_THREAD": str(file), "REVIEW_LANGUAGE": "en", **variables}
    return shell.run(f"bash {shlex.quote(str(REPOSITORY / 'ci/approve.sh'))}", checkout, **named)


def approvals_on(remote: Any, branch: str) -> str:
    remote.git("fetch", "--quiet", "origin")
    return str(remote.git("show", f"origin/{branch}:approvals.yaml"))


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_an_approval_goes_to_the_base_by_a_commit(remote: Any, shell: Shell, host: str) -> None:
    mark = mark_of(remote, shell)
    thread = thread_of(remote, mark, host)
    checkout = clone_of(remote)
    ran = approve(shell, checkout, thread)
    assert ran.returncode == 0, ran.stderr
    assert "The approvals are on main" in ran.stdout
    assert f"fingerprint: {mark}" in approvals_on(remote, "main")
    changed = remote.git("diff", "--name-only", "origin/main~1", "origin/main")
    assert changed == "approvals.yaml"
    assert remote.git("log", "-1", "--format=%s", "origin/main") == "Approve changes of #5"
    again = clone_of(remote, "--branch", "topic", name="again")
    assert shell.review(again).returncode == 0
    ran = approve(shell, clone_of(remote, name="another"), thread)
    assert (ran.returncode, ran.stdout) == (0, "There is no new approval.\n")


@pytest.mark.weekly
@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_an_approval_is_proposed_where_the_base_is_protected(
    remote: Any, shell: Shell, host: str, tmp_path: Path
) -> None:
    mark = mark_of(remote, shell)
    thread = thread_of(remote, mark, host)
    bare = tmp_path / "remote.git"
    write_script(bare / "hooks/update", '[ "$1" != refs/heads/main ]')
    write_script(
        bare / "hooks/post-receive",
        f'env | grep ^GIT_PUSH_OPTION_ >> "{tmp_path}/options" || true',
    )
    type(remote)(bare).git("config", "receive.advertisePushOptions", "true")
    write_script(shell.bin_folder / "gh", f'echo "$@" > "{tmp_path}/gh"')
    before = remote.git("ls-remote", "origin", "refs/heads/main")
    ran = approve(shell, clone_of(remote), thread)
    assert ran.returncode == 0, ran.stderr
    assert remote.git("ls-remote", "origin", "refs/heads/main") == before
    assert mark in approvals_on(remote, "perf-report/approve-5")
    if host == "github":
        said = (tmp_path / "gh").read_text("utf-8")
        assert said.startswith("pr create --base main --head perf-report/approve-5 ")
    else:
        options = (tmp_path / "options").read_text("utf-8")
        assert "merge_request.create" in options
        assert "merge_request.target=main" in options


@pytest.mark.weekly
def test_what_must_not_count_is_said_and_changes_nothing(remote: Any, shell: Shell) -> None:
    thread = thread_of(remote, mark_of(remote, shell), who="officer")
    before = remote.git("ls-remote", "origin")
    ran = approve(shell, clone_of(remote), thread)
    assert ran.returncode == 0, ran.stderr
    assert "authors cannot approve their own pull requests" in ran.stderr
    assert remote.git("ls-remote", "origin") == before


@pytest.mark.weekly
def test_the_review_gets_no_token_and_no_command_line_shows_it(
    remote: Any, shell: Shell, tmp_path: Path
) -> None:
    thread = thread_of(remote, mark_of(remote, shell))
    command = shell.bin_folder / "perf-report"
    run = command.read_text("utf-8").splitlines()[1]
    write_script(command, f'env > "{tmp_path}/environment"', run)
    given = {"APPROVE_TOKEN": TOKEN, "GH_TOKEN": TOKEN}
    ran = approve(shell, clone_of(remote), thread, **given)
    assert ran.returncode == 0, ran.stderr
    assert TOKEN not in (tmp_path / "environment").read_text("utf-8")
    assert TOKEN not in ran.stdout + ran.stderr


@pytest.mark.weekly
def test_a_base_with_an_odd_name_is_refused(remote: Any, shell: Shell) -> None:
    thread = thread_of(remote, mark_of(remote, shell))
    for base in ("--upload-pack=x", "a..b", "main~1"):
        thread["pull_request"]["base"]["ref"] = base
        assert approve(shell, clone_of(remote, name=f"c{len(base)}"), thread).returncode != 0


# --- What the hosts tell ---


def read_thread(shell: Shell, **variables: str) -> Any:
    script = shlex.join([sys.executable, "-I", str(REPOSITORY / "ci/comment.py"), "thread"])
    return shell.run(script, shell.temporary, REVIEW_LANGUAGE="en", no_proxy=HOST, **variables)


def test_the_thread_of_github_has_the_permission_of_everyone(shell: Shell, server: Server) -> None:
    repository = "/repos/OWNER/REPO"
    server.add("one", login="reviewer", type="User", id=1)
    server.add("two", login="visitor", type="User", id=2)
    server.add("three", login="helper[bot]", type="Bot", id=3)
    permission = {"permission": "write", "user": {"login": "reviewer"}}
    server.objects = {
        f"{repository}/pulls/5": {"number": 5},
        f"{repository}/collaborators/reviewer/permission": permission,
    }
    ran = read_thread(
        shell, GITHUB_API_URL=server.address, GITHUB_REPOSITORY="OWNER/REPO",
        REVIEW_NUMBER="5", REVIEW_TOKEN=TOKEN,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    thread = json.loads(ran.stdout)
    assert thread["pull_request"] == {"number": 5}
    assert [comment["body"] for comment in thread["comments"]] == ["one", "two", "three"]
    assert thread["permissions"] == [permission]


def test_the_thread_of_gitlab_has_all_members(shell: Shell, server: Server) -> None:
    server.add("one", username="reviewer")
    members = [{"username": "reviewer", "access_level": 30, "state": "active"}]
    server.objects = {
        "/projects/11/merge_requests/5": {"iid": 5},
        "/projects/11/members/all": members,
    }
    ran = read_thread(
        shell, CI_API_V4_URL=server.address, CI_MERGE_REQUEST_PROJECT_ID="11",
        CI_MERGE_REQUEST_IID="5", PERF_REPORT_GITLAB_TOKEN=TOKEN,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    thread = json.loads(ran.stdout)
    assert (thread["merge_request"], thread["members"]) == ({"iid": 5}, members)
    assert [note["body"] for note in thread["notes"]] == ["one"]


def test_a_thread_that_cannot_be_read_is_an_error(shell: Shell, server: Server) -> None:
    server.refuse = {"GET": 403}
    ran = read_thread(
        shell, GITHUB_API_URL=server.address, GITHUB_REPOSITORY="OWNER/REPO",
        REVIEW_NUMBER="5", REVIEW_TOKEN=TOKEN,
    )  # fmt: skip
    assert ran.returncode == 3
    assert "could not be read" in ran.stderr
    assert ran.stdout == ""


def test_the_workflow_that_approves_grants_what_it_needs(repository: Path) -> None:
    path = repository / "perf_report/data/starter/approve.yml"
    data = YAML(typ="safe", pure=True).load(path.read_text("utf-8"))
    assert data["permissions"] == {}
    permissions = data["jobs"]["approve"]["permissions"]
    assert permissions == {"contents": "write", "pull-requests": "write"}
