"""A plan to build, which pickles once for all worker processes."""

import pickle
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import Self

from perf_report.model.form import Form
from perf_report.model.plan import Plan
from perf_report.model.plan_at import plan_at
from perf_report.model.report import Report
from perf_report.model.scoring import Scoring
from perf_report.model.source import Source
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.reported import Reported, report_on

# A process makes the files of two tables at a time at most.
TABLES_KEPT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TableReport:
    """A report on a table: its form, its scoring if it has one, and its file as it goes out.

    `office` is the whole report where `report` lacks what is not public.
    """

    report: Report
    form: Form
    scoring: Scoring | None
    source: Source
    office: Report | None = None


# Tables are compared by identity, so that a cache finds what was made for a table without comparing
# its content.
@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """A plan without errors, its vocabulary, and its spec as it goes out.

    `office` is the whole plan where `plan` and `source` lack what is not public; only the office's
    own paper prints it. `earlier` is the table of the same department or project one year before,
    if there is one. A sheet of projects has its `members`, and the plan of the first of them.
    `report` is the report on the table that is printed, if it is one.
    """

    plan: Plan
    vocabulary: Vocabulary
    source: Source
    office: Plan | None = None
    earlier: Self | None = None
    members: tuple[Self, ...] = ()
    report: TableReport | None = None

    def with_report(self, known: TableReport) -> Self:
        """The table with a report on it, and with the targets of the report's time."""
        report = known.office or known.report
        office = self.office and plan_at(self.office, report)
        return replace(self, plan=plan_at(self.plan, report), office=office, report=known)

    @property
    def public(self) -> Self:
        """The table without what is not public."""
        report = self.report and replace(self.report, office=None)
        is_public = self.office is None and (report is None or report == self.report)
        return self if is_public else replace(self, office=None, report=report)

    @property
    def whole(self) -> Self:
        """The table, or the report on it, with what is not public."""
        report = self.report
        if report is not None:
            report = replace(report, report=report.office or report.report, office=None)
        return replace(self, plan=self.office or self.plan, office=None, report=report)

    @property
    def digest(self) -> str:
        """The hash of the spec, or of the report on it."""
        return self.main_source.digest

    @property
    def main_source(self) -> Source:
        """The spec, or the file of the report on it."""
        return self.report.source if self.report else self.source

    @cached_property
    def reported(self) -> Reported | None:
        """The report with its scores, if the table has one."""
        known = self.report
        if known is None:
            return None
        return report_on(self.plan, self.vocabulary, known.report, known.form, known.scoring)

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        """Pickle the table once, however many of its files other processes make."""
        return _unpickle, (self._pickled,)

    @cached_property
    def _pickled(self) -> bytes:
        parts = (
            self.plan, self.vocabulary, self.source, self.office, self.earlier, self.members,
            self.report,
        )  # fmt: skip
        return pickle.dumps(parts)


@lru_cache(TABLES_KEPT)
def _unpickle(pickled: bytes) -> Table:
    """The table of a pickle: the same object each time while it is cached."""
    plan, vocabulary, source, office, earlier, members, report = pickle.loads(pickled)  # noqa: S301  # written by our own parent process
    return Table(
        plan=plan,
        vocabulary=vocabulary,
        source=source,
        office=office,
        earlier=earlier,
        members=members,
        report=report,
    )
