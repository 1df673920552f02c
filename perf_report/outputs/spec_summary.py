"""What a build knows of a valid spec before its plan is loaded."""

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Self

from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.model.text import LANGUAGES, Language
from perf_report.outputs.table import Table

# The name of the files of a sheet of projects, without their ending, and of those as data.
SHEET = "projects"
SHEET_DATA = (f"{SHEET}.json", f"{SHEET}.csv")

# The names of the files of reports, without their endings.
_REPORT = re.compile(r"evaluation|monitoring-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecSummary:
    """A spec without errors: its bytes, the identity of its table, and how to open that.

    `digest` is the SHA-256 of what goes out of the spec: of its travelling copy, unless comments
    are left in. `framework` is a hash of the form and framework. `data_files` are the names of the
    table's files as data. `earlier` is the spec of the same department or project one year before,
    if there is one. A sheet of projects has its `members`, and is made from them alone. A report
    has the `plan` that it is on, and its `report_id` among the reports on that.
    """

    source: Source
    digest: str
    identity: Identity
    languages: tuple[Language, ...]
    framework: str
    data_files: tuple[str, ...]
    open_table: Callable[[], Table]
    earlier: Self | None = None
    members: tuple[Self, ...] = ()
    plan: Self | None = None
    report_id: str = ""

    @property
    def document(self) -> str:
        """What its files are of; see `document_of`."""
        return SHEET if self.members else self.report_id

    @property
    def folder(self) -> str:
        """The folder of the table's files in the output folder."""
        return str(self.identity)

    def open_with_earlier(self) -> Table:
        """Open the table, with that of the year before."""
        earlier = self.earlier.open_table().public if self.earlier else None
        return replace(self.open_table(), earlier=earlier)


def report_data(report_id: str) -> tuple[str, ...]:
    """Return the names of the data files of a report."""
    return f"{report_id}.json", f"{report_id}.csv"


def document_of(path: str) -> str:
    """Return what a file of a folder is of: a sheet of projects, a report, or else the table.

    The last is an empty text, the report `evaluation` or `monitoring-07`.
    """
    stem = path.rpartition("/")[2].partition(".")[0]
    return stem if stem == SHEET or is_report_id(stem) else ""


def is_report_id(text: str) -> bool:
    """Return whether a text is the id of a report among those on a table."""
    return bool(_REPORT.fullmatch(text))


def sheet_summary(identity: Identity, members: Sequence[SpecSummary]) -> SpecSummary:
    """Return the sheet of a department's projects, in the order of their codes."""
    ordered = tuple(sorted(members, key=lambda each: each.identity))
    languages = set.intersection(*(set(each.languages) for each in ordered))

    def open_sheet() -> Table:
        return sheet_table([each.open_table() for each in ordered])

    source = sheet_source(each.digest for each in ordered)
    return SpecSummary(
        source=source,
        digest=source.digest,
        identity=identity,
        languages=tuple(each for each in LANGUAGES if each in languages),
        framework=_hash(each.framework for each in ordered),
        data_files=SHEET_DATA,
        open_table=open_sheet,
        members=ordered,
    )


def sheet_table(tables: Iterable[Table]) -> Table:
    """Return the sheet of the tables of projects."""
    members = tuple(sorted((each.public for each in tables), key=lambda each: each.plan.identity))
    source = sheet_source(each.digest for each in members)
    return replace(members[0], source=source, members=members)


def sheet_source(digests: Iterable[str]) -> Source:
    """Return what stands for the spec that a sheet does not have: the digest of its projects'."""
    return Source(name=SHEET, data=_hash(sorted(digests)).encode())


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
