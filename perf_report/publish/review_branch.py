"""Commit a file to a new branch of the repository that it is in, for others to review.

The branch begins where the remote ends, so that no commit is sent that was never sent before: what
others, or the same person, committed here meanwhile is theirs to send. Nothing is checked out: what
a person has open, staged or committed there stays as it is. No hook and no program that the
repository's settings name is run, and git never asks for a password.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_report.errors import SourceError
from perf_report.processes.temporary_folders import temporary_folder
from perf_report.publish.git_environment import git_environment

_OPTIONS = (
    "-c", "core.hooksPath=/dev/null", "-c", "core.fsmonitor=false", "-c", "core.askPass=true",
    "-c", "commit.gpgSign=false", "-c", "gc.auto=0",
    # Nothing but the branch is sent.
    "-c", "push.followTags=false", "-c", "push.recurseSubmodules=no",
)  # fmt: skip
_TIMEOUT = 120
# What git wants behind a name; people without an address have none.
_NO_ADDRESS = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Committed:
    """A branch with the file; `remote` is where such branches are sent, empty if there is none.

    A branch whose remote has nothing of the repository yet is not sent: all commits would go along.
    """

    branch: str
    remote: str
    is_sent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewBranches:
    """The branches of the repository of a folder; if there is none, one is made at `root`.

    All methods raise SourceError.
    """

    folder: Path
    root: Path

    def author(self) -> str:
        """Return the name that git puts into commits here; empty if it has none."""
        return self._try("config", "--get", "user.name") or ""

    def commit(self, stem: str, path: Path, data: bytes, title: str, author: str) -> Committed:
        """Commit a file to a branch whose name begins with `stem`, and send it where one can.

        A branch that has this file already, on the same commit, is sent if it was not yet.
        """
        if not self._has_repository():
            self._run("init", "--quiet", "--", str(self.root))
        top = Path(self._run("rev-parse", "--show-toplevel")).resolve()
        if author and author != self.author():
            self._run("config", "user.name", author)
        head = self._try("rev-parse", "--verify", "--quiet", "HEAD") or ""
        remote = self._remote()
        sent = self._newest_sent(head, remote) if remote else ""
        base = sent or head
        if not path.resolve().is_relative_to(top):
            raise SourceError("git-no-repository", path=path)
        tree = self._tree(base, path.resolve().relative_to(top).as_posix(), data)
        branch, is_made = self._branch(stem, f"{tree} {base}")
        if not is_made:
            parent = ("-p", base) if base else ()
            made = self._run("commit-tree", tree, *parent, "-m", title, more=self._person())
            # Refused if there is such a branch by now.
            self._run("update-ref", f"refs/heads/{branch}", made, "0" * len(made))
        is_sent = bool(remote) and sent == base
        if is_sent:
            self._send(branch, remote)
        return Committed(branch=branch, remote=remote, is_sent=is_sent)

    def _has_repository(self) -> bool:
        """Whether the folder is in a repository, also in one that git refuses to use."""
        if self._try("rev-parse", "--git-dir") is not None:
            return True
        folder = self.folder.resolve()
        return any(os.path.lexists(each / ".git") for each in (folder, *folder.parents))

    def _tree(self, head: str, place: str, data: bytes) -> str:
        """The files of a commit with another content of one, as git would write it."""
        with temporary_folder() as folder:
            index = {"GIT_INDEX_FILE": str(folder / "index")}
            if head:
                self._run("read-tree", head, more=index)
            known = self._run("ls-tree", "--full-tree", head, "--", place) if head else ""
            mode = "100755" if known.startswith("100755 ") else "100644"
            top = self._run("rev-parse", "--show-toplevel")
            options = self._without_filter(top, place)
            name = self._run(
                "-C", top, *options, "hash-object", "-w", "--stdin", "--path", place, stdin=data
            )
            entry = f"{mode},{name},{place}"
            self._run("update-index", "--add", "--cacheinfo", entry, more=index)
            return self._run("write-tree", more=index)

    def _without_filter(self, top: str, place: str) -> list[str]:
        """The options by which no program is run on a file; its line ends are still the usual."""
        found = self._run("-C", top, "check-attr", "-z", "filter", "--", place).split("\0")
        options = (f"filter.{found[2]}.{key}" for key in ("clean=", "process=", "required=false"))
        return [word for option in options for word in ("-c", option)]

    def _branch(self, stem: str, content: str) -> tuple[str, bool]:
        """The branch that has a tree and a parent, or else a free one; whether it has them."""
        branch, number = stem, 2
        while self._try("rev-parse", "--verify", "--quiet", f"refs/heads/{branch}"):
            known = ("log", "-1", "--no-show-signature", "--format=%T %P", f"refs/heads/{branch}")
            if self._run(*known) == content.strip():
                return branch, True
            branch, number = f"{stem}-{number}", number + 1
        return branch, False

    def _remote(self) -> str:
        """The usual remote; empty if there is none."""
        remotes = (self._try("remote") or "").split()
        return "origin" if "origin" in remotes else next(iter(remotes), "")

    def _newest_sent(self, head: str, remote: str) -> str:
        """The newest commit below one that the remote has; empty if it has none of them."""
        if not head:
            return ""
        known = self._newest_below(head, "--not", f"--remotes={remote}")
        if known:
            return known
        # What was never fetched is asked for.
        listed = self._run("ls-remote", "--heads", "--", remote).split("\n")
        tips = [line.partition("\t")[0] for line in listed if line]
        return self._newest_below(head, tips=tips)

    def _newest_below(self, head: str, *options: str, tips: Sequence[str] = ()) -> str:
        """The newest commit of a line of commits that options, or the tips of branches, exclude."""
        command = ("rev-list", "--first-parent", "--ignore-missing", "--stdin", head, *options)
        lines = "".join(f"^{tip}\n" for tip in tips)
        unsent = self._run(*command, stdin=lines.encode()).split()
        if not unsent:
            return head
        return self._try("rev-parse", "--verify", "--quiet", f"{unsent[-1]}^") or ""

    def _send(self, branch: str, remote: str) -> None:
        local, sent = (f"refs/{each}/{branch}" for each in ("heads", f"remotes/{remote}"))
        known = self._try("rev-parse", "--verify", "--quiet", sent)
        if known != self._run("rev-parse", "--verify", local):
            self._run("push", "--quiet", "--", remote, local)

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
        try:
            ran = subprocess.run(  # noqa: S603  # every argument is our own or was looked at
                command, input=stdin, capture_output=True, check=False,
                env={**git_environment(), **(more or {})}, timeout=_TIMEOUT,
            )  # fmt: skip
        except FileNotFoundError:
            raise SourceError("git-missing") from None
        except subprocess.TimeoutExpired:
            raise SourceError("git-failed", command=arguments[0], detail="timeout") from None
        if ran.returncode != 0:
            detail = " ".join(ran.stderr.decode("utf-8", "replace").split())
            raise SourceError("git-failed", command=arguments[0], detail=detail)
        return os.fsdecode(ran.stdout).strip()
