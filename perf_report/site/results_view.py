"""What became of the targets of a table, for its page: a row an indicator."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_report.messages import Catalogue
from perf_report.model.text import Text
from perf_report.render.scores.words import rounded_rate
from perf_report.site.built_report import SiteReport, SiteResult
from perf_report.site.built_table import SiteIndicator, SiteTable
from perf_report.site.history import record_folder
from perf_report.site.record_files import FileEntry, list_files, report_labels

# Which word says whether a target was met; one without points is not judged.
MET = {True: "met", False: "missed", None: "unjudged"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow:
    """An indicator: its target as first disclosed and as it is, and what was reached.

    `state` is met, missed, left-out or unjudged; `word` says it. `before` is what was reached in
    the year before.
    """

    id: str
    name: Text
    first: Text | None
    target: Text
    before: Text | None
    actual: Text | None
    state: str
    word: str
    score: str
    weight: str
    reason: Text | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsView:
    """The results of an evaluation; columns without anything are not shown.

    `is_empty` is whether nothing applies, so that there is no total.
    """

    day: str
    total: str
    is_empty: bool
    grade: Text | None
    rate: str
    missed: int
    rows: tuple[ResultRow, ...]

    @property
    def has_first(self) -> bool:
        """Whether a target was adjusted."""
        return any(row.first for row in self.rows)

    @property
    def has_before(self) -> bool:
        """Whether it is known what was reached in the year before."""
        return any(row.before for row in self.rows)

    @property
    def has_points(self) -> bool:
        """Whether the indicators have points."""
        return any(row.score for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFiles:
    """A report on a table with its files."""

    title: str
    day: str
    files: tuple[FileEntry, ...]


def view_results(
    built: SiteTable, before: SiteTable | None, first: Mapping[str, Text], catalogue: Catalogue
) -> ResultsView | None:
    """Return the results of a table; None without an evaluation.

    `before` is the table of the year before, and `first` has the targets as first disclosed of
    indicators that were adjusted.
    """
    evaluation = built.evaluation
    if evaluation is None:
        return None
    reached = dict(_reached(before)) if before else {}
    rows = tuple(
        _row(
            each, evaluation.results[each.id], _first(each, first), _last(each, reached), catalogue
        )
        for each in built.indicators
        if each.id in evaluation.results
    )
    return ResultsView(
        day=evaluation.day,
        total=evaluation.total,
        is_empty=bool(evaluation.applicable) and not Decimal(evaluation.applicable),
        grade=evaluation.grade,
        rate=f"{rounded_rate(Fraction(evaluation.rate) / 100):f}" if evaluation.rate else "",
        missed=sum(row.state == MET[False] for row in rows),
        rows=rows,
    )


def _reached(before: SiteTable) -> Iterator[tuple[str, Text]]:
    if before.evaluation:
        for id_, result in before.evaluation.results.items():
            if result.actual:
                yield id_, result.actual


def _first(indicator: SiteIndicator, first: Mapping[str, Text]) -> Text | None:
    told = first.get(indicator.id)
    return None if told == indicator.target else told


def _last(indicator: SiteIndicator, reached: Mapping[str, Text]) -> Text | None:
    names = (indicator.id, *indicator.formerly)
    return next((reached[name] for name in names if name in reached), None)


def _row(
    indicator: SiteIndicator,
    result: SiteResult,
    first: Text | None,
    before: Text | None,
    catalogue: Catalogue,
) -> ResultRow:
    state = MET[result.met] if result.is_applicable else "left-out"
    return ResultRow(
        id=indicator.id,
        name=indicator.name,
        first=first,
        target=indicator.target,
        before=before,
        actual=result.actual,
        state=state,
        word=catalogue.format("site", f"result-{state}"),
        score=result.score,
        weight=result.weight,
        reason=result.reason,
    )


def report_title(report: str, catalogue: Catalogue) -> str:
    """Return what a report is called: the evaluation, or the monitoring up to a month."""
    kind, _, month = report.partition("-")
    if not month:
        return catalogue.format("site", f"report-{kind}")
    return catalogue.format("site", f"report-{kind}", month=int(month))


def list_reports(built: SiteTable, catalogue: Catalogue) -> list[ReportFiles]:
    """Return the reports on a table with their files, in the order of the year."""
    ordered = sorted(built.reports, key=lambda each: (each.is_evaluation, each.identity.report))
    return [_report_files(each, catalogue) for each in ordered]


def _report_files(report: SiteReport, catalogue: Catalogue) -> ReportFiles:
    folder = record_folder(report.identity, report.revision)
    labels = report_labels(report.identity.report)
    return ReportFiles(
        title=report_title(report.identity.report, catalogue),
        day=report.day if report.is_evaluation else "",
        files=tuple(list_files(folder, report.files, labels, catalogue)),
    )
