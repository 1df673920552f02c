"""Check a target: its ledger, its inventory, and every file."""

from dataclasses import dataclass

from perf_report.errors import PublishError
from perf_report.publish.file_comparison import (
    Expectation,
    ProblemKind,
    Progress,
    TargetProblem,
    compare_files,
)
from perf_report.publish.inventory import Inventory, digest, parse_sums
from perf_report.publish.kept_files import KeptFiles
from perf_report.publish.ledger import Ledger, parse_ledger
from perf_report.publish.notes import PendingPublication
from perf_report.publish.remote_state import last_sums, read_pending
from perf_report.publish.target import Target
from perf_report.site.paths import LEDGER, SUMS

_NOTHING_KEPT = KeptFiles()


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetCheck:
    """The result of a check: the ledger (empty if unreadable), how many files, the problems.

    `kept` are files of others that the settings keep.
    """

    ledger: Ledger
    files: int
    kept: tuple[str, ...]
    problems: tuple[TargetProblem, ...]


def check_target(
    target: Target, progress: Progress, head: str | None = None, keep: KeptFiles = _NOTHING_KEPT
) -> TargetCheck:
    """Compare every file of a target with its ledger, which must contain the hash `head`.

    An unfinished publication is reported file by file, as uploaded or not. Raises PublishError if
    the target cannot be read.
    """
    problems: list[TargetProblem] = []
    ledger = _read_ledger(target, problems)
    begun = read_pending(target, ledger)
    inventory = _read_inventory(target, ledger, begun, problems)
    if head is not None and head not in {event.digest for event in ledger.history.events}:
        problems.append(TargetProblem(kind=ProblemKind.HEAD, path=LEDGER))
    expected = Expectation(ledger=ledger, inventory=inventory, begun=begun, keep=keep)
    compared = compare_files(target, expected, progress)
    return TargetCheck(
        ledger=ledger,
        files=compared.files,
        kept=compared.kept,
        problems=(*problems, *compared.problems),
    )


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


def _read_inventory(
    target: Target,
    ledger: Ledger,
    begun: PendingPublication | None,
    problems: list[TargetProblem],
) -> Inventory:
    data = target.read(SUMS)
    if data is None:
        problems.append(TargetProblem(kind=ProblemKind.SUMS_MISSING, path=SUMS))
        return {}
    if ledger.data and digest(data) != last_sums(ledger):
        # A publication that was interrupted between inventory and ledger has edited nothing.
        is_cut = begun is not None and data == begun.sums
        kind, path = (ProblemKind.AWAITED, LEDGER) if is_cut else (ProblemKind.SUMS_EDITED, SUMS)
        problems.append(TargetProblem(kind=kind, path=path))
    try:
        return parse_sums(data)
    except PublishError:
        return {}
