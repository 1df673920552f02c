"""What a publication carries: what differs from what the target holds.

It goes in an order that never leads a reader to what is not there yet.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path

from perf_report.errors import PublishError
from perf_report.publish.inventory import NOTES, Inventory, check_path, digest, render_sums
from perf_report.site.paths import FRONT, LEDGER, SUMS

# Files that a page of the publication before may still ask for.
LEAVING = f"{NOTES}leaving"


class Stage(IntEnum):
    """When a file is sent: what never changes under its name, pages, ways to pages, the seal."""

    LASTING = 0
    PAGE = 1
    ENTRY = 2
    SEAL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A file to send: where it goes, its bytes or where they are, its SHA-256."""

    path: str
    sha256: str
    source: Path | bytes
    stage: Stage

    def read(self) -> bytes:
        """Its bytes. Raises PublishError where they are not those that were to be sent."""
        data = self.source if isinstance(self.source, bytes) else self.source.read_bytes()
        if digest(data) != self.sha256:
            raise PublishError("parcel-altered", path=self.source)
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Shipment:
    """What is sent and removed, and what the target holds after it.

    `title` says in a line what the publication is about; `held` is what was there before.
    """

    parcels: tuple[Parcel, ...]
    removals: tuple[str, ...]
    inventory: Inventory
    held: Inventory
    title: str
    time: datetime

    @property
    def seal(self) -> dict[str, bytes]:
        """The files that close the publication, by path."""
        return {parcel.path: parcel.read() for parcel in self.parcels if parcel.stage is Stage.SEAL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cargo:
    """The site to be held: what is at hand, what stays at the target as it is, what was there.

    `leaving` are files that the publication before left for its readers' sake; `touched` those
    that one that was cut off may have replaced, so that they are sent whatever was there.
    """

    parcels: Iterable[Parcel]
    kept: Inventory
    held: Inventory
    leaving: Collection[str]
    touched: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """A cargo that was looked through: what to send and to remove, what the target then holds."""

    parcels: tuple[Parcel, ...]
    removals: tuple[str, ...]
    inventory: Inventory
    leaving: tuple[str, ...]

    @property
    def sums(self) -> bytes:
        """The inventory as the target has it."""
        return render_sums(self.inventory)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.parcels and not self.removals

    def sealed(self, ledger: bytes, held: Inventory, title: str, time: datetime) -> Shipment:
        """The shipment, closed by the inventory and the ledger."""
        leaving = "".join(f"{path}\n" for path in self.leaving).encode()
        # What is to leave by the next publication is noted when this one is sealed: a run that
        # carries it on must not take it for what the one before left.
        seal = {SUMS: self.sums, LEDGER: ledger, LEAVING: leaving}
        closing = (
            Parcel(path=path, sha256=digest(data), source=data, stage=Stage.SEAL)
            for path, data in seal.items()
        )
        return Shipment(
            parcels=(*self.parcels, *closing),
            removals=self.removals,
            inventory=self.inventory,
            held=held,
            title=title,
            time=time,
        )


def load_cargo(cargo: Cargo) -> Loaded:
    """What is to be done for a target to hold a site. Raises PublishError for a path outside."""
    parcels = list(cargo.parcels)
    site: dict[str, str] = {**cargo.kept, **{parcel.path: parcel.sha256 for parcel in parcels}}
    gone = [path for path in cargo.held if path not in site]
    # What the publication before left is removed now; what this one leaves, by the next.
    leaving = sorted(path for path in gone if _may_be_asked_for(path, cargo.leaving))
    inventory = {**site, **{path: cargo.held[path] for path in leaving}}
    for path in inventory:
        check_path(path)
    stale = [
        parcel
        for parcel in parcels
        if parcel.path in cargo.touched or cargo.held.get(parcel.path) != parcel.sha256
    ]
    return Loaded(
        parcels=tuple(sorted(stale, key=_order)),
        removals=tuple(sorted(set(gone) - set(leaving))),
        inventory=inventory,
        leaving=tuple(leaving),
    )


def _may_be_asked_for(path: str, leaving: Collection[str]) -> bool:
    """Whether a reader with an older page open may still need a file that the site has no more."""
    return path.startswith(("assets/", "pagefind/")) and path not in leaving


def _order(parcel: Parcel) -> tuple[Stage, bool, str]:
    """Stage by stage; the front pages after everything that they lead to."""
    return parcel.stage, parcel.path in {FRONT, f"en/{FRONT}"}, parcel.path


def count_bytes(parcels: Iterable[Parcel]) -> int:
    """How many bytes are to be sent."""
    return sum(
        len(parcel.source) if isinstance(parcel.source, bytes) else parcel.source.stat().st_size
        for parcel in parcels
    )
