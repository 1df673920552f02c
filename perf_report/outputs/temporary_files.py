"""Temporary names of files that are being written, and what a process left that was killed then.

A process that writes into a folder has a shared lock on it; whoever gets the lock alone knows that
no one writes there, and that temporary files are left for good. Where folders cannot be locked, as
on some drives of the network, only the times of files tell.
"""

import os
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

_TEMPORARY = re.compile(r"\.(?P<name>.+)\.[0-9a-f]{8}\.tmp", re.DOTALL)
# No process writes a file for so many seconds.
_LONGEST = 3600


def temporary_path(path: Path) -> Path:
    """Return a new name beside a file, for what will replace it."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")


@contextmanager
def writing_in(folder: Path) -> Iterator[None]:
    """Keep what is being written in a folder from being taken for left over."""
    with _locked(folder, alone=False):
        yield


def leftovers(
    folder: Path, is_own: Callable[[str], bool], written: Path | None = None
) -> Iterator[Path]:
    """Yield the temporary files in a folder whose writers are certainly gone.

    `is_own` is asked for the name of the file that one was to replace. `written` is a file that was
    written just now: where nothing else tells, what is much older than it is left over.
    """
    found = [path for path in _temporaries(folder, is_own) if path != written]
    if not found:
        return
    with _locked(folder, alone=True) as is_locked:
        if is_locked:
            yield from found
            return
    if is_locked is None and written is not None:
        latest = written.stat().st_mtime - _LONGEST
        yield from (path for path in found if path.stat().st_mtime < latest)


def _temporaries(folder: Path, is_own: Callable[[str], bool]) -> Iterator[Path]:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            match = _TEMPORARY.fullmatch(entry.name)
            if match and is_own(match["name"]) and entry.is_file(follow_symlinks=False):
                yield Path(entry.path)


@contextmanager
def _locked(folder: Path, *, alone: bool) -> Iterator[bool | None]:
    """Lock a folder; False if another process has it, None where folders cannot be locked."""
    descriptor = _open(folder)
    if descriptor is None:
        yield None
        return
    try:
        yield _lock(descriptor, alone=alone)
    finally:
        os.close(descriptor)


def _open(folder: Path) -> int | None:
    """Open a folder to lock it; None if it cannot be read, or is none: a pipe would block."""
    if not _has_locks():
        return None
    try:
        return os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError:
        return None


def _has_locks() -> bool:
    """Whether the system locks folders, as all but Windows do."""
    return find_spec("fcntl") is not None


def _lock(descriptor: int, *, alone: bool) -> bool | None:
    import fcntl

    # Who wants it alone has it for a moment.
    kind = fcntl.LOCK_EX | fcntl.LOCK_NB if alone else fcntl.LOCK_SH
    try:
        fcntl.flock(descriptor, kind)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True
