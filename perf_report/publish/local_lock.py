"""A lock of one file against other processes of this machine."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from perf_report.errors import PublishError


class HeldLock(Protocol):
    """A lock that this process has, until it releases it or ends."""

    def release(self) -> None:
        """Let another process have the lock."""


@contextmanager
def locked_file(path: Path, target: str) -> Iterator[None]:
    """Hold the lock of a file for a publication to `target`.

    Raises PublishError if another process has it.
    """
    lock = take_lock(path)
    if lock is None:
        raise PublishError("target-busy", target=target)
    try:
        yield
    finally:
        lock.release()


def take_lock(path: Path) -> HeldLock | None:
    """Return the lock of a file, to be released; None if another process has it.

    The system takes the lock of a process that ends. Where it has no such locks, the file names the
    process, and counts for nothing once that is gone. Raises OSError if the file cannot be written.
    """
    with warnings.catch_warnings():
        # It warns of a system without locks, of which a user has nothing to do.
        warnings.simplefilter("ignore", UserWarning)
        from filelock import FileLock, Timeout

        # Another thread of the process may release it.
        lock = FileLock(path, timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            return None
    return lock
