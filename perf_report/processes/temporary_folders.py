"""Temporary folders of which nothing stays, whatever ends the process but SIGKILL.

Python removes a folder when an exception leaves its block, or at the end of the program. A signal
may come between the creation of the folder and what notes that, or while it is removed, and a
process that ends by SIGTERM runs nothing at its end.
"""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import WeakSet

from perf_report.processes.interrupts import interrupts_deferred

_PREFIX = "perf-report-"
_open: "WeakSet[TemporaryDirectory[str]]" = WeakSet()


def make_temporary_folder() -> "TemporaryDirectory[str]":
    """Make a folder; whoever makes it removes it by `remove_temporary_folder`. Raises OSError."""
    with ExitStack() as stack:
        with interrupts_deferred():
            folder = TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True)
            _open.add(folder)
            stack.callback(remove_temporary_folder, folder)
        stack.pop_all()
    return folder


def remove_temporary_folder(folder: "TemporaryDirectory[str]") -> None:
    """Remove a folder with all that is in it."""
    with interrupts_deferred():
        folder.cleanup()
        _open.discard(folder)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """Make a folder for the block. Raises OSError."""
    folder = make_temporary_folder()
    try:
        yield Path(folder.name)
    finally:
        remove_temporary_folder(folder)


def remove_temporary_folders() -> None:
    """Remove those that are left, before the process ends without another step."""
    for folder in list(_open):
        remove_temporary_folder(folder)
