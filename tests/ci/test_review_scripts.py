"""What CI systems run: `ci/review.sh`, `ci/comment.py`, the action and the job of GitLab.

The scripts run for real, in real clones, against a server in this process that answers as those of
GitHub and GitLab do.
"""

import http.server
import itertools
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from paths import REPOSITORY, SMALL_SPEC
from ruamel.yaml import YAML

from perf_report import resources
from perf_report.render.changes.markdown import MARKER

Starter = Callable[..., Any]

SMALL = (SMALL_SPEC).read_text("utf-8")
WEAKER = SMALL.replace("≥17台", "≥12台")
STRONGER = SMALL.replace("≥17台", "≥20台")

# What a run of these tests inside a CI system would bring along.
_FOREIGN = ("GITHUB_", "CI_", "REVIEW_", "RUNNER_", "PERF_REPORT", "PYTHON", "GIT_DEPTH")

WORKFLOWS = {
    REPOSITORY / "action.yml": "vendor.github-actions",
    REPOSITORY / ".github/workflows/review.yml": "vendor.github-workflows",
    REPOSITORY / ".github/workflows/test.yml": "vendor.github-workflows",
    resources.starter_path() / "review.yml": "vendor.github-workflows",
    REPOSITORY / "ci/gitlab-review.yml": "vendor.gitlab-ci",
}


def read_yaml(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text("utf-8"))


# --- Clones, as CI systems make them ---


@pytest.fixture
def remote(start_repository: Starter, tmp_path: Path) -> Any:
    """A clone whose branch, topic, weakens a target; both branches are on its remote."""
    clone = start_repository("work")
    clone.write("specs/2025.yaml", SMALL)
    clone.commit("base")
    clone.git("switch", "--quiet", "--create", "topic")
    for text in (STRONGER, WEAKER):
        clone.write("specs/2025.yaml", text)
        clone.commit()
    clone.git("switch", "--quiet", "main")
    for number in range(3):
        clone.write("notes.txt", str(number))
        clone.commit("the base moves on")
    clone.git("init", "--quiet", "--bare", tmp_path / "remote.git")
    clone.git("remote", "add", "origin", f"file://{tmp_path / 'remote.git'}")
    clone.git("push", "--quiet", "origin", "main", "topic")
    clone.git("switch", "--quiet", "topic")
    return clone


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A folder for the PATH in which the command is."""
    folder = tmp_path / "bin"
    folder.mkdir()
    _write_script(folder / "perf-report", f'exec {shlex.quote(sys.executable)} -m perf_report "$@"')
    return folder


def _write_script(path: Path, *lines: str) -> None:
    path.write_text("\n".join(("#!/bin/sh", *lines, "")))
    path.chmod(0o755)


@dataclass
class Shell:
    """Runs scripts as a CI system does: in a clone, told all by the environment."""

    bin_folder: Path
    temporary: Path

    def environment(self, **variables: str) -> dict[str, str]:
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(_FOREIGN)
        }
        path = f"{self.bin_folder}{os.pathsep}{os.environ['PATH']}"
        # The command looks for the package where these tests have it from.
        package = {"PYTHONPATH": os.environ["PYTHONPATH"]} if "PYTHONPATH" in os.environ else {}
        return {**inherited, "PATH": path, "LC_ALL": "C.UTF-8", **package, **variables}

    def run(self, script: str, cwd: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=cwd,
            env=self.environment(**variables),
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=120,
            check=False,
        )

    def review(self, cwd: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
        """`ci/review.sh` in English, for the base main."""
        named = {
            "REVIEW_BASE": "main",
            "REVIEW_LANGUAGE": "en",
            "REVIEW_FILE": str(self.temporary / "review.md"),
            **variables,
        }
        return self.run(f"bash {shlex.quote(str(REPOSITORY / 'ci/review.sh'))}", cwd, **named)

    @property
    def report(self) -> str:
        return (self.temporary / "review.md").read_text("utf-8")


@pytest.fixture
def shell(bin_folder: Path, tmp_path: Path) -> Shell:
    temporary = tmp_path / "runner temp"
    temporary.mkdir()
    return Shell(bin_folder, temporary)


def clone_of(remote: Any, *options: str, name: str = "checkout") -> Path:
    folder = remote.folder.parent / name
    remote.git("clone", "--quiet", *options, remote.git("remote", "get-url", "origin"), folder)
    return Path(folder)


# --- review.sh ---

CLONES = {
    "full": ("--branch", "topic"),
    "single-branch": ("--branch", "topic", "--single-branch"),
    "depth-1": ("--branch", "topic", "--depth", "1"),
    "depth-2-of-all": ("--branch", "topic", "--depth", "2", "--no-single-branch"),
}


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


@pytest.mark.parametrize(("level", "code"), [("error", 0), ("never", 0), ("weaker", 1), ("x", 2)])
def test_the_level_and_the_exit_code_are_passed_on(
    remote: Any, shell: Shell, level: str, code: int
) -> None:
    ran = shell.review(clone_of(remote, "--branch", "topic"), REVIEW_FAIL_ON=level)
    assert ran.returncode == code
    if code == 2:
        assert "called in a wrong way" in ran.stderr
        assert "--fail-on" in shell.report


@pytest.mark.parametrize("language", ["zh", "en", "", "de"])
def test_the_review_is_in_the_language_asked_for(remote: Any, shell: Shell, language: str) -> None:
    ran = shell.review(clone_of(remote, "--branch", "topic"), REVIEW_LANGUAGE=language)
    english, chinese = ("What changed", "error: The review"), ("变动情况", "错误：评审未通过")
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


# --- comment.py ---

HOST = "127.0.0.1"


@dataclass
class Server:
    """A server of one pull request's comments, by the endpoints of GitHub or GitLab."""

    comments: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    tokens: set[str] = field(default_factory=set)
    me: dict[str, Any] | None = None
    author: dict[str, Any] = field(
        default_factory=lambda: {"login": "github-actions[bot]", "type": "Bot", "id": 7}
    )
    refuse: dict[str, int] = field(default_factory=dict)
    fail_first: int = 0
    raw: bytes | None = None
    redirect: str | None = None
    page_size: int = 100
    address: str = ""

    def add(self, body: str, **author: Any) -> dict[str, Any]:
        comment = {"id": len(self.comments) + 1, "body": body, "user": author, "author": author}
        self.comments.append(comment)
        return comment

    def answer(self, method: str, path: str, data: Any) -> tuple[int, Any, dict[str, str]]:
        """The status, the answer and its headers."""
        where, _, query = path.partition("?")
        self.asked.append((method, where))
        trouble = self._trouble(method)
        if trouble:
            return trouble
        if where == "/user":
            return (200, self.me, {}) if self.me else (403, {"message": "not for bots"}, {})
        if method == "GET":
            page = int(re.search(r"\bpage=([0-9]+)", query)[1])  # type: ignore[index]
            size = min(self.page_size, int(re.search(r"per_page=([0-9]+)", query)[1]))  # type: ignore[index]
            shown = self.comments[(page - 1) * size : page * size]
            is_last = page * size >= len(self.comments)
            return 200, shown, {} if is_last else {"Link": '<http://elsewhere.invalid>; rel="next"'}
        return self._write(method, where, data["body"])

    def _trouble(self, method: str) -> tuple[int, Any, dict[str, str]] | None:
        if self.fail_first:
            self.fail_first -= 1
            return 502, {"message": "Bad Gateway"}, {}
        if self.redirect:
            return 302, {}, {"Location": self.redirect}
        if method in self.refuse:
            return self.refuse[method], {"message": "Resource not accessible"}, {}
        return None

    def _write(self, method: str, where: str, body: str) -> tuple[int, Any, dict[str, str]]:
        if method == "POST":
            return 201, self.add(body, **self.author), {}
        number = int(where.rpartition("/")[2])
        (comment,) = (each for each in self.comments if each["id"] == number)
        comment["body"] = body
        return 200, comment, {}


@pytest.fixture
def server() -> Iterator[Server]:
    state = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            data = json.loads(self.rfile.read(length) or b"null")
            token = self.headers.get("Authorization") or self.headers.get("PRIVATE-TOKEN")
            state.tokens.add(str(token))
            status, answer, headers = state.answer(self.command, self.path, data)
            body = json.dumps(answer).encode() if state.raw is None else state.raw
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = do_PUT = _answer  # noqa: N815  # as http.server calls them

        def log_message(self, *_: Any) -> None:
            """Nothing."""

    with http.server.ThreadingHTTPServer((HOST, 0), Handler) as running:
        state.address = f"http://{HOST}:{running.server_port}"
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield state
        running.shutdown()
        thread.join()


@dataclass
class Commenter:
    """Runs `ci/comment.py` with a report, for one of the two forges."""

    shell: Shell
    server: Server
    forge: str

    def __call__(self, body: str | None = None, **variables: str) -> Any:
        file = self.shell.temporary / "review.md"
        file.write_text(f"{MARKER}\n## What changed\n\n目标 1\n" if body is None else body, "utf-8")
        named = {
            "github": {
                "GITHUB_API_URL": self.server.address,
                "GITHUB_REPOSITORY": "OWNER/REPO",
                "REVIEW_NUMBER": "5",
                "REVIEW_TOKEN": "secret-token",
            },
            "gitlab": {
                "CI_API_V4_URL": self.server.address,
                "CI_MERGE_REQUEST_PROJECT_ID": "11",
                "CI_MERGE_REQUEST_IID": "5",
                "PERF_REPORT_GITLAB_TOKEN": "secret-token",
            },
        }[self.forge]
        script = shlex.join([sys.executable, "-I", str(REPOSITORY / "ci/comment.py")])
        ran = self.shell.run(
            script,
            self.shell.temporary,
            **{
                **named,
                "REVIEW_FILE": str(file),
                "REVIEW_LANGUAGE": "en",
                "REVIEW_PAUSE": "0.01",
                "no_proxy": HOST,
                **variables,
            },
        )
        assert "Traceback" not in ran.stderr
        assert "secret-token" not in ran.stdout + ran.stderr
        return ran

    @property
    def list_path(self) -> str:
        return {
            "github": "/repos/OWNER/REPO/issues/5/comments",
            "gitlab": "/projects/11/merge_requests/5/notes",
        }[self.forge]


@pytest.fixture(params=["github", "gitlab"])
def comment(request: pytest.FixtureRequest, shell: Shell, server: Server) -> Commenter:
    if request.param == "gitlab":
        server.me = {"id": 7, "username": "project_11_bot"}
    return Commenter(shell, server, request.param)


def test_the_first_run_makes_a_comment(comment: Commenter, server: Server) -> None:
    server.add("an ordinary comment", login="someone", type="User", id=1)
    ran = comment()
    assert (ran.returncode, ran.stderr) == (0, "")
    assert "The comment was made." in ran.stdout
    assert server.asked == [
        ("GET", "/user"), ("GET", comment.list_path), ("POST", comment.list_path),
    ]  # fmt: skip
    assert server.comments[1]["body"].startswith(f"{MARKER}\n## What changed\n\n目标 1")
    assert server.tokens <= {"Bearer secret-token", "secret-token"}


def test_later_runs_bring_the_one_comment_up_to_date(comment: Commenter, server: Server) -> None:
    comment()
    ran = comment(f"{MARKER}\nnew words\n")
    assert "brought up to date" in ran.stdout
    assert [each["body"] for each in server.comments] == [f"{MARKER}\nnew words\n"]
    assert server.asked[-1][0] == ("PATCH" if comment.forge == "github" else "PUT")


def test_the_comment_is_found_behind_many_others(comment: Commenter, server: Server) -> None:
    for number in range(250):
        server.add(f"comment {number}", login="someone", type="User", id=1)
    mine = server.add(f"{MARKER}\nold", **server.author)
    comment(f"{MARKER}\nnew")
    assert mine["body"] == f"{MARKER}\nnew"
    assert len(server.comments) == 251


@pytest.mark.parametrize(
    "body", [f"{MARKER}\nAll is well!", f"> {MARKER}\nquoted", f"text\n{MARKER}"]
)
def test_a_comment_of_someone_else_is_left_alone(
    comment: Commenter, server: Server, body: str
) -> None:
    foreign = server.add(body, login="someone", type="User", id=1)
    comment(f"{MARKER}\nnew")
    assert foreign["body"] == body
    assert len(server.comments) == 2


def test_a_comment_of_the_bot_that_only_quotes_the_marker_is_left_alone(
    comment: Commenter, server: Server
) -> None:
    server.add(f"> {MARKER}", **server.author)
    comment()
    assert len(server.comments) == 2


def test_a_token_of_a_person_finds_the_persons_comment(shell: Shell, server: Server) -> None:
    server.me = {"login": "officer", "id": 3}
    server.author = {"login": "officer", "type": "User", "id": 3}
    server.add(f"{MARKER}\nof a bot", login="other[bot]", type="Bot", id=9)
    comment = Commenter(shell, server, "github")
    comment()
    comment(f"{MARKER}\nnew")
    assert [each["body"] for each in server.comments] == [f"{MARKER}\nof a bot", f"{MARKER}\nnew"]


@pytest.mark.parametrize("methods", [("POST",), ("GET",), ("PATCH", "PUT")])
def test_a_token_that_may_not_write_is_no_failure(
    comment: Commenter, server: Server, methods: tuple[str, ...]
) -> None:
    if "POST" not in methods:
        server.add(f"{MARKER}\nold", **server.author)
    server.refuse = dict.fromkeys(methods, 403)
    ran = comment(GITHUB_ACTIONS="true")
    assert ran.returncode == 0
    assert ran.stdout.startswith("::warning::The token may not comment")
    assert "403 Resource not accessible" in ran.stdout


@pytest.mark.parametrize("status", [400, 401, 404, 410, 422])
def test_any_other_refusal_is_an_error_with_what_the_server_says(
    comment: Commenter, server: Server, status: int
) -> None:
    server.refuse = {"POST": status}
    ran = comment()
    assert ran.returncode == 3
    assert f"could not be made: {status} Resource not accessible" in ran.stderr
    assert len(server.comments) == 0


def test_a_busy_server_is_asked_again_and_gets_one_comment(
    comment: Commenter, server: Server
) -> None:
    server.fail_first = 1
    assert comment().returncode == 0
    assert len(server.comments) == 1


def test_a_server_that_stays_down_is_an_error(comment: Commenter, server: Server) -> None:
    server.fail_first = 99
    ran = comment()
    assert ran.returncode == 3
    assert "502 Bad Gateway" in ran.stderr
    assert len(server.asked) == 3


def test_a_server_that_is_not_there_is_an_error(shell: Shell, server: Server) -> None:
    server.address = f"http://{HOST}:9"
    ran = Commenter(shell, server, "github")()
    assert ran.returncode == 3
    assert "refused" in ran.stderr


def test_the_token_is_not_carried_to_another_server(comment: Commenter, server: Server) -> None:
    server.redirect = f"{server.address}/elsewhere"
    ran = comment()
    assert ran.returncode == 3
    assert {path for _, path in server.asked} <= {"/user", comment.list_path}


@pytest.mark.parametrize(
    "raw", [b"", b"<html>", b"[1, 2]", b'{"a": 1}', b"null", b'[{"id": null}]']
)
def test_an_answer_of_another_form_is_an_error(shell: Shell, server: Server, raw: bytes) -> None:
    server.raw = raw
    ran = Commenter(shell, server, "github")()
    assert ran.returncode in {0, 3}
    assert ran.returncode == 3 or raw == b'[{"id": null}]'


def test_what_a_server_says_is_no_command(shell: Shell, server: Server) -> None:
    server.refuse = {"POST": 403}
    server.raw = json.dumps({"message": "no\n::error::x\x1b[31m%0A"}).encode()
    server.me = {"login": "x"}
    ran = Commenter(shell, server, "github")(GITHUB_ACTIONS="true")
    assert len(ran.stdout.splitlines()) == 1
    assert "\x1b" not in ran.stdout
    assert "%0A" not in ran.stdout.replace("%250A", "")


@pytest.mark.parametrize("body", ["", "no marker", f" {MARKER}"])
def test_what_is_no_report_is_not_posted(comment: Commenter, server: Server, body: str) -> None:
    assert comment(body).returncode == 2
    assert server.asked == []


def test_without_a_report_there_is_no_comment(comment: Commenter, server: Server) -> None:
    ran = comment(GITHUB_ACTIONS="true", REVIEW_FILE="missing.md")
    assert ran.returncode == 0
    assert "There is no report missing.md" in ran.stdout
    assert server.asked == []


def test_without_a_token_there_is_no_comment(comment: Commenter, server: Server) -> None:
    ran = comment(REVIEW_TOKEN="", PERF_REPORT_GITLAB_TOKEN="")
    assert ran.returncode == 0
    assert "There is no token" in ran.stdout
    assert server.asked == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GITHUB_API_URL", "file:///etc/passwd"), ("GITHUB_API_URL", "example"),
        ("GITHUB_REPOSITORY", "a/b/../c"), ("GITHUB_REPOSITORY", ""), ("REVIEW_NUMBER", "5/../6"),
        ("REVIEW_NUMBER", ""), ("REVIEW_TOKEN", "a\r\nX: y"), ("REVIEW_TOKEN", "令牌"),
    ],
)  # fmt: skip
def test_what_the_environment_lacks_is_named(
    shell: Shell, server: Server, name: str, value: str
) -> None:
    ran = Commenter(shell, server, "github")(**{name: value})
    assert ran.returncode == 2
    assert name in ran.stderr
    assert server.asked == []


# --- The action, the workflows and the job ---


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_has_its_published_form(path: Path) -> None:
    ran = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", WORKFLOWS[path], path],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout


def scripts_of(data: Any) -> Iterator[str]:
    """Every script in a workflow."""
    if isinstance(data, dict):
        for key, value in data.items():
            if key in {"run", "script", "before_script"}:
                yield from [value] if isinstance(value, str) else value
            else:
                yield from scripts_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from scripts_of(value)


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_nothing_is_pasted_into_a_script(path: Path) -> None:
    scripts = list(scripts_of(read_yaml(path)))
    # The workflow of this repository leaves all to the action.
    assert scripts or path.parent.name == "workflows"
    assert not any("${{" in script for script in scripts)


def test_no_workflow_grants_more_than_it_needs() -> None:
    ours = read_yaml(REPOSITORY / ".github/workflows/review.yml")
    starter = read_yaml(resources.starter_path() / "review.yml")
    assert ours["permissions"] == {}
    assert ours["jobs"]["review"]["permissions"] == {"contents": "read", "pull-requests": "write"}
    assert starter["permissions"] == {"contents": "read"}
    for data in (ours, starter):
        checkout = data["jobs"]["review"]["steps"][0]
        assert checkout["uses"] == "actions/checkout@v4"
        assert checkout["with"] == {
            "ref": "${{ github.event.pull_request.head.sha }}",
            "fetch-depth": 0,
            "persist-credentials": False,
        }


def test_the_marker_is_the_same_everywhere() -> None:
    for name in ("ci/review.sh", "ci/comment.py"):
        assert MARKER in (REPOSITORY / name).read_text("utf-8")


# A stand-in for Python that makes environments: the command is in them, and pip is not run, but
# has to be called with the packages that are pinned, and then with the checkout alone.
FAKE_PYTHON = """\
case "$*" in
"-I -m venv "*)
    for folder; do :; done
    mkdir -p "$folder/bin"
    cp "$0" "$folder/bin/python"
    cp {bin_folder}/perf-report "$folder/bin/perf-report"
    ;;
"-I -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement "*)
    for last; do :; done
    grep -q -- "--hash=sha256:" "$last"
    touch "$(dirname "$0")/pinned"
    ;;
"-I -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation "*)
    for last; do :; done
    test -f "$last/pyproject.toml" && test -f "$(dirname "$0")/pinned"
    ;;
*) exec {python} "$@" ;;
esac
"""


@pytest.fixture
def fake_python(shell: Shell) -> Path:
    """Makes what installs the package quick; that it installs is tried in test_install."""
    path = shell.bin_folder / "python3"
    _write_script(
        path,
        FAKE_PYTHON.format(
            bin_folder=shlex.quote(str(shell.bin_folder)), python=shlex.quote(sys.executable)
        ),
    )
    return path


def evaluated(text: str, context: dict[str, str]) -> str:
    """A value of the action with its expressions looked up; an unknown one is an error."""

    def value(match: re.Match[str]) -> str:
        names = [name.strip() for name in match[1].split("||")]
        return next((context[name] for name in names if context[name]), "")

    return re.sub(r"\$\{\{(.*?)\}\}", value, text)


@dataclass
class Action:
    """Runs the steps of action.yml as a runner does."""

    shell: Shell
    server: Server
    python: Path

    def __call__(self, checkout: Path, head: str, **inputs: str) -> tuple[int, str]:
        data = read_yaml(REPOSITORY / "action.yml")
        defaults = {name: str(entry["default"]) for name, entry in data["inputs"].items()}
        context = {
            "github.token": "secret-token",
            "github.base_ref": "main",
            "github.event.pull_request.head.sha": head,
            "github.event.pull_request.number": "5",
            "steps.python.outputs.python-path": str(self.python),
        }
        given = {**defaults, **{name.replace("_", "-"): value for name, value in inputs.items()}}
        context |= {f"inputs.{name}": evaluated(value, context) for name, value in given.items()}
        code = 0
        said: list[str] = []
        for step in data["runs"]["steps"]:
            if "uses" in step or (step.get("name") == "Comment" and given["comment"] != "true"):
                continue
            ran = self._run(step, checkout, context)
            code, said = code or ran.returncode, [*said, ran.stdout, ran.stderr]
            if code and step["name"] != "Review":
                break
        return code, "".join(said)

    def _run(self, step: Any, checkout: Path, context: dict[str, str]) -> Any:
        own = {name: evaluated(value, context) for name, value in step["env"].items()}
        return self.shell.run(
            step["run"],
            checkout,
            GITHUB_ACTIONS="true",
            GITHUB_ACTION_PATH=f"{REPOSITORY}/./",
            GITHUB_API_URL=self.server.address,
            GITHUB_REPOSITORY="OWNER/REPO",
            GITHUB_STEP_SUMMARY=str(self.shell.temporary / "summary.md"),
            RUNNER_TEMP=str(self.shell.temporary),
            no_proxy=HOST,
            **own,
        )


@pytest.fixture
def action(shell: Shell, server: Server, fake_python: Path) -> Action:
    return Action(shell, server, fake_python)


def test_the_action_reviews_and_comments(remote: Any, action: Action, server: Server) -> None:
    checkout = clone_of(remote, "--branch", "topic", "--depth", "1")
    head = remote.git("rev-parse", "topic")
    code, said = action(checkout, head)
    assert code == 1, said
    assert "::error file=specs/2025.yaml,line=20," in said
    assert "::error::评审未通过" in said
    (comment,) = server.comments
    summary = (action.shell.temporary / "summary.md").read_text("utf-8")
    assert comment["body"] == summary == action.shell.report
    assert "▼ 1 减弱" in summary
    code, said = action(checkout, remote.git("rev-parse", "topic~1"), language="en")
    assert code == 0, said
    (comment,) = server.comments
    assert "▲ 1 stronger" in comment["body"]


def test_the_action_without_a_comment_asks_no_server(
    remote: Any, action: Action, server: Server
) -> None:
    code, _ = action(clone_of(remote), remote.git("rev-parse", "topic"), comment="false")
    assert (code, server.asked) == (1, [])
    assert (action.shell.temporary / "summary.md").is_file()


def test_a_comment_replaces_an_earlier_one_even_where_nothing_could_be_compared(
    remote: Any, action: Action, server: Server
) -> None:
    checkout, head = clone_of(remote), remote.git("rev-parse", "topic~1")
    assert action(checkout, head)[0] == 0
    assert action(checkout, head, base="no-such")[0] == 3
    (comment,) = server.comments
    assert "未能评审" in comment["body"]


def test_a_forks_token_does_not_fail_the_review(
    remote: Any, action: Action, server: Server
) -> None:
    server.refuse = {"POST": 403}
    code, said = action(clone_of(remote), remote.git("rev-parse", "topic~1"))
    assert code == 0, said
    assert "::warning::令牌无权发表评审意见" in said


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"fail_on": "never"}, 0), ({"base": "topic"}, 0), ({"project": "specs"}, 3),
        ({"fail_on": "$(touch x)"}, 2), ({"language": "$(touch x)"}, 1),
    ],
)  # fmt: skip
def test_the_inputs_of_the_action_are_passed_on(
    remote: Any, action: Action, inputs: dict[str, str], code: int
) -> None:
    checkout = clone_of(remote)
    found, said = action(checkout, remote.git("rev-parse", "topic"), comment="false", **inputs)
    assert found == code, said
    assert not (checkout / "x").exists()


@pytest.fixture
def tools(start_repository: Starter, fake_python: Path) -> Any:
    """A repository of perf-report, as far as it is needed to install it."""
    assert fake_python.exists()
    tools = start_repository("tools")
    for name in ("ci", "scripts"):
        shutil.copytree(REPOSITORY / name, tools.folder / name)
    for name in ("pyproject.toml", "requirements.txt"):
        shutil.copy(REPOSITORY / name, tools.folder)
    tools.commit()
    return tools


def test_the_workflow_of_a_new_project_reviews(remote: Any, shell: Shell, tools: Any) -> None:
    steps = read_yaml(resources.starter_path() / "review.yml")["jobs"]["review"]["steps"]
    install, review = (step["run"] for step in steps if "run" in step)
    summary, path = shell.temporary / "summary.md", shell.temporary / "path"
    runner = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_BASE_REF": "main",
        "GITHUB_PATH": str(path),
        "GITHUB_STEP_SUMMARY": str(summary),
        "RUNNER_TEMP": str(shell.temporary),
        "PERF_REPORT_REPOSITORY": f"file://{tools.folder}",
        "PERF_REPORT_COMMIT": tools.git("rev-parse", "HEAD"),
    }
    checkout = type(remote)(clone_of(remote, "--branch", "topic"))
    checkout.git("tag", "origin/main", "HEAD")
    installed = shell.run(install, checkout.folder, **runner)
    assert installed.returncode == 0, installed.stderr
    folder = path.read_text("utf-8").strip()
    assert (Path(folder) / "pinned").exists()
    ran = shell.run(f'PATH="{folder}:$PATH"\n{review}', checkout.folder, **runner)
    assert ran.returncode == 1, ran.stderr
    assert "::error file=specs/2025.yaml,line=20," in ran.stdout
    assert "▼ 1 减弱" in summary.read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "value"),
    [("REPOSITORY", ""), ("COMMIT", ""), ("COMMIT", "main"), ("COMMIT", "0" * 40)],
)
def test_the_workflow_of_a_new_project_installs_nothing_but_a_commit_by_its_full_name(
    remote: Any, shell: Shell, tools: Any, name: str, value: str
) -> None:
    steps = read_yaml(resources.starter_path() / "review.yml")["jobs"]["review"]["steps"]
    install = next(step["run"] for step in steps if "run" in step)
    given = {
        "RUNNER_TEMP": str(shell.temporary),
        "PERF_REPORT_REPOSITORY": f"file://{tools.folder}",
        "PERF_REPORT_COMMIT": tools.git("rev-parse", "HEAD"),
        f"PERF_REPORT_{name}": value,
    }
    ran = shell.run(install, clone_of(remote), **given)
    assert ran.returncode != 0
    assert f"PERF_REPORT_{name}" in ran.stderr or "not our ref" in ran.stderr
    assert not (shell.temporary / "perf-report").exists()


def yaml_blocks(path: Path) -> Iterator[Any]:
    """The examples of a page, as data."""
    text = path.read_text("utf-8")
    for block in re.finditer(r"^```yaml\n(.*?)^```$", text, re.DOTALL | re.MULTILINE):
        yield YAML(typ="safe", pure=True).load(block[1])


@pytest.mark.parametrize("name", ["validate.md", "validate.zh.md"])
def test_the_jobs_in_the_pages_install_the_commit_that_is_named(
    shell: Shell, tools: Any, tmp_path: Path, name: str
) -> None:
    github, gitlab = itertools.islice(yaml_blocks(REPOSITORY / "docs" / name), 2)
    (on_github,) = (
        step["run"]
        for step in github["jobs"]["validate"]["steps"]
        if "scripts/install" in step.get("run", "")
    )
    on_gitlab = "\n".join(gitlab["tables"]["script"][:-1]).replace("/tmp", str(tmp_path / "t"))  # noqa: S108
    given = {
        "RUNNER_TEMP": str(tmp_path / "runner"),
        "GITHUB_PATH": str(tmp_path / "path"),
        "PERF_REPORT_REPOSITORY": f"file://{tools.folder}",
        "PERF_REPORT_COMMIT": tools.git("rev-parse", "HEAD"),
    }
    tools.git("rm", "--quiet", "scripts/install")
    tools.commit("a later commit, which cannot be installed")

    ran = [shell.run(script, tmp_path, **given) for script in (on_github, on_gitlab)]

    assert [each.returncode for each in ran] == [0, 0], ran
    folders = [Path((tmp_path / "path").read_text("utf-8").strip()), tmp_path / "t/perf-report/bin"]
    assert all((folder / "pinned").exists() for folder in folders)


@dataclass
class Job:
    """Runs the job of ci/gitlab-review.yml in a clone as GitLab does: line by line, one shell."""

    shell: Shell
    server: Server
    tools: Any

    def __call__(self, checkout: Path, **variables: str) -> Any:
        (job,) = read_yaml(REPOSITORY / "ci/gitlab-review.yml").values()
        given = {
            "CI_API_V4_URL": self.server.address,
            "CI_PROJECT_ID": "11",
            "CI_MERGE_REQUEST_PROJECT_ID": "11",
            "CI_MERGE_REQUEST_IID": "5",
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            "PERF_REPORT_REPOSITORY": f"file://{self.tools.folder}",
            "PERF_REPORT_COMMIT": self.tools.git("rev-parse", "HEAD"),
            "no_proxy": HOST,
            **variables,
        }
        for name, value in job["variables"].items():
            known = value.removeprefix("$")
            given.setdefault(name, given[known] if value.startswith("$") else value)
        lines = [*job["before_script"], *job["script"]]
        return self.shell.run("\n".join(lines), checkout, TMPDIR=str(self.shell.temporary), **given)


@pytest.fixture
def job(shell: Shell, server: Server, tools: Any) -> Job:
    server.me, server.author = {"id": 7}, {"id": 7}
    return Job(shell, server, tools)


def test_the_job_reviews_reports_and_comments(remote: Any, job: Job, server: Server) -> None:
    checkout = clone_of(remote, "--branch", "topic", "--depth", "2")
    token = {"PERF_REPORT_GITLAB_TOKEN": "a-token"}
    ran = job(checkout, REVIEW_LANGUAGE="en", **token)
    assert ran.returncode == 1, ran.stderr
    assert "≥17 units → ≥12 units" in ran.stdout
    report = (checkout / "review.md").read_text("utf-8")
    assert [note["body"] for note in server.comments] == [report]
    issues = json.loads((checkout / "gl-code-quality-report.json").read_text("utf-8"))
    assert {issue["check_name"] for issue in issues} == {"category-required"}
    assert server.tokens == {"a-token"}


def test_the_job_needs_no_token(remote: Any, job: Job, server: Server) -> None:
    checkout = clone_of(remote, "--branch", "topic")
    ran = job(checkout, REVIEW_HEAD=remote.git("rev-parse", "topic~1"))
    assert ran.returncode == 0, ran.stderr
    assert server.asked == []
    assert (checkout / "review.md").is_file()


def test_the_job_fails_where_the_comment_does(remote: Any, job: Job, server: Server) -> None:
    server.refuse = {"POST": 404}
    checkout = clone_of(remote, "--branch", "topic")
    fine = {"REVIEW_HEAD": remote.git("rev-parse", "topic~1"), "PERF_REPORT_GITLAB_TOKEN": "x"}
    assert job(checkout, **fine).returncode == 3
    server.refuse = {"POST": 403}
    assert job(checkout, **fine).returncode == 0


def test_the_job_says_which_variable_is_missing(remote: Any, job: Job) -> None:
    ran = job(clone_of(remote), PERF_REPORT_REPOSITORY="")
    assert ran.returncode == 2
    assert "PERF_REPORT_REPOSITORY" in ran.stderr


def test_the_job_takes_the_tool_at_the_commit_that_is_named(remote: Any, job: Job) -> None:
    named = job.tools.git("rev-parse", "HEAD")
    job.tools.git("rm", "--quiet", "-r", "ci")
    job.tools.commit("a later commit, which does not work")
    ran = job(clone_of(remote, "--branch", "topic"), PERF_REPORT_COMMIT=named)
    assert ran.returncode == 1, ran.stderr


@pytest.mark.parametrize("value", ["", "main", "0" * 40])
def test_the_job_takes_nothing_but_a_commit_by_its_full_name(
    remote: Any, job: Job, value: str
) -> None:
    ran = job(clone_of(remote, "--branch", "topic"), PERF_REPORT_COMMIT=value)
    assert ran.returncode not in {0, 1}
    assert "PERF_REPORT_COMMIT" in ran.stderr or "not our ref" in ran.stderr
    assert "units" not in ran.stdout


def test_the_job_of_a_fork_takes_the_base_from_the_project_it_is_for(
    remote: Any, job: Job, tmp_path: Path
) -> None:
    checkout = clone_of(remote, "--branch", "topic")
    stale = remote.git("rev-parse", "topic")
    type(remote)(checkout).git("update-ref", "refs/remotes/origin/main", stale)
    ran = job(
        checkout,
        CI_PROJECT_ID="22",
        CI_MERGE_REQUEST_PROJECT_URL=f"file://{tmp_path / 'remote'}",
    )
    assert ran.returncode == 1, ran.stderr


def test_the_job_follows_no_link_of_the_branch(remote: Any, job: Job, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.yaml").write_text("what-another-file-holds: 1\n")
    (remote.folder / "specs/link.yaml").symlink_to(tmp_path / "elsewhere.yaml")
    for name in ("review.md", "gl-code-quality-report.json"):
        (remote.folder / name).symlink_to(tmp_path / "untouched")
    remote.commit()
    remote.git("push", "--quiet", "origin", "topic")
    checkout = clone_of(remote, "--branch", "topic")
    ran = job(checkout)
    assert ran.returncode == 3
    for name in ("review.md", "gl-code-quality-report.json"):
        assert "what-another-file-holds" not in (checkout / name).read_text("utf-8")
    assert not (tmp_path / "untouched").exists()
