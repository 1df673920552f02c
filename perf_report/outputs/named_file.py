"""Write files that a person names: each is written as what it is.

A pipe, a device and a link stay what they are. Replacing them, as `write_files` does with the files
of an output folder, would break what another program waits for, or a device of the machine.
"""

import errno
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path

from perf_report.errors import OutputError, OverwriteError
from perf_report.outputs.writer import write_files
from perf_report.parse.source import STDIN

# Folders whose entries are the open files of this process, by number.
_OPEN_FILES = ("/dev/fd", "/proc/self/fd")

# The most links that lead from one to the next.
_MOST_LINKS = 40


def write_named_files(files: Mapping[Path, bytes]) -> None:
    """Write files at the paths that a person gave. Raises OutputError.

    Regular files are written together: all or none. What a link leads to is written, with the
    permissions that it has. A reader that closes a pipe early has read what it wanted.
    """
    streams = {path: data for path, data in files.items() if is_stream(path)}
    regular = {_target(path): data for path, data in files.items() if path not in streams}
    write_files(regular, keep_modes=True)
    for path, data in streams.items():
        try:
            _write_stream(path, data)
        except BrokenPipeError:
            continue
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError("output-unwritable", path=path, reason=reason) from error


def refuse_inputs(outputs: Iterable[Path], inputs: Iterable[Path]) -> None:
    """Raise OverwriteError for an output that is one of the inputs, by whichever name.

    No input is looked at if no output exists yet.
    """
    written = {key: path for path in outputs if (key := _file_identity(path))}
    for path in inputs if written else ():
        key = _file_identity(path)
        if key in written:
            raise OverwriteError("output-is-input", path=written[key])


def _file_identity(path: Path) -> tuple[int, int] | None:
    """What tells a regular file from all others, also that behind standard input; else None."""
    with suppress(OSError, ValueError, AttributeError):
        status = os.fstat(sys.stdin.fileno()) if path == STDIN else path.stat()
        if stat.S_ISREG(status.st_mode):
            return status.st_dev, status.st_ino
    return None


def is_stream(path: Path) -> bool:
    """Whether a path is a pipe, a device, a socket, or an open file such as /dev/stdout."""
    if _open_file(path) is not None:
        return True
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def _write_stream(path: Path, data: bytes) -> None:
    # An open file has a place to go on from; opening it by its path would begin at its start.
    number = _open_file(path)
    opened = os.dup(number) if number is not None else os.open(path, os.O_WRONLY)
    with os.fdopen(opened, "wb") as stream:
        stream.write(data)


def _open_file(path: Path) -> int | None:
    """The number of the open file that a path means, such as 1 for /dev/stdout; else None."""
    for _ in range(_MOST_LINKS):
        folder = str(path.parent)
        if folder in (*_OPEN_FILES, f"/proc/{os.getpid()}/fd") and path.name.isdecimal():
            return int(path.name)
        try:
            path = path.parent / path.readlink()
        except (OSError, ValueError):
            return None
    return None


def _target(path: Path) -> Path:
    """The file that is written: what a link leads to. Raises OutputError for links in a circle."""
    with suppress(OSError, RuntimeError, ValueError):
        if not path.is_symlink():
            return path
        target = path.resolve()
        if not target.is_symlink():
            return target
    raise OutputError("output-unwritable", path=path, reason=os.strerror(errno.ELOOP))
