"""Drafts of specs on the disk: what was typed and not yet saved is there after a crash.

Two servers of a user may have one spec open. Each has a draft of its own, so that neither loses
what the other one types; a lock, which ends with its process, tells them apart.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path

import msgspec

from perf_report.app.machine import user_cache
from perf_report.errors import OutputError
from perf_report.outputs.writer import remove_files, remove_leftovers, write_files
from perf_report.publish.local_lock import HeldLock, take_lock

_LOCK = ".lock"
_DRAFT = ".json"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDraft:
    """The text of a draft, and the bytes of the file that it was begun from."""

    base: bytes
    text: str


class DraftFile:
    """The draft of a spec in one server."""

    def __init__(self, path: Path, lock: HeldLock | None) -> None:
        self._path = path
        self._lock = lock

    def is_shared(self) -> bool:
        """Whether another server has the spec open."""
        stem = self._path.stem.partition("-")[0]
        own = self._path.with_suffix(_LOCK)
        others = (path for path in self._path.parent.glob(f"{stem}*{_LOCK}") if path != own)
        return any(map(_is_taken, others))

    def read(self) -> StoredDraft | None:
        """Return the draft; None if there is none, or it is damaged."""
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=StoredDraft)
        except (OSError, msgspec.MsgspecError):
            return None

    def write(self, draft: StoredDraft) -> None:
        """Write the draft; it is on the disk when this returns. Raises OutputError."""
        files: Mapping[Path, bytes] = {self._path: msgspec.json.encode(draft)}
        write_files(files)

    def remove(self) -> None:
        """Remove the draft. One that stays is that of a file which has its text, or is given up."""
        with suppress(OutputError):
            remove_files([self._path], self._path.parent)

    def close(self) -> None:
        """Leave the draft to the server that opens the spec next."""
        if self._lock is not None:
            self._lock.release()


class DraftStore:
    """The drafts of a user, by the paths of their specs."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or user_cache() / "drafts"
        self._opened: list[DraftFile] = []
        remove_leftovers(self._folder, lambda name: name.endswith(_DRAFT))

    def open(self, spec: Path) -> DraftFile:
        """Return the draft that an ended server left of a spec, or else an empty one."""
        free: list[DraftFile] = []
        for path, is_known in self._paths(spec):
            if free and not is_known:
                break
            is_taken, lock = _take(path.with_suffix(_LOCK))
            if not is_taken:
                free.append(DraftFile(path, lock))
        chosen = next((each for each in free if each.read()), free[0])
        for each in free:
            if each is not chosen:
                each.close()
        self._opened.append(chosen)
        return chosen

    def close(self) -> None:
        """Leave the drafts to the next servers."""
        for each in self._opened:
            each.close()

    def _paths(self, spec: Path) -> Iterator[tuple[Path, bool]]:
        """The places of drafts of a spec, and whether they were used: all of these come first."""
        name = hashlib.sha256(os.fsencode(spec.absolute())).hexdigest()[:32]
        used = {*self._folder.glob(f"{name}*{_DRAFT}"), *self._folder.glob(f"{name}*{_LOCK}")}
        known = sorted({path.stem for path in used}, key=lambda stem: (len(stem), stem))
        names = chain([name], (f"{name}-{number}" for number in count(1)))
        yield from ((self._folder / f"{each}{_DRAFT}", True) for each in known)
        yield from (
            (self._folder / f"{each}{_DRAFT}", False) for each in names if each not in known
        )


def _take(path: Path) -> tuple[bool, HeldLock | None]:
    """Whether another server has a lock, and else the lock, or nothing if it cannot be written."""
    try:
        lock = take_lock(path)
    except OSError:
        return False, None
    return lock is None, lock


def _is_taken(path: Path) -> bool:
    """Whether another server has a lock."""
    is_taken, lock = _take(path)
    if lock is not None:
        lock.release()
    return is_taken
