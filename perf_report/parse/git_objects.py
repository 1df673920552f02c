"""Read sources from the objects of a git repository, never from its working tree.

Nothing in the repository is run. Names of revisions follow `--end-of-options`, and one that begins
with a hyphen is refused. Only regular files are read: a symbolic link may lead anywhere on the
machine.
"""

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_report.errors import SourceError
from perf_report.model.source import Source
from perf_report.parse.source import MAX_BYTES

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
_REGULAR = ("100644", "100755")
_ABSENT = "000000"

# Variables, set in a hook for example, that make git use another repository or read it otherwise.
_REPOSITORY_VARIABLES = frozenset({
    "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR", "GIT_DIR", "GIT_GRAFT_FILE",
    "GIT_INDEX_FILE", "GIT_NAMESPACE", "GIT_OBJECT_DIRECTORY", "GIT_PREFIX", "GIT_SHALLOW_FILE",
    "GIT_WORK_TREE", "GIT_GLOB_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_LITERAL_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
})  # fmt: skip

# What git says where there is no repository, or none with files.
_NO_REPOSITORY = ("not a git repository", "work tree", "No such file", "Not a directory")

# No program that the repository's settings name is started, and git never asks for a password.
_OPTIONS = (
    "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "core.askPass=true",
    "--no-optional-locks",
)  # fmt: skip


class GitError(SourceError):
    """A git command failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Blob:
    """A file of a commit: its path from the top of the repository, its mode, and its object."""

    path: str
    mode: str
    object: str

    @property
    def is_regular(self) -> bool:
        """Whether it is a regular file: no link and no submodule."""
        return self.mode in _REGULAR


@dataclass(frozen=True, slots=True, kw_only=True)
class PathChange:
    """A path that differs between two commits; None on the side that lacks it."""

    old: Blob | None
    new: Blob | None

    @property
    def path(self) -> str:
        """The path, from the repository's top."""
        blob = self.new or self.old
        return blob.path if blob else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCommit:
    """A commit: its name, its day (ISO 8601), its author and its title."""

    name: str
    day: str
    author: str
    title: str


@dataclass(frozen=True, slots=True)
class Repository:
    """A git repository, given by a folder in it. All methods raise SourceError."""

    folder: Path

    def top(self) -> Path:
        """Return the top folder of the working tree."""
        try:
            return Path(self._text("rev-parse", "--show-toplevel"))
        except GitError as error:
            # Of a repository of another user's, or a damaged one, git says what to do.
            if not any(words in str(error) for words in _NO_REPOSITORY):
                raise
            raise SourceError("git-no-repository", path=self.folder) from None

    def resolve(self, revision: str) -> str:
        """Return the full name of the commit that a revision stands for."""
        if revision.startswith(("-", "^")) or not revision.strip() or _CONTROL.search(revision):
            raise SourceError("revision-form", revision=revision)
        try:
            return self._text(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            )
        except GitError:
            raise SourceError(
                "revision-unknown-shallow" if self._is_shallow() else "revision-unknown",
                revision=revision,
            ) from None

    def user_name(self) -> str | None:
        """Return the name that git puts into commits, or None."""
        try:
            return self._text("config", "--get", "user.name") or None
        except GitError:
            return None

    def merge_base(self, first: str, second: str) -> str:
        """Return the merge base of two commits."""
        try:
            return self._text("merge-base", first, second)
        except GitError:
            raise SourceError(
                "merge-base-shallow" if self._is_shallow() else "merge-base-missing",
                base=first[:12],
                head=second[:12],
            ) from None

    def has_folder(self, commit: str, folder: str) -> bool:
        """Whether a commit has a folder; a link to a folder does not count."""
        try:
            return self._text("cat-file", "-t", f"{commit}:{folder}") == "tree"
        except GitError:
            return False

    def list_files(self, commit: str, folder: str) -> list[Blob]:
        """Return the files directly in a folder of a commit; none if there is no such folder."""
        try:
            listing = self._run("ls-tree", "-z", "--full-tree", f"{commit}:{folder}")
        except GitError:
            return []
        lead = f"{folder}/" if folder else ""
        entries = (entry.partition("\t") for entry in _entries(listing))
        return [
            Blob(path=lead + name, mode=mode, object=object_)
            for (mode, kind, object_), name in ((meta.split(), name) for meta, _, name in entries)
            if kind == "blob"
        ]

    def find_file(self, commit: str, path: str) -> Blob | None:
        """Return a file of a commit, or None."""
        folder, _, _ = path.rpartition("/")
        return next((blob for blob in self.list_files(commit, folder) if blob.path == path), None)

    def commits_of(self, path: str, most: int) -> list[PastCommit]:
        """Return the newest commits that changed a file; none before the first commit."""
        try:
            listing = self._run(
                "log", "-z", "--no-show-signature", f"--max-count={most}",
                "--format=%H%n%cs%n%an%n%s", "--", f":(top,literal){path}",
            )  # fmt: skip
        except GitError:
            return []
        return [
            PastCommit(name=name, day=day, author=author, title=title)
            for name, day, author, title in (entry.split("\n", 3) for entry in _entries(listing))
        ]

    def changed_files(self, old: str, new: str, folder: str) -> list[PathChange]:
        """Return the files below a folder that differ in two commits; a rename is two changes.

        A submodule counts, even if the branch's .gitmodules tells git to ignore it.
        """
        listing = self._run(
            "diff-tree", "-r", "-z", "--raw", "--no-renames", "--full-index",
            "--ignore-submodules=none", old, new, "--", f":(top,literal){folder}",
        )  # fmt: skip
        entries = iter(_entries(listing))
        return [_path_change(meta, path) for meta, path in zip(entries, entries, strict=True)]

    def read(self, blob: Blob, name: str, limit: int = MAX_BYTES) -> Source:
        """Read a file of a commit, with the name to show for it."""
        return self.read_all([(blob, name)], limit)[0]

    def read_all(self, blobs: Sequence[tuple[Blob, str]], limit: int = MAX_BYTES) -> list[Source]:
        """Read files of a commit by one call of git.

        One over the limit is not read: its bytes are zeros, one more than the limit.
        """
        for blob, name in blobs:
            if not blob.is_regular:
                raise SourceError("source-link", path=name)
        if not blobs:
            return []
        names = "".join(f"{blob.object}\n" for blob, _ in blobs).encode()
        checked = self._run("cat-file", "--batch-check=%(objectsize)", stdin=names).splitlines()
        readable = [_size(line) <= limit for line in checked]
        wanted = (blob.object for (blob, _), fits in zip(blobs, readable, strict=True) if fits)
        batch = self._run("cat-file", "--batch", stdin="\n".join([*wanted, ""]).encode())
        contents = _contents(batch)
        return [
            Source(name=name, data=next(contents) if fits else bytes(limit + 1))
            for (_, name), fits in zip(blobs, readable, strict=True)
        ]

    def _is_shallow(self) -> bool:
        return self._text("rev-parse", "--is-shallow-repository") == "true"

    def _text(self, *arguments: str) -> str:
        return os.fsdecode(self._run(*arguments)).rstrip("\n")

    def _run(self, *arguments: str, stdin: bytes = b"") -> bytes:
        command = ["git", "-C", str(self.folder), "--no-replace-objects", *_OPTIONS, *arguments]
        try:
            ran = subprocess.run(  # noqa: S603  # every argument is our own or checked
                command, input=stdin, capture_output=True, check=False, env=_environment()
            )
        except FileNotFoundError:
            raise SourceError("git-missing") from None
        except OSError as error:
            detail = error.strerror or str(error)
            raise GitError("git-failed", command=arguments[0], detail=detail) from None
        if ran.returncode != 0:
            detail = ran.stderr.decode("utf-8", "replace").strip().partition("\n")[0]
            raise GitError(
                "git-failed", command=arguments[0], detail=detail or f"exit {ran.returncode}"
            )
        return ran.stdout


def _environment() -> dict[str, str]:
    """The environment of git, without variables that name a repository, and with known words."""
    kept = {name: each for name, each in os.environ.items() if name not in _REPOSITORY_VARIABLES}
    return {**kept, "LC_ALL": "C"}


def _size(line: bytes) -> int:
    """A size in the output of `cat-file --batch-check`. Raises GitError if it says `missing`."""
    if not line.isdigit():
        detail = line.decode("utf-8", "replace")
        raise GitError("git-failed", command="cat-file", detail=detail)
    return int(line)


def _entries(listing: bytes) -> list[str]:
    """The entries of a listing by `-z`; names may be any bytes."""
    return [os.fsdecode(entry) for entry in listing.split(b"\0") if entry]


def _path_change(meta: str, path: str) -> PathChange:
    """An entry of `--raw`: `:OLDMODE NEWMODE OLDOBJECT NEWOBJECT STATUS`."""
    old_mode, new_mode, old, new, _ = meta.removeprefix(":").split()
    return PathChange(
        old=None if old_mode == _ABSENT else Blob(path=path, mode=old_mode, object=old),
        new=None if new_mode == _ABSENT else Blob(path=path, mode=new_mode, object=new),
    )


def _contents(batch: bytes) -> Iterator[bytes]:
    """The contents in the output of `cat-file --batch`: a line with the size, and so many bytes."""
    position = 0
    while position < len(batch):
        end = batch.index(b"\n", position)
        size = int(batch[position:end].split()[2])
        yield batch[end + 1 : end + 1 + size]
        position = end + 1 + size + 1
