"""The past versions of a file of a working tree."""

from pathlib import Path

from perf_report.app.compare.sides import path_inside
from perf_report.errors import SourceError
from perf_report.model.source import Source
from perf_report.parse.git_objects import PastCommit, Repository


def read_in_revision(path: Path, revision: str) -> Source:
    """Read a file of a working tree as it was in a revision. Raises SourceError."""
    repository = Repository(path.parent)
    inside = path_inside(repository, path)
    blob = repository.find_file(repository.resolve(revision), inside)
    if blob is None:
        raise SourceError("source-missing-in", path=inside, revision=revision)
    return repository.read(blob, f"{revision}:{inside}")


def past_commits(path: Path, most: int) -> list[PastCommit]:
    """Return the newest commits that changed a file of a working tree. Raises SourceError."""
    return (found := Repository(path.parent)).commits_of(path_inside(found, path), most)
