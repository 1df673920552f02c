"""The use case of `score`: the evaluations at paths, each with its plan and its scoring."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import Checker, open_checker
from perf_report.app.check.collect_specs import collect_files
from perf_report.app.check.previous_year import SpecSearch, search_specs
from perf_report.app.project import Project
from perf_report.errors import SourceError
from perf_report.model.finding import (
    FileFindings,
    Finding,
    LocatedFinding,
    Severity,
    limit_findings,
)
from perf_report.model.report import Report, ReportKind
from perf_report.model.scoring import Scoring
from perf_report.model.source import Source
from perf_report.outputs.table import Table
from perf_report.parse.encoding import read_lines
from perf_report.parse.reports import LoadedReport, load_report
from perf_report.parse.scorings import load_scorings
from perf_report.render.scores.scored import ScoredReport
from perf_report.score.evaluation import Evaluated, score_evaluation


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRun:
    """The evaluations that have scores, and what is wrong with all that were read."""

    scored: tuple[ScoredReport, ...]
    files: tuple[FileFindings, ...]


def score_reports(project: Project, paths: Sequence[Path]) -> ScoreRun:
    """Score the evaluations at paths, in their order. Raises PerfReportError."""
    loaded = [load_report(source) for source in collect_files(paths).reports]
    evaluations = [each for each in loaded if not _is_monitoring(each)]
    if not evaluations:
        raise SourceError("no-evaluations", path=next(iter(paths), project.specs_folder()))
    scorings = load_scorings(project.scoring_folders())
    with open_checker(project) as checker:
        search = search_specs(paths, project)
        done = [_score(each, scorings, _Plans(checker, search)) for each in evaluations]
    return ScoreRun(
        scored=tuple(scored for scored, _ in done if scored is not None),
        files=tuple(files for _, files in done),
    )


def _is_monitoring(loaded: LoadedReport) -> bool:
    return loaded.report is not None and loaded.report.kind is ReportKind.MONITORING


@dataclass(frozen=True, slots=True)
class _Plans:
    """Where the plans of reports are looked for."""

    checker: Checker
    search: SpecSearch[Path]

    def find(self, report: Report) -> Table | None:
        """Return the valid table that a report is on."""
        source = self.search.find(report.of)
        spec: CheckedSpec | None = self.checker.check_one(source) if source else None
        return self.checker.open(spec).valid_table if spec else None


def _score(
    loaded: LoadedReport, scorings: Mapping[str, Scoring], plans: _Plans
) -> tuple[ScoredReport | None, FileFindings]:
    report = loaded.report
    if report is None:
        return None, _findings(loaded.source, loaded.findings, more=loaded.more)
    missing = list(_unscored(report, scorings))
    table = None if missing else plans.find(report)
    if not missing and table is None:
        missing = [Finding(rule="score-plan", route=("of",), arguments={"plan": str(report.of)})]
    if table is None or report.scoring is None:
        return None, _located(loaded, missing)
    given = Evaluated(
        plan=table.plan,
        vocabulary=table.vocabulary,
        report=report,
        scoring=scorings[report.scoring],
    )
    score = score_evaluation(given)
    scored = ScoredReport(file=loaded.source.name, given=given, score=score)
    return scored, _located(loaded, score.findings)


def _unscored(report: Report, scorings: Mapping[str, Scoring]) -> Iterator[Finding]:
    """Why a report has no scores: forms without points name no scoring."""
    known = {"known": ", ".join(scorings)}
    if report.scoring is None:
        yield Finding(
            rule="score-scoring",
            message="score-scoring-none",
            severity=Severity.INFO,
            arguments=known,
        )
    elif report.scoring not in scorings:
        arguments = {"scoring": report.scoring, **known}
        yield Finding(rule="score-scoring", route=("scoring",), arguments=arguments)


def _located(loaded: LoadedReport, findings: Iterable[Finding]) -> FileFindings:
    located = map(loaded.document.locate, findings)
    return _findings(loaded.source, (*loaded.findings, *located))


def _findings(source: Source, found: Iterable[LocatedFinding], more: int = 0) -> FileFindings:
    findings, omitted = limit_findings(sorted(found, key=lambda each: each.sort_key), more)
    lines = read_lines(source.data) if findings else ()
    return FileFindings(name=source.name, lines=lines, findings=findings, omitted=omitted)
