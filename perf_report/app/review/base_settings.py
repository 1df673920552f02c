"""The settings of a project in a commit, with the files that they name.

A review takes them from the base, so that a branch cannot change the rules of its own review. It
uses nothing of the working tree, which may be the branch's: neither to find the project's folder
nor to resolve links in its path.
"""

import os
import posixpath
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

from perf_report.app.project import (
    DATA_FOLDERS,
    SETTINGS_FILE,
    Project,
    has_settings,
    open_project,
)
from perf_report.app.settings import Settings
from perf_report.errors import PerfReportError, SettingsError, SourceError
from perf_report.outputs.writer import write_files
from perf_report.parse.git_objects import Repository
from perf_report.parse.yaml_files import is_yaml_name
from perf_report.processes.temporary_folders import temporary_folder

# A font of all Chinese characters is 20 MB.
_LARGEST_FONT = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class TrustedCommit:
    """A commit whose settings a review uses: the name to show for it, and its hash."""

    name: str
    commit: str


def open_repository(folder: Path | None) -> Repository:
    """Open the repository of a project, whose folder a branch may have removed."""
    here = (folder or Path()).absolute()
    return Repository(next(path for path in (here, *here.parents) if path.is_dir()))


def find_project_root(repository: Repository, folder: Path | None, commit: str) -> PurePosixPath:
    """Find a project's folder in a commit: as named, or the nearest at or above this one."""
    here = _relative_path(repository.top(), folder or Path())
    candidates = [here] if folder else [here, *here.parents]
    return next((root for root in candidates if _is_project(repository, commit, root)), here)


def path_from_top(root: PurePosixPath, name: str) -> str:
    """Return the path of a project's file from the repository's top; empty for the top itself.

    Raises SettingsError if it is outside.
    """
    path = posixpath.normpath(root / PurePath(name).as_posix())
    if _is_absolute(name) or path.startswith("/") or path.split("/")[0] == "..":
        raise SettingsError("settings-outside", path=name)
    return "" if path == "." else path


def _is_absolute(name: str) -> bool:
    """Whether a setting is the path of a file anywhere; on Windows it begins with a drive."""
    return os.path.isabs(name)  # noqa: PTH117  # as the system says


@contextmanager
def open_trusted_project(
    repository: Repository, trusted: TrustedCommit, root: PurePosixPath
) -> Iterator[Project]:
    """Open a copy of a commit's project in a temporary folder, without its specs."""
    with temporary_folder() as folder:
        files = _CommitCopy(repository=repository, trusted=trusted, folder=folder)
        with files.errors_naming_commit():
            files.copy([path_from_top(root, file) for file in (SETTINGS_FILE, "pyproject.toml")])
            if repository.has_folder(trusted.commit, path_from_top(root, SETTINGS_FILE)):
                raise SourceError("source-folder", path=files.folder / root / SETTINGS_FILE)
            project = open_project(files.folder / root)
            frameworks = path_from_top(root, project.settings.frameworks)
            if repository.has_folder(trusted.commit, frameworks):
                # The folder is there, whether or not it has a framework that is copied.
                write_files({files.folder / frameworks / ".folder": b""})
            files.copy(_named_files(repository, trusted.commit, root, project.settings))
            yield project


@dataclass(frozen=True, slots=True, kw_only=True)
class _CommitCopy:
    """A folder with copies of some files of a commit, at the same paths."""

    repository: Repository
    trusted: TrustedCommit
    folder: Path

    def copy(self, paths: Sequence[str]) -> None:
        """Copy files; paths that the commit does not have are ignored."""
        for path in paths:
            blob = self.repository.find_file(self.trusted.commit, path)
            if blob is not None:
                name = f"{self.trusted.name}:{path}"
                source = self.repository.read(blob, name, _LARGEST_FONT)
                write_files({self.folder / path: source.data})

    @contextmanager
    def errors_naming_commit(self) -> Iterator[None]:
        """Change errors in the block to name the files of the commit instead of their copies."""
        prefix = f"{self.folder}{os.sep}"
        try:
            yield
        except PerfReportError as error:
            arguments = {
                key: f"{self.trusted.name}:{value}".replace(prefix, "")
                if str(value).startswith(prefix)
                else value
                for key, value in error.arguments.items()
            }
            raise type(error)(error.message, **arguments) from error


def _named_files(
    repository: Repository, commit: str, root: PurePosixPath, settings: Settings
) -> list[str]:
    """The files that the settings name, approvals, fonts, frameworks, forms and libraries."""
    fonts = [font for font in settings.fonts if not _is_absolute(font)]
    folders = (path_from_top(root, name) for name in (settings.frameworks, *DATA_FOLDERS))
    data_files = [blob for folder in folders for blob in repository.list_files(commit, folder)]
    return [
        *(path_from_top(root, name) for name in (settings.approvals, *fonts)),
        *(blob.path for blob in data_files if is_yaml_name(blob.path)),
    ]


def _relative_path(top: Path, folder: Path) -> PurePosixPath:
    """The path of a folder from the repository's top, with links as they are."""
    given = Path(os.path.normpath(folder.absolute()))
    for above in reversed((given, *given.parents)):
        if above.resolve() == top.resolve():
            return PurePosixPath(given.relative_to(above).as_posix())
    raise SourceError("source-outside", path=folder, top=top)


def _is_project(repository: Repository, commit: str, root: PurePosixPath) -> bool:
    """Whether a folder of a commit holds settings or specs."""
    has_own = repository.find_file(commit, path_from_top(root, SETTINGS_FILE)) is not None
    if has_own or repository.has_folder(commit, path_from_top(root, Settings().specs)):
        return True
    shared = repository.find_file(commit, path_from_top(root, "pyproject.toml"))
    if shared is None or not shared.is_regular:
        return False
    return has_settings(repository.read(shared, shared.path).data)
