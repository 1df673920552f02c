"""Whether a target holds what its ledger says: nothing missing, altered, or of someone else."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from perf_report.errors import PublishError
from perf_report.publish.inventory import (
    Inventory,
    digest,
    is_sealed,
    parse_sums,
)
from perf_report.publish.ledger import Ledger, parse_ledger
from perf_report.publish.remote_state import PENDING_SUMS, sealed_sums
from perf_report.publish.target import Target
from perf_report.site.paths import LEDGER, SUMS

Progress = Callable[[Iterable[tuple[str, str]], int], Iterable[tuple[str, str]]]


class Kind(StrEnum):
    """What is wrong with a target."""

    LEDGER_MISSING = "ledger-missing"
    LEDGER_EDITED = "ledger-edited"
    SUMS_MISSING = "sums-missing"
    SUMS_EDITED = "sums-edited"
    MISSING = "missing"
    ALTERED = "altered"
    FOREIGN = "foreign"
    # A file that a publication under way has brought, or has yet to bring.
    ARRIVED = "arrived"
    AWAITED = "awaited"
    HEAD = "head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A thing that is wrong, and where."""

    kind: Kind
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What became of a check: the ledger, where it can be read, how many files, the troubles."""

    ledger: Ledger
    files: int
    troubles: tuple[Trouble, ...]


def check_target(target: Target, progress: Progress, head: str | None = None) -> Checked:
    """Hold every file of a target against its ledger; `head` is the hash that it should end in.

    An unfinished publication is told by what has come of it and what has not. Raises PublishError
    where the target cannot be read.
    """
    troubles: list[Trouble] = []
    ledger = _read_ledger(target, troubles)
    inventory = _read_inventory(target, ledger, troubles)
    if head is not None and head not in {event.digest for event in ledger.history.events}:
        troubles.append(Trouble(kind=Kind.HEAD, path=LEDGER))
    there = {path for path in target.list_files() if is_sealed(path)}
    begun = _begun(target)
    # What a publication under way no longer has may be there, or gone already.
    going = inventory.keys() - begun.keys() if begun else set()
    staying = {path: sha for path, sha in inventory.items() if path not in going}
    wanted = {**begun, **staying, **ledger.history.records()}
    found = dict(
        progress(target.digests(sorted(there & wanted.keys())), len(there & wanted.keys()))
    )
    news = {path: sha for path, sha in begun.items() if inventory.get(path) != sha}
    troubles += _compare(wanted, found, news)
    troubles += (
        Trouble(kind=Kind.FOREIGN, path=path) for path in sorted(there - wanted.keys() - going)
    )
    return Checked(ledger=ledger, files=len(found), troubles=tuple(troubles))


def _read_ledger(target: Target, troubles: list[Trouble]) -> Ledger:
    data = target.read(LEDGER)
    if data is None:
        troubles.append(Trouble(kind=Kind.LEDGER_MISSING, path=LEDGER))
        return Ledger()
    try:
        return parse_ledger(data)
    except PublishError as error:
        line = error.arguments.get("line", "")
        troubles.append(Trouble(kind=Kind.LEDGER_EDITED, path=f"{LEDGER}:{line}"))
        return Ledger()


def _read_inventory(target: Target, ledger: Ledger, troubles: list[Trouble]) -> Inventory:
    data = target.read(SUMS)
    if data is None:
        troubles.append(Trouble(kind=Kind.SUMS_MISSING, path=SUMS))
        return {}
    if ledger.data and digest(data) != sealed_sums(ledger):
        # A publication that was cut between the two files of its seal has edited nothing.
        is_cut = data == target.read(PENDING_SUMS)
        kind, path = (Kind.AWAITED, LEDGER) if is_cut else (Kind.SUMS_EDITED, SUMS)
        troubles.append(Trouble(kind=kind, path=path))
    try:
        return parse_sums(data)
    except PublishError:
        return {}


def _begun(target: Target) -> Inventory:
    """What a publication that is not finished is to bring."""
    data = target.read(PENDING_SUMS)
    return {} if data is None else parse_sums(data)


def _compare(wanted: Inventory, found: Inventory, news: Inventory) -> Iterator[Trouble]:
    """Each file against what it is to be; `news` are those that a publication under way brings."""
    for path, sha in sorted(wanted.items()):
        is_here, is_news = path in found, path in news
        if is_here and is_news and found[path] == news[path]:
            yield Trouble(kind=Kind.ARRIVED, path=path)
        elif is_news and (not is_here or found[path] == sha):
            yield Trouble(kind=Kind.AWAITED, path=path)
        elif not is_here:
            yield Trouble(kind=Kind.MISSING, path=path)
        elif found[path] != sha:
            yield Trouble(kind=Kind.ALTERED, path=path)
