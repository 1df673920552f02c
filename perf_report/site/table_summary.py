"""Summary of a table, for lists and open data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from perf_report.model.identity import Identity
from perf_report.model.money import format_amount
from perf_report.model.text import LANGUAGES, Language, Text
from perf_report.outputs.output_files import SPEC
from perf_report.site.built_report import SiteReport
from perf_report.site.built_table import SiteTable
from perf_report.site.change_counts import CHANGES_DATA, CHANGES_PAGE, ChangeCounts
from perf_report.site.history import Approved, Event, RecordFile, record_folder
from perf_report.site.paths import table_page


@dataclass(frozen=True, slots=True, kw_only=True)
class EvaluationSummary:
    """What a table's evaluation came to; `missed` of `count` targets were not met."""

    total: str
    grade: Text | None
    rate: str
    missed: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSummary:
    """A summary of a table. A withdrawn one has names and year only.

    `name` is the department's name, `parent` the department that this one is a unit of. `form` is
    the id of the form where it is not the usual one. `content` is the digest of what its author
    wrote, `spec` that of the built copy of its spec. `changes` counts the changes since the year
    before where those that are disclosed are known, `report` is which report on a table it is, and
    `examples` are names that a search finds in it.
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
    is_adjustment: bool = False
    approved_adjustment: Approved | None = None
    approved: date | None = None
    published: date | None = None
    files: Mapping[str, RecordFile] = field(default_factory=dict)
    project: str = ""
    project_name: Text | None = None
    report: str = ""
    form: str = ""
    parent: str = ""
    evaluation: EvaluationSummary | None = None
    changes: ChangeCounts | None = None
    examples: tuple[Text, ...] = ()

    @property
    def path(self) -> str:
        """Path of its page."""
        return table_page(self.identity)

    @property
    def identity(self) -> Identity:
        """Whose table it is, or which report on it."""
        return Identity(self.department, self.year, self.project, self.report)

    @property
    def subject(self) -> Text:
        """What the table is about: the project by its name, or else the department."""
        return self.project_name or self.name

    @property
    def is_standing(self) -> bool:
        """Whether it has not been withdrawn."""
        return self.status == "standing"

    @property
    def changes_path(self) -> str:
        """Path of its report of changes since the year before, or nothing."""
        folder = record_folder(self.identity, self.revision)
        return f"{folder}/{CHANGES_PAGE}" if CHANGES_PAGE in self.files else ""

    def is_in(self, language: Language) -> bool:
        """Whether it has a page in a language."""
        return language in self.languages


def summarize_evaluation(built: SiteTable) -> EvaluationSummary | None:
    """Return the points of a table's evaluation, if there is one."""
    evaluation = built.evaluation
    if evaluation is None:
        return None
    met = [each.met for each in evaluation.results.values() if each.is_applicable]
    return EvaluationSummary(
        total=evaluation.total,
        grade=evaluation.grade,
        rate=evaluation.rate,
        missed=met.count(False),
        count=len(met),
    )


def summarize(built: SiteTable, event: Event | None) -> TableSummary:
    """Return the summary of a table; `event` is its last ledger entry."""
    files = event.files if event else built.files
    return TableSummary(
        department=built.department,
        year=built.year,
        project=built.project,
        project_name=built.project_name,
        form=built.form,
        parent=built.parent,
        name=built.name,
        languages=built.languages,
        revision=built.revision,
        total=format_amount(built.total),
        currency=built.currency_unit,
        tasks=len(built.tasks),
        goals=len(built.goals),
        indicators=len(built.indicators),
        day=event.time.date().isoformat() if event else "",
        content=built.content,
        spec=built.files[SPEC].sha256 if SPEC in built.files else "",
        note=built.note,
        is_adjustment=built.is_adjustment,
        approved_adjustment=built.adjustment,
        approved=built.approved,
        published=built.published,
        files=files,
        changes=disclosed_changes(built, files),
        evaluation=summarize_evaluation(built),
        examples=() if built.project else tuple(islice(_examples(built), MOST_EXAMPLES)),
    )


def summarize_report(report: SiteReport, event: Event | None) -> TableSummary:
    """Return the summary of a report on a table; `event` is its last ledger entry."""
    of = report.identity
    return TableSummary(
        department=of.code,
        year=of.year,
        project=of.project,
        report=of.report,
        project_name=report.project_name,
        name=report.name,
        languages=LANGUAGES,
        revision=report.revision,
        day=event.time.date().isoformat() if event else "",
        content=report.content,
        note=report.note,
        files=event.files if event else report.files,
    )


def disclosed_changes(built: SiteTable, files: Mapping[str, RecordFile]) -> ChangeCounts | None:
    """Return the counts of a table's changes, if they are those of the files that are disclosed.

    A later version, or other settings, may judge the same changes differently, and what was
    disclosed stays as it was.
    """
    own, disclosed = built.files.get(CHANGES_DATA), files.get(CHANGES_DATA)
    is_same = own is not None and disclosed is not None and own.sha256 == disclosed.sha256
    return built.changes if is_same else None


# So many examples of a search are offered, each short enough for a line on a phone.
MOST_EXAMPLES = 3
_LONGEST: dict[Language, int] = {"zh": 12, "en": 40}


def _examples(built: SiteTable) -> Iterator[Text]:
    """Names of indicators that are short in each language of the table."""
    for indicator in built.indicators:
        names = [(indicator.name.get(each) or "", longest) for each, longest in _LONGEST.items()
                 if each in built.languages]  # fmt: skip
        if all(0 < len(name) <= longest for name, longest in names):
            yield indicator.name


def summarize_withdrawn(event: Event) -> TableSummary:
    """Return the summary of a withdrawn table."""
    return TableSummary(
        department=event.department,
        year=event.year,
        project=event.project,
        project_name=event.project_name,
        name=event.name or Text(zh=event.department),
        languages=("zh", "en"),
        status="withdrawn",
        day=event.time.date().isoformat(),
    )
