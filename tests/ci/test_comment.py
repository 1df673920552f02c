"""`ci/comment.py`, against a server in this process that answers as GitHub and GitLab do."""

import json

import pytest
from ci_systems import HOST, Commenter, Server, Shell

from perf_report.render.changes.markdown import MARKER


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
