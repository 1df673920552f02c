"""Write to an output folder, and keep its manifest and its cache up to date."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from perf_report.outputs.build_cache import BuildCache, CachedFile, stamp_of
from perf_report.outputs.manifest import MANIFEST, Entry, Manifest
from perf_report.outputs.output_files import list_office_outputs
from perf_report.outputs.spec_summary import document_of
from perf_report.outputs.up_to_date import HashedFile, PlannedFile
from perf_report.outputs.writer import remove_files, write_files
from perf_report.processes.interrupts import interrupts_deferred
from perf_report.render.localized_text import MODES


class OutputFolder:
    """An output folder with its manifest and cache. Raises OutputError if its manifest is invalid.

    `save` writes the manifest; it must be called even if a build fails, so that the manifest lists
    the files that exist.
    """

    def __init__(self, path: Path, cache: BuildCache) -> None:
        self.path = path
        self.cache = cache
        self.manifest = Manifest.read(path / MANIFEST)
        self._has_changed = False
        self._written: dict[str, HashedFile] = {}

    def write(
        self,
        made: Iterable[tuple[PlannedFile, bytes]],
        obsolete: Collection[str],
        unlisted: Mapping[str, bytes],
    ) -> list[Path]:
        """Write a table's files together, and remove obsolete ones.

        `unlisted` are files that no manifest lists, by path. Return the paths of the files written.
        Raises OutputError.
        """
        made = list(made)
        files = {self.path / planned.output.path: data for planned, data in made}
        files |= {self.path / path: data for path, data in unlisted.items()}
        with interrupts_deferred():
            if files or obsolete:
                write_files(files, remove=[self.path / path for path in obsolete])
                self._has_changed = True
            for path in obsolete:
                del self.manifest.files[path]
            for planned, data in made:
                self._add_entry(planned, data)
        return sorted(files)

    def _add_entry(self, planned: PlannedFile, data: bytes) -> None:
        path, sha256 = planned.output.path, hashlib.sha256(data).hexdigest()
        self.manifest.files[path] = Entry(
            sha256=sha256,
            size=len(data),
            inputs=planned.identifier,
            maker=self.manifest.add_maker(planned.shared.makers),
        )
        stamp = stamp_of(f"{self.path}/{path}")
        if stamp is not None:
            self._written[path] = HashedFile(stamp=stamp, sha256=sha256, planned=planned)

    def files_outside(self, documents: Collection[tuple[str, str]]) -> dict[str, list[str]]:
        """Return the files of no table, sheet or report that is built, by their folder.

        `documents` are those that are, each with its folder; see `document_of`.
        """
        outside = {
            folder: [path for path in paths if (folder, document_of(path)) not in documents]
            for folder, paths in sorted(self.manifest.folders.items())
        }
        return {folder: paths for folder, paths in outside.items() if paths}

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and folders that become empty. Raises OutputError.

        The office's own papers of what they are of go with them.
        """
        paths = list(paths)
        with interrupts_deferred():
            documents = {(path.rpartition("/")[0], document_of(path)) for path in paths}
            papers = (
                each.path
                for folder, document in sorted(documents)
                for each in list_office_outputs(folder, MODES, document)
            )
            removed = (self.path / path for path in (*paths, *papers))
            remove_files(list(removed), below=self.path)
            for path in paths:
                del self.manifest.files[path]
            self._has_changed = True

    def save(self) -> None:
        """Write the manifest, if it has changed. Raises OutputError."""
        if not self._has_changed:
            return
        self.manifest.drop_missing(self.path)
        path, data = self.path / MANIFEST, self.manifest.to_bytes()
        is_current = path.is_file() and path.read_bytes() == data
        if self.manifest.files and not is_current:
            write_files({path: data})

    def update_cache(self, hashed: Mapping[str, HashedFile]) -> bool:
        """Update the cache with the files hashed and written; return whether it has changed."""
        seen = {**hashed, **self._written}
        for path, file in seen.items():
            shared = file.planned.shared
            self.cache.shared[shared.id] = shared.inputs
            self.cache.files[path] = CachedFile(
                stamp=file.stamp, sha256=file.sha256, shared=shared.id, own=file.planned.own
            )
        gone = self.cache.files.keys() - self.manifest.files.keys()
        for path in gone:
            del self.cache.files[path]
        return bool(gone or seen)
