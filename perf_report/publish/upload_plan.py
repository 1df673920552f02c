"""Plan the uploads of a publication: what differs from the target, in a safe order.

No page is uploaded before the files and pages that it links to.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path

from perf_report.errors import PublishError
from perf_report.publish.inventory import Inventory, check_path, digest, render_sums
from perf_report.publish.ledger import Ledger
from perf_report.publish.notes import EXPIRING
from perf_report.site.paths import FRONT, LEDGER, SUMS


class Stage(IntEnum):
    """When a file is uploaded: immutable files, pages, pages that link to them, ledger."""

    LASTING = 0
    PAGE = 1
    ENTRY = 2
    FINAL = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to upload: its path, its bytes or the file that has them, its SHA-256."""

    path: str
    sha256: str
    source: Path | bytes
    stage: Stage

    def read(self) -> bytes:
        """Return its bytes. Raises PublishError if they changed since the plan was made."""
        data = self.source if isinstance(self.source, bytes) else self.source.read_bytes()
        if digest(data) != self.sha256:
            raise PublishError("upload-altered", path=self.source)
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadPlan:
    """The uploads and removals of a publication, and the inventory after it.

    `title` describes the publication on a line; `before` and `held` are ledger and inventory before
    it.
    `others` are files that are not ours and stay, `replaced` those that uploads may overwrite.
    """

    uploads: tuple[Upload, ...]
    removals: tuple[str, ...]
    inventory: Inventory
    before: Ledger
    held: Inventory
    title: str
    time: datetime
    others: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()

    def is_new(self, upload: Upload) -> bool:
        """Return whether no publication has uploaded the file before.

        The files of the last stage are in no inventory; every publication writes them.
        """
        if upload.stage is Stage.FINAL:
            return not self.held
        return upload.path not in self.held

    @property
    def final_files(self) -> dict[str, bytes]:
        """Return the files of the last stage, by path: inventory, ledger, expiring files."""
        return {
            upload.path: upload.read() for upload in self.uploads if upload.stage is Stage.FINAL
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DesiredState:
    """The site to publish: files to upload, files kept at the target, and its inventory now.

    `expiring` are files that the previous publication left for open pages; `touched` are files
    that an interrupted publication may have replaced, or that were found altered or missing, and
    are uploaded again. `foreign` are files to remove though no publication uploaded them.
    """

    uploads: Iterable[Upload]
    kept: Inventory
    held: Inventory
    expiring: Collection[str]
    touched: Collection[str] = ()
    foreign: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing:
    """How a publication closes: the new ledger's bytes, and what `UploadPlan` has besides."""

    ledger: bytes
    before: Ledger
    held: Inventory
    title: str
    time: datetime
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadDiff:
    """The difference of a desired state and a target: uploads, removals, the new inventory.

    `replaced` are foreign files in the place of uploads.
    `is_empty` says that there is nothing to do; files that expire wait for the next publication.
    """

    uploads: tuple[Upload, ...]
    removals: tuple[str, ...]
    replaced: tuple[str, ...]
    inventory: Inventory
    expiring: tuple[str, ...]
    is_empty: bool

    @property
    def sums(self) -> bytes:
        """Return the inventory as a file."""
        return render_sums(self.inventory)

    def to_plan(self, closing: Closing) -> UploadPlan:
        """Return the plan, with inventory and ledger as its last uploads."""
        expiring = "".join(f"{path}\n" for path in self.expiring).encode()
        # The files that the next publication removes are recorded with this one's last uploads: a
        # run that resumes it must not take them for those of the publication before.
        last = {SUMS: self.sums, LEDGER: closing.ledger, EXPIRING: expiring}
        uploads = (
            Upload(path=path, sha256=digest(data), source=data, stage=Stage.FINAL)
            for path, data in last.items()
        )
        return UploadPlan(
            uploads=(*self.uploads, *uploads),
            removals=self.removals,
            replaced=self.replaced,
            inventory=self.inventory,
            before=closing.before,
            held=closing.held,
            title=closing.title,
            time=closing.time,
            others=closing.others,
        )


def diff_states(desired: DesiredState) -> UploadDiff:
    """Compare a desired state with the target. Raises PublishError for a path outside it."""
    uploads = list(desired.uploads)
    site: dict[str, str] = {**desired.kept, **{upload.path: upload.sha256 for upload in uploads}}
    gone = [path for path in desired.held if path not in site]
    # Files that the previous publication left expire now, those that this one leaves at the next.
    again = {*desired.expiring, *desired.touched}
    expiring = sorted(path for path in gone if _may_be_requested(path, again))
    inventory = {**site, **{path: desired.held[path] for path in expiring}}
    for path in inventory:
        check_path(path)
    stale = [
        upload
        for upload in uploads
        if upload.path in desired.touched or desired.held.get(upload.path) != upload.sha256
    ]
    removals = {*gone, *desired.foreign}.difference(inventory)
    return UploadDiff(
        uploads=tuple(sorted(stale, key=_order)),
        removals=tuple(sorted(removals)),
        replaced=tuple(sorted(inventory.keys() & {*desired.foreign})),
        inventory=inventory,
        expiring=tuple(expiring),
        is_empty=not stale and not removals.difference(desired.expiring) and not expiring,
    )


def _may_be_requested(path: str, again: Collection[str]) -> bool:
    """Whether a page that a reader has open may still request a removed file.

    `again` are files that were left for such pages already, or that are no longer what they were.
    """
    return path.startswith(("assets/", "pagefind/")) and path not in again


def _order(upload: Upload) -> tuple[Stage, bool, str]:
    """Sort key: by stage, the front pages after the pages that they link to."""
    return upload.stage, upload.path in {FRONT, f"en/{FRONT}"}, upload.path
