"""The history of disclosures, as the ledger of a target records it.

A table is disclosed once under each revision, and what was disclosed then stays as it was: its
files lie at `CODE/YEAR/rREVISION/` for good, those of a project at `CODE/YEAR/PROJECT/rREVISION/`,
those of a report at `CODE/YEAR/evaluation/rREVISION/`. A change goes out as a correction (更正) or,
if it was decided within the year, as an adjustment (调整), with a number and a reason of its own; a
withdrawal leaves a notice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from perf_report.model.identity import Identity
from perf_report.model.text import Text


class Action(StrEnum):
    """What an entry of the ledger records."""

    DISCLOSE = "disclose"
    CORRECT = "correct"
    ADJUST = "adjust"
    WITHDRAW = "withdraw"
    # The end of a publication, which seals the state of the whole site.
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFile:
    """A disclosed file: SHA-256 in hexadecimal, size in bytes; of a PDF, its pages."""

    sha256: str
    size: int
    pages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordedChange:
    """A change that a revision made, in words; its significance is that of the diff."""

    significance: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Approved:
    """Who approved an adjustment, and on which day."""

    by: Text
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An entry of the ledger.

    `number` counts from 1; `digest` is the SHA-256 of the entry's line, by which the next one names
    it. `name` is the department's name. `content` is the digest of what the table's author wrote
    (an older version took it of the table as data) and `earlier` that of the year before with which
    its changes were told. `report` is which report on the table it is about, if it is. `files` are
    those of the revision by their name in its folder.
    `approved` is who approved an adjustment, and `targets` are those as first disclosed of the
    indicators that were adjusted since, by id.
    A publication has `sums`, the SHA-256 of the site's SHA256SUMS, and none of the others.
    """

    number: int
    time: datetime
    action: Action
    digest: str = ""
    department: str = ""
    year: int = 0
    revision: int = 0
    name: Text | None = None
    project: str = ""
    project_name: Text | None = None
    report: str = ""
    content: str = ""
    earlier: str | None = None
    files: Mapping[str, RecordFile] = field(default_factory=dict)
    note: Text | None = None
    approved: Approved | None = None
    targets: Mapping[str, Text] = field(default_factory=dict)
    changes: tuple[RecordedChange, ...] = ()
    sums: str = ""

    @property
    def identity(self) -> Identity:
        """Whose table it is, or which report on it."""
        return Identity(self.department, self.year, self.project, self.report)

    @property
    def replaces(self) -> bool:
        """Whether it corrects or adjusts what was disclosed before."""
        return self.action in {Action.CORRECT, Action.ADJUST}


@dataclass(frozen=True, slots=True)
class History:
    """The entries of a ledger, oldest first."""

    events: Sequence[Event] = ()

    def by_table(self) -> dict[Identity, list[Event]]:
        """Return the entries of every table, oldest first."""
        found: dict[Identity, list[Event]] = {}
        for event in self.announced():
            found.setdefault(event.identity, []).append(event)
        return found

    def announced(self) -> Iterator[Event]:
        """Yield the entries about tables, oldest first."""
        return (event for event in self.events if event.action is not Action.PUBLISH)

    def latest_events(self) -> dict[Identity, Event]:
        """Return the last entry of every table that was ever disclosed."""
        return {event.identity: event for event in self.announced()}

    def records(self) -> dict[str, str]:
        """The files of every revision that was disclosed and not withdrawn since, by path.

        The values are their SHA-256.
        """
        events = list(self.announced())
        withdrawn = {e.identity: e.number for e in events if e.action is Action.WITHDRAW}
        return {
            f"{record_folder(event.identity, event.revision)}/{name}": file.sha256
            for event in events
            if event.number > withdrawn.get(event.identity, 0)
            for name, file in event.files.items()
        }


def record_folder(identity: Identity, revision: int) -> str:
    """Return the permanent folder of the files of a table's, or a report's, revision."""
    return "/".join(filter(None, (identity.folder, identity.report, f"r{revision}")))
