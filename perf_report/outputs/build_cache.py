"""Cache of the hashes and inputs of an output folder's files, so that a build need not read them.

It is in the user's cache and does not affect outputs. A file counts as unchanged if its size, times
and inode are the cached ones and it was changed well before the cache was written. A cache that is
damaged, or of another version, is ignored.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

import msgspec

from perf_report.errors import OutputError
from perf_report.outputs.checksum_file import add_checksum, read_checked
from perf_report.outputs.writer import write_files

_MAGIC = b"perf-report build cache 1 "

# Nanoseconds. The coarsest file systems store times in steps of two seconds, so that a file which
# changed shortly before the cache was written may have changed again within the same step.
_TIME_STEP = 2_000_000_000

# Size, time of the last change of content, inode, and time of the last change of the entry.
Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedFile:
    """The stamp, hash and inputs of a file.

    `shared` is the id of the inputs that files of its kind share; `own` are those of its table.
    """

    stamp: Stamp
    sha256: str
    shared: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """The cache as stored."""

    files: dict[str, CachedFile]
    shared: dict[str, dict[str, str]]


@dataclass(slots=True, kw_only=True)
class BuildCache:
    """Files by their path in the output folder, and shared inputs by their id.

    `written` is the time when the cache was written, in nanoseconds.
    """

    state: Literal["absent", "read", "unreadable"] = "absent"
    written: int = 0
    files: dict[str, CachedFile] = field(default_factory=dict)
    shared: dict[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """Read the cache at a path; it is empty if the file is missing or cannot be trusted."""
        try:
            written = path.stat().st_mtime_ns
            body = read_checked(path, _MAGIC)
        except FileNotFoundError:
            return cls()
        except OSError:
            return cls(state="unreadable")
        try:
            content = msgspec.json.decode(body or b"", type=_Content)
        except msgspec.DecodeError:
            return cls(state="unreadable")
        return cls(state="read", written=written, files=content.files, shared={**content.shared})

    def known_digest(self, path: str, stamp: Stamp) -> str | None:
        """Return the SHA-256 of a file if it is unchanged by its stamp, else None."""
        file = self.files.get(path)
        is_unchanged = (
            file is not None and file.stamp == stamp and stamp[3] + _TIME_STEP < self.written
        )
        return file.sha256 if file is not None and is_unchanged else None

    def inputs(self, path: str) -> Mapping[str, str] | None:
        """Return the inputs of which a file was made, or None if they are not cached."""
        file = self.files.get(path)
        if file is None or file.shared not in self.shared:
            return None
        return {**self.shared[file.shared], **file.own}

    def write(self, path: Path) -> None:
        """Write the cache. If that fails, the next build reads all files again."""
        used = {file.shared for file in self.files.values()}
        shared = {id_: inputs for id_, inputs in self.shared.items() if id_ in used}
        body = msgspec.json.encode({"files": self.files, "shared": shared})
        with suppress(OutputError):
            write_files({path: add_checksum(body, _MAGIC)})


def stamp_of(path: str) -> Stamp | None:
    """Return the stamp of a file, which shows a change without reading it; None if it is gone."""
    try:
        status = os.stat(path)  # noqa: PTH116  # ten thousand times: no Path each
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns
