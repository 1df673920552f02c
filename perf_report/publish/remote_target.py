"""A server that takes one file at a time: nothing is switched at once, so the order does it.

First the intent is written, then what never changes under its name, pages, the ways to pages,
removals, and the seal. A reader meets whole files only, and no page before what it needs; a
publication that is cut leaves the intent, by which it is carried on and by which a check says
what is missing.
"""

import fcntl
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from perf_report.errors import PublishError
from perf_report.publish.inventory import NOTES, Inventory, digest, parse_sums, render_sums
from perf_report.publish.remote_state import PENDING_LEDGER, PENDING_SUMS
from perf_report.publish.s3_store import S3Store
from perf_report.publish.sftp_store import SftpStore
from perf_report.publish.store import Store
from perf_report.publish.target import Done, Publisher
from perf_report.publish.upload_plan import Parcel, Shipment, Stage
from perf_report.site.paths import LEDGER, SUMS

_T = TypeVar("_T")
_R = TypeVar("_R")

LOCK = f"{NOTES}lock"

# So many files are on their way at once; servers refuse more sessions than ten.
_AT_ONCE = 8


def open_remote(address: str, publisher: Publisher) -> "RemoteTarget":
    """Return the target of an `sftp://` or `s3://` address. Raises PublishError."""
    parts = urlsplit(address)
    if not parts.hostname:
        raise PublishError("target-address", address=parts.scheme)
    store = S3Store(address) if parts.scheme == "s3" else SftpStore(address)
    return RemoteTarget(store, publisher)


class RemoteTarget:
    """A store with a site in it."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        self._store = store
        self._publisher = publisher
        self._journal = Journal(publisher.notes, store.name)
        mine = {"owner": publisher.owner, "since": publisher.since}
        self._lock = json.dumps(mine).encode()

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
                # One that was broken belongs to whoever broke it.
                with suppress(PublishError):
                    self._refuse_broken_lock()
                    self._store.remove(LOCK)

    def _take_lock(self) -> None:
        if self._store.create(LOCK, self._lock):
            return
        found = _lock_of(self._store.read(LOCK))
        if found.get("owner") != self._publisher.owner and not self._publisher.breaks_lock:
            raise self._locked_by(found)
        self._store.write(LOCK, self._lock, is_lasting=False)

    def _refuse_broken_lock(self) -> None:
        found = self._store.read(LOCK)
        if found != self._lock:
            raise self._locked_by(_lock_of(found))

    def _locked_by(self, found: Mapping[str, str]) -> PublishError:
        return PublishError("target-locked", target=self.name, since=found.get("since", "?"))

    def read(self, path: str) -> bytes | None:
        """A file, or None where there is none."""
        return self._store.read(path)

    def list_files(self) -> Iterator[str]:
        """Every file that is there."""
        return self._store.list_files()

    def digests(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """The hashes of what is there, several files at once."""

        def look(path: str) -> tuple[str, str | None]:
            # Only the hash is kept: those of a whole site may be waiting to be taken.
            data = self._store.read(path)
            return path, None if data is None else digest(data)

        with ThreadPoolExecutor(_AT_ONCE) as threads:
            for path, sha in threads.map(look, paths):
                if sha is not None:
                    yield path, sha

    def carry(self, shipment: Shipment, done: Done) -> None:
        """Send in order, remove, seal; what an earlier run has sent is not sent again."""
        begun = self._begun()
        self._refuse_overwriting(shipment, begun)
        stray = self._stray(shipment, begun)
        sent = self._begin(shipment, stray)
        for stage, parcels in groupby(shipment.parcels, key=lambda parcel: parcel.stage):
            self._refuse_broken_lock()
            if stage is Stage.SEAL:
                self._clear(shipment, stray)
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
        taken = self._there(new)
        if taken:
            raise PublishError(
                "target-foreign", target=self.name, count=len(taken), names=", ".join(taken[:5])
            )

    def _there(self, paths: Sequence[str]) -> list[str]:
        is_there = self._at_once(self._store.exists, paths)
        return [path for path, there in zip(paths, is_there, strict=True) if there]

    def _stray(self, shipment: Shipment, begun: Inventory) -> Inventory:
        """What unfinished publications brought and no one wants any more."""
        unwanted = begun.keys() - shipment.inventory.keys() - shipment.held.keys()
        return {path: begun[path] for path in self._there(sorted(unwanted))}

    def _begin(self, shipment: Shipment, stray: Inventory) -> set[str]:
        """Write the intent, or find that it is there; the hashes by path of what was sent.

        The intent names what is stray as well: should this publication be cut, too, the next one
        has to know whose files they are.
        """
        intent = render_sums({**stray, **shipment.inventory})
        # From another state of the target the same intent is another's, and what was sent for it
        # may have been replaced since.
        journey = digest(render_sums(shipment.held) + intent)
        if self._store.read(PENDING_SUMS) == intent:
            return self._journal.read(journey)
        self._store.write(PENDING_SUMS, intent, is_lasting=False)
        self._store.write(PENDING_LEDGER, shipment.seal[LEDGER], is_lasting=False)
        self._journal.begin(journey)
        return set()

    def _clear(self, shipment: Shipment, stray: Inventory) -> None:
        """Remove what is to go; from then on the intent is the inventory that seals the site."""
        self._at_once(self._store.remove, sorted({*shipment.removals, *stray}))
        if stray:
            self._store.write(PENDING_SUMS, shipment.seal[SUMS], is_lasting=False)

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
