"""The switch of a folder from one release to the next.

Where the system makes symbolic links, the folder is a link to a release, and one rename moves it.
Where it makes none, as Windows does for most users, the folder is the release itself: the old one
is renamed out of the way, and the new one to its place. What is about to be done is noted first, so
that a switch that was cut between the two is finished by the next run.
"""

import errno
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

# The release that is being switched to, and the one that the folder itself is.
_PENDING, _PLACED = "pending", "placed"
# The number of a folder that was there before the first release.
_FIRST = "000000"

# What a system, or a file system, says that makes no links for this user.
_NO_LINKS = {errno.EPERM, errno.EACCES, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP}

# Windows renames no folder while a file in it is open, which a web server soon closes.
_ATTEMPTS, _SECONDS = 10, 0.2


class ReleaseSwitch:
    """The folder at `path`, and its releases in the folder `releases`."""

    def __init__(self, path: Path, releases: Path) -> None:
        self._path = path
        self._releases = releases

    def linked(self) -> Path | None:
        """Return the release that the folder is a link to; None if it is none."""
        if not self._path.is_symlink():
            return None
        release = self._path.parent / self._path.readlink()
        is_ours = release.parent == self._releases and release.name.isdecimal()
        return release if is_ours else None

    def placed(self) -> str | None:
        """Return the number of the release that the folder itself is; None if it is none."""
        return self._read(_PLACED)

    def to(self, release: Path) -> Path | None:
        """Let the folder be a release. Return the release before, if it was moved.

        If that fails, the folder is what it was. Raises OSError.
        """
        link = self._new_link(release)
        if link is not None and (self._path.is_symlink() or not self._path.exists()):
            link.replace(self._path)
            return None
        self._refuse_strangers(release)
        self._note(_PENDING, release.name)
        try:
            return self.finish()
        except OSError:
            self._undo()
            raise

    def finish(self) -> Path | None:
        """Complete the switch that is noted, if any. Return the release before, if it was moved."""
        name = self._read(_PENDING)
        if name is None:
            return None
        release, before = self._releases / name, None
        if release.is_dir() and self.linked() != release:
            before = self._move_away()
            self._place(release)
        if self.linked() is None:
            self._note(_PLACED, name)
        else:
            (self._releases / _PLACED).unlink(missing_ok=True)
        (self._releases / _PENDING).unlink()
        return before

    def _move_away(self) -> Path | None:
        if self._path.is_symlink():
            before = self.linked()
            self._path.unlink()
            return before
        with suppress(OSError):  # it has files, or is not there
            self._path.rmdir()
        if not self._path.is_dir():
            return None
        _rename(self._path, self._aside())
        return self._aside()

    def _aside(self) -> Path:
        return self._releases / (self.placed() or _FIRST)

    def _place(self, release: Path) -> None:
        link = self._new_link(release)
        if link is None:
            _rename(release, self._path)
        else:
            link.replace(self._path)

    def _undo(self) -> None:
        """Bring the folder back that was moved away."""
        if not os.path.lexists(self._path) and self._aside().is_dir():
            _rename(self._aside(), self._path)
        (self._releases / _PENDING).unlink(missing_ok=True)

    def _new_link(self, release: Path) -> Path | None:
        """Make a link to a release; return None where there are no links."""
        if os.name == "nt":  # where a link to a folder cannot be replaced in one step
            return None
        link = self._releases / "next"
        link.unlink(missing_ok=True)
        try:
            link.symlink_to(os.path.relpath(release, self._path.parent))
        except NotImplementedError:
            return None
        except OSError as error:
            if error.errno not in _NO_LINKS:
                raise
            return None
        return link

    def _refuse_strangers(self, release: Path) -> None:
        """Refuse to move a folder that is no release, and has files that the release lacks."""
        if self.placed() is not None or self._path.is_symlink():
            return
        if any(not (release / path).exists() for path in _files(self._path)):
            raise OSError(errno.ENOTEMPTY, os.strerror(errno.ENOTEMPTY), str(self._path))

    def _read(self, note: str) -> str | None:
        with suppress(FileNotFoundError):
            name = (self._releases / note).read_text("ascii", "replace").strip()
            return name if name.isdecimal() else None
        return None

    def _note(self, note: str, name: str) -> None:
        temporary = self._releases / f"{note}.partial"
        with temporary.open("w", encoding="ascii") as stream:
            stream.write(f"{name}\n")
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(self._releases / note)


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder):
        yield from ((Path(parent) / name).relative_to(folder) for name in names)


def _rename(path: Path, new: Path) -> None:
    for _ in range(_ATTEMPTS - 1):
        with suppress(PermissionError):
            path.rename(new)
            return
        threading.Event().wait(_SECONDS)
    path.rename(new)
