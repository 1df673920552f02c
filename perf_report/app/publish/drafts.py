"""Find the specs and the reports with marks to review, which are not disclosed."""

import re
from collections.abc import Iterable, Iterator

from perf_report.app.check.checker import Checker, open_checker
from perf_report.app.check.collect_specs import collect_files
from perf_report.app.check.previous_year import search_specs
from perf_report.app.check.report_check import ReportChecker
from perf_report.app.project import Project, list_specs
from perf_report.model.finding import LocatedFinding
from perf_report.model.identity import Identity
from perf_report.model.review_mark import WORDS
from perf_report.model.source import Source
from perf_report.parse.encoding import read_lines
from perf_report.rules.review_mark import RULE

_HINT = re.compile(WORDS, re.IGNORECASE)


def find_drafts(project: Project) -> set[Identity]:
    """Return the tables of the project, and the reports on them, whose files have a mark.

    Raises PerfReportError.
    """
    files = collect_files(list_specs(project.specs_folder()))
    with open_checker(project) as checker:
        tables = {
            spec.result.identity
            for spec in checker.check(files.plans)
            if spec.result.identity is not None and _has_mark(checker.all_findings(spec))
        }
        return tables | set(_reports(files.reports, checker))


def _reports(sources: Iterable[Source], checker: Checker) -> Iterator[Identity]:
    """The reports with a mark; only files with its words are checked."""
    reports = ReportChecker(checker, search_specs((), checker.project))
    for source in sources:
        has_words = any(map(_HINT.search, read_lines(source.data)))
        checked = reports.check(source) if has_words else None
        if checked and checked.context and _has_mark(checked.findings):
            report = checked.context.report
            yield report.of.with_report(report.id)


def _has_mark(findings: Iterable[LocatedFinding]) -> bool:
    return any(located.finding.rule == RULE.id for located in findings)
