"""The one place that writes files: each whole or not at all."""

import errno
import os
import secrets
import shutil
import signal
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import takewhile
from pathlib import Path

from perf_report.errors import OutputError


def write_files(
    files: Mapping[Path, bytes], *, remove: Iterable[Path] = (), synced: bool = True
) -> None:
    """Write the files together, then remove what they replace.

    All bytes are on the disk under temporary names before the first file takes its place, so a
    full disk or a refused folder leaves everything as it was. What can be made again at any time
    need not be `synced`, which takes most of the time. Raises OutputError.
    """
    for path in files:
        if path.is_dir():
            raise OutputError("output-unwritable", path=path, reason=os.strerror(errno.EISDIR))
    with _staged(files, synced=synced) as staged:
        for path, temporary in staged.items():
            with _explained(path):
                temporary.replace(path)
    for path in remove:
        with _explained(path):
            path.unlink(missing_ok=True)


def link_files(links: Mapping[Path, Path]) -> None:
    """Give files further names, each by the file that it stands for; a copy where links cannot be.

    What is such a link already is left as it is. Raises OutputError.
    """
    folders: set[Path] = set()
    for path, source in links.items():
        with _explained(path):
            if path.parent not in folders:
                _make_folders(path.parent)
                folders.add(path.parent)
            try:
                path.hardlink_to(source)
            except OSError:
                _link_anew(path, source)


def _link_anew(path: Path, source: Path) -> None:
    """Put a link, or a copy, in the place of what is there, unless it is that link."""
    if path.exists() and path.samefile(source):
        return
    temporary = _temporary(path)
    try:
        temporary.hardlink_to(source)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, temporary)
    temporary.replace(path)


def remove_files(paths: Iterable[Path], below: Path) -> None:
    """Remove files, and the folders below a folder that are empty then. Raises OutputError."""
    for path in paths:
        with _explained(path):
            path.unlink(missing_ok=True)
        for folder in path.relative_to(below).parents[:-1]:
            with suppress(OSError):  # what holds a file stays
                (below / folder).rmdir()


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Put Ctrl-C off to the end of the block, so that what belongs together is done together."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    interrupts: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _frame: interrupts.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if interrupts:
            raise KeyboardInterrupt


@contextmanager
def _staged(files: Mapping[Path, bytes], *, synced: bool) -> Iterator[dict[Path, Path]]:
    """The files under temporary names beside their places; removed where the block fails."""
    staged: dict[Path, Path] = {}
    made: list[Path] = []
    try:
        for path, data in files.items():
            staged[path] = temporary = _temporary(path)
            with _explained(path):
                made += _make_folders(path.parent)
                _write_new(temporary, data, synced=synced)
        yield staged
    except BaseException:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):  # what holds a file stays
                folder.rmdir()
        raise


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and those above it; the ones that were not there, outermost first."""
    missing = list(takewhile(lambda path: not path.exists(), (folder, *folder.parents)))
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _write_new(path: Path, data: bytes, *, synced: bool) -> None:
    """Write, and where it matters wait for the disk: a rename must never overtake the bytes."""
    with path.open("xb") as stream:
        stream.write(data)
        if synced:
            stream.flush()
            os.fsync(stream.fileno())


@contextmanager
def _explained(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError("output-unwritable", path=path, reason=reason) from error
