"""Publish to a server that takes one file at a time, in an order that keeps the site usable.

First it is noted what is pending, then come files that never change under their name, pages, the
pages that link to them, removals, and the inventory and the ledger. A reader never gets half a
file, or a page before what it needs. An interrupted publication leaves that note, by which the next
run goes on and a check says what is missing.
"""

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
from perf_report.publish.inventory import Inventory, digest, render_sums
from perf_report.publish.local_lock import locked_file
from perf_report.publish.notes import LOCK, PENDING, PendingPublication, render_pending
from perf_report.publish.remote_state import read_pending
from perf_report.publish.s3_store import S3Store
from perf_report.publish.sftp_store import SftpStore
from perf_report.publish.store import Store
from perf_report.publish.target import OnUpload, Publisher
from perf_report.publish.upload_plan import Stage, Upload, UploadPlan
from perf_report.site.paths import LEDGER

_T = TypeVar("_T")
_R = TypeVar("_R")

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
    """A target on a server, with a lock and a journal of uploads."""

    def __init__(self, store: Store, publisher: Publisher) -> None:
        self._store = store
        self._publisher = publisher
        self._journal = Journal(publisher.notes, store.name)
        mine = {"owner": publisher.owner, "since": publisher.since}
        self._lock = json.dumps(mine).encode()

    @property
    def name(self) -> str:
        """Return the store's name."""
        return self._store.name

    @contextmanager
    def opened(self) -> Iterator[None]:
        """Close the connection at the end."""
        try:
            yield
        finally:
            self._store.close()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Hold a lock at the target that others see, and one on this machine.

        The lock at the target is removed at the end, whether the work succeeds or not, unless the
        connection is lost; the publisher who left it takes it over.
        """
        with self.opened(), self._journal.held(self.name):
            self._take_lock()
            try:
                yield
            finally:
                # A lock that another publisher took over is theirs.
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

    @property
    def switches_at_once(self) -> bool:
        """Files are uploaded one by one."""
        return False

    def unreadable(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield nothing: the server decides who reads a file."""
        del paths
        return iter(())

    def read(self, path: str) -> bytes | None:
        """Return a file, or None if there is none."""
        return self._store.read(path)

    def earlier_copies(self, path: str) -> Iterator[bytes]:
        """Yield nothing: a server has the site as it is."""
        del path
        return iter(())

    def list_files(self) -> Iterator[str]:
        """Yield the path of every file."""
        return self._store.list_files()

    def digests(self, paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Yield path and SHA-256 of the files that exist, read several at once."""

        def look(path: str) -> tuple[str, str | None]:
            # Only the hash is kept: those of a whole site may be waiting to be taken.
            data = self._store.read(path)
            return path, None if data is None else digest(data)

        with ThreadPoolExecutor(_AT_ONCE) as threads:
            for path, sha in threads.map(look, paths):
                if sha is not None:
                    yield path, sha

    def apply(self, upload_plan: UploadPlan, on_upload: OnUpload) -> None:
        """Upload in order, and remove; skip what an interrupted run has uploaded."""
        begun = read_pending(self, upload_plan.before)
        self._refuse_overwriting(upload_plan, begun)
        leftovers = self._leftovers(upload_plan, begun)
        sent = self._begin(upload_plan, leftovers)
        for stage, uploads in groupby(upload_plan.uploads, key=lambda upload: upload.stage):
            self._refuse_broken_lock()
            if stage is Stage.FINAL:
                self._clear(upload_plan, leftovers)
            self._send(stage, uploads, sent, on_upload)
        self._store.remove(PENDING)
        self._journal.clear()

    def _refuse_overwriting(
        self, upload_plan: UploadPlan, begun: PendingPublication | None
    ) -> None:
        """Refuse to overwrite a file that no publication uploaded.

        On a first publication the whole target was looked through already.
        """
        if not upload_plan.held:
            return
        ours = {*upload_plan.held, *upload_plan.replaced}
        ours |= {*begun.files, *begun.leftovers} if begun else set()
        new = [
            upload.path
            for upload in upload_plan.uploads
            if upload.stage is not Stage.FINAL and upload.path not in ours
        ]
        taken = self._existing(new)
        if taken:
            raise PublishError(
                "target-foreign", target=self.name, count=len(taken), names=", ".join(taken[:5])
            )

    def _existing(self, paths: Sequence[str]) -> list[str]:
        is_there = self._at_once(self._store.exists, paths)
        return [path for path, there in zip(paths, is_there, strict=True) if there]

    def _leftovers(self, upload_plan: UploadPlan, begun: PendingPublication | None) -> Inventory:
        """Files that interrupted publications may have uploaded, and that this one does not."""
        if begun is None:
            return {}
        site, held = upload_plan.inventory, upload_plan.held
        older = [*begun.leftovers.items(), *begun.files.items()]
        other = {path: sha for path, sha in older if site.get(path) != sha}
        unwanted = set(self._existing(sorted(other.keys() - site.keys() - held.keys())))
        return {p: sha for p, sha in other.items() if p in site or p in unwanted}

    def _begin(self, upload_plan: UploadPlan, leftovers: Inventory) -> set[str]:
        """Note what is pending, unless it is noted; return the marks of what was uploaded.

        The note includes the leftovers: if this publication is interrupted, too, the next one has
        to know them as ours.
        """
        ledger = upload_plan.final_files[LEDGER]
        pending = render_pending(upload_plan.before, ledger, upload_plan.inventory, leftovers)
        # The same inventory over another state of the target is another publication's, and what was
        # uploaded for it may have been replaced since.
        publication_id = digest(render_sums(upload_plan.held) + pending)
        if self._store.read(PENDING) == pending:
            return self._journal.read(publication_id)
        self._store.write(PENDING, pending, is_lasting=False)
        self._journal.begin(publication_id)
        return set()

    def _clear(self, upload_plan: UploadPlan, leftovers: Inventory) -> None:
        """Remove the files that are no part of the site."""
        unwanted = leftovers.keys() - upload_plan.inventory.keys()
        self._at_once(self._store.remove, sorted({*upload_plan.removals, *unwanted}))

    def _send(
        self, stage: Stage, uploads: Iterable[Upload], sent: set[str], on_upload: OnUpload
    ) -> None:
        def send(upload: Upload) -> None:
            if _mark(upload) not in sent:
                self._store.write(upload.path, upload.read(), is_lasting=stage is Stage.LASTING)
                self._journal.add(_mark(upload))
            on_upload(upload)

        if stage in {Stage.LASTING, Stage.PAGE}:
            self._at_once(send, uploads)
        else:
            for upload in uploads:
                send(upload)

    def _at_once(self, work: Callable[[_T], _R], items: Iterable[_T]) -> list[_R]:
        """Process several items at once; after a failure no further one is started."""
        threads = ThreadPoolExecutor(_AT_ONCE)
        try:
            return list(threads.map(work, items))
        finally:
            threads.shutdown(wait=True, cancel_futures=True)


def _mark(upload: Upload) -> str:
    return f"{upload.sha256}  {upload.path}"


def _lock_of(data: bytes | None) -> dict[str, str]:
    """Return the content of a lock; empty if its form is not ours."""
    with suppress(ValueError, AttributeError, RecursionError):
        return {str(key): str(value) for key, value in json.loads(data or b"{}").items()}
    return {}


class Journal:
    """A local file of completed uploads, so that the next run goes on where one was interrupted."""

    def __init__(self, notes: Path, target: str) -> None:
        self._path = notes / f"sent-{sha256(target.encode()).hexdigest()[:16]}"

    @contextmanager
    def held(self, target: str) -> Iterator[None]:
        """Hold a lock against other runs on this machine, which ends with the process."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with locked_file(self._path.with_suffix(".lock"), target):
            yield

    def begin(self, publication_id: str) -> None:
        """Start an empty journal for a publication, by its id."""
        self._path.write_text(f"{publication_id}\n", "utf-8")

    def add(self, mark: str) -> None:
        """Record an upload. A line is written in one call, so that threads do not mix lines."""
        with self._path.open("ab", buffering=0) as stream:
            stream.write(f"{mark}\n".encode())

    def read(self, publication_id: str) -> set[str]:
        """Return the marks of a publication; start an empty journal if this is another's."""
        with suppress(OSError, UnicodeDecodeError):
            first, *marks = self._path.read_text("utf-8").splitlines()
            if first == publication_id:
                return set(marks)
        self.begin(publication_id)
        return set()

    def clear(self) -> None:
        """Delete the journal."""
        self._path.unlink(missing_ok=True)
