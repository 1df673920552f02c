"""What a machine remembers of an output folder, so that a build need not read all of it again.

It lies in the user's cache and decides no byte. It is trusted only where it is sure: a file counts
as unchanged when its size, times and inode are those remembered, and its last change is well before
the cache was written. A cache that is damaged, or of another version, is dropped as a whole.
"""

import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

import msgspec

from perf_report.errors import OutputError
from perf_report.outputs.sealed_file import read_sealed, seal
from perf_report.outputs.writer import write_files

_MAGIC = b"perf-report build cache 1 "

# Coarse clocks of file systems tick every two seconds: what changed so shortly before the cache
# was written may have changed once more since, within the same tick.
_TICK = 2_000_000_000

# Size, time of the last change of content, inode, and time of the last change of the entry.
Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CachedFile:
    """A file as it was last seen: its stamp and hash, and its inputs.

    `shared` is the id of the inputs that it shares with its kind; `own` are its table's own.
    """

    stamp: Stamp
    sha256: str
    shared: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Content:
    """The cache as its file has it."""

    files: dict[str, CachedFile]
    shared: dict[str, dict[str, str]]


@dataclass(slots=True, kw_only=True)
class BuildCache:
    """Files by their path in the output folder, and shared inputs by their id.

    `written` is when the cache was written, in nanoseconds.
    """

    state: Literal["absent", "read", "unreadable"] = "absent"
    written: int = 0
    files: dict[str, CachedFile] = field(default_factory=dict)
    shared: dict[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The cache at a path; an empty one where there is none that can be trusted."""
        try:
            written = path.stat().st_mtime_ns
            body = read_sealed(path, _MAGIC)
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
        """The SHA-256 of a file with this stamp, where the cache is sure of it."""
        file = self.files.get(path)
        is_sure = file is not None and file.stamp == stamp and stamp[3] + _TICK < self.written
        return file.sha256 if file is not None and is_sure else None

    def inputs(self, path: str) -> Mapping[str, str] | None:
        """The inputs that a file was made of, where they are known."""
        file = self.files.get(path)
        if file is None or file.shared not in self.shared:
            return None
        return {**self.shared[file.shared], **file.own}

    def write(self, path: Path) -> None:
        """Keep the cache. Where that is not possible, the next build reads everything again."""
        used = {file.shared for file in self.files.values()}
        shared = {id_: inputs for id_, inputs in self.shared.items() if id_ in used}
        body = msgspec.json.encode({"files": self.files, "shared": shared})
        with suppress(OutputError):
            write_files({path: seal(body, _MAGIC)})


def stamp_of(path: str) -> Stamp | None:
    """What tells, without reading it, whether a file has changed; None if there is no file."""
    try:
        status = os.stat(path)  # noqa: PTH116  # ten thousand times, without a Path each
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns
