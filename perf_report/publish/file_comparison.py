"""Compare the files of a target with what its ledger and inventory say."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from perf_report.publish.inventory import NOTES, Inventory, is_inventoried
from perf_report.publish.kept_files import KeptFiles
from perf_report.publish.ledger import Ledger
from perf_report.publish.notes import (
    EXPIRING,
    LOCK,
    PENDING,
    PendingPublication,
    is_half_sent,
    is_known_note,
    is_lock,
    parse_pending,
)
from perf_report.publish.remote_state import read_expiring
from perf_report.publish.target import Target

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
    # A file that a web server of another user cannot serve.
    UNREADABLE = "unreadable"
    # A file that an unfinished publication has uploaded, or has yet to upload.
    ARRIVED = "arrived"
    AWAITED = "awaited"
    HEAD = "head"


# What no unfinished publication explains.
DRIFT = frozenset(
    {ProblemKind.MISSING, ProblemKind.ALTERED, ProblemKind.FOREIGN, ProblemKind.UNREADABLE}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetProblem:
    """A problem, and the path that it concerns."""

    kind: ProblemKind
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What a target should hold: by its ledger, its inventory, an interrupted publication."""

    ledger: Ledger
    inventory: Inventory
    begun: PendingPublication | None
    keep: KeptFiles


@dataclass(frozen=True, slots=True, kw_only=True)
class FileComparison:
    """How many files were compared, those of others that stay, and the problems."""

    files: int
    kept: tuple[str, ...]
    problems: tuple[TargetProblem, ...]


def compare_files(target: Target, expected: Expectation, progress: Progress) -> FileComparison:
    """Compare every file of a target. Raises PublishError if it cannot be read."""
    listed = sorted(target.list_files())
    there = {path for path in listed if is_inventoried(path)}
    begun = expected.begun
    coming = begun.files if begun else {}
    leftovers = {p: sha for p, sha in begun.leftovers.items() if p in there} if begun else {}
    # What a publication under way no longer has may be there, or gone already.
    going = expected.inventory.keys() - coming.keys() if begun else set()
    staying = {path: sha for path, sha in expected.inventory.items() if path not in going}
    wanted = expected.keep.without_replaced(
        {**leftovers, **coming, **staying, **expected.ledger.history.records()}
    )
    both = sorted(there & wanted.keys())
    found = dict(progress(target.digests(both), len(both)))
    news = {path: sha for path, sha in coming.items() if expected.inventory.get(path) != sha}
    tables = {event.identity for event in expected.ledger.history.announced()}
    others = sorted(there - wanted.keys() - going)
    kept = tuple(path for path in others if expected.keep.covers(path, tables))
    problems = [
        *_compare(wanted, found, news, leftovers),
        *(_problem(ProblemKind.UNREADABLE, path) for path in target.unreadable(both)),
        *(_problem(ProblemKind.FOREIGN, path) for path in others if path not in kept),
        *_check_notes(target, expected, [path for path in listed if path.startswith(NOTES)]),
    ]
    return FileComparison(files=len(found), kept=kept, problems=tuple(problems))


def _problem(kind: ProblemKind, path: str) -> TargetProblem:
    return TargetProblem(kind=kind, path=path)


def _compare(
    wanted: Inventory, found: Inventory, news: Inventory, leftovers: Inventory
) -> Iterator[TargetProblem]:
    """Compare files with their hashes.

    `news` are files that an unfinished publication has to upload, and `leftovers` those that
    publications before it may have uploaded.
    """
    for path, sha in sorted(wanted.items()):
        is_here = path in found
        if is_here and found[path] in {news.get(path), leftovers.get(path)}:
            yield _problem(ProblemKind.ARRIVED, path)
        elif path in news and (not is_here or found[path] == sha):
            yield _problem(ProblemKind.AWAITED, path)
        elif not is_here:
            yield _problem(ProblemKind.MISSING, path)
        elif found[path] != sha:
            yield _problem(ProblemKind.ALTERED, path)


def _check_notes(
    target: Target, expected: Expectation, notes: Collection[str]
) -> Iterator[TargetProblem]:
    """Look through the publisher's own files: their names, and what they say."""
    has_pending = PENDING in notes
    for path in notes:
        is_known = is_known_note(path, switches_at_once=target.switches_at_once)
        if not is_known or (is_half_sent(path) and not has_pending):
            yield _problem(ProblemKind.FOREIGN, path)
        elif not _is_sound(target, expected, path, has_pending=has_pending):
            yield _problem(ProblemKind.ALTERED, path)


def _is_sound(target: Target, expected: Expectation, path: str, *, has_pending: bool) -> bool:
    if path == PENDING:
        return parse_pending(target.read(path) or b"", expected.ledger) is not None
    if path == LOCK:
        return is_lock(target.read(path) or b"{}")
    # It is written last: where a publication was cut it is that of the one before.
    is_stale = has_pending and path == EXPIRING
    is_listed = set(read_expiring(target)) <= expected.inventory.keys()
    return is_half_sent(path) or is_stale or is_listed
