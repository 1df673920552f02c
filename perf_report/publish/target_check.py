"""Compare the files of a target with its ledger and inventory."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from perf_report.errors import PublishError
from perf_report.publish.inventory import (
    Inventory,
    digest,
    is_inventoried,
    parse_sums,
)
from perf_report.publish.ledger import Ledger, parse_ledger
from perf_report.publish.remote_state import PENDING_SUMS, last_sums
from perf_report.publish.target import Target
from perf_report.site.paths import LEDGER, SUMS

Progress = Callable[[Iterable[tuple[str, str]], int], Iterable[tuple[str, str]]]


class ProblemKind(StrEnum):
    """What is wrong with a target."""

    LEDGER_MISSING = "ledger-missing"
    LEDGER_EDITED = "ledger-edited"
    SUMS_MISSING = "sums-missing"
    SUMS_EDITED = "sums-edited"
    MISSING = "missing"
    ALTERED = "altered"
    FOREIGN = "foreign"
    # A file that an unfinished publication has uploaded, or has yet to upload.
    ARRIVED = "arrived"
    AWAITED = "awaited"
    HEAD = "head"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetProblem:
    """A problem, and the path that it concerns."""

    kind: ProblemKind
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCheck:
    """The result of a check: the ledger (empty if unreadable), how many files, the problems."""

    ledger: Ledger
    files: int
    problems: tuple[TargetProblem, ...]


def check_target(target: Target, progress: Progress, head: str | None = None) -> TargetCheck:
    """Compare every file of a target with its ledger, which must contain the hash `head`.

    An unfinished publication is reported file by file, as uploaded or not. Raises PublishError if
    the target cannot be read.
    """
    problems: list[TargetProblem] = []
    ledger = _read_ledger(target, problems)
    inventory = _read_inventory(target, ledger, problems)
    if head is not None and head not in {event.digest for event in ledger.history.events}:
        problems.append(TargetProblem(kind=ProblemKind.HEAD, path=LEDGER))
    there = {path for path in target.list_files() if is_inventoried(path)}
    begun = _pending(target)
    # What a publication under way no longer has may be there, or gone already.
    going = inventory.keys() - begun.keys() if begun else set()
    staying = {path: sha for path, sha in inventory.items() if path not in going}
    wanted = {**begun, **staying, **ledger.history.records()}
    found = dict(
        progress(target.digests(sorted(there & wanted.keys())), len(there & wanted.keys()))
    )
    news = {path: sha for path, sha in begun.items() if inventory.get(path) != sha}
    problems += _compare(wanted, found, news)
    problems += (
        TargetProblem(kind=ProblemKind.FOREIGN, path=path)
        for path in sorted(there - wanted.keys() - going)
    )
    return TargetCheck(ledger=ledger, files=len(found), problems=tuple(problems))


def _read_ledger(target: Target, problems: list[TargetProblem]) -> Ledger:
    data = target.read(LEDGER)
    if data is None:
        problems.append(TargetProblem(kind=ProblemKind.LEDGER_MISSING, path=LEDGER))
        return Ledger()
    try:
        return parse_ledger(data)
    except PublishError as error:
        line = error.arguments.get("line", "")
        problems.append(TargetProblem(kind=ProblemKind.LEDGER_EDITED, path=f"{LEDGER}:{line}"))
        return Ledger()


def _read_inventory(target: Target, ledger: Ledger, problems: list[TargetProblem]) -> Inventory:
    data = target.read(SUMS)
    if data is None:
        problems.append(TargetProblem(kind=ProblemKind.SUMS_MISSING, path=SUMS))
        return {}
    if ledger.data and digest(data) != last_sums(ledger):
        # A publication that was interrupted between inventory and ledger has edited nothing.
        is_cut = data == target.read(PENDING_SUMS)
        kind, path = (ProblemKind.AWAITED, LEDGER) if is_cut else (ProblemKind.SUMS_EDITED, SUMS)
        problems.append(TargetProblem(kind=kind, path=path))
    try:
        return parse_sums(data)
    except PublishError:
        return {}


def _pending(target: Target) -> Inventory:
    """The inventory of an unfinished publication."""
    data = target.read(PENDING_SUMS)
    return {} if data is None else parse_sums(data)


def _compare(wanted: Inventory, found: Inventory, news: Inventory) -> Iterator[TargetProblem]:
    """Compare files with their expected hashes; `news` are files of an unfinished publication."""
    for path, sha in sorted(wanted.items()):
        is_here, is_news = path in found, path in news
        if is_here and is_news and found[path] == news[path]:
            yield TargetProblem(kind=ProblemKind.ARRIVED, path=path)
        elif is_news and (not is_here or found[path] == sha):
            yield TargetProblem(kind=ProblemKind.AWAITED, path=path)
        elif not is_here:
            yield TargetProblem(kind=ProblemKind.MISSING, path=path)
        elif found[path] != sha:
            yield TargetProblem(kind=ProblemKind.ALTERED, path=path)
