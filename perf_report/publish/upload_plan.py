"""Plan the uploads of a publication: what differs from the target, in a safe order.

No page is uploaded before the files and pages that it links to.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from pathlib import Path

from perf_report.errors import PublishError
from perf_report.publish.inventory import NOTES, Inventory, check_path, digest, render_sums
from perf_report.site.paths import FRONT, LEDGER, SUMS

# The list of files that pages of the previous publication may still request.
EXPIRING = f"{NOTES}leaving"


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

    `title` describes the publication on a line; `held` is the inventory before it.
    """

    uploads: tuple[Upload, ...]
    removals: tuple[str, ...]
    inventory: Inventory
    held: Inventory
    title: str
    time: datetime

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
    that an interrupted publication may have replaced, and are uploaded again.
    """

    uploads: Iterable[Upload]
    kept: Inventory
    held: Inventory
    expiring: Collection[str]
    touched: Collection[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadDiff:
    """The difference of a desired state and a target: uploads, removals, the new inventory."""

    uploads: tuple[Upload, ...]
    removals: tuple[str, ...]
    inventory: Inventory
    expiring: tuple[str, ...]

    @property
    def sums(self) -> bytes:
        """Return the inventory as a file."""
        return render_sums(self.inventory)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not self.uploads and not self.removals

    def to_plan(self, ledger: bytes, held: Inventory, title: str, time: datetime) -> UploadPlan:
        """Return the plan, with inventory and ledger as its last uploads."""
        expiring = "".join(f"{path}\n" for path in self.expiring).encode()
        # The files that the next publication removes are recorded with this one's last uploads: a
        # run that resumes it must not take them for those of the publication before.
        last = {SUMS: self.sums, LEDGER: ledger, EXPIRING: expiring}
        closing = (
            Upload(path=path, sha256=digest(data), source=data, stage=Stage.FINAL)
            for path, data in last.items()
        )
        return UploadPlan(
            uploads=(*self.uploads, *closing),
            removals=self.removals,
            inventory=self.inventory,
            held=held,
            title=title,
            time=time,
        )


def diff_states(desired: DesiredState) -> UploadDiff:
    """Compare a desired state with the target. Raises PublishError for a path outside it."""
    uploads = list(desired.uploads)
    site: dict[str, str] = {**desired.kept, **{upload.path: upload.sha256 for upload in uploads}}
    gone = [path for path in desired.held if path not in site]
    # Files that the previous publication left expire now, those that this one leaves at the next.
    expiring = sorted(path for path in gone if _may_be_requested(path, desired.expiring))
    inventory = {**site, **{path: desired.held[path] for path in expiring}}
    for path in inventory:
        check_path(path)
    stale = [
        upload
        for upload in uploads
        if upload.path in desired.touched or desired.held.get(upload.path) != upload.sha256
    ]
    return UploadDiff(
        uploads=tuple(sorted(stale, key=_order)),
        removals=tuple(sorted(set(gone) - set(expiring))),
        inventory=inventory,
        expiring=tuple(expiring),
    )


def _may_be_requested(path: str, expiring: Collection[str]) -> bool:
    """Whether a page that a reader has open may still request a removed file."""
    return path.startswith(("assets/", "pagefind/")) and path not in expiring


def _order(upload: Upload) -> tuple[Stage, bool, str]:
    """Sort key: by stage, the front pages after the pages that they link to."""
    return upload.stage, upload.path in {FRONT, f"en/{FRONT}"}, upload.path


def count_bytes(uploads: Iterable[Upload]) -> int:
    """Return the total size in bytes."""
    return sum(
        len(upload.source) if isinstance(upload.source, bytes) else upload.source.stat().st_size
        for upload in uploads
    )
