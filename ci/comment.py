# ruff: noqa: INP001, T201  # a script that stands alone, and prints
"""Puts the report of a review into one comment of its pull request, on GitHub or GitLab.

With the argument `thread` it prints, as JSON, the pull request, its comments, and who may write:
what `perf-report review --approve-from` reads.

The comment of an earlier run is found by the marker it begins with and by its author, and is
replaced; else a new one is made. Everything needed is in the environment:

- both: REVIEW_FILE (default: review.md), REVIEW_LANGUAGE (zh or en), REVIEW_PAUSE (for how many
  seconds to leave a busy server alone before another try; default: 2)
- GitHub: GITHUB_API_URL, GITHUB_REPOSITORY, REVIEW_NUMBER, REVIEW_TOKEN
- GitLab: CI_API_V4_URL, CI_MERGE_REQUEST_PROJECT_ID, CI_MERGE_REQUEST_IID, PERF_REPORT_GITLAB_TOKEN
  (that of a project access token with the scope api)

A token that may not write, as that of a pull request from a fork, is no failure: the report is in
the summary of the run. Exit codes: 0 done, or left to the summary; 2 the environment is incomplete;
3 the comment could not be made.
"""

import json
import os
import re
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPException
from pathlib import Path
from typing import Any, NoReturn, Protocol
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

MARKER = "<!-- perf-report review -->"

_TIMEOUT = 20
_PAGE = 100
_MOST_PAGES = 100
_LARGEST_ANSWER = 20_000_000
_TRIES = 3

_SENTENCES = {
    "done-new": ("已发表审核意见。", "The comment was made."),
    "done-again": ("已更新审核意见。", "The comment was brought up to date."),
    "no-report": (
        "没有报告 {file}，不发表审核意见。",
        "There is no report {file} to comment with.",
    ),
    "no-marker": ("{file} 不是审核报告。", "{file} is not the report of a review."),
    "no-token": (
        "没有令牌，不发表审核意见；报告见运行摘要。",
        "There is no token, so no comment is made; the report is in the summary of the run.",
    ),
    "missing": ("缺少环境变量 {name}，或其值有误。", "The variable {name} is missing or wrong."),
    "refused": (
        "令牌无权发表审核意见（来自复刻的合并请求即如此）；报告见运行摘要。服务器的答复：{detail}",
        (
            "The token may not comment, as is so for pull requests from forks; the report is in "
            "the summary of the run. The server says: {detail}"
        ),
    ),
    "no-thread": ("未能读取评论：{detail}", "The comments could not be read: {detail}"),
    "failed": ("未能发表审核意见：{detail}", "The comment could not be made: {detail}"),
}


def say(id_: str, **arguments: object) -> str:
    """A sentence in the language of the review."""
    chinese, english = _SENTENCES[id_]
    sentence = english if os.environ.get("REVIEW_LANGUAGE") == "en" else chinese
    return sentence.format(**arguments)


class RefusedError(Exception):
    """The token may not do it."""


class FailedError(Exception):
    """It could not be done; `may_pass` says that another try may succeed."""

    def __init__(self, detail: str, *, may_pass: bool = False) -> None:
        super().__init__(detail)
        self.may_pass = may_pass


class _Stay(HTTPRedirectHandler):
    """Follows nowhere: another server must not be given the token."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """No request."""


@dataclass(frozen=True)
class Api:
    """An interface by HTTP: its address, and what each request says of itself."""

    address: str
    headers: Mapping[str, str]

    def call(self, method: str, path: str, data: Mapping[str, str] | None = None) -> Any:
        """What the server answers, as plain data."""
        return self._ask(method, path, data)[0]

    def pages(self, path: str) -> Iterator[Any]:
        """The entries of a list, page after page."""
        for page in range(1, _MOST_PAGES + 1):
            entries, links = self._ask("GET", f"{path}?per_page={_PAGE}&page={page}", None)
            yield from entries
            if 'rel="next"' not in links:
                return

    def _ask(self, method: str, path: str, data: Mapping[str, str] | None) -> tuple[Any, str]:
        body = None if data is None else json.dumps(data).encode()
        headers = {**self.headers, "Content-Type": "application/json", "User-Agent": "perf-report"}
        request = Request(  # noqa: S310  # the scheme was looked at
            self.address + path, data=body, method=method, headers=headers
        )
        try:
            with build_opener(_Stay).open(request, timeout=_TIMEOUT) as answer:
                read = json.loads(answer.read(_LARGEST_ANSWER))
                return read, " ".join(answer.headers.get_all("Link", []))
        except HTTPError as error:
            raise _explained(error) from None
        except (URLError, HTTPException, OSError) as error:
            detail = str(getattr(error, "reason", error)) or type(error).__name__
            raise FailedError(detail, may_pass=True) from None
        except ValueError:
            raise FailedError("the answer is not JSON") from None


def _explained(error: HTTPError) -> RefusedError | FailedError:
    """What an answer that is an error means."""
    try:
        said = json.loads(error.read(_LARGEST_ANSWER))
        detail = str(said.get("message") or said.get("error") or "")
    except (ValueError, OSError, HTTPException, AttributeError):
        detail = ""
    told = f"{error.code} {detail or error.reason}"
    if error.code == HTTPStatus.FORBIDDEN:
        return RefusedError(told)
    busy = error.code in {HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.REQUEST_TIMEOUT}
    return FailedError(told, may_pass=busy or error.code >= HTTPStatus.INTERNAL_SERVER_ERROR)


class Forge(Protocol):
    """A place of pull requests, and one of these."""

    def find(self) -> str | None:
        """The path of the comment of an earlier run, if there is one."""

    def create(self, body: str) -> None:
        """Make a comment."""

    def replace(self, path: str, body: str) -> None:
        """Give a comment another text."""

    def thread(self) -> dict[str, Any]:
        """The pull request, its comments, and who may write, as the server tells them."""


@dataclass(frozen=True)
class GitHub:
    """A pull request on GitHub."""

    api: Api
    repository: str
    number: str

    def find(self) -> str | None:
        """The token of a workflow is not told its own name; its comments are those of a bot."""
        me = _or_none(self.api, "/user", "login")
        for comment in self.api.pages(f"{self.repository}/issues/{self.number}/comments"):
            author = comment.get("user") or {}
            is_mine = author.get("login") == me if me else author.get("type") == "Bot"
            if is_mine and _is_review(comment):
                return f"{self.repository}/issues/comments/{int(comment['id'])}"
        return None

    def create(self, body: str) -> None:
        """Make a comment."""
        self.api.call("POST", f"{self.repository}/issues/{self.number}/comments", {"body": body})

    def replace(self, path: str, body: str) -> None:
        """Give a comment another text."""
        self.api.call("PATCH", path, {"body": body})

    def thread(self) -> dict[str, Any]:
        """The permission of everyone who wrote a comment."""
        comments = list(self.api.pages(f"{self.repository}/issues/{self.number}/comments"))
        people = {str((comment.get("user") or {}).get("login")) for comment in comments}
        paths = [f"{self.repository}/collaborators/{quote(who)}/permission" for who in people]
        return {
            "pull_request": self.api.call("GET", f"{self.repository}/pulls/{self.number}"),
            "comments": [comment for comment in comments if comment.get("user")],
            "permissions": [answer for answer in map(self._permission, sorted(paths)) if answer],
        }

    def _permission(self, path: str) -> Any:
        """A permission; None for whom the server does not know, such as a bot."""
        try:
            return self.api.call("GET", path)
        except (RefusedError, FailedError) as error:
            if getattr(error, "may_pass", False):
                raise
            return None


@dataclass(frozen=True)
class GitLab:
    """A merge request on GitLab."""

    api: Api
    notes: str

    def find(self) -> str | None:
        """A note of the token's own user."""
        me = _or_none(self.api, "/user", "id")
        for note in self.api.pages(self.notes):
            is_mine = me is not None and (note.get("author") or {}).get("id") == me
            if is_mine and not note.get("system") and _is_review(note):
                return f"{self.notes}/{int(note['id'])}"
        return None

    def create(self, body: str) -> None:
        """Make a note."""
        self.api.call("POST", self.notes, {"body": body})

    def replace(self, path: str, body: str) -> None:
        """Give a note another text."""
        self.api.call("PUT", path, {"body": body})

    def thread(self) -> dict[str, Any]:
        """All members of the project, those of its groups included."""
        merge_request = self.notes.removesuffix("/notes")
        project = merge_request.partition("/merge_requests/")[0]
        return {
            "merge_request": self.api.call("GET", merge_request),
            "notes": list(self.api.pages(self.notes)),
            "members": list(self.api.pages(f"{project}/members/all")),
        }


def _or_none(api: Api, path: str, key: str) -> Any:
    """A value of an answer, or None where the token may not ask."""
    try:
        return api.call("GET", path).get(key)
    except (RefusedError, AttributeError):
        return None
    except FailedError as error:
        if error.may_pass:
            raise
        return None


def _is_review(comment: Mapping[str, Any]) -> bool:
    return str(comment.get("body") or "").lstrip().startswith(MARKER)


def put(forge: Forge, body: str) -> str:
    """Make the comment or bring it up to date; which of them was done."""
    path = forge.find()
    if path is None:
        forge.create(body)
        return "done-new"
    forge.replace(path, body)
    return "done-again"


def put_patiently(forge: Forge, body: str) -> str:
    """The same, tried again where the server was busy; it looks for the comment each time."""
    pause = float(_variable("REVIEW_PAUSE", r"[0-9]{1,3}(\.[0-9]+)?", "2"))
    for _ in range(_TRIES - 1):
        try:
            return put(forge, body)
        except FailedError as error:
            if not error.may_pass:
                raise
            time.sleep(pause)
    return put(forge, body)


def open_forge() -> Forge:
    """The pull request that the environment names."""
    if "GITHUB_API_URL" in os.environ:
        repository = _variable("GITHUB_REPOSITORY", r"[\w.-]+/[\w.-]+")
        return GitHub(
            api=Api(
                _address("GITHUB_API_URL"),
                {
                    "Authorization": f"Bearer {_token('REVIEW_TOKEN')}",
                    "Accept": "application/vnd.github+json",
                    "X-GitHub-Api-Version": "2022-11-28",
                },
            ),
            repository=f"/repos/{quote(repository)}",
            number=_variable("REVIEW_NUMBER", r"[0-9]+"),
        )
    project = _variable("CI_MERGE_REQUEST_PROJECT_ID", r"[0-9]+")
    number = _variable("CI_MERGE_REQUEST_IID", r"[0-9]+")
    return GitLab(
        api=Api(_address("CI_API_V4_URL"), {"PRIVATE-TOKEN": _token("PERF_REPORT_GITLAB_TOKEN")}),
        notes=f"/projects/{project}/merge_requests/{number}/notes",
    )


def _variable(name: str, form: str, default: str = "") -> str:
    value = os.environ.get(name, default)
    if not re.fullmatch(form, value):
        leave(2, "error", say("missing", name=name))
    return value


def _address(name: str) -> str:
    address = os.environ.get(name, "").rstrip("/")
    if urlsplit(address).scheme not in {"http", "https"} or not urlsplit(address).netloc:
        leave(2, "error", say("missing", name=name))
    return address


def _token(name: str) -> str:
    value = os.environ.get(name, "").strip()
    if not value:
        leave(0, "warning", say("no-token"))
    if not re.fullmatch(r"[!-~]+", value):
        leave(2, "error", say("missing", name=name))
    return value


def leave(code: int, level: str, sentence: str) -> NoReturn:
    """End with a line in the log; what a server said is not taken for a command."""
    line = re.sub(r"[\x00-\x1f\x7f]+", " ", sentence)[:1000]
    if os.environ.get("GITHUB_ACTIONS") == "true":
        print(f"::{level}::{line.replace('%', '%25')}")
    else:
        print(line, file=sys.stderr if code else sys.stdout)
    sys.exit(code)


def print_thread() -> None:
    """Print the thread as JSON; without it, there is nothing to approve by."""
    try:
        thread = open_forge().thread()
    except (RefusedError, FailedError) as error:
        leave(3, "error", say("no-thread", detail=error))
    print(json.dumps(thread, ensure_ascii=False))


def main() -> None:
    """Comment, and say what was done."""
    if sys.argv[1:] == ["thread"]:
        print_thread()
        return
    file = Path(os.environ.get("REVIEW_FILE") or "review.md")
    if not file.is_file():
        leave(0, "warning", say("no-report", file=file))
    body = file.read_text("utf-8", "replace")
    if not body.startswith(MARKER):
        leave(2, "error", say("no-marker", file=file))
    try:
        done = put_patiently(open_forge(), body)
    except RefusedError as error:
        leave(0, "warning", say("refused", detail=error))
    except FailedError as error:
        leave(3, "error", say("failed", detail=error))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        leave(3, "error", say("failed", detail=f"unexpected answer ({error!r})"))
    leave(0, "notice", say(done))


if __name__ == "__main__":
    main()
