"""Publish into a local folder: a new release beside it, and then the switch to it.

Releases lie beside the target, in `.NAME.releases/`. A publication makes a new one, with hard links
to all that stays, and `release_switch` lets the target be that one. The release before is kept for
whoever is just reading it, those before are removed.
"""

import errno
import os
import shutil
import stat
from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from hashlib import file_digest
from pathlib import Path, PurePosixPath

from perf_report.errors import PublishError
from perf_report.publish.local_lock import locked_file
from perf_report.publish.release_switch import ReleaseSwitch
from perf_report.publish.target import OnUpload
from perf_report.publish.upload_plan import Upload, UploadPlan

_PARTIAL = ".partial"


class FolderTarget:
    """A local folder that a web server serves."""

    def __init__(self, path: Path) -> None:
        # Absolute, and not resolved: the path itself is the link that is moved.
        self._path = path
        self._releases = self._path.with_name(f".{self._path.name}.releases")
        self._switch = ReleaseSwitch(self._path, self._releases)

    @property
    def name(self) -> str:
        """Return its path."""
        return str(self._path)

    @property
    def switches_at_once(self) -> bool:
        """A release takes the place of another as a whole."""
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
        with self._held():
            with self._translated_errors():
                self._switch.finish()
            yield

    @contextmanager
    def _held(self) -> Iterator[None]:
        with ExitStack() as stack:
            with self._translated_errors():
                stack.enter_context(locked_file(self._releases / "lock", self.name))
            yield

    def _refuse_others(self) -> None:
        """Refuse a link that is not ours, a file, and a folder with files."""
        if self._path.is_symlink():
            if self._switch.linked() is None:
                raise PublishError("target-link", target=self.name)
        elif self._path.exists() and not self._path.is_dir():
            raise PublishError("target-file", target=self.name)

    def read(self, path: str) -> bytes | None:
        """Return a file of the current release, or None if there is none."""
        with self._translated_errors():
            try:
                return (self._path / path).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None

    def earlier_copies(self, path: str) -> Iterator[bytes]:
        """Yield the files of the releases before."""
        with self._translated_errors():
            releases = self._releases.iterdir() if self._releases.is_dir() else ()
            names = sorted((each.name for each in releases if each.name.isdecimal()), reverse=True)
            for name in names:
                with suppress(FileNotFoundError, NotADirectoryError):
                    yield (self._releases / name / path).read_bytes()

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
        """Make the next release, and switch to it."""
        with self._translated_errors():
            before = self._switch.linked() or self._path
            release = self._releases / self._next_number()
            partial = release.with_name(release.name + _PARTIAL)
            try:
                self._fill(partial, before, upload_plan, on_upload)
                if not _is_open(self._releases):
                    self._releases.chmod(0o755)
                # The switch must not overtake the bytes; one wait for all is quicker than many.
                if _CAN_SYNC:
                    os.sync()
                partial.rename(release)
            except BaseException:
                shutil.rmtree(partial, ignore_errors=True)
                raise
            kept = self._switch.to(release)
            self._clear(keep={release, kept or before})

    def _next_number(self) -> str:
        names = {self._switch.placed() or "", *(each.name for each in self._releases.iterdir())}
        return f"{max((int(name) for name in names if name.isdecimal()), default=0) + 1:06d}"

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


# Whether the system writes to the disk all that it holds; otherwise each file waits for it.
_CAN_SYNC = hasattr(os, "sync")

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
        if not _CAN_SYNC:
            stream.flush()
            os.fsync(stream.fileno())
