"""Compare the initial budget in a report with the table as it was before its adjustment.

An adjusted spec has the adjusted amounts alone; the disclosed revision before it has the others.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from perf_report.app.check.checker import Checker, open_checker
from perf_report.app.project import Project
from perf_report.app.publish.disclosed_content import read_disclosed_spec
from perf_report.app.publish.publication import open_project_target
from perf_report.model.identity import Identity
from perf_report.model.money import format_amount
from perf_report.outputs.output_files import SPEC
from perf_report.publish.ledger import parse_ledger
from perf_report.publish.target import Target
from perf_report.score.planned_funds import planned_amounts
from perf_report.site.history import Action, Event, History, record_folder
from perf_report.site.paths import LEDGER


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherBudget:
    """A row of a report whose initial budget is not that of the table as first disclosed."""

    report: Identity
    row: str
    written: str
    disclosed: str


def compare_initial_budgets(
    project: Project, address: str, events: Sequence[Event]
) -> tuple[OtherBudget, ...]:
    """Return the rows of the reports that a publication discloses, by its events.

    Raises PerfReportError.
    """
    if not any(event.report for event in events):
        return ()
    target = open_project_target(project, address)
    with target.opened(), open_checker(project) as checker:
        ledger = parse_ledger(target.read(LEDGER) or b"")
        # A publication that is only planned is not in the ledger.
        history = History([*ledger.history.events, *events])
        found = find_other_budgets(events, history, target, project.output_folder(), checker)
        return tuple(found)


def find_other_budgets(
    events: Iterable[Event], history: History, target: Target, built: Path, checker: Checker
) -> Iterator[OtherBudget]:
    """Yield the rows of the reports of events. Raises PublishError."""
    tables, kept = history.by_table(), history.records()
    for event in events:
        first = _before_adjustment(tables.get(event.identity.table, ()))
        if not event.report or event.action is Action.WITHDRAW or first is None:
            continue
        if f"{record_folder(first.identity, first.revision)}/{SPEC}" not in kept:
            # It was withdrawn.
            continue
        planned = _planned(first, target, checker)
        for row, initial in _initial(built / event.identity.folder / f"{event.report}.json"):
            if row in planned and planned[row] != initial:
                yield OtherBudget(
                    report=event.identity,
                    row=row,
                    written=format_amount(initial),
                    disclosed=format_amount(planned[row]),
                )


def _before_adjustment(events: Iterable[Event]) -> Event | None:
    """The entry of a table before the first that adjusts it; None if none does."""
    before: Event | None = None
    for event in events:
        if event.action is Action.ADJUST:
            return before
        before = event
    return None


def _planned(event: Event, target: Target, checker: Checker) -> Mapping[str, Decimal]:
    """The amounts of a disclosed table by row; none of a spec that is no longer understood."""
    source = read_disclosed_spec(event, target)
    table = checker.open(checker.check_one(source)).valid_table
    return planned_amounts(table.plan, table.vocabulary.form) if table else {}


def _initial(path: Path) -> Iterator[tuple[str, Decimal]]:
    """The rows of money of a built report that have an initial budget."""
    for row in json.loads(path.read_bytes()).get("funds", ()):
        if "id" in row and "initial" in row:
            yield row["id"], Decimal(row["initial"])
