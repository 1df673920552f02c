"""The use case of `score`: the evaluations at paths, each with its plan and its scoring."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.check.checker import open_checker
from perf_report.app.check.collect_specs import collect_files
from perf_report.app.check.previous_year import search_specs
from perf_report.app.check.report_check import CheckedReport, ReportChecker
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.model.finding import FileFindings
from perf_report.render.scores.scored import ScoredReport


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRun:
    """The evaluations that have scores, and what is wrong with all that were read."""

    scored: tuple[ScoredReport, ...]
    files: tuple[FileFindings, ...]


def score_reports(project: Project, paths: Sequence[Path]) -> ScoreRun:
    """Score the evaluations at paths, in their order. Raises PerfReportError."""
    with open_checker(project) as checker:
        reports = ReportChecker(checker, search_specs(paths, project))
        checked = [reports.check(source) for source in collect_files(paths).reports]
    evaluations = [each for each in checked if not _is_monitoring(each)]
    if not evaluations:
        raise SourceError("no-evaluations", path=next(iter(paths), project.specs_folder()))
    return ScoreRun(
        scored=tuple(scored for each in evaluations if (scored := _scored(each)) is not None),
        files=tuple(each.file_findings for each in evaluations),
    )


def _is_monitoring(checked: CheckedReport) -> bool:
    return checked.context is not None and checked.context.is_monitoring


def _scored(checked: CheckedReport) -> ScoredReport | None:
    context = checked.context
    if context is None or context.evaluated is None or context.score is None:
        return None
    return ScoredReport(file=checked.source.name, given=context.evaluated, score=context.score)
