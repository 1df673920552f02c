"""What a place to publish to can do, whatever its kind."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from perf_report.publish.upload_plan import Parcel, Shipment

Done = Callable[[Parcel], None]


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
