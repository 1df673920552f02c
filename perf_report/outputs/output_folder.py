"""An output folder: its manifest, what this machine remembers of it, and writing to it."""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

from perf_report.outputs.build_cache import BuildCache, CachedFile, stamp_of
from perf_report.outputs.manifest import MANIFEST, Entry, Manifest
from perf_report.outputs.up_to_date import PlannedFile, ReadFile
from perf_report.outputs.writer import remove_files, uninterrupted, write_files


class OutputFolder:
    """An output folder that a build writes to. Raises OutputError where it is not one.

    What was written is listed in the manifest by `save`, which is to be called even where a build
    fails: what the manifest lists is what is there.
    """

    def __init__(self, path: Path, cache: BuildCache) -> None:
        self.path = path
        self.cache = cache
        self.manifest = Manifest.read(path / MANIFEST)
        self._has_changed = False
        self._written: dict[str, ReadFile] = {}

    def write(
        self, made: Iterable[tuple[PlannedFile, bytes]], obsolete: Collection[str]
    ) -> list[Path]:
        """Write a table's files together, and remove obsolete ones; the paths of what is written.

        Raises OutputError.
        """
        made = list(made)
        files = {self.path / planned.output.path: data for planned, data in made}
        with uninterrupted():
            if files or obsolete:
                write_files(files, remove=[self.path / path for path in obsolete])
                self._has_changed = True
            for path in obsolete:
                del self.manifest.files[path]
            for planned, data in made:
                self._list(planned, data)
        return sorted(files)

    def _list(self, planned: PlannedFile, data: bytes) -> None:
        path, sha256 = planned.output.path, hashlib.sha256(data).hexdigest()
        self.manifest.files[path] = Entry(
            sha256=sha256,
            size=len(data),
            inputs=planned.identifier,
            maker=self.manifest.add_maker(planned.shared.makers),
        )
        stamp = stamp_of(f"{self.path}/{path}")
        if stamp is not None:
            self._written[path] = ReadFile(stamp=stamp, sha256=sha256, planned=planned)

    def files_outside(self, folders: Collection[str]) -> dict[str, list[str]]:
        """The files that lie in none of these folders of tables, by the folder that they are in."""
        return {
            folder: paths
            for folder, paths in sorted(self.manifest.folders.items())
            if folder not in folders
        }

    def remove(self, paths: Iterable[str]) -> None:
        """Remove files, and the folders that are empty then. Raises OutputError."""
        paths = list(paths)
        with uninterrupted():
            remove_files([self.path / path for path in paths], below=self.path)
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

    def remember(self, read: Mapping[str, ReadFile]) -> bool:
        """Put what was read and written into the cache; whether it has changed."""
        seen = {**read, **self._written}
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
