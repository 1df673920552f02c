"""What a report of changes is made from."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from perf_report.diff.change import Change
from perf_report.diff.comparison import Comparison
from perf_report.diff.significance import Significance, Verdict
from perf_report.messages import Catalogue
from perf_report.model.approval import Approval
from perf_report.model.finding import FileFindings, Span
from perf_report.model.plan import Plan
from perf_report.model.route import Route
from perf_report.model.vocabulary import Vocabulary


class Locator(Protocol):
    """Locates routes in a file, as `parse.document.Document` does."""

    def span_of(self, route: Route) -> Span:
        """Return the span of the file that a route leads to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two plans: where it was read, as a name to show, and what its words stand for."""

    name: str
    plan: Plan
    vocabulary: Vocabulary
    document: Locator


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldChange:
    """A judged change with its fingerprint, its place in a file, and its approval if it has one.

    What is gone has its place in the base, and says so by `is_in_base`.
    """

    change: Change
    verdict: Verdict
    fingerprint: str
    file: str
    span: Span
    is_in_base: bool
    approval: Approval | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChanges:
    """What became of one table; either side may be missing, but not both."""

    base: Side | None
    revision: Side | None
    comparison: Comparison
    told: tuple[ToldChange, ...]

    @property
    def side(self) -> Side:
        """The revision, or the base of what is gone."""
        side = self.revision or self.base
        if side is None:
            raise AssertionError("a comparison without sides")
        return side

    @property
    def table(self) -> str:
        """The department's code and the year, as approvals name them."""
        return table_name(self.comparison.plan)

    @property
    def summary(self) -> dict[Significance, int]:
        """How many changes of each significance, approved ones included."""
        return count(self.told)

    @property
    def has_substance(self) -> bool:
        """Whether any change is more than neutral."""
        return any(item.verdict.significance is not Significance.NEUTRAL for item in self.told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A table that could not be compared: its file and what is wrong, as a sentence."""

    name: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReport:
    """All tables of a run, in the language of the reader.

    `checked` are the specs that were checked too, `failures` files that could not be compared,
    `unused` the approvals of these tables that accept nothing, `expired` those whose time is over.
    """

    tables: Sequence[TableChanges]
    catalogue: Catalogue
    checked: Sequence[FileFindings] = ()
    failures: Sequence[Failure] = ()
    unused: Sequence[Approval] = ()
    expired: Sequence[Approval] = ()
    color: bool = False
    columns: int = field(default=80)

    @property
    def told(self) -> list[ToldChange]:
        """All changes, table by table."""
        return [item for table in self.tables for item in table.told]

    @property
    def summary(self) -> dict[Significance, int]:
        """How many changes of each significance, over all tables."""
        return count(self.told)


def count(told: Sequence[ToldChange]) -> dict[Significance, int]:
    """How many of each significance, in a fixed order."""
    counts = Counter(item.verdict.significance for item in told)
    return {significance: counts[significance] for significance in Significance}


def table_name(plan: Plan) -> str:
    """The department's code and the year."""
    return f"{plan.department.code}/{plan.year}"
