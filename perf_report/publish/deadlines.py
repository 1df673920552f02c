"""Statutory deadlines of disclosure.

A department's approved budget is to be disclosed within twenty days of its approval by the finance
authority (Budget Law of the People's Republic of China, article 14, second paragraph, as amended
in 2014 and 2018); the performance targets go out with it. The days are counted from the day after
the approval, as the Civil Code counts them (article 201).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from perf_report.model.identity import Identity
from perf_report.site.history import Action, History

DAYS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class OverdueTable:
    """A table that was disclosed late, or is due and not disclosed (`disclosed` is None)."""

    identity: Identity
    due: date
    disclosed: date | None


def find_overdue(
    approvals: Iterable[tuple[Identity, date]], history: History, today: date
) -> Iterator[OverdueTable]:
    """Yield the tables that missed their deadline, by the approval dates of all tables."""
    first: dict[Identity, date] = {}
    for event in history.announced():
        if event.action is Action.DISCLOSE:
            first.setdefault(event.identity, event.time.date())
    for identity, approved in approvals:
        due, disclosed = approved + timedelta(days=DAYS), first.get(identity)
        if (disclosed or today) > due:
            yield OverdueTable(identity=identity, due=due, disclosed=disclosed)
