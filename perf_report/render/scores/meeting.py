"""Scores of many departments, as the sheets of a workbook for a bureau's meeting."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from perf_report.messages import Catalogue, describe_finding
from perf_report.model.finding import FileFindings, LocatedFinding, Severity
from perf_report.model.framework import Framework
from perf_report.model.identity import Identity
from perf_report.render.findings.report import shown_path
from perf_report.render.scores.outstanding import Outstanding
from perf_report.render.scores.scored import ScoredReport, ScoreReport
from perf_report.render.scores.words import (
    in_language,
    printed_actual,
    printed_target,
    reasons_of,
    rounded_rate,
)
from perf_report.score.score import IndicatorScore

Value = str | int | Decimal | None
Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: its title, the labels of its columns with their widths in characters, its rows."""

    title: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Row]


def meeting_sheets(report: ScoreReport) -> list[Sheet]:
    """Return the sheets: totals, grades, points lost, and what is missing."""
    sheets = (_totals(report), _grades(report), _losses(report), _missing(report))
    return [_without_empty(each) for each in sheets]


def _without_empty(sheet: Sheet) -> Sheet:
    """A sheet without the columns in which no row has anything, such as projects."""
    shown = [
        place
        for place in range(len(sheet.columns))
        if any(row[place] is not None for row in sheet.rows)
    ]
    return Sheet(
        title=sheet.title,
        columns=[sheet.columns[place] for place in shown],
        rows=[tuple(row[place] for place in shown) for row in sheet.rows],
    )


def _sheet(say: Catalogue, id_: str, columns: dict[str, int], rows: Sequence[Row]) -> Sheet:
    """A sheet whose title and labels are messages; an empty one says that there is nothing."""
    labels = [(say.format("meeting", key), width) for key, width in columns.items()]
    nothing = (say.format("meeting", "nothing"), *(None for _ in labels[1:]))
    return Sheet(title=say.format("meeting", id_), columns=labels, rows=rows or [nothing])


# --- Totals ---

_WHOSE = {"year": 7, "department": 24, "project": 22}
_POINTS = {"total": 9, "grade": 8, "rate": 11, "execution": 9}
_COUNTS = {"lost": 8, "missed": 10, "unexplained": 10, "errors": 8, "state": 12}


def _totals(report: ScoreReport) -> Sheet:
    say, levels = report.catalogue, _levels(report)
    errors = {file.name: file.counts[Severity.ERROR.value] for file in report.files}
    rows = [_total(each, levels, errors, say) for each in sorted(report.scored, key=_by_total)]
    empty: tuple[Value, ...] = (None,) * (len(_POINTS) + len(levels) + len(_COUNTS) - 1)
    rows += [(*_whose(each, say), *empty, _state(each, say)) for each in report.outstanding]
    sheet = _sheet(say, "totals", {**_WHOSE, **_POINTS, **_COUNTS}, [])
    place = len(_WHOSE) + len(_POINTS)
    columns = [*sheet.columns[:place], *((label, 9) for label in levels.values())]
    return Sheet(title=sheet.title, columns=[*columns, *sheet.columns[place:]], rows=rows)


def _state(whose: Outstanding, say: Catalogue) -> str:
    return say.format("meeting", "no-total" if whose.is_handed_in else "not-handed-in")


def _by_total(scored: ScoredReport) -> tuple[int, Decimal, Identity]:
    """The newest year, then the highest total; without one last."""
    total, of = scored.score.total, scored.given.report.of
    return -of.year, -(Decimal(-1) if total is None else total), of


def _levels(report: ScoreReport) -> dict[str, str]:
    """The labels of level 1 of all frameworks, by id."""
    labels: dict[str, str] = {}
    for scored in report.scored:
        for level, _ in scored.given.vocabulary.framework.categories():
            labels.setdefault(level.id, in_language(level.label, report.catalogue))
    return labels


def _total(
    scored: ScoredReport, levels: dict[str, str], errors: dict[str, int], say: Catalogue
) -> Row:
    score, points = scored.score, _points_by_level(scored)
    execution, wrong = score.execution, errors[scored.file]
    state = "no-total" if score.total is None else "with-errors" if wrong else "evaluated"
    return (
        *_whose(_held_by(scored), say),
        score.total,
        in_language(score.grade.label, say) if score.grade else None,
        None if execution.rate is None else rounded_rate(execution.rate),
        execution.score,
        *(points.get(level) for level in levels),
        score.applicable - score.points,
        sum(each.met is False for each in score.indicators),
        sum(each.lacks_reason for each in score.indicators),
        wrong,
        say.format("meeting", state),
    )


def _held_by(scored: ScoredReport) -> Outstanding:
    """Whose evaluation it is."""
    plan = scored.given.plan
    return Outstanding.of(plan, file=scored.file)


def _whose(whose: Outstanding, say: Catalogue) -> Row:
    project = in_language(whose.project, say) if whose.project else None
    return whose.identity.year, in_language(whose.department, say), project


def _points_by_level(scored: ScoredReport) -> dict[str, Decimal]:
    """The points of each level that has indicators with scores."""
    level_of = _level_of(scored.given.vocabulary.framework)
    points: dict[str, Decimal] = {}
    for each in scored.score.indicators:
        level = level_of[scored.indicators[each.id].category]
        if each.score is not None:
            points[level] = points.get(level, Decimal(0)) + each.score
    return points


def _level_of(framework: Framework) -> dict[str, str]:
    return {category.id: level.id for level, category in framework.categories()}


# --- Grades ---


def _grades(report: ScoreReport) -> Sheet:
    """How many evaluations have each grade, in each year."""
    say = report.catalogue
    counts: Counter[tuple[int, str]] = Counter()
    for scored in sorted(report.scored, key=_by_total):
        grade = scored.score.grade
        label = in_language(grade.label, say) if grade else say.format("meeting", "no-total")
        counts[scored.given.report.of.year, label] += 1
    for each in report.outstanding:
        counts[each.identity.year, _state(each, say)] += 1
    rows = [(year, label, count) for (year, label), count in counts.items()]
    return _sheet(say, "grades", {"year": 7, "grade": 16, "count": 9}, rows)


# --- Points lost ---

_LOSSES = {
    **_WHOSE, "indicator": 28, "target": 16, "actual": 16, "weight": 8, "score": 8, "lost": 8,
    "reason": 36, "remedy": 30,
}  # fmt: skip


def _losses(report: ScoreReport) -> Sheet:
    """The indicators of all evaluations that lost points, those that lost the most first."""
    lost = [(scored, each) for scored in report.scored for each in scored.lost()]
    lost.sort(key=lambda pair: (-pair[1].lost, _by_total(pair[0])))
    rows = [_loss(scored, each, report.catalogue) for scored, each in lost]
    return _sheet(report.catalogue, "losses", _LOSSES, rows)


def _loss(scored: ScoredReport, each: IndicatorScore, say: Catalogue) -> Row:
    reported = scored.reported(each.id)
    return (
        *_whose(_held_by(scored), say),
        in_language(scored.indicators[each.id].name, say),
        printed_target(scored, each.id, say),
        printed_actual(scored, each.id, say),
        each.weight,
        each.score,
        each.lost,
        reasons_of(reported, say) or None,
        in_language(reported.remedy, say) if reported.remedy else None,
    )


# --- What is missing ---

_MISSING = {**_WHOSE, "file": 30, "indicator": 24, "what": 60}


def _missing(report: ScoreReport) -> Sheet:
    """The tables without an evaluation, then what is wrong with evaluations."""
    say = report.catalogue
    held = {each.file: each for each in report.scored}
    nothing = say.format("meeting", "no-evaluation")
    rows: list[Row] = [
        (*_whose(each, say), shown_path(each.file), None, nothing)
        for each in report.outstanding
        if not each.is_handed_in
    ]
    for file in report.files:
        rows += _faults(file, held.get(file.name), say)
    return _sheet(say, "missing", _MISSING, rows)


def _faults(file: FileFindings, scored: ScoredReport | None, say: Catalogue) -> Iterator[Row]:
    """The errors and warnings of a file, each with the indicator that it is about."""
    whose: Row = _whose(_held_by(scored), say) if scored else (None,) * len(_WHOSE)
    names = scored.indicators if scored else {}
    for each in file.findings:
        if each.finding.severity is not Severity.INFO:
            about = names.get(str(each.finding.route[1])) if len(each.finding.route) > 1 else None
            name = in_language(about.name, say) if about else None
            yield *whose, shown_path(file.name), name, _fault(each, say)


def _fault(each: LocatedFinding, say: Catalogue) -> str:
    message = describe_finding(say, each.finding).message
    return say.format("meeting", "at-line", line=each.span.line, message=message)
