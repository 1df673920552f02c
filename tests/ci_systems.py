"""What tests of CI scripts share: shells, clones and servers as CI systems have them."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

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
    REPOSITORY / ".github/workflows/release.yml": "vendor.github-workflows",
    REPOSITORY / ".github/workflows/review.yml": "vendor.github-workflows",
    REPOSITORY / ".github/workflows/test.yml": "vendor.github-workflows",
    resources.starter_path() / "review.yml": "vendor.github-workflows",
    resources.starter_path() / "approve.yml": "vendor.github-workflows",
    REPOSITORY / "ci/gitlab-approve.yml": "vendor.gitlab-ci",
    REPOSITORY / "ci/gitlab-review.yml": "vendor.gitlab-ci",
}


def read_yaml(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path.read_text("utf-8"))


def write_script(path: Path, *lines: str) -> None:
    path.write_text("\n".join(("#!/bin/sh", *lines, "")), "utf-8")
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


def clone_of(remote: Any, *options: str, name: str = "checkout") -> Path:
    folder = remote.folder.parent / name
    remote.git("clone", "--quiet", *options, remote.git("remote", "get-url", "origin"), folder)
    return Path(folder)


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
    objects: dict[str, Any] = field(default_factory=dict)
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
        if where in self.objects:
            return 200, self.objects[where], {}
        if method == "GET" and "page=" not in query:
            return 404, {"message": "Not Found"}, {}
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
