"""The YAML files of a folder, by their names, and the other things in it."""

from pathlib import Path, PurePosixPath

YAML_SUFFIXES = (".yaml", ".yml")


def is_yaml_name(name: str) -> bool:
    """Whether a file is read as YAML by its name, also in capitals."""
    return PurePosixPath(name).suffix.lower() in YAML_SUFFIXES


def list_yaml_files(folder: Path) -> list[Path]:
    """Return the YAML files directly in a folder, sorted by name. Raises OSError."""
    return [path for path in sorted(folder.iterdir()) if is_yaml_name(path.name) and path.is_file()]


def list_other_entries(folder: Path) -> list[Path]:
    """Return what else is in a folder, sorted by name: nothing reads it. Raises OSError."""
    files = set(list_yaml_files(folder))
    return [path for path in sorted(folder.iterdir()) if path not in files]
