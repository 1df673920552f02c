"""A server that takes one file at a time: nothing is switched at once, so the order does it.

First the intent is written, then what never changes under its name, pages, the ways to pages,
removals, and the seal. A reader meets whole files only, and no page before what it needs; a
publication that is cut leaves the intent, by which it is carried on and by which a check says
what is missing.
"""

import fcntl
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from perf_report.errors import PublishError
from perf_report.publish.holdings import PENDING_LEDGER, PENDING_SUMS
from perf_report.publish.inventory import NOTES, Inventory, digest, parse_sums
from perf_report.publish.shipment import Parcel, Shipment, Stage
from perf_report.publish.stores import Store, open_store
from perf_report.publish.target import Done, Publisher
from perf_report.site.places import LEDGER, SUMS

_T = TypeVar("_T")
_R = TypeVar("_R")

LOCK = f"{NOTES}lock"

# So many files are on their way at once; servers refuse more sessions than ten.
_AT_ONCE = 8


def open_remote(address: str, publisher: Publisher) -> "RemoteTarget":
    """The target of an `sftp://` or `s3://` address. Raises PublishError."""
    return RemoteTarget(open_store(address), publisher)


class RemoteTarget:
    """A store with a site in it."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        self._store = store
        self._publisher = publisher
        self._journal = Journal(publisher.notes, store.name)

    @property
    def name(self) -> str:
        """The store's name."""
        return self._store.name

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Let go of the connection at the end."""
        try:
            yield
        finally:
            self._store.close()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """A lock that others see at the target, and on this machine one that ends with us.

        The lock at the target goes away with the work, whether it is finished or not, unless the
        connection is gone; one that was left so is taken over by who left it.
        """
        with self.opened(), self._journal.held(self.name):
            self._take_lock()
            try:
                yield
            finally:
                with suppress(PublishError):
                    self._store.remove(LOCK)

    def _take_lock(self) -> None:
        mine = {"owner": self._publisher.owner, "since": self._publisher.since}
        data = json.dumps(mine).encode()
        if self._store.create(LOCK, data):
            return
        found = _lock_of(self._store.read(LOCK))
        if found.get("owner") != self._publisher.owner and not self._publisher.breaks_lock:
            raise PublishError("target-locked", target=self.name, since=found.get("since", "?"))
        self._store.write(LOCK, data, is_lasting=False)

    def read(self, path: str) -> bytes | None:
        """A file, or None where there is none."""
        return self._store.read(path)

    def list_files(self) -> Iterator[str]:
        """Every file that is there."""
        return self._store.list_files()

    def digests(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The hashes of what is there, several files at once."""
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            for path, data in threads.map(lambda path: (path, self._store.read(path)), paths):
                if data is not None:
                    yield path, digest(data)

    def carry(self, shipment: Shipment, done: Done) -> None:
        """Send in order, remove, seal; what an earlier run has sent is not sent again."""
        begun = self._begun()
        sums = shipment.seal[SUMS]
        self._refuse_overwriting(shipment, begun)
        sent = self._begin(sums, shipment.seal[LEDGER])
        for stage, parcels in groupby(shipment.parcels, key=lambda parcel: parcel.stage):
            if stage is Stage.SEAL:
                # What an unfinished publication brought and no one wants any more goes, too.
                stray = begun.keys() - shipment.inventory.keys() - shipment.held.keys()
                self._at_once(self._store.remove, sorted({*shipment.removals, *stray}))
            self._send(stage, parcels, sent, done)
        for path in (PENDING_SUMS, PENDING_LEDGER):
            self._store.remove(path)
        self._journal.clear()

    def _begun(self) -> Inventory:
        """What a publication that was not finished was to bring."""
        data = self._store.read(PENDING_SUMS)
        return {} if data is None else parse_sums(data)

    def _refuse_overwriting(self, shipment: Shipment, begun: Inventory) -> None:
        """A file that no publication brought is someone else's, and stays.

        On a first publication the whole target was looked through already.
        """
        if not shipment.held:
            return
        new = [
            parcel.path
            for parcel in shipment.parcels
            if parcel.stage is not Stage.SEAL
            and parcel.path not in shipment.held
            and parcel.path not in begun
        ]
        is_there = self._at_once(self._store.exists, new)
        taken = [path for path, there in zip(new, is_there, strict=True) if there]
        if taken:
            raise PublishError(
                "target-foreign", target=self.name, count=len(taken), names=", ".join(taken[:5])
            )

    def _begin(self, sums: bytes, ledger: bytes) -> set[str]:
        """Write the intent, or find that it is there; the hashes by path of what was sent."""
        if self._store.read(PENDING_SUMS) == sums:
            return self._journal.read(digest(sums))
        self._store.write(PENDING_SUMS, sums, is_lasting=False)
        self._store.write(PENDING_LEDGER, ledger, is_lasting=False)
        self._journal.begin(digest(sums))
        return set()

    def _send(self, stage: Stage, parcels: Iterable[Parcel], sent: set[str], done: Done) -> None:
        def send(parcel: Parcel) -> None:
            if _mark(parcel) not in sent:
                self._store.write(parcel.path, parcel.read(), is_lasting=stage is Stage.LASTING)
                self._journal.add(_mark(parcel))
            done(parcel)

        if stage in {Stage.LASTING, Stage.PAGE}:
            self._at_once(send, parcels)
        else:
            for parcel in parcels:
                send(parcel)

    def _at_once(self, work: Callable[[_T], _R], items: Iterable[_T]) -> list[_R]:
        """Do several at once; after a failure nothing more is begun."""
        threads = ThreadPoolExecutor(_AT_ONCE)
        try:
            return list(threads.map(work, items))
        finally:
            threads.shutdown(wait=True, cancel_futures=True)


def _mark(parcel: Parcel) -> str:
    return f"{parcel.sha256}  {parcel.path}"


def _lock_of(data: bytes | None) -> dict[str, str]:
    """What a lock says; nothing where it is none of ours."""
    with suppress(ValueError, AttributeError):
        return {str(key): str(value) for key, value in json.loads(data or b"{}").items()}
    return {}


class Journal:
    """What this machine has sent to a target, so that a cut costs only what was on its way."""

    def __init__(self, notes: Path, target: str) -> None:
        self._path = notes / f"sent-{sha256(target.encode()).hexdigest()[:16]}"

    @contextmanager
    def held(self, target: str) -> Iterator[None]:
        """Keep other runs on this machine away; the lock ends with the process."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.with_suffix(".lock").open("a") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise PublishError("target-busy", target=target) from None
            yield

    def begin(self, intent: str) -> None:
        """Begin anew for an intent, by its hash."""
        self._path.write_text(f"{intent}\n", "utf-8")

    def add(self, mark: str) -> None:
        """Note that a file is there; one line is written at once, whoever else writes one."""
        with self._path.open("ab", buffering=0) as stream:
            stream.write(f"{mark}\n".encode())

    def read(self, intent: str) -> set[str]:
        """What was sent for this intent; nothing where the journal is of another."""
        with suppress(OSError, UnicodeDecodeError):
            first, *marks = self._path.read_text("utf-8").splitlines()
            if first == intent:
                return set(marks)
        self.begin(intent)
        return set()

    def clear(self) -> None:
        """Forget it: the target holds all of it."""
        self._path.unlink(missing_ok=True)
