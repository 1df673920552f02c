"""What a target holds, by its ledger and its inventory, before a publication begins."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import islice

from perf_report.errors import PublishError
from perf_report.publish.inventory import NOTES, Inventory, digest, parse_sums
from perf_report.publish.ledger import Ledger, parse_ledger
from perf_report.publish.target import Target
from perf_report.publish.upload_plan import LEAVING
from perf_report.site.history import Action, Event
from perf_report.site.paths import LEDGER, SUMS

# What a publication that was cut off leaves: the inventory and the ledger that were to be.
PENDING_SUMS = f"{NOTES}pending-sums"
PENDING_LEDGER = f"{NOTES}pending-ledger"

_NAMED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Holdings:
    """The state of a target; `pending` are entries of a publication that was cut off.

    `touched` are files of the inventory that it may have replaced; a target is settled where
    none was begun and the ledger seals the inventory.
    """

    ledger: Ledger = field(default_factory=Ledger)
    inventory: Inventory = field(default_factory=dict)
    leaving: Collection[str] = ()
    pending: Sequence[Event] = ()
    touched: Collection[str] = ()
    is_settled: bool = True


def read_holdings(target: Target) -> Holdings:
    """What a target holds. Raises PublishError where it is someone else's, or was tampered with."""
    data, sums = target.read(LEDGER), target.read(SUMS)
    if data is None:
        _refuse_foreign(target)
        return Holdings(pending=_pending(target, Ledger()))
    ledger = parse_ledger(data)
    if sums is None or not _is_sealed(target, ledger, sums):
        raise PublishError("sums-unsealed", target=target.name)
    inventory, begun = parse_sums(sums), target.read(PENDING_SUMS)
    news = {} if begun is None else parse_sums(begun)
    return Holdings(
        ledger=ledger,
        inventory=inventory,
        touched={path for path, sha in inventory.items() if news.get(path, sha) != sha},
        is_settled=begun is None and digest(sums) == sealed_sums(ledger),
        leaving=(target.read(LEAVING) or b"").decode("utf-8", "replace").splitlines(),
        pending=_pending(target, ledger),
    )


def _is_sealed(target: Target, ledger: Ledger, sums: bytes) -> bool:
    """Whether an inventory is the ledger's own, or of the publication that was about to seal it."""
    return digest(sums) == sealed_sums(ledger) or sums == target.read(PENDING_SUMS)


def sealed_sums(ledger: Ledger) -> str:
    """The hash of the inventory by which the last publication sealed the site."""
    seals = (e.sums for e in reversed(ledger.history.events) if e.action is Action.PUBLISH)
    return next(seals, "")


def _refuse_foreign(target: Target) -> None:
    """A first publication needs an empty place, but for what one before it began."""
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
    """The entries that a publication was about to add; none where they do not follow."""
    data = target.read(PENDING_LEDGER)
    if data is None or not data.startswith(ledger.data):
        return ()
    try:
        return parse_ledger(data).history.events[len(ledger.history.events) :]
    except PublishError:
        return ()
