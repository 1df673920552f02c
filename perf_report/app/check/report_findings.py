"""What is wrong with the reports of a run, from the cache where nothing that counts has changed."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from perf_report.app.check.check_result import CheckedSpec, CheckResult
from perf_report.app.check.checker import Checker
from perf_report.app.check.previous_year import SpecSearch, search_specs
from perf_report.model.finding import FileFindings, limit_findings
from perf_report.model.source import Source

if TYPE_CHECKING:
    from perf_report.app.check.report_check import CheckedReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFindings:
    """The findings in a report, and the key under which they are in the cache."""

    file: FileFindings
    key: str


def check_reports(sources: Sequence[Source], checker: Checker) -> Iterator[ReportFindings]:
    """Check reports, in their order. Raises PerfReportError."""
    if not sources:
        return
    search = search_specs([Path(source.name) for source in sources], checker.project)
    # One for all, since it keeps what it has read; made only if a report is not in the cache.
    check = _LazyCheck(checker, search)
    for source in sources:
        key = _key(source, search)
        result = checker.known_result(key)
        if result is None:
            result = _result(check(source))
            checker.keep_result(key, result)
        yield ReportFindings(file=CheckedSpec(source=source, result=result).report, key=key)


class _LazyCheck:
    """Checks reports; the parser is loaded only if there is one to check."""

    def __init__(self, checker: Checker, search: SpecSearch[Path]) -> None:
        self._checker, self._search = checker, search

    def __call__(self, source: Source) -> "CheckedReport":
        from perf_report.app.check.report_check import ReportChecker

        if not hasattr(self, "_reports"):
            self._reports = ReportChecker(self._checker, self._search)
        return self._reports.check(source)


def _result(checked: "CheckedReport") -> CheckResult:
    findings, omitted = limit_findings(checked.findings, checked.more)
    return CheckResult(findings=findings, omitted=omitted, accepted=checked.accepted)


def _key(source: Source, search: SpecSearch[Path]) -> str:
    """A hash of a report and of all files that may be about the same table, with their names."""
    digest = hashlib.sha256(f"report {source.name} {source.digest}\n".encode())
    for other in search.find_related(source):
        digest.update(f"{other.name} {other.digest}\n".encode())
    return digest.hexdigest()
