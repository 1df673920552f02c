"""Read the state of a target from its ledger and its inventory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice

from perf_report.errors import PublishError
from perf_report.publish.inventory import NOTES, Inventory, digest, parse_sums
from perf_report.publish.kept_files import KeptFiles
from perf_report.publish.ledger import Ledger, parse_ledger
from perf_report.publish.notes import EXPIRING, PENDING, PendingPublication, parse_pending
from perf_report.publish.target import Target
from perf_report.site.history import Action, Event
from perf_report.site.paths import LEDGER, SUMS

_NAMED = 5
_NOTHING_KEPT = KeptFiles()


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteState:
    """The state of a target; `begun` is a publication that was interrupted.

    A target is settled where none was, and the ledger's last entry has the hash of the inventory.
    """

    ledger: Ledger = field(default_factory=Ledger)
    inventory: Inventory = field(default_factory=dict)
    expiring: Collection[str] = ()
    begun: PendingPublication | None = None
    is_settled: bool = True

    @property
    def pending(self) -> Sequence[Event]:
        """The entries of the interrupted publication."""
        return self.begun.events if self.begun else ()

    @property
    def touched(self) -> set[str]:
        """The files of the inventory that the interrupted publication may have replaced."""
        if self.begun is None:
            return set()
        files = self.begun.files
        replaced = {path for path, sha in self.inventory.items() if files.get(path, sha) != sha}
        return replaced | (self.begun.leftovers.keys() & self.inventory.keys())


def read_remote_state(target: Target, keep: KeptFiles = _NOTHING_KEPT) -> RemoteState:
    """Return the state of a target. Raises PublishError if files are not ours, or were edited."""
    data, sums = target.read(LEDGER), target.read(SUMS)
    ledger = parse_ledger(data)
    begun = read_pending(target, ledger)
    if data is None:
        _refuse_foreign(target, begun, keep)
        return RemoteState(begun=begun)
    is_sealed = sums is not None and digest(sums) == last_sums(ledger)
    # A publication that was interrupted between inventory and ledger has edited nothing.
    is_cut = begun is not None and sums == begun.sums
    if sums is None or not (is_sealed or is_cut):
        raise PublishError("sums-unsealed", target=target.name)
    return RemoteState(
        ledger=ledger,
        inventory=parse_sums(sums),
        begun=begun,
        is_settled=begun is None and is_sealed,
        expiring=read_expiring(target),
    )


def read_pending(target: Target, ledger: Ledger) -> PendingPublication | None:
    """Return the publication that was interrupted; None where a note is not bound to the ledger."""
    note = None if target.switches_at_once else target.read(PENDING)
    begun = None if note is None else parse_pending(note, ledger)
    return None if begun is None or begun.is_sealed else begun


def read_expiring(target: Target) -> list[str]:
    """Return the files that the next publication removes."""
    return (target.read(EXPIRING) or b"").decode("utf-8", "replace").splitlines()


def last_sums(ledger: Ledger) -> str:
    """Return the hash of the inventory that the last publication wrote to the ledger."""
    sums = (e.sums for e in reversed(ledger.history.events) if e.action is Action.PUBLISH)
    return next(sums, "")


def _refuse_foreign(target: Target, begun: PendingPublication | None, keep: KeptFiles) -> None:
    """Refuse a first publication to a target with files, except those of an interrupted one."""
    mine = {**begun.files, **begun.leftovers} if begun else {}
    foreign = (path for path in target.list_files() if not path.startswith(NOTES))
    found = sorted(islice((path for path in foreign if path not in mine), 1_000))
    found = [path for path in found if path not in {SUMS, LEDGER} or not mine]
    found = [path for path in found if not keep.covers(path, ())]
    if found:
        raise PublishError(
            "target-foreign",
            target=target.name,
            count=len(found),
            names=", ".join(found[:_NAMED]),
        )
