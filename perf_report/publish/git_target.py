"""Publish to a branch of a git repository, one commit a publication.

Nothing is checked out. The branch's last tree is read into an index, what changed is put in, and
the commit is pushed without force: git refuses it if another publisher was quicker. The
user's own credential helpers and ssh agent serve; nobody is asked for a password.
"""

import io
import os
import subprocess
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from perf_report.errors import PublishError
from perf_report.processes.temporary_folders import temporary_folder
from perf_report.publish.git_environment import git_environment
from perf_report.publish.inventory import digest
from perf_report.publish.target import OnUpload
from perf_report.publish.upload_plan import Upload, UploadPlan

_BRANCH = "gh-pages"
_SAFE = ("-c", "core.hooksPath=/dev/null", "-c", "gc.auto=0", "-c", "core.autocrlf=false")
# git's own words for a branch that has moved on since it was fetched.
_OVERTAKEN = ("non-fast-forward", "fetch first", "stale info", "cannot lock ref")
_TIMEOUT = 600
# So many files are read by one call of git, and are in memory together.
_AT_ONCE = 32


class GitTarget:
    """A branch, and during a publication a temporary repository to make the commit in."""

    def __init__(self, remote: str, branch: str) -> None:
        self._remote = remote
        self._branch = branch
        self._work: Path | None = None

    @classmethod
    def open(cls, address: str) -> Self:
        """Return the target of an address, which has the branch behind `#`."""
        parts = urlsplit(address)
        remote = urlunsplit(parts._replace(fragment=""))
        branch = parts.fragment or _BRANCH
        if branch.startswith("-") or remote.startswith("-"):
            raise PublishError("target-scheme", scheme=branch)
        return cls(remote, branch)

    @property
    def name(self) -> str:
        """Return address and branch, without a user name."""
        parts = urlsplit(self._remote)
        host = parts.netloc.rpartition("@")[2]
        return f"{urlunsplit(parts._replace(netloc=host))}#{self._branch}"

    @property
    def switches_at_once(self) -> bool:
        """A push is all or nothing."""
        return True

    def unreadable(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield nothing: whoever checks the branch out decides who reads it."""
        del paths
        return iter(())

    def locked(self) -> AbstractContextManager[None]:
        """Fetch the branch; the push fails if another publisher was quicker."""
        return self.opened()

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Fetch the branch."""
        with temporary_folder() as folder:
            self._work = folder
            try:
                self._run("init", "--quiet", "--bare", ".")
                if self._is_there():
                    self._fetch()
                yield
            finally:
                self._work = None

    def _is_there(self) -> bool:
        listing = self._run("ls-remote", "--heads", self._remote, f"refs/heads/{self._branch}")
        return bool(listing.strip())

    def _fetch(self) -> None:
        """Fetch the last commit of the branch."""
        wanted = f"+refs/heads/{self._branch}:refs/heads/site"
        self._run("fetch", "--quiet", "--no-tags", "--depth=1", self._remote, wanted)

    @cached_property
    def _objects(self) -> Mapping[str, str]:
        """The object names of all files, by path."""
        if not self._has_commit():
            return {}
        listing = self._run("ls-tree", "-r", "-z", "--full-tree", "refs/heads/site")
        entries = (entry.partition("\t") for entry in os.fsdecode(listing).split("\0") if entry)
        return {path: meta.split()[2] for meta, _, path in entries}

    def _has_commit(self) -> bool:
        return bool(self._run("for-each-ref", "refs/heads/site").strip())

    def read(self, path: str) -> bytes | None:
        """Return a file of the branch, or None if there is none."""
        name = self._objects.get(path)
        return None if name is None else self._run("cat-file", "blob", name)

    def earlier_copies(self, path: str) -> Iterator[bytes]:
        """Yield the file of each earlier commit that changed it."""
        if not self._has_commit():
            return
        self._fetch_history()
        changed = ("--diff-filter=AM", "refs/heads/site", "--", path)
        for commit in self._text("log", "--format=%H", *changed).split():
            yield self._run("cat-file", "blob", f"{commit}:{path}")

    def _fetch_history(self) -> None:
        if self._text("rev-parse", "--is-shallow-repository") == "true":
            wanted = f"+refs/heads/{self._branch}:refs/heads/site"
            self._run("fetch", "--quiet", "--no-tags", "--unshallow", self._remote, wanted)

    def list_files(self) -> Iterator[str]:
        """Yield the path of every file of the branch."""
        return iter(self._objects)

    def digests(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield path and SHA-256 of the files on the branch."""
        for some in _chunks(paths):
            names = [(path, self._objects[path]) for path in some if path in self._objects]
            listing = "".join(f"{name}\n" for _, name in names).encode()
            found = io.BytesIO(self._run("cat-file", "--batch", stdin=listing))
            for path, _ in names:
                size = int(found.readline().split()[-1])
                yield path, digest(found.read(size))
                found.read(1)  # the line end behind it

    def apply(self, upload_plan: UploadPlan, on_upload: OnUpload) -> None:
        """Commit the uploads and removals, and push them."""
        if self._has_commit():
            self._run("read-tree", "refs/heads/site")
        removed = "".join(f"0 {'0' * 40}\t{path}\0" for path in upload_plan.removals)
        added = "".join(self._stage(upload) for upload in upload_plan.uploads)
        self._run("update-index", "-z", "--index-info", stdin=os.fsencode(removed + added))
        tree = self._text("write-tree")
        parent = ("-p", "refs/heads/site") if self._has_commit() else ()
        commit = self._text("commit-tree", tree, *parent, "-m", upload_plan.title, time=upload_plan)
        self._push(commit)
        for upload in upload_plan.uploads:
            on_upload(upload)

    def _stage(self, upload: Upload) -> str:
        name = self._text("hash-object", "-w", "--stdin", stdin=upload.read())
        return f"100644 {name}\t{upload.path}\0"

    def _push(self, commit: str) -> None:
        try:
            self._run("push", "--quiet", self._remote, f"{commit}:refs/heads/{self._branch}")
        except PublishError as error:
            if any(words in str(error) for words in _OVERTAKEN):
                raise PublishError("target-busy", target=self.name) from None
            raise

    def _text(self, *arguments: str, stdin: bytes = b"", time: UploadPlan | None = None) -> str:
        return os.fsdecode(self._run(*arguments, stdin=stdin, time=time)).strip()

    def _run(self, *arguments: str, stdin: bytes = b"", time: UploadPlan | None = None) -> bytes:
        if self._work is None:
            raise AssertionError("a git target is used while it is locked")
        command = ["git", "-C", str(self._work), *_SAFE, *arguments]
        environment = _environment(self._work, time)
        try:
            ran = subprocess.run(  # noqa: S603  # every argument is our own or was looked at
                command, input=stdin, capture_output=True, check=False,
                env=environment, timeout=_TIMEOUT,
            )  # fmt: skip
        except FileNotFoundError:
            raise PublishError("target-git-missing") from None
        except subprocess.TimeoutExpired:
            raise PublishError("target-timeout", target=self.name) from None
        if ran.returncode != 0:
            detail = " ".join(ran.stderr.decode("utf-8", "replace").split())
            raise PublishError("target-refused", target=self.name, reason=_public(detail))
        return ran.stdout


def _chunks(paths: Iterable[str]) -> Iterator[list[str]]:
    waiting = iter(paths)
    while some := list(islice(waiting, _AT_ONCE)):
        yield some


def _public(detail: str) -> str:
    """Return what git says, without user names and passwords in addresses."""
    words = (
        f"{word.partition('://')[0]}://{word.rpartition('@')[2]}"
        if "://" in word and "@" in word
        else word
        for word in detail.split(" ")
    )
    return " ".join(words)


def _environment(work: Path, upload_plan: UploadPlan | None) -> dict[str, str]:
    """Return the environment of git, with a default author."""
    kept = {**git_environment(), "GIT_DIR": str(work)}
    if upload_plan is not None:
        date = upload_plan.time.isoformat()
        kept |= {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        for role in ("AUTHOR", "COMMITTER"):
            kept.setdefault(f"GIT_{role}_NAME", _configured("user.name") or "perf-report")
            kept.setdefault(
                f"GIT_{role}_EMAIL", _configured("user.email") or "perf-report@localhost"
            )
    return kept


def _configured(key: str) -> str:
    command: Sequence[str] = ("git", "config", "--get", key)
    ran = subprocess.run(command, capture_output=True, check=False)  # noqa: S603  # our own words
    return os.fsdecode(ran.stdout).strip()
