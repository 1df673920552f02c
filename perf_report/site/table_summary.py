"""What lists and data files of the whole site need of a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from perf_report.model.money import format_amount
from perf_report.model.plan import Identity
from perf_report.model.text import Language, Text
from perf_report.site.built_table import Sheet
from perf_report.site.history import Event, RecordFile
from perf_report.site.paths import table_page


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSummary:
    """A table in a line. A withdrawn one has its name and year alone."""

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
    note: Text | None = None
    approved: date | None = None
    files: Mapping[str, RecordFile] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """Its page."""
        return table_page(self.department, self.year)

    @property
    def identity(self) -> Identity:
        """Whose table it is."""
        return self.department, self.year

    def is_in(self, language: Language) -> bool:
        """Whether it has a page in a language."""
        return language in self.languages


def summarize(sheet: Sheet, event: Event | None) -> TableSummary:
    """A standing table in a line; `event` is what the ledger has of it last."""
    return TableSummary(
        department=sheet.department,
        year=sheet.year,
        name=sheet.name,
        languages=sheet.languages,
        revision=sheet.revision,
        total=format_amount(sheet.totals.printed_total),
        currency=sheet.currency_unit,
        tasks=len(sheet.tasks),
        goals=len(sheet.goals),
        indicators=len(sheet.indicators),
        day=event.time.date().isoformat() if event else "",
        content=sheet.content,
        note=sheet.note,
        approved=sheet.approved,
        files=event.files if event else sheet.files,
    )


def summarize_withdrawn(event: Event) -> TableSummary:
    """A withdrawn table in a line."""
    return TableSummary(
        department=event.department,
        year=event.year,
        name=event.name or Text(zh=event.department),
        languages=("zh", "en"),
        status="withdrawn",
        day=event.time.date().isoformat(),
    )
