"""Read the state of a target from its ledger and its inventory."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice

from perf_report.errors import PublishError
from perf_report.publish.inventory import NOTES, Inventory, digest, parse_sums
from perf_report.publish.ledger import Ledger, parse_ledger
from perf_report.publish.target import Target
from perf_report.publish.upload_plan import EXPIRING
from perf_report.site.history import Action, Event
from perf_report.site.paths import LEDGER, SUMS

# What an interrupted publication leaves: the inventory and the ledger that were to be.
PENDING_SUMS = f"{NOTES}pending-sums"
PENDING_LEDGER = f"{NOTES}pending-ledger"

_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteState:
    """The state of a target; `pending` are the entries of an interrupted publication.

    `touched` are files of the inventory that it may have replaced; a target is settled where
    no publication was begun and the ledger's last entry has the hash of the inventory.
    """

    ledger: Ledger = field(default_factory=Ledger)
    inventory: Inventory = field(default_factory=dict)
    expiring: Collection[str] = ()
    pending: Sequence[Event] = ()
    touched: Collection[str] = ()
    is_settled: bool = True


def read_remote_state(target: Target) -> RemoteState:
    """Return the state of a target. Raises PublishError if files are not ours, or were edited."""
    data, sums = target.read(LEDGER), target.read(SUMS)
    if data is None:
        _refuse_foreign(target)
        return RemoteState(pending=_pending(target, Ledger()))
    ledger = parse_ledger(data)
    if sums is None or not _is_consistent(target, ledger, sums):
        raise PublishError("sums-unsealed", target=target.name)
    inventory, begun = parse_sums(sums), target.read(PENDING_SUMS)
    news = {} if begun is None else parse_sums(begun)
    return RemoteState(
        ledger=ledger,
        inventory=inventory,
        touched={path for path, sha in inventory.items() if news.get(path, sha) != sha},
        is_settled=begun is None and digest(sums) == last_sums(ledger),
        expiring=(target.read(EXPIRING) or b"").decode("utf-8", "replace").splitlines(),
        pending=_pending(target, ledger),
    )


def _is_consistent(target: Target, ledger: Ledger, sums: bytes) -> bool:
    """Whether an inventory belongs to the ledger, or to the publication that was interrupted."""
    return digest(sums) == last_sums(ledger) or sums == target.read(PENDING_SUMS)


def last_sums(ledger: Ledger) -> str:
    """Return the hash of the inventory that the last publication wrote to the ledger."""
    sums = (e.sums for e in reversed(ledger.history.events) if e.action is Action.PUBLISH)
    return next(sums, "")


def _refuse_foreign(target: Target) -> None:
    """Refuse a first publication to a target with files, except those of an interrupted one."""
    begun = target.read(PENDING_SUMS)
    mine = parse_sums(begun) if begun is not None else {}
    foreign = (path for path in target.list_files() if not path.startswith(NOTES))
    found = sorted(islice((path for path in foreign if path not in mine), 1_000))
    found = [path for path in found if path not in {SUMS, LEDGER} or not mine]
    if found:
        raise PublishError(
            "target-foreign",
            target=target.name,
            count=len(found),
            names=", ".join(found[:_NAMED]),
        )


def _pending(target: Target, ledger: Ledger) -> Sequence[Event]:
    """The entries that a publication was about to add; none if they do not continue the ledger."""
    data = target.read(PENDING_LEDGER)
    if data is None or not data.startswith(ledger.data):
        return ()
    try:
        return parse_ledger(data).history.events[len(ledger.history.events) :]
    except PublishError:
        return ()
