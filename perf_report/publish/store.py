"""Places for files by path: what SFTP servers and S3-compatible storage have in common."""

from collections.abc import Iterator
from typing import Protocol
from urllib.parse import urlsplit

from perf_report.errors import PublishError
from perf_report.publish.s3_store import S3Store
from perf_report.publish.sftp_store import SftpStore


class Store(Protocol):
    """A place for files by path. Every method raises PublishError where it cannot be done."""

    @property
    def name(self) -> str:
        """The place as people know it."""

    def read(self, path: str) -> bytes | None:
        """A file, or None where there is none."""

    def write(self, path: str, data: bytes, *, is_lasting: bool) -> None:
        """Put a file there, whole, over the one that was there."""

    def create(self, path: str, data: bytes) -> bool:
        """Put a file there unless there is one; whether that was so."""

    def exists(self, path: str) -> bool:
        """Whether there is such a file."""

    def remove(self, path: str) -> None:
        """Take a file away, if it is there."""

    def list_files(self) -> Iterator[str]:
        """Every file."""

    def close(self) -> None:
        """Let go of the connection."""


def open_store(address: str) -> Store:
    """The store of an address. Raises PublishError where its library is missing."""
    parts = urlsplit(address)
    if not parts.hostname:
        raise PublishError("target-address", address=parts.scheme)
    return S3Store(address) if parts.scheme == "s3" else SftpStore(address)
