"""Summary of a table, for lists and open data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from perf_report.model.identity import Identity
from perf_report.model.money import format_amount
from perf_report.model.text import Language, Text
from perf_report.outputs.output_files import SPEC
from perf_report.site.built_table import SiteTable
from perf_report.site.history import Event, RecordFile
from perf_report.site.paths import table_page


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSummary:
    """A summary of a table. A withdrawn one has name and year only.

    `content` is the digest of what its author wrote, `spec` that of the built copy of its spec.
    """

    department: str
    year: int
    name: Text
    languages: tuple[str, ...]
    revision: int = 1
    status: str = "standing"
    total: str = ""
    currency: str = "万元"
    tasks: int = 0
    goals: int = 0
    indicators: int = 0
    day: str = ""
    content: str = ""
    spec: str = ""
    note: Text | None = None
    approved: date | None = None
    published: date | None = None
    files: Mapping[str, RecordFile] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Path of its page."""
        return table_page(self.department, self.year)

    @property
    def identity(self) -> Identity:
        """DepartmentResult code and year."""
        return self.department, self.year

    def is_in(self, language: Language) -> bool:
        """Whether it has a page in a language."""
        return language in self.languages


def summarize(built: SiteTable, event: Event | None) -> TableSummary:
    """Return the summary of a table; `event` is its last ledger entry."""
    return TableSummary(
        department=built.department,
        year=built.year,
        name=built.name,
        languages=built.languages,
        revision=built.revision,
        total=format_amount(built.totals.printed_total),
        currency=built.currency_unit,
        tasks=len(built.tasks),
        goals=len(built.goals),
        indicators=len(built.indicators),
        day=event.time.date().isoformat() if event else "",
        content=built.content,
        spec=built.files[SPEC].sha256 if SPEC in built.files else "",
        note=built.note,
        approved=built.approved,
        published=built.published,
        files=event.files if event else built.files,
    )


def summarize_withdrawn(event: Event) -> TableSummary:
    """Return the summary of a withdrawn table."""
    return TableSummary(
        department=event.department,
        year=event.year,
        name=event.name or Text(zh=event.department),
        languages=("zh", "en"),
        status="withdrawn",
        day=event.time.date().isoformat(),
    )
