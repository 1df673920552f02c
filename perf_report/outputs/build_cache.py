"""The private notes of a machine on an output folder: what saves looking at everything again.

They stand beside no output and decide no byte. What they say is trusted only where it is sure: a
file is taken for unchanged when its size, times and inode are those noted, and the last change of
it lies well before the notes were written. Notes that are damaged, or of another version, are
thrown away as a whole.
"""

import hashlib
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self

import orjson

from perf_report.errors import OutputError
from perf_report.outputs.writer import write_files

_MAGIC = b"perf-report notes 1 "

# Coarse clocks of file systems tick every two seconds: what changed so shortly before the notes
# were written may have changed once more since, within the same tick.
_TICK = 2_000_000_000

Stamp = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A file as it was last seen: its stamp and hash, and what made it, for telling what changed.

    `shared` is the id of what it shares with its kind; `own` are its table's own ingredients.
    """

    stamp: Stamp
    sha256: str
    shared: str = ""
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Ledger:
    """The notes: files by their path in the output folder, verdicts on specs by their hash.

    `standards` is the hash of what the verdicts hold specs against; `mixes` are shared ingredients
    by their id. `moment` is when they were written, in nanoseconds.
    """

    state: Literal["absent", "read", "unreadable"] = "absent"
    moment: int = 0
    files: dict[str, Trace] = field(default_factory=dict)
    mixes: dict[str, Mapping[str, str]] = field(default_factory=dict)
    standards: str = ""
    verdicts: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, path: Path) -> Self:
        """The notes at a path; empty ones where there are none that can be trusted."""
        try:
            with path.open("rb") as stream:
                header, body = stream.readline(), stream.read()
                moment = os.fstat(stream.fileno()).st_mtime_ns
        except FileNotFoundError:
            return cls()
        except OSError:
            return cls(state="unreadable")
        if header != _header(body):
            return cls(state="unreadable")
        try:
            return cls._from_data(orjson.loads(body), moment)
        except (ValueError, KeyError, TypeError, AttributeError):
            return cls(state="unreadable")

    @classmethod
    def _from_data(cls, data: Any, moment: int) -> Self:
        files = {
            path: Trace(stamp=tuple(stamp), sha256=sha256, shared=shared, own=own)
            for path, (stamp, sha256, shared, own) in data["files"].items()
        }
        return cls(
            state="read",
            moment=moment,
            files=files,
            mixes=data["mixes"],
            standards=data["standards"],
            verdicts=data["verdicts"],
        )

    def proven(self, path: str, stamp: Stamp) -> str | None:
        """The hash of a file with this stamp, where the notes are sure of it."""
        trace = self.files.get(path)
        is_sure = trace is not None and trace.stamp == stamp and stamp[3] + _TICK < self.moment
        return trace.sha256 if trace is not None and is_sure else None

    def ingredients(self, path: str) -> Mapping[str, str] | None:
        """What a file was made of, where that is known."""
        trace = self.files.get(path)
        if trace is None or trace.shared not in self.mixes:
            return None
        return {**self.mixes[trace.shared], **trace.own}

    def write(self, path: Path) -> None:
        """Keep the notes. Where that is not possible, the next build looks at everything again."""
        used = {trace.shared for trace in self.files.values()}
        data = {
            "files": {
                name: (trace.stamp, trace.sha256, trace.shared, trace.own)
                for name, trace in self.files.items()
            },
            "mixes": {id_: mix for id_, mix in self.mixes.items() if id_ in used},
            "standards": self.standards,
            "verdicts": self.verdicts,
        }
        body = orjson.dumps(data)
        with suppress(OutputError):
            write_files({path: _header(body) + body})


def stamp_of(path: str) -> Stamp | None:
    """What tells, without reading it, that a file is another one or has changed; None if none."""
    try:
        status = os.stat(path)  # noqa: PTH116  # ten thousand times, without a Path each
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ino, status.st_ctime_ns


def _header(body: bytes) -> bytes:
    return _MAGIC + hashlib.sha256(body).hexdigest().encode() + b"\n"
