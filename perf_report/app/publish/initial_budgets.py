"""Compare the initial budget in a report with the table as it was before its adjustment.

An adjusted spec has the adjusted amounts alone; the disclosed revision before it has the others.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from perf_report.app.check.checker import Checker
from perf_report.app.publish.disclosed_content import read_disclosed_spec
from perf_report.model.identity import Identity
from perf_report.model.money import format_amount
from perf_report.outputs.output_files import SPEC
from perf_report.publish.target import PublishedFiles
from perf_report.score.planned_funds import planned_amounts
from perf_report.site.history import Action, Event, History, record_folder


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherBudget:
    """A row of a report whose initial budget is not that of the table as first disclosed."""

    report: Identity
    row: str
    written: str
    disclosed: str


def find_other_budgets(
    events: Iterable[Event], history: History, target: PublishedFiles, built: Path, checker: Checker
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


def _planned(event: Event, target: PublishedFiles, checker: Checker) -> Mapping[str, Decimal]:
    """The amounts of a disclosed table by row; none of a spec that is no longer understood."""
    source = read_disclosed_spec(event, target)
    table = checker.open(checker.check_one(source)).valid_table
    return planned_amounts(table.plan, table.vocabulary.form) if table else {}


def _initial(path: Path) -> Iterator[tuple[str, Decimal]]:
    """The rows of money of a built report that have an initial budget."""
    for row in json.loads(path.read_bytes()).get("funds", ()):
        if "id" in row and "initial" in row:
            yield row["id"], Decimal(row["initial"])
