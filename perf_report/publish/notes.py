"""The publisher's own files at a target, below `.perf-report/`; a web server serves them, too.

`pending` says what an unfinished publication uploads. It holds the entries that the ledger is to
get, the last of which has the hash of the files that it lists: a list without a ledger that goes
on is none of ours.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from perf_report.errors import PublishError
from perf_report.model.safe_path import is_safe_path
from perf_report.publish.inventory import NOTES, Inventory, digest, render_sums
from perf_report.publish.ledger import Ledger, parse_ledger
from perf_report.site.history import Action, Event

LOCK = f"{NOTES}lock"
PENDING = f"{NOTES}pending"
# The list of files that pages of the previous publication may still request.
EXPIRING = f"{NOTES}leaving"
_SENDING = re.compile(rf"{re.escape(NOTES)}sending-[0-9a-f]{{16}}")

_VERSION = 1
_SHA = re.compile(r"[0-9a-f]{64}")


def is_known_note(path: str, *, switches_at_once: bool) -> bool:
    """Whether a path below `.perf-report/` is one that a publication to a target leaves there.

    Where a target switches in one step, nothing is ever unfinished.
    """
    if path == EXPIRING:
        return True
    return not switches_at_once and (path in {LOCK, PENDING} or is_half_sent(path))


def is_half_sent(path: str) -> bool:
    """Whether it is the name under which a file is sent before it is moved to its own."""
    return _SENDING.fullmatch(path) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingPublication:
    """An unfinished publication: entries for the ledger, and the files that the site will have.

    `leftovers` are files with other content that publications before it may have uploaded.
    `is_sealed` says that the ledger has the entries already.
    """

    events: Sequence[Event]
    files: Inventory
    leftovers: Inventory = field(default_factory=dict)
    is_sealed: bool = False

    @property
    def sums(self) -> bytes:
        """The inventory that the publication writes."""
        return render_sums(self.files)


def render_pending(before: Ledger, ledger: bytes, files: Inventory, leftovers: Inventory) -> bytes:
    """Return the note of a publication that turns the ledger `before` into `ledger`."""
    data = {
        "version": _VERSION,
        "after": before.head,
        "entries": ledger[len(before.data) :].decode("utf-8"),
        "files": dict(sorted(files.items())),
        "leftovers": dict(sorted(leftovers.items())),
    }
    return json.dumps(data, ensure_ascii=False).encode()


def parse_pending(note: bytes, ledger: Ledger) -> PendingPublication | None:
    """Return the publication that a note tells of; None where it does not belong to the ledger."""
    try:
        data = json.loads(note.decode("utf-8"))
        entries, files, leftovers = _parts(data)
        return _bound(ledger, entries, files, leftovers)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError, PublishError):
        return None


def _parts(data: Any) -> tuple[bytes, Inventory, Inventory]:
    if data["version"] != _VERSION:
        raise ValueError(data["version"])
    return data["entries"].encode(), _files(data["files"]), _files(data["leftovers"])


def _files(data: Mapping[str, object]) -> Inventory:
    if not all(
        is_safe_path(path) and isinstance(sha, str) and _SHA.fullmatch(sha)
        for path, sha in data.items()
    ):
        raise ValueError(data)
    return {path: str(sha) for path, sha in data.items()}


def _bound(
    ledger: Ledger, entries: bytes, files: Inventory, leftovers: Inventory
) -> PendingPublication | None:
    is_sealed = bool(entries) and ledger.data.endswith(entries)
    before = ledger.data.removesuffix(entries) if is_sealed else ledger.data
    events = parse_ledger(before + entries).history.events[before.count(b"\n") :]
    if not events or events[-1].action is not Action.PUBLISH:
        return None
    pending = PendingPublication(
        events=events, files=files, leftovers=leftovers, is_sealed=is_sealed
    )
    return pending if digest(pending.sums) == events[-1].sums else None


def closing_time(pending: PendingPublication | None, sums: str, now: datetime) -> datetime:
    """Return the time of the entry that closes a publication; an interrupted one keeps its time."""
    is_same = pending is not None and pending.events[-1].sums == sums
    return pending.events[-1].time if pending is not None and is_same else now


def is_lock(data: bytes) -> bool:
    """Whether it is a lock as publishers write it, and nothing that a reader is to be shown."""
    try:
        lock = json.loads(data)
        return set(lock) == {"owner", "since"} and all(
            isinstance(each, str) and re.fullmatch(r"[\w:.+-]*", each) for each in lock.values()
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return False
