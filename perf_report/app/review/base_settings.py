"""The project as a commit has it: where it is, its settings, and what these name.

A review takes them from the base, so that a branch cannot be the judge of itself. Nothing of the
working tree counts, which may be the branch's: not even which folder the project is, nor where a
link in its path leads.
"""

import os
import posixpath
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from perf_report.app.project import (
    SETTINGS_FILE,
    SPEC_SUFFIXES,
    Project,
    Settings,
    holds_settings,
    open_project,
)
from perf_report.errors import PerfReportError, SettingsError, SourceError
from perf_report.outputs.writer import write_files
from perf_report.parse.git_objects import Repository

# A font of all Chinese characters is 20 MB.
_LARGEST_FONT = 100_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Trusted:
    """A commit whose settings count: the name to show for it, and its full name."""

    name: str
    commit: str


def open_repository(folder: Path | None) -> Repository:
    """The repository of a project, whose folder a branch may have removed."""
    here = (folder or Path()).absolute()
    return Repository(next(path for path in (here, *here.parents) if path.is_dir()))


def find_place(repository: Repository, folder: Path | None, commit: str) -> PurePosixPath:
    """A project's folder from the top of the repository: as named, or the nearest in the commit."""
    here = _place(repository.top(), folder or Path())
    places = [here] if folder else [here, *here.parents]
    return next((place for place in places if _is_project(repository, commit, place)), here)


def below(place: PurePosixPath, name: str) -> str:
    """The path of a project's file from the top of the repository; empty for the top itself.

    Raises SettingsError where it is outside.
    """
    path = posixpath.normpath(place / name)
    if path.startswith("/") or path.split("/")[0] == "..":
        raise SettingsError("settings-outside", path=name)
    return "" if path == "." else path


@contextmanager
def trusted_project(
    repository: Repository, trusted: Trusted, place: PurePosixPath
) -> Iterator[Project]:
    """The project of a commit in a folder of its own, without its specs."""
    with tempfile.TemporaryDirectory(prefix="perf-report-") as name:
        copy = _Copy(repository=repository, trusted=trusted, folder=Path(name))
        with copy.errors_by_commit():
            copy.take([below(place, file) for file in (SETTINGS_FILE, "pyproject.toml")])
            project = open_project(copy.folder / place)
            copy.take(_named(repository, trusted.commit, place, project.settings))
            yield project


@dataclass(frozen=True, slots=True, kw_only=True)
class _Copy:
    """A folder that holds some files of a commit, each at its path."""

    repository: Repository
    trusted: Trusted
    folder: Path

    def take(self, paths: Sequence[str]) -> None:
        """Write the files that the commit has; the others are passed over."""
        for path in paths:
            blob = self.repository.find_file(self.trusted.commit, path)
            if blob is not None:
                name = f"{self.trusted.name}:{path}"
                source = self.repository.read(blob, name, _LARGEST_FONT)
                write_files({self.folder / path: source.data})

    @contextmanager
    def errors_by_commit(self) -> Iterator[None]:
        """Let errors name the files of the commit, and not their copies."""
        lead = f"{self.folder}{os.sep}"
        try:
            yield
        except PerfReportError as error:
            arguments = {
                key: f"{self.trusted.name}:{value}".replace(lead, "")
                if str(value).startswith(lead)
                else value
                for key, value in error.arguments.items()
            }
            raise type(error)(error.message, **arguments) from error


def _named(
    repository: Repository, commit: str, place: PurePosixPath, settings: Settings
) -> list[str]:
    """What the settings name, and is in the repository: approvals, fonts and frameworks."""
    fonts = [font for font in settings.fonts if not posixpath.isabs(font)]
    frameworks = repository.list_files(commit, below(place, settings.frameworks))
    return [
        *(below(place, name) for name in (settings.approvals, *fonts)),
        *(blob.path for blob in frameworks if blob.path.endswith(SPEC_SUFFIXES)),
    ]


def _place(top: Path, folder: Path) -> PurePosixPath:
    """A folder as it is named from the top, whatever links its path goes through below it."""
    given = Path(os.path.normpath(folder.absolute()))
    for above in reversed((given, *given.parents)):
        if above.resolve() == top.resolve():
            return PurePosixPath(given.relative_to(above).as_posix())
    raise SourceError("source-outside", path=folder, top=top)


def _is_project(repository: Repository, commit: str, place: PurePosixPath) -> bool:
    """Whether a folder of a commit holds settings or specs."""
    has_own = repository.find_file(commit, below(place, SETTINGS_FILE)) is not None
    if has_own or repository.has_folder(commit, below(place, Settings().specs)):
        return True
    shared = repository.find_file(commit, below(place, "pyproject.toml"))
    if shared is None or not shared.is_regular:
        return False
    return holds_settings(repository.read(shared, shared.path).data)
