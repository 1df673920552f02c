"""Which files `import` reads, and where the specs of them go."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from perf_report.app.import_paper.run import Imported
from perf_report.errors import OutputError, SourceError
from perf_report.model.source import Source
from perf_report.parse.source import STDIN, read_named, read_source

# The endings of files in a folder that are tried; a file that is named is read whatever its name.
ENDINGS = frozenset(
    {".docx", ".xlsx", ".xlsm", ".xls", ".ods", ".pdf", ".html", ".htm", ".mht", ".mhtml", ".txt",
     ".doc", ".wps", ".et", ".ofd"}
)  # fmt: skip

# A paper of a table has a few megabytes at most.
MOST_BYTES = 60_000_000


def collect_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are named, and those in folders that are named, by name.

    Raises SourceError for a folder without files.
    """
    found: list[Path] = []
    for path in paths:
        if path != STDIN and path.is_dir():
            inside = sorted(each for each in path.rglob("*") if _is_paper(each))
            if not inside:
                raise SourceError("papers-none", path=path)
            found += inside
        else:
            found.append(path)
    return found


def _is_paper(path: Path) -> bool:
    # Office writes ~$name beside an open file.
    return path.is_file() and path.suffix.lower() in ENDINGS and not path.name.startswith("~$")


def refuse_existing_specs(paths: Iterable[Path], *, force: bool) -> None:
    """Raise OutputError for the paths at which there is something already, unless it is forced."""
    existing = [str(path) for path in paths if os.path.lexists(path)]
    if existing and not force:
        raise OutputError("spec-exists", paths=", ".join(existing))


def name_specs(folder: Path, imported: Sequence[Imported]) -> list[Path]:
    """Return a path in a folder for each spec; of several with one name, each has a number.

    Names that differ in capitals alone count as one, as some systems take them.
    """
    taken: dict[str, int] = {}
    paths = []
    for each in imported:
        name = each.name.casefold()
        count = taken[name] = taken.get(name, 0) + 1
        stem, _, ending = each.name.rpartition(".")
        name = each.name if count == 1 else f"{stem}-{count}.{ending}"
        paths.append(folder / name)
    return paths


def read_file(path: Path) -> Source:
    """Read a file, or standard input. Raises SourceError if it cannot be read or is too large."""
    source = read_named(path) if path == STDIN else read_source(path, MOST_BYTES)
    if len(source.data) > MOST_BYTES:
        raise SourceError("paper-too-large", path=path)
    return source
