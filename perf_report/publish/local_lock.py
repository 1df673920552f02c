"""A lock of one file against other processes of this machine."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from perf_report.errors import PublishError


@contextmanager
def locked_file(path: Path, target: str) -> Iterator[None]:
    """Hold the lock of a file for a publication to `target`.

    The system takes the lock of a process that ends. Where it has no such locks, the file names the
    process, and counts for nothing once that is gone. Raises PublishError if another process has
    the lock.
    """
    with warnings.catch_warnings():
        # It warns of a system without locks, of which a user has nothing to do.
        warnings.simplefilter("ignore", UserWarning)
        from filelock import FileLock, Timeout

        lock = FileLock(path, timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise PublishError("target-busy", target=target) from None
    try:
        yield
    finally:
        lock.release()
