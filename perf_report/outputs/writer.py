"""Write files atomically; the only module that writes outputs."""

import errno
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from itertools import takewhile
from pathlib import Path

from perf_report.errors import OutputError
from perf_report.outputs.temporary_files import leftovers, temporary_path, writing_in


def write_files(
    files: Mapping[Path, bytes],
    *,
    remove: Iterable[Path] = (),
    synced: bool = True,
    keep_modes: bool = False,
    executable: bool = False,
) -> None:
    """Write the files together, then remove others.

    All bytes are on the disk under temporary names before the first file is replaced, so that a
    full disk or a folder without permission leaves everything as it was. `synced` waits for the
    disk, which takes most of the time, and is not needed for caches. `keep_modes` keeps the
    permissions of files that are replaced, and replaces none that is write-protected; beside such
    files of a person, nothing stays of a process that was killed while it wrote them. `executable`
    files can be run by their owner, and read by all. Raises OutputError.
    """
    for path in files:
        if path.is_dir():
            raise OutputError("output-unwritable", path=path, reason=os.strerror(errno.EISDIR))
    with _staged(files, synced=synced) as staged:
        for path, temporary in staged.items():
            with _output_errors(path):
                if keep_modes and path.exists():
                    _refuse_protected(path)
                    shutil.copymode(path, temporary)
                if executable:
                    temporary.chmod(0o755)
                temporary.replace(path)
    for path in remove:
        with _output_errors(path):
            path.unlink(missing_ok=True)
    if keep_modes:
        _remove_leftovers_of(files)


def remove_leftovers(folder: Path, is_own: Callable[[str], bool]) -> None:
    """Remove what processes left that were killed while they wrote into a folder.

    `is_own` is asked for the names of the files that they wrote.
    """
    _remove(leftovers(folder, is_own))


def _remove_leftovers_of(files: Iterable[Path]) -> None:
    folders = {path.parent: path for path in files}
    for folder, path in folders.items():
        names = {each.name for each in files if each.parent == folder}
        _remove(leftovers(folder, names.__contains__, path))


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        with suppress(OSError):
            path.unlink(missing_ok=True)


def _refuse_protected(path: Path) -> None:
    """Raise OSError for a file that may not be written, but that a rename would replace."""
    if not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))


def link_files(links: Mapping[Path, Path]) -> None:
    """Hard-link files, given by the path of the link; copy them if links are not possible.

    Existing links to the same file are left as they are. Raises OutputError.
    """
    folders: set[Path] = set()
    for path, source in links.items():
        with _output_errors(path):
            if path.parent not in folders:
                _make_folders(path.parent)
                folders.add(path.parent)
            try:
                path.hardlink_to(source)
            except OSError:
                _replace_with_link(path, source)


def _replace_with_link(path: Path, source: Path) -> None:
    """Replace an existing file by a link or a copy, unless it is that link."""
    if path.exists() and path.samefile(source):
        return
    temporary = temporary_path(path)
    try:
        temporary.hardlink_to(source)
    except OSError:  # another file system, or one without links
        shutil.copyfile(source, temporary)
    temporary.replace(path)


def remove_files(paths: Iterable[Path], below: Path) -> None:
    """Remove files, and folders inside `below` that become empty.

    Raises OutputError, also for a file that a linked folder leads to outside of `below`.
    """
    top = below.resolve()
    for path in paths:
        if not path.parent.resolve().is_relative_to(top):
            raise OutputError("output-outside", path=path, folder=below)
        with _output_errors(path):
            path.unlink(missing_ok=True)
        for folder in path.relative_to(below).parents[:-1]:
            with suppress(OSError):  # it is not empty
                (below / folder).rmdir()


@contextmanager
def _staged(files: Mapping[Path, bytes], *, synced: bool) -> Iterator[dict[Path, Path]]:
    """Write files under temporary names in their folders; remove them if the block fails."""
    staged: dict[Path, Path] = {}
    made: list[Path] = []
    folders: set[Path] = set()
    try:
        with ExitStack() as writing:
            for path, data in files.items():
                staged[path] = temporary = temporary_path(path)
                with _output_errors(path):
                    made += _make_folders(path.parent)
                    if path.parent not in folders:
                        folders.add(path.parent)
                        writing.enter_context(writing_in(path.parent))
                    _write_new(temporary, data, synced=synced)
            yield staged
    except BaseException:
        for temporary in staged.values():
            with suppress(OSError):
                temporary.unlink(missing_ok=True)
        for folder in reversed(made):
            with suppress(OSError):  # it is not empty
                folder.rmdir()
        raise


def _make_folders(folder: Path) -> list[Path]:
    """Make a folder and its parents; return those that were missing, outermost first."""
    missing = list(takewhile(lambda path: not path.exists(), (folder, *folder.parents)))
    if missing:
        folder.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _write_new(path: Path, data: bytes, *, synced: bool) -> None:
    """Write a file; with `synced`, its bytes are on the disk before a rename is."""
    with path.open("xb") as stream:
        stream.write(data)
        if synced:
            stream.flush()
            os.fsync(stream.fileno())


@contextmanager
def _output_errors(path: Path) -> Iterator[None]:
    """Raise OutputError instead of OSError."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        raise OutputError("output-unwritable", path=path, reason=reason) from error
