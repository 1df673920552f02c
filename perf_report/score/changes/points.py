"""The changes of what an evaluation comes to: total, grade, and points for budget execution."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Self

from perf_report.diff.change import Change, ChangeValue, ReportChangeKind, Subject
from perf_report.model.text import Text
from perf_report.score.changes.report_change import changed, detail_of
from perf_report.score.changes.report_pair import ReportPair
from perf_report.score.score import EvaluationScore

_Points = tuple[Decimal | None, Decimal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What an evaluation comes to; nothing without a scoring."""

    total: Decimal | None = None
    execution: Decimal | None = None
    weight: Decimal | None = None
    grade: Text | None = None

    @classmethod
    def of(cls, score: EvaluationScore | None) -> Self:
        """Return what the scores come to."""
        if score is None:
            return cls()
        return cls(
            total=score.total,
            execution=score.execution.score,
            weight=score.execution.weight,
            grade=score.grade.label if score.grade else None,
        )


def find_point_changes(pair: ReportPair, subject: Subject) -> Iterator[Change]:
    """Yield the changes of total and execution; of an edited report, of the grade, too.

    `subject` is the plan that is evaluated.
    """
    before, after = (_Outcome.of(side.score) for side in pair.both)
    totals, points = (before.total, after.total), (before.execution, after.execution)
    yield from _moved(pair, ReportChangeKind.TOTAL_CHANGED, subject, totals)
    yield from _moved(pair, ReportChangeKind.EXECUTION_CHANGED, subject, points)
    if pair.kind == "edited":
        yield from _edited(pair, subject, (before.weight, after.weight), "execution_weight")
        # What was disclosed in Chinese alone is no other grade in English.
        if _chinese(before.grade) != _chinese(after.grade):
            yield from _edited(pair, subject, (before.grade, after.grade), "grade")


def is_told(pair: ReportPair, points: _Points) -> bool:
    """Return whether a change of points is told: that they are gone, only in an edited report."""
    return points[0] != points[1] and (pair.kind == "edited" or None not in points)


def points_moved(points: _Points) -> str:
    """Return to which side points moved; no points count as zero."""
    return "stronger" if (points[1] or 0) > (points[0] or 0) else "weaker"


def _moved(
    pair: ReportPair, kind: ReportChangeKind, subject: Subject, points: _Points
) -> Iterator[Change]:
    if is_told(pair, points):
        yield Change(
            kind=kind,
            subject=subject,
            before=points[0],
            after=points[1],
            detail=detail_of(pair, moved=points_moved(points)),
            old_route=("of",),
            new_route=("of",),
        )


def _edited(
    pair: ReportPair, subject: Subject, values: tuple[ChangeValue, ChangeValue], field: str
) -> Iterator[Change]:
    if values[0] != values[1]:
        kind = ReportChangeKind.REPORT_CHANGED
        yield changed(pair, kind, subject, values, field, ("scoring",))


def _chinese(text: Text | None) -> str | None:
    return text.zh if text else None
