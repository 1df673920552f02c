"""Search specs and reports in a git repository."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from perf_report.app.check.previous_year import SpecSearch
from perf_report.model.source import Source
from perf_report.parse.git_objects import Blob, Repository
from perf_report.parse.yaml_files import is_yaml_name


def search_blobs(repository: Repository, blobs: Mapping[str, tuple[Blob, str]]) -> SpecSearch[str]:
    """Search files in git by path, which are read when they are needed."""
    sources: dict[str, Source] = {}

    def read(path: str) -> Source:
        if path not in sources:
            # The likeliest is read first; if it is not the one, the others by one call of git.
            wanted = list(blobs) if sources else [path]
            found = repository.read_all([blobs[name] for name in wanted])
            sources.update(zip(wanted, found, strict=True))
        return sources[path]

    return SpecSearch(list(blobs), read)


def search_specs_at(
    repository: Repository, commit: str, revision: str, folders: Iterable[str]
) -> SpecSearch[str]:
    """Search the specs in folders of a commit, which people call `revision`."""
    blobs = {
        blob.path: (blob, f"{revision}:{blob.path}")
        for folder in folders
        for blob in repository.list_files(commit, folder)
        if blob.is_regular and is_yaml_name(Path(blob.path).name)
    }
    return search_blobs(repository, blobs)
