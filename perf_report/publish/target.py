"""The interface of a publication target."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from perf_report.publish.upload_plan import Upload, UploadPlan

OnUpload = Callable[[Upload], None]


class PublishedFiles(Protocol):
    """What reads the files of a site that was published."""

    @property
    def name(self) -> str:
        """Return the target's name, without secrets."""

    def read(self, path: str) -> bytes | None:
        """Return a file, or None if there is none."""


class Target(PublishedFiles, Protocol):
    """A place that holds a site. Every method raises PublishError if it fails."""

    def opened(self) -> AbstractContextManager[None]:
        """Open the target for reading, as a context manager."""

    def locked(self) -> AbstractContextManager[None]:
        """Open the target and lock it; raises PublishError while another publisher has the lock."""

    def earlier_copies(self, path: str) -> Iterator[bytes]:
        """Yield what earlier publications had under a path, the last one first, if it is kept."""

    @property
    def switches_at_once(self) -> bool:
        """Whether a reader sees a publication whole or not at all, so that none is unfinished."""

    def unreadable(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield those of the paths that a web server may not read, and folders above them."""

    def list_files(self) -> Iterator[str]:
        """Yield the path of every file, the publisher's own files included."""

    def digests(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield path and SHA-256 of those of the files that exist, computed from their content."""

    def apply(self, upload_plan: UploadPlan, on_upload: OnUpload) -> None:
        """Upload and remove files; `on_upload` is called after each upload."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """The publisher: its name for the lock, and the folder of its upload journal.

    `since` is when the publication begins; `breaks_lock` takes over another publisher's lock.
    """

    owner: str
    notes: Path
    since: str = ""
    breaks_lock: bool = False
