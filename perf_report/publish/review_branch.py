"""Commit files to a new branch of the repository that they are in, for others to review.

Nothing is checked out: what a person has open, staged or committed there stays as it is. No hook
and no program that the repository's settings name is run, and git never asks for a password.
"""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from perf_report.errors import SourceError

_OPTIONS = (
    "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.askPass=true",
    "-c", "commit.gpgSign=false", "-c", "gc.auto=0",
)  # fmt: skip
_LEADING = frozenset({
    "GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE",
    "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_ALTERNATE_OBJECT_DIRECTORIES",
})  # fmt: skip
_TIMEOUT = 120
# What git wants behind a name; people without an address have none.
_NO_ADDRESS = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """A branch with the files; `remote` is where it was sent, empty if there is no such place."""

    branch: str
    remote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewBranches:
    """The branches of the repository of a folder, which is made if there is none.

    All methods raise SourceError.
    """

    folder: Path

    def author(self) -> str:
        """Return the name that git puts into commits here; empty if it has none."""
        return self._try("config", "--get", "user.name") or ""

    def commit(self, stem: str, files: Mapping[Path, bytes], title: str, author: str) -> Committed:
        """Commit files to a branch whose name begins with `stem`, and send it where one can."""
        if self._try("rev-parse", "--git-dir") is None:
            self._run("init", "--quiet")
        if author and author != self.author():
            self._run("config", "user.name", author)
        branch, head = self._free(stem), self._try("rev-parse", "--verify", "--quiet", "HEAD")
        top = Path(self._run("rev-parse", "--show-toplevel")).resolve()
        with TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
            if head:
                self._run("read-tree", head, more=index)
            for path, data in files.items():
                name = self._run("hash-object", "-w", "--stdin", stdin=data)
                place = path.resolve().relative_to(top).as_posix()
                entry = f"100644,{name},{place}"
                self._run("update-index", "--add", "--cacheinfo", entry, more=index)
            tree = self._run("write-tree", more=index)
        parent = ("-p", head) if head else ()
        made = self._run("commit-tree", tree, *parent, "-m", title, more=self._person())
        # Refused if there is such a branch by now.
        self._run("update-ref", f"refs/heads/{branch}", made, "0" * len(made))
        return Committed(branch=branch, remote=self._send(branch))

    def _free(self, stem: str) -> str:
        branch, number = stem, 2
        while self._try("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}"):
            branch, number = f"{stem}-{number}", number + 1
        return branch

    def _send(self, branch: str) -> str:
        """Send a branch to the usual remote, and return its name; empty if there is none."""
        remotes = (self._try("remote") or "").split()
        remote = "origin" if "origin" in remotes else next(iter(remotes), "")
        if remote:
            self._run("push", "--quiet", "--", remote, f"refs/heads/{branch}")
        return remote

    def _person(self) -> dict[str, str]:
        address = self._try("config", "--get", "user.email") or _NO_ADDRESS
        name = self.author()
        return {
            f"GIT_{role}_{key}": value
            for role in ("AUTHOR", "COMMITTER")
            for key, value in (("NAME", name), ("EMAIL", address))
        }

    def _try(self, *arguments: str) -> str | None:
        """What git prints; None if it fails."""
        try:
            return self._run(*arguments)
        except SourceError as error:
            if error.message == "git-missing":
                raise
            return None

    def _run(
        self, *arguments: str, stdin: bytes = b"", more: Mapping[str, str] | None = None
    ) -> str:
        command = ["git", "-C", str(self.folder), *_OPTIONS, *arguments]
        kept = {name: each for name, each in os.environ.items() if name not in _LEADING}
        quiet = {"GIT_TERMINAL_PROMPT": "0", "GIT_SSH_COMMAND": "ssh -o BatchMode=yes"}
        try:
            ran = subprocess.run(  # noqa: S603  # every argument is our own or was looked at
                command, input=stdin, capture_output=True, check=False,
                env={**quiet, **kept, **(more or {})}, timeout=_TIMEOUT,
            )  # fmt: skip
        except FileNotFoundError:
            raise SourceError("git-missing") from None
        except subprocess.TimeoutExpired:
            raise SourceError("git-failed", command=arguments[0], detail="timeout") from None
        if ran.returncode != 0:
            detail = " ".join(ran.stderr.decode("utf-8", "replace").split())
            raise SourceError("git-failed", command=arguments[0], detail=detail)
        return os.fsdecode(ran.stdout).strip()
