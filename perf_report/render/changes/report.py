"""The data of a report of changes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal, Protocol

from perf_report.diff.assessment import Assessment, Significance
from perf_report.diff.change import Change
from perf_report.diff.comparison import Comparison
from perf_report.messages import Catalogue
from perf_report.model.approval import Approval
from perf_report.model.finding import FileFindings, Severity, Span
from perf_report.model.form import Form
from perf_report.model.plan import Plan, RevisionKind
from perf_report.model.report import Report
from perf_report.model.route import Route
from perf_report.model.vocabulary import Vocabulary


class Locator(Protocol):
    """Locates routes in a file, as `parse.document.Document` does."""

    def span_of(self, route: Route) -> Span:
        """Return the span of the file that a route leads to."""


# Two tables are of two years, or those before and after an adjustment, a correction, or a change
# under one revision. 调整 is said of the first of these three alone.
# Reports are compared in the course of a year, too.
Occasion = Literal["years", "adjustment", "correction", "change", "course"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two plans: its name in the report, its vocabulary and its document.

    Where reports on plans are compared, it is a `report`, whose file the name and the document are,
    and `form` the one that it prints on.
    """

    name: str
    plan: Plan
    vocabulary: Vocabulary
    document: Locator
    report: Report | None = None
    form: Form | None = None

    @property
    def printed_form(self) -> Form:
        """The form that the report prints on, or else the plan."""
        return self.form or self.vocabulary.form


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedChange:
    """A change with its assessment, fingerprint, position, and approval if it has one.

    The position of what was removed is in the base file (`is_in_base`).
    """

    change: Change
    assessment: Assessment
    fingerprint: str
    file: str
    span: Span
    is_in_base: bool
    approval: Approval | None = None

    @property
    def is_minor(self) -> bool:
        """Whether the change is neutral by the rule of its kind, and not by the project's settings.

        Such changes are folded.
        """
        assessment = self.assessment
        return assessment.significance is Significance.NEUTRAL and not assessment.is_by_settings


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChanges:
    """The changes of one table; one of the sides may be None.

    `is_partial` says that there may be others, since not all of the sides could be read.
    """

    base: Side | None
    revision: Side | None
    comparison: Comparison
    changes: tuple[ReportedChange, ...]
    is_partial: bool = False

    @property
    def side(self) -> Side:
        """The revision, or the base of a removed table."""
        side = self.revision or self.base
        if side is None:
            raise AssertionError("a comparison without sides")
        return side

    @property
    def table(self) -> str:
        """The identity of the table or of the report, as approvals name it."""
        return str(self.side.report or self.comparison.plan.identity)

    @property
    def is_of_reports(self) -> bool:
        """Whether reports on plans are compared."""
        return self.side.report is not None

    @property
    def occasion(self) -> Occasion:
        """Why there are two tables to compare."""
        base, revision = self.base, self.revision
        if base is None or revision is None:
            return "change"
        if base.plan.year != revision.plan.year:
            return "years"
        if base.report and revision.report:
            return _occasion_of_reports(base.report, revision.report)
        has_new_edition = (revision.plan.revision or 1) > (base.plan.revision or 1)
        return revision.plan.revision_kind.value if has_new_edition else "change"

    @property
    def summary(self) -> dict[Significance, int]:
        """The number of changes by significance, approved ones included."""
        return count_significances(self.changes)

    @property
    def by_weight(self) -> "TableChanges":
        """The same changes, the weightiest first; those of one weight stay in their order."""
        return replace(self, changes=tuple(sorted(self.changes, key=_weight)))

    @property
    def has_substance(self) -> bool:
        """Whether any change is not neutral, or by the project's settings alone."""
        return not all(item.is_minor for item in self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A table that could not be compared: its file, and the message of the reason."""

    name: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReport:
    """All tables that were compared, and the catalogue of the reader's language.

    `checked` are specs whose findings are reported, and `failures` files that could not be
    compared. `unused` are approvals of another change of what changed. `passed_over` are files in
    the folders of a project that nothing reads. With `has_places`, a text tells the line of each
    change, and the fingerprint by which it is approved; ids of items, too.
    """

    tables: Sequence[TableChanges]
    catalogue: Catalogue
    checked: Sequence[FileFindings] = ()
    failures: Sequence[Failure] = ()
    unused: Sequence[Approval] = ()
    expired: Sequence[Approval] = ()
    passed_over: Sequence[str] = ()
    color: bool = False
    columns: int = field(default=80)
    has_places: bool = True

    @property
    def changes(self) -> list[ReportedChange]:
        """All changes, table by table."""
        return [item for table in self.tables for item in table.changes]

    @property
    def summary(self) -> dict[Significance, int]:
        """The number of changes by significance, in all tables."""
        return count_significances(self.changes)

    @property
    def error_count(self) -> int:
        """The number of errors in the checked specs, those that are not shown included."""
        return sum(file.counts[Severity.ERROR.value] for file in self.checked)


# The weightiest first.
WEIGHTS = (
    Significance.WEAKER, Significance.UNCLEAR, Significance.STRONGER, Significance.NEUTRAL,
)  # fmt: skip


def _occasion_of_reports(base: Report, revision: Report) -> Occasion:
    """Why two reports of one year are compared; one with a new edition corrects the other."""
    if base.id != revision.id:
        return "course"
    has_new_edition = (revision.revision or 1) > (base.revision or 1)
    return RevisionKind.CORRECTION.value if has_new_edition else "change"


def _weight(reported: ReportedChange) -> tuple[int, bool]:
    """The sort key of a change: its significance, and approved ones after others."""
    return WEIGHTS.index(reported.assessment.significance), reported.approval is not None


def approval_subject(change: Change) -> str:
    """The ids of what changed, as approvals name them."""
    subject = change.subject
    return "/".join(filter(None, (subject.type, subject.goal, subject.id)))


def count_significances(changes: Sequence[ReportedChange]) -> dict[Significance, int]:
    """The number of changes by significance, in a fixed order."""
    counts = Counter(item.assessment.significance for item in changes)
    return {significance: counts[significance] for significance in Significance}
