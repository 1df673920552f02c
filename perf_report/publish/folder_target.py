"""Publish into a local folder, atomically.

The target is a symbolic link to one of the releases that lie beside it, in `.NAME.releases/`. A
publication makes a new release, with hard links to all that stays, and moves the link by one
rename. The release before is kept for whoever is just reading it, those before are removed.
"""

import errno
import fcntl
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from perf_report.errors import PublishError
from perf_report.publish.target import OnUpload
from perf_report.publish.upload_plan import Upload, UploadPlan

_PARTIAL = ".partial"


class FolderTarget:
    """A local folder that a web server serves."""

    def __init__(self, path: Path) -> None:
        # Absolute, and not resolved: the path itself is the link that is moved.
        self._path = path
        self._releases = self._path.with_name(f".{self._path.name}.releases")

    @property
    def name(self) -> str:
        """Return its path."""
        return str(self._path)

    @property
    def switches_at_once(self) -> bool:
        """The link moves in one step."""
        return True

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Do nothing: a folder needs no connection."""
        yield

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold a lock, which ends with the process."""
        with self._translated_errors():
            self._refuse_others()
            _make_folder(self._releases)
            stream = (self._releases / "lock").open("a")
        with stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PublishError("target-busy", target=self.name) from None
            yield

    def _refuse_others(self) -> None:
        """Refuse a link that is not ours, a file, and a folder with files."""
        if self._path.is_symlink():
            if self._current() is None:
                raise PublishError("target-link", target=self.name)
        elif self._path.exists() and not self._path.is_dir():
            raise PublishError("target-file", target=self.name)

    def _current(self) -> Path | None:
        """The release that the link names."""
        if not self._path.is_symlink():
            return None
        release = self._path.parent / self._path.readlink()
        is_ours = release.parent == self._releases and release.name.isdecimal()
        return release if is_ours else None

    def read(self, path: str) -> bytes | None:
        """Return a file of the current release, or None if there is none."""
        with self._translated_errors():
            try:
                return (self._path / path).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def list_files(self) -> Iterator[str]:
        """Yield every file of the current release; a link in it counts as a file."""
        with self._translated_errors():
            for folder, folders, files in os.walk(self._path):
                links = (name for name in folders if (Path(folder) / name).is_symlink())
                for name in (*files, *links):
                    yield (Path(folder) / name).relative_to(self._path).as_posix()

    def digests(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield path and SHA-256 of the files that exist."""
        for path in paths:
            with self._translated_errors(), suppress(FileNotFoundError, NotADirectoryError):
                if not (self._path / path).is_symlink():
                    with (self._path / path).open("rb") as stream:
                        yield path, file_digest(stream, "sha256").hexdigest()

    def unreadable(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield files that other users may not read, and folders that they may not open."""
        found = {folder for path in paths for folder in PurePosixPath(path).parents}
        for path in (*sorted(map(str, found)), *paths):
            with self._translated_errors(), suppress(FileNotFoundError, NotADirectoryError):
                mode = (self._path / path).stat().st_mode
                needed = _OPEN if stat.S_ISDIR(mode) else _READ
                if mode & needed != needed or (path == "." and not _is_open(self._releases)):
                    yield path

    def apply(self, upload_plan: UploadPlan, on_upload: OnUpload) -> None:
        """Make the next release, and move the link to it."""
        with self._translated_errors():
            before = self._current() or self._path
            release = self._releases / self._next_number()
            partial = release.with_name(release.name + _PARTIAL)
            try:
                self._fill(partial, before, upload_plan, on_upload)
                if not _is_open(self._releases):
                    self._releases.chmod(0o755)
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

    def _fill(
        self, folder: Path, before: Path, upload_plan: UploadPlan, on_upload: OnUpload
    ) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        sent = {upload.path for upload in upload_plan.uploads}
        for path in (*upload_plan.inventory, *upload_plan.others):
            if path not in sent:
                self._keep(before, folder, path)
        for upload in upload_plan.uploads:
            _write(folder / upload.path, upload)
            on_upload(upload)
        _open_to_all(folder, others={folder / path for path in upload_plan.others})

    def _keep(self, before: Path, folder: Path, path: str) -> None:
        try:
            _link(before / path, folder / path)
        except FileNotFoundError:
            raise PublishError("target-missing", target=self.name, path=path) from None

    def _switch(self, release: Path) -> None:
        """Move the link in one step; a folder in its place had nothing but what the release has."""
        if not self._path.is_symlink() and self._path.is_dir():
            self._make_way(release)
        link = self._releases / "next"
        link.unlink(missing_ok=True)
        link.symlink_to(os.path.relpath(release, self._path.parent))
        link.replace(self._path)

    def _make_way(self, release: Path) -> None:
        """Remove a folder without any file that the release lacks."""
        for path in list(self.list_files()):
            if (release / path).exists():
                (self._path / path).unlink()
        for folder, _, _ in os.walk(self._path, topdown=False):
            Path(folder).rmdir()

    def _clear(self, keep: set[Path | None]) -> None:
        for each in self._releases.iterdir():
            if each.is_dir() and not each.is_symlink() and each not in keep:
                shutil.rmtree(each, ignore_errors=True)

    @contextmanager
    def _translated_errors(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno == errno.ENOTEMPTY:
                raise PublishError(
                    "target-foreign", target=self.name, count=1, names="…"
                ) from error
            reason = error.strerror or str(error)
            raise PublishError("target-refused", target=self.name, reason=reason) from error


# What a web server of another user needs of a file, and of a folder.
_READ, _OPEN = 0o444, 0o555


def _is_open(folder: Path) -> bool:
    return folder.stat().st_mode & _OPEN == _OPEN


def _make_folder(path: Path) -> None:
    """Make a folder and those above it that are missing, readable whatever the umask is."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(exist_ok=True)
        each.chmod(0o755)


def _open_to_all(folder: Path, others: Collection[Path]) -> None:
    """Let every user read the files of a release, whatever the umask is; `others` are not ours."""
    for parent, _, files in os.walk(folder):
        Path(parent).chmod(0o755)
        for name in files:
            path = Path(parent) / name
            if path not in others and path.stat().st_mode & _READ != _READ:
                with suppress(PermissionError):  # another user's; a check names it
                    path.chmod(0o644)


def _link(source: Path, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        path.hardlink_to(source)
    except FileNotFoundError:
        raise
    except OSError:  # a file system without links
        shutil.copyfile(source, path)


def _write(path: Path, upload: Upload) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as stream:
        stream.write(upload.read())
