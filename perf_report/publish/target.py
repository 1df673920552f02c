"""What a place to publish to can do, and which kind an address names."""

import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from perf_report.errors import PublishError
from perf_report.publish.shipment import Parcel, Shipment

Done = Callable[[Parcel], None]

_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_GIT, _REMOTE = "git+", {"sftp", "ssh", "s3"}


class Target(Protocol):
    """A place that holds a site. Every method raises PublishError where it cannot be done."""

    @property
    def name(self) -> str:
        """The target as people know it, without secrets."""

    def opened(self) -> AbstractContextManager[None]:
        """Have the target at hand for so long, to look at it."""

    def locked(self) -> AbstractContextManager[None]:
        """Keep other publishers away for so long; refused while one is at work."""

    def read(self, path: str) -> bytes | None:
        """A file, or None where there is none."""

    def list_files(self) -> Iterator[str]:
        """Every file that is there, the publisher's own notes among them."""

    def digests(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Path and SHA-256 of those of the files that are there, by what they hold now."""

    def carry(self, shipment: Shipment, done: Done) -> None:
        """Send and remove; `done` hears of every file that is there for good."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """Who publishes: a name for the lock, and where this machine keeps what it has sent.

    `since` is when the work begins, for others to see; `breaks_lock` takes over a lock that
    another publisher left.
    """

    owner: str
    notes: Path
    since: str = ""
    breaks_lock: bool = False


def open_target(address: str, publisher: Publisher) -> Target:
    """The target of an address: a folder, a git branch, SFTP or S3. Raises PublishError."""
    match = _SCHEME.match(address)
    if match is None:
        return _open_folder(Path(address))
    scheme = match[1].lower()
    # A password in an address ends up in histories, logs and lists of processes.
    if urlsplit(address).password is not None:
        raise PublishError("target-password", scheme=scheme)
    if scheme == "file":
        return _open_folder(Path(urlsplit(address).path))
    if scheme.startswith(_GIT):
        from perf_report.publish.git import GitTarget

        return GitTarget.open(address.removeprefix(_GIT))
    if scheme in _REMOTE:
        from perf_report.publish.remote import open_remote

        return open_remote(address, publisher)
    raise PublishError("target-scheme", scheme=scheme)


def _open_folder(path: Path) -> Target:
    from perf_report.publish.folder import FolderTarget

    return FolderTarget(path)
