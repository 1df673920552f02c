"""Read the bytes of a source."""

import errno
import os
import sys
from pathlib import Path

from perf_report.errors import SourceError
from perf_report.model.source import Source

# A spec of 79 indicators in two languages is 40 KB; a hundred times that is not written by hand.
MAX_BYTES = 4_000_000

# In place of a file, it means standard input; findings name it so.
STDIN = Path("-")


def read_named(path: Path) -> Source:
    """Read a spec that a person names: a file, or standard input. Raises SourceError."""
    return _read_stdin() if path == STDIN else read_source(path)


def _read_stdin() -> Source:
    # Python has no stream where the process was begun without one.
    reason: str | None = os.strerror(errno.EBADF)
    try:
        if sys.stdin is not None:
            return Source(name=str(STDIN), data=sys.stdin.buffer.read(MAX_BYTES + 1))
    except OSError as error:
        reason = error.strerror
    raise SourceError("stdin-unreadable", reason=reason)


def read_source(path: Path, limit: int = MAX_BYTES) -> Source:
    """Read a file, up to one byte more than its size limit, by default that of a spec.

    Raises SourceError if the path is missing, a folder, or not readable.
    """
    try:
        with path.open("rb") as stream:
            return Source(name=str(path), data=stream.read(limit + 1))
    except FileNotFoundError:
        raise SourceError("source-missing", path=path) from None
    except IsADirectoryError:
        raise SourceError("source-folder", path=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError("source-unreadable", path=path, reason=reason) from None
