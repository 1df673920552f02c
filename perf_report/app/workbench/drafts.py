"""Drafts of specs on the disk: what was typed and not yet saved is there after a crash."""

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from perf_report.app.machine import user_cache
from perf_report.outputs.writer import remove_files, write_files


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """The text of a draft, and the bytes of the file that it was begun from."""

    base: bytes
    text: str


class DraftStore:
    """The drafts of a user, each in a file of its own by the path of its spec."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_cache() / "drafts"

    def read(self, spec: Path) -> StoredDraft | None:
        """Return the draft of a spec; None if there is none, or it is damaged."""
        try:
            data = self._path(spec).read_bytes()
            return msgspec.json.decode(data, type=StoredDraft)
        except (OSError, msgspec.MsgspecError):
            return None

    def write(self, spec: Path, draft: StoredDraft) -> None:
        """Write a draft; it is on the disk when this returns. Raises OutputError."""
        files: Mapping[Path, bytes] = {self._path(spec): msgspec.json.encode(draft)}
        write_files(files)

    def remove(self, spec: Path) -> None:
        """Remove the draft of a spec. Raises OutputError."""
        remove_files([self._path(spec)], self._folder)

    def _path(self, spec: Path) -> Path:
        name = hashlib.sha256(os.fsencode(spec.absolute())).hexdigest()[:32]
        return self._folder / f"{name}.json"
