"""Decide what a publication does with each table: disclose, correct, withdraw, or refuse it.

Under one revision a table has one content, and no disclosed table is removed without a notice.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum

from perf_report.model.identity import Identity
from perf_report.model.text import Text
from perf_report.site.history import Action, Event, History
from perf_report.site.table_summary import TableSummary


class RefusalReason(StrEnum):
    """Why a table cannot be published."""

    CONTENT_CHANGED = "content-changed"
    REPORT_CHANGED = "report-changed"
    REVISION_BEHIND = "revision-behind"
    REVISION_SKIPPED = "revision-skipped"
    REVISION_USED = "revision-used"
    NOTE_MISSING = "note-missing"
    TABLE_GONE = "table-gone"
    UNDISCLOSED = "undisclosed"
    WITHDRAW_UNKNOWN = "withdraw-unknown"
    WITHDRAW_PRESENT = "withdraw-present"
    REVIEW_MARK = "review-mark"
    PUBLISHED_LATER = "published-later"
    NOT_NAMED = "not-named"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A table that cannot be published, and why; with the disclosed and the current revision."""

    reason: RefusalReason
    identity: Identity
    disclosed: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A table that is not disclosed yet: before its day, or since its department is not named."""

    identity: Identity
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decisions:
    """The entries that a publication adds to the ledger, or the refusals that prevent it.

    `withheld` are tables that wait, and are not on the site.
    """

    events: tuple[Event, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    withheld: tuple[Withheld, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRequest:
    """The tables to publish, and those to withdraw with their reasons.

    `pending` are the entries of an interrupted publication, which keep their time. Only tables of
    `departments` are disclosed or corrected, unless it is empty. `drafts` are tables whose specs
    have marks to review, `undisclosed` those whose specs say that they are not to be disclosed.
    """

    tables: Sequence[TableSummary]
    withdrawals: Mapping[Identity, Text]
    now: datetime
    pending: Sequence[Event] = field(default_factory=tuple)
    departments: Collection[str] = ()
    drafts: Collection[Identity] = ()
    undisclosed: Collection[Identity] = ()

    def times(self) -> dict[tuple[Action, Identity, str], datetime]:
        """The times of the entries of an interrupted publication, by what they record."""
        return {
            (event.action, event.identity, event.content): event.time
            for event in reversed(self.pending)
        }


def decide(request: DisclosureRequest, history: History) -> Decisions:
    """Decide on every table, and collect all refusals."""
    found = [*_decide_tables(request, history), *_decide_absent(request, history)]
    return Decisions(
        events=tuple(each for each in found if isinstance(each, Event)),
        refusals=tuple(each for each in found if isinstance(each, Refusal)),
        withheld=tuple(each for each in found if isinstance(each, Withheld)),
    )


def _decide_tables(
    request: DisclosureRequest, history: History
) -> Iterator[Event | Refusal | Withheld]:
    latest, times = history.latest_events(), request.times()
    contents = {table.identity: table.content for table in request.tables}
    waiting: dict[Identity, Withheld] = {}
    # A report waits as long as the table that it is on, which comes before it.
    for table in sorted(request.tables, key=lambda each: each.report):
        last = latest.get(table.identity)
        plan = waiting.get(table.identity.table)
        waits = replace(plan, identity=table.identity) if plan and table.report else None
        decided = waits or _decide_table(table, last, request)
        if isinstance(decided, RefusalReason):
            yield Refusal(
                reason=decided,
                identity=table.identity,
                disclosed=last.revision if last else 0,
                revision=table.revision,
            )
        elif isinstance(decided, Withheld):
            waiting[table.identity] = decided
            yield decided
        elif decided is not None:
            yield _event(
                decided,
                table,
                time=times.get((decided, table.identity, table.content), request.now),
                earlier=None if table.report else contents.get(table.identity.previous),
            )


def _decide_table(
    table: TableSummary, last: Event | None, request: DisclosureRequest
) -> Action | RefusalReason | Withheld | None:
    if table.identity in request.withdrawals:
        return RefusalReason.WITHDRAW_PRESENT
    action = Action.DISCLOSE if last is None else _decide_again(table, last)
    if not isinstance(action, Action):
        return action
    if request.departments and table.department not in request.departments:
        is_new = action is Action.DISCLOSE
        return Withheld(identity=table.identity) if is_new else RefusalReason.NOT_NAMED
    if table.published is not None and table.published > request.now.date():
        is_new = action is Action.DISCLOSE
        later = Withheld(identity=table.identity, until=table.published)
        return later if is_new else RefusalReason.PUBLISHED_LATER
    return RefusalReason.REVIEW_MARK if table.identity in request.drafts else action


def _decide_again(table: TableSummary, last: Event) -> Action | RefusalReason | None:
    """Decide on a table that is in the ledger; None if its content is unchanged."""
    if last.action is Action.WITHDRAW:
        return Action.DISCLOSE if table.revision > last.revision else RefusalReason.REVISION_USED
    if table.revision == last.revision:
        return None if table.content == last.content else _changed(table)
    if table.revision < last.revision:
        return RefusalReason.REVISION_BEHIND
    if table.revision > last.revision + 1:
        return RefusalReason.REVISION_SKIPPED
    if not table.note:
        return RefusalReason.NOTE_MISSING
    return Action.ADJUST if table.is_adjustment else Action.CORRECT


def _changed(table: TableSummary) -> RefusalReason:
    return RefusalReason.REPORT_CHANGED if table.report else RefusalReason.CONTENT_CHANGED


def _event(action: Action, table: TableSummary, *, time: datetime, earlier: str | None) -> Event:
    """The entry of a table; `earlier` is the content of the table of the year before."""
    return Event(
        number=0,
        time=time,
        action=action,
        department=table.department,
        year=table.year,
        project=table.project,
        project_name=table.project_name,
        report=table.report,
        revision=table.revision,
        name=table.name,
        content=table.content,
        earlier=earlier,
        files=table.files,
        note=table.note,
        approved=table.approved_adjustment if action is Action.ADJUST else None,
    )


def _decide_absent(request: DisclosureRequest, history: History) -> Iterator[Event | Refusal]:
    """Decide on disclosed tables without a spec that discloses them, and on others to withdraw."""
    latest, mine = history.latest_events(), {table.identity for table in request.tables}
    times = request.times()
    for identity, last in latest.items():
        if last.action is Action.WITHDRAW or identity in mine:
            continue
        if identity in request.withdrawals:
            key = (Action.WITHDRAW, identity, last.content)
            yield _withdrawal(last, request.withdrawals[identity], times.get(key, request.now))
        else:
            # Reports on a table that is not to be disclosed are not, either.
            is_hidden = identity.table in request.undisclosed
            reason = RefusalReason.UNDISCLOSED if is_hidden else RefusalReason.TABLE_GONE
            yield Refusal(reason=reason, identity=identity, disclosed=last.revision)
    for identity in request.withdrawals:
        last_event = latest.get(identity)
        is_disclosed = last_event is not None and last_event.action is not Action.WITHDRAW
        if not is_disclosed and identity not in mine:
            yield Refusal(reason=RefusalReason.WITHDRAW_UNKNOWN, identity=identity)


def _withdrawal(last: Event, reason: Text, time: datetime) -> Event:
    return Event(
        number=0,
        time=time,
        action=Action.WITHDRAW,
        department=last.department,
        year=last.year,
        project=last.project,
        project_name=last.project_name,
        report=last.report,
        revision=last.revision,
        name=last.name,
        content=last.content,
        note=reason,
    )
