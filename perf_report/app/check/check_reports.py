"""Check the reports of a build with the cache, and summarize those that have pages."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from perf_report.app.check.check_result import CheckedSpec, CheckResult
from perf_report.app.check.checker import Checker
from perf_report.app.check.previous_year import SpecSearch, search_specs
from perf_report.app.project import Project
from perf_report.model.finding import FileFindings
from perf_report.model.source import Source
from perf_report.outputs.spec_summary import SpecSummary, report_data
from perf_report.outputs.table import Table

if TYPE_CHECKING:
    from perf_report.app.check.report_check import CheckedReport, ReportChecker


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltReport:
    """A report with its result, the key of that in the cache, and how to open it."""

    spec: CheckedSpec
    key: str
    open: "Callable[[], CheckedReport]"

    @property
    def file_findings(self) -> FileFindings:
        """The findings with the file's name."""
        return self.spec.report

    def summaries(self, *, with_comments: bool) -> Iterator[SpecSummary]:
        """Yield what a build makes of the report: nothing if it has no plan or no form."""
        result = self.spec.result
        if not result.report or result.identity is None or result.framework is None:
            return
        open_table = partial(_open_table, self.open, with_comments=with_comments)
        plan = SpecSummary(
            source=Source(name=result.plan, data=b""),
            digest=result.plan_commented if with_comments else result.plan_travelling,
            identity=result.identity,
            languages=result.languages,
            framework=result.framework,
            data_files=(),
            open_table=open_table,
        )
        yield replace(
            plan,
            source=self.spec.source,
            digest=result.commented if with_comments else result.travelling,
            data_files=report_data(result.report),
            plan=plan,
            report_id=result.report,
        )


def check_reports(
    sources: Sequence[Source], project: Project, checker: Checker
) -> Iterator[BuiltReport]:
    """Check reports; nothing is parsed of those whose result is in the cache."""
    search = search_specs([Path(source.name) for source in sources], project)
    reports = _Reports(checker, search)
    for source in sources:
        key = search.fingerprint(source)
        result = checker.recall(key, partial(reports.result, source))
        spec = CheckedSpec(source=source, result=result)
        yield BuiltReport(spec=spec, key=key, open=partial(reports.check, source))


class _Reports:
    """Checks reports once the first of them is to be checked."""

    def __init__(self, checker: Checker, search: SpecSearch[Path]) -> None:
        self._checker_of_specs = checker
        self._search = search

    @cached_property
    def _checker(self) -> "ReportChecker":
        # The parser, which a build of what is up to date does not need.
        from perf_report.app.check.report_check import ReportChecker

        return ReportChecker(self._checker_of_specs, self._search)

    def check(self, source: Source) -> "CheckedReport":
        return self._checker.check(source)

    def result(self, source: Source) -> CheckResult:
        from perf_report.app.check.report_summary import report_result

        return report_result(self.check(source))


def _open_table(open_report: "Callable[[], CheckedReport]", *, with_comments: bool) -> Table:
    from perf_report.app.check.report_summary import report_table

    return report_table(open_report(), with_comments=with_comments)
