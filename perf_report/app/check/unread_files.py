"""Files in the folders of specs, frameworks, libraries and fonts that nothing reads, all named."""

from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from perf_report.app.project import Project
from perf_report.parse.git_objects import Repository
from perf_report.parse.yaml_files import is_yaml_name, list_other_entries

# Where fonts are by convention; the settings name each font file.
FONTS_FOLDER = "fonts"


def unread_files(project: Project, named: Sequence[Path]) -> list[Path]:
    """Return what nothing reads in the named folders, or in that of specs, and in the others."""
    own = (*project.framework_folders(), *project.library_folders(), *project.scoring_folders())
    folders = [*(named or [project.specs_folder()]), *own]
    used = {path.absolute() for path in project.fonts()}
    fonts = _entries(project.root / FONTS_FOLDER)
    return [
        *(path for folder in folders for path in _others(folder)),
        *(path for path in fonts if path.absolute() not in used),
    ]


def _others(folder: Path) -> list[Path]:
    try:
        return list_other_entries(folder)
    except OSError:
        return []


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def unread_changes(
    repository: Repository, commits: tuple[str, str], folders: Sequence[str]
) -> list[str]:
    """Return the changed files that a review does not read.

    `folders` are those of specs, frameworks, libraries and fonts, from the repository's top. Of
    specs, YAML files directly in their folder are read; the others are taken from the base.
    """
    return list(dict.fromkeys(_unread_changes(repository, commits, folders)))


def _unread_changes(
    repository: Repository, commits: tuple[str, str], folders: Sequence[str]
) -> Iterator[str]:
    specs, *others = map(PurePosixPath, folders)
    for folder in (specs, *others):
        for change in repository.changed_files(*commits, "" if folder.name == "" else str(folder)):
            path = PurePosixPath(change.path)
            is_spec = path.parent == specs and is_yaml_name(path.name)
            # Where specs are at the top, what is in its folders belongs to others.
            is_elsewhere = folder.name == "" and path.parent != folder
            if not is_spec and not is_elsewhere:
                yield str(path)
