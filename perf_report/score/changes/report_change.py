"""Changes of reports, made of what differs."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from perf_report.diff.change import Change, ChangeValue, Detail, ReportChangeKind, Subject
from perf_report.model.report import FundsReport, IndicatorReport
from perf_report.model.route import Route
from perf_report.model.text import Text
from perf_report.score.changes.report_pair import ReportPair

Row = FundsReport | IndicatorReport
Values = tuple[ChangeValue, ChangeValue]


def other_changes(
    pair: ReportPair, subject: Subject, rows: tuple[Row, Row], route: Route
) -> Iterator[Change]:
    """Yield the changes of the reason of a row, and of the form's own columns."""
    before, after = rows
    kind = ReportChangeKind.ANSWER_CHANGED
    if before.reason != after.reason:
        values = (before.reason, after.reason)
        yield changed(pair, kind, subject, values, "reason", (*route, "reason"))
    for id_, cells in unequal(before.extra, after.extra):
        where = (*route, "extra", id_)
        yield changed(pair, kind, subject, cells, f"extra.{id_}", where)


def unequal(
    old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    """Yield the values that differ, by id."""
    for id_ in dict.fromkeys((*old, *new)):
        if old.get(id_) != new.get(id_):
            yield id_, (old.get(id_), new.get(id_))


def changed(
    pair: ReportPair, kind: ReportChangeKind, subject: Subject, values: Values, field: str,
    route: Route,
) -> Change:  # fmt: skip
    """Return the change of a field of an edited report, at the same place on both sides."""
    return Change(
        kind=kind,
        subject=subject,
        before=values[0],
        after=values[1],
        detail=detail_of(pair, field=field),
        old_route=route,
        new_route=route,
    )


def detail_of(pair: ReportPair, **facts: str) -> Detail:
    """Return what is known of a change, without what is empty."""
    detail = {"pair": pair.kind, "report": pair.after.report.id, **facts}
    return {key: value for key, value in detail.items() if value}


def plain_value(value: object) -> ChangeValue:
    """Return a value that reports of changes know how to print."""
    if value is None or isinstance(value, Text | date):
        return value
    if isinstance(value, tuple):
        return tuple(map(str, value)) if type(value) is tuple else str(value)
    return dict(value) if isinstance(value, Mapping) else str(value)
