"""The reports that a branch changes, and those on plans that it changes."""

from collections.abc import Collection, Iterator, Sequence

from perf_report.app.check.checker import Checker
from perf_report.app.check.previous_year import SpecSearch, scan_identity
from perf_report.app.check.report_check import CheckedReport, ReportChecker
from perf_report.app.compare.comparison import (
    ComparisonConfig,
    ComparisonResult,
    InvalidReport,
)
from perf_report.app.compare.report_comparison import compare_edited
from perf_report.model.identity import Identity
from perf_report.model.source import Source
from perf_report.parse.report_files import is_report


def check_sides(
    checker: Checker,
    sources: tuple[Sequence[Source], Sequence[Source]],
    searches: tuple[SpecSearch[str], SpecSearch[str]],
) -> tuple[list[CheckedReport], list[CheckedReport]]:
    """Check the old and the new reports, each beside the plans and other reports of its side.

    An unchanged report is among them if its plan changed: the same answers may then get other
    scores, or speak of what is gone.
    """
    plans = {
        identity
        for source in (*sources[0], *sources[1])
        if not is_report(source) and (identity := scan_identity(source.data))
    }
    old, new = (
        _check_side(ReportChecker(checker, search), search, found, plans)
        for search, found in zip(searches, sources, strict=True)
    )
    return old, new


def _check_side(
    checker: ReportChecker,
    search: SpecSearch[str],
    changed: Sequence[Source],
    plans: Collection[Identity],
) -> list[CheckedReport]:
    checked = {each.name: checker.check(each) for each in changed if is_report(each)}
    tables = dict.fromkeys(plan.of_department for plan in plans)
    for source in (source for table in tables for source in search.find_reports(table)):
        report = None if source.name in checked else checker.check(source)
        if report and report.context and report.context.report.of in plans:
            checked[source.name] = report
    return list(checked.values())


def compare_sides(
    old: Sequence[CheckedReport], new: Sequence[CheckedReport], config: ComparisonConfig
) -> Iterator[ComparisonResult]:
    """Compare the reports of both sides; an unchanged one counts if its plan changes a score."""
    files = {each.source.data for each in old}
    unchanged = {each.source.name for each in new if each.source.data in files}
    for result in compare_edited(old, new, config):
        if isinstance(result, InvalidReport) or result.changes or result.side.name not in unchanged:
            yield result
