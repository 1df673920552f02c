"""What a publication does to what was disclosed: announce, correct, withdraw, or refuse.

Disclosed is disclosed: under one revision a table says one thing, and stays.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from perf_report.model.plan import Identity
from perf_report.model.text import Text
from perf_report.site.history import Action, Event, History
from perf_report.site.table_summary import TableSummary


class Reason(StrEnum):
    """Why a table cannot go out."""

    CONTENT_CHANGED = "content-changed"
    REVISION_BEHIND = "revision-behind"
    REVISION_SKIPPED = "revision-skipped"
    REVISION_USED = "revision-used"
    NOTE_MISSING = "note-missing"
    TABLE_GONE = "table-gone"
    WITHDRAW_UNKNOWN = "withdraw-unknown"
    WITHDRAW_PRESENT = "withdraw-present"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A table that cannot go out, and why; revisions are the disclosed one and the one at hand."""

    reason: Reason
    identity: Identity
    disclosed: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The entries that a publication adds to the ledger, and what stands in its way."""

    events: tuple[Event, ...] = ()
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is to be published: the tables, and what is to be withdrawn with which reason.

    `pending` are the entries of a publication that was cut off: it is carried on at its own time.
    """

    tables: Sequence[TableSummary]
    withdrawals: Mapping[Identity, Text]
    now: datetime
    pending: Sequence[Event] = field(default_factory=tuple)


def decide(wish: Wish, history: History) -> Decisions:
    """What is to become of every table, all refusals at once."""
    found = [*_decide_tables(wish, history), *_decide_absent(wish, history)]
    return Decisions(
        events=tuple(each for each in found if isinstance(each, Event)),
        refusals=tuple(each for each in found if isinstance(each, Refusal)),
    )


def _decide_tables(wish: Wish, history: History) -> Iterator[Event | Refusal]:
    standing = history.standing()
    for table in wish.tables:
        last = standing.get(table.identity)
        if table.identity in wish.withdrawals:
            yield Refusal(reason=Reason.WITHDRAW_PRESENT, identity=table.identity)
            continue
        action = Action.DISCLOSE if last is None else _decide_again(table, last)
        if isinstance(action, Reason):
            yield Refusal(
                reason=action,
                identity=table.identity,
                disclosed=last.revision if last else 0,
                revision=table.revision,
            )
        elif action is not None:
            yield _event(action, table, wish)


def _decide_again(table: TableSummary, last: Event) -> Action | Reason | None:
    """What becomes of a table that the ledger knows; None where it says what it said."""
    if last.action is Action.WITHDRAW:
        return Action.DISCLOSE if table.revision > last.revision else Reason.REVISION_USED
    if table.revision == last.revision:
        return None if table.content == last.content else Reason.CONTENT_CHANGED
    if table.revision < last.revision:
        return Reason.REVISION_BEHIND
    if table.revision > last.revision + 1:
        return Reason.REVISION_SKIPPED
    return Action.CORRECT if table.note else Reason.NOTE_MISSING


def _event(action: Action, table: TableSummary, wish: Wish) -> Event:
    return Event(
        number=0,
        time=_time(action, table.identity, table.content, wish),
        action=action,
        department=table.department,
        year=table.year,
        revision=table.revision,
        name=table.name,
        content=table.content,
        earlier=_earlier(table, wish.tables),
        files=table.files,
        note=table.note,
    )


def _earlier(table: TableSummary, tables: Sequence[TableSummary]) -> str | None:
    """The content of the year before, with which the changes are told."""
    before = (table.department, table.year - 1)
    return next((each.content for each in tables if each.identity == before), None)


def _time(action: Action, identity: Identity, content: str, wish: Wish) -> datetime:
    same = (
        event.time
        for event in wish.pending
        if (event.action, event.identity, event.content) == (action, identity, content)
    )
    return next(same, wish.now)


def _decide_absent(wish: Wish, history: History) -> Iterator[Event | Refusal]:
    """What becomes of disclosed tables that are not at hand, and of wishes to withdraw others."""
    standing, mine = history.standing(), {table.identity for table in wish.tables}
    for identity, last in standing.items():
        if last.action is Action.WITHDRAW or identity in mine:
            continue
        if identity in wish.withdrawals:
            yield _withdrawal(last, wish)
        else:
            yield Refusal(reason=Reason.TABLE_GONE, identity=identity, disclosed=last.revision)
    for identity in wish.withdrawals:
        last_event = standing.get(identity)
        is_disclosed = last_event is not None and last_event.action is not Action.WITHDRAW
        if not is_disclosed and identity not in mine:
            yield Refusal(reason=Reason.WITHDRAW_UNKNOWN, identity=identity)


def _withdrawal(last: Event, wish: Wish) -> Event:
    return Event(
        number=0,
        time=_time(Action.WITHDRAW, last.identity, last.content, wish),
        action=Action.WITHDRAW,
        department=last.department,
        year=last.year,
        revision=last.revision,
        name=last.name,
        content=last.content,
        note=wish.withdrawals[last.identity],
    )
