"""A folder of this machine: a reader sees the site before or the site after, never between.

The target is a symbolic link to one of the releases that lie beside it, in `.NAME.releases/`. A
publication makes a new release, with hard links to all that stays, and moves the link by one
rename. The release before is kept for whoever is just reading it, those before are removed.
"""

import errno
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path

from perf_report.errors import PublishError
from perf_report.publish.target import Done
from perf_report.publish.upload_plan import Parcel, Shipment

_PARTIAL = ".partial"


class FolderTarget:
    """A folder; the web server is pointed at its path."""

    def __init__(self, path: Path) -> None:
        # Not resolved: the path itself is the link that is moved.
        self._path = Path(os.path.abspath(path))  # noqa: PTH100
        self._releases = self._path.with_name(f".{self._path.name}.releases")

    @property
    def name(self) -> str:
        """Its path."""
        return str(self._path)

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Nothing needs to be done to look at a folder."""
        yield

    @contextmanager
    def locked(self) -> Iterator[None]:
        """A lock that ends with the process, however that ends."""
        with self._explained():
            self._refuse_others()
            self._releases.mkdir(parents=True, exist_ok=True)
            stream = (self._releases / "lock").open("a")
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PublishError("target-busy", target=self.name) from None
            yield

    def _refuse_others(self) -> None:
        """A link of someone else's, a file, or a folder with files is not touched."""
        if self._path.is_symlink():
            if self._current() is None:
                raise PublishError("target-link", target=self.name)
        elif self._path.exists() and not self._path.is_dir():
            raise PublishError("target-file", target=self.name)

    def _current(self) -> Path | None:
        """The release that readers see."""
        if not self._path.is_symlink():
            return None
        release = self._path.parent / self._path.readlink()
        return release if release.parent == self._releases else None

    def read(self, path: str) -> bytes | None:
        """A file of the site that readers see."""
        with self._explained():
            try:
                return (self._path / path).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def list_files(self) -> Iterator[str]:
        """Every file of that site; a link inside it counts as one."""
        with self._explained():
            for folder, folders, files in os.walk(self._path):
                links = (name for name in folders if (Path(folder) / name).is_symlink())
                for name in (*files, *links):
                    yield (Path(folder) / name).relative_to(self._path).as_posix()

    def digests(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The hashes of what is there."""
        for path in paths:
            with self._explained(), suppress(FileNotFoundError, NotADirectoryError):
                if not (self._path / path).is_symlink():
                    with (self._path / path).open("rb") as stream:
                        yield path, file_digest(stream, "sha256").hexdigest()

    def carry(self, shipment: Shipment, done: Done) -> None:
        """Make the next release, and let the link name it."""
        with self._explained():
            before = self._current()
            release = self._releases / self._next_number()
            partial = release.with_name(release.name + _PARTIAL)
            try:
                self._fill(partial, before, shipment, done)
                # The link must never overtake the bytes; one wait for all is far quicker than many.
                os.sync()
                partial.rename(release)
                self._switch(release)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise
            self._clear(keep={release, before})

    def _next_number(self) -> str:
        numbers = [int(each.name) for each in self._releases.iterdir() if each.name.isdecimal()]
        return f"{max(numbers, default=0) + 1:06d}"

    def _fill(self, folder: Path, before: Path | None, shipment: Shipment, done: Done) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        sent = {parcel.path for parcel in shipment.parcels}
        for path in shipment.inventory:
            if path not in sent and before is not None:
                self._keep(before, folder, path)
        for parcel in shipment.parcels:
            _write(folder / parcel.path, parcel)
            done(parcel)

    def _keep(self, before: Path, folder: Path, path: str) -> None:
        try:
            _link(before / path, folder / path)
        except FileNotFoundError:
            raise PublishError("target-missing", target=self.name, path=path) from None

    def _switch(self, release: Path) -> None:
        """Move the link in one step; an empty folder that was made beforehand gives way to it."""
        if not self._path.is_symlink() and self._path.is_dir():
            self._path.rmdir()
        link = self._releases / "next"
        link.unlink(missing_ok=True)
        link.symlink_to(os.path.relpath(release, self._path.parent))
        link.replace(self._path)

    def _clear(self, keep: set[Path | None]) -> None:
        for each in self._releases.iterdir():
            if each.is_dir() and not each.is_symlink() and each not in keep:
                shutil.rmtree(each, ignore_errors=True)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno == errno.ENOTEMPTY:
                raise PublishError(
                    "target-foreign", target=self.name, count=1, names="…"
                ) from error
            reason = error.strerror or str(error)
            raise PublishError("target-refused", target=self.name, reason=reason) from error


def _link(source: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.hardlink_to(source)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links
        shutil.copyfile(source, path)


def _write(path: Path, parcel: Parcel) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(parcel.read())
