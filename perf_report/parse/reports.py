"""Load reports on a plan."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, cast

from perf_report import resources
from perf_report.model.actual_reading import read_actual
from perf_report.model.finding import LocatedFinding
from perf_report.model.identity import Identity
from perf_report.model.plan_data import Data
from perf_report.model.report import (
    Actual,
    Cause,
    FundsReport,
    IndicatorReport,
    Likelihood,
    Month,
    Report,
    ReportKind,
)
from perf_report.model.source import Source
from perf_report.model.target import Deadline, Statement
from perf_report.parse.broken_parts import has_extra_decimals
from perf_report.parse.data_files import compiled_schema
from perf_report.parse.document import Document, parse_document, parse_mended_document
from perf_report.parse.missing_days import has_missing_day
from perf_report.parse.nodes import Node
from perf_report.parse.plan import build_cells, build_target, build_text, optional

_AMOUNTS = ("initial", "adjusted", "executed", "expected")
# The keys at the top that a kind of report has no use for.
_OF_THE_OTHER = {
    ReportKind.MONITORING: ("scoring", "as_of", "weights"),
    ReportKind.EVALUATION: ("through",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedReport:
    """A source, its document, and either its report or the findings that prevent it."""

    source: Source
    document: Document
    report: Report | None
    findings: tuple[LocatedFinding, ...]
    more: int = 0


def load_report(source: Source) -> LoadedReport:
    """Parse a source, check it against `report.schema.json`, and build its report if it can be."""
    document = parse_document(source)
    root = document.root
    if root is not None and not document.has_error:
        report = read_report_data(root.value())
        if report is not None:
            return _loaded(source, document, report)
    mended = parse_mended_document(source) if document.lines else None
    return _loaded(source, mended or document, None)


def read_report_data(data: Any) -> Report | None:
    """Return the report that data describe; None if they do not have the schema's shape."""
    return build_report(cast("dict[str, Any]", data)) if _is_valid(data) else None


def _is_valid(data: Any) -> bool:
    is_valid = compiled_schema(resources.report_schema_path()).is_valid(data)
    return bool(is_valid) and not has_extra_decimals(data) and not has_missing_day(data)


def _loaded(source: Source, document: Document, report: Report | None) -> LoadedReport:
    findings = document.located_problems()
    if report is None and document.root is not None and not _is_valid(document.root.value()):
        reported = {located.span for located in findings}
        errors = _schema_errors(document, document.root)
        findings += [located for located in errors if located.span not in reported]
    return LoadedReport(
        source=source,
        document=document,
        report=report,
        findings=tuple(sorted(findings, key=lambda located: located.sort_key)),
        more=document.more,
    )


def _schema_errors(document: Document, root: Node) -> list[LocatedFinding]:
    # Slow to load, and needed only if there is an error.
    from perf_report.parse.schema_errors import explain_schema_errors

    errors = explain_schema_errors(root, root.value(), None, resources.report_schema_path())
    return [document.locate(error) for error in errors]


def build_report(data: Data) -> Report:
    """Return the report that data of the schema's shape describe."""
    of, kind = data["of"], ReportKind(data["report"])
    unused = tuple(key for key in _OF_THE_OTHER[kind] if key in data)
    data = {key: item for key, item in data.items() if key not in unused}
    return Report(
        kind=kind,
        of=Identity(of["department"], of["year"], of.get("project", "")),
        unused=unused,
        form=data.get("form"),
        scoring=data.get("scoring"),
        as_of=optional(data, "as_of", date.fromisoformat),
        revision=data.get("revision"),
        revision_note=optional(data, "revision_note", build_text),
        through=optional(data, "through", _build_month),
        funds={id_: _build_funds(row) for id_, row in data.get("funds", {}).items()},
        goals={id_: build_text(goal["achieved"]) for id_, goal in data.get("goals", {}).items()},
        initial_goals={
            id_: build_text(goal["initial"])
            for id_, goal in data.get("goals", {}).items()
            if "initial" in goal
        },
        indicators={
            id_: _build_indicator(each, of["year"])
            for id_, each in data.get("indicators", {}).items()
        },
        weights={id_: Decimal(weight) for id_, weight in data.get("weights", {}).items()},
        conclusion=optional(data, "conclusion", build_text),
        problems=optional(data, "problems", build_text),
        measures=optional(data, "measures", build_text),
        fields=build_cells(data.get("fields", {})),
    )


def _build_month(text: str) -> Month:
    year, month = text.split("-")
    return Month(int(year), int(month))


def _build_funds(data: Data) -> FundsReport:
    amounts = {key: Decimal(data[key]) for key in _AMOUNTS if key in data}
    return FundsReport(
        reason=optional(data, "reason", build_text),
        extra=build_cells(data.get("extra", {})),
        **amounts,
    )


def _build_indicator(data: Data, year: int) -> IndicatorReport:
    def actual(value: Any) -> Actual:
        return _build_actual(value, year)

    return IndicatorReport(
        actual=optional(data, "actual", actual),
        tier=data.get("tier"),
        score=optional(data, "score", Decimal),
        score_reason=optional(data, "score_reason", build_text),
        reason=optional(data, "reason", build_text),
        remedy=optional(data, "remedy", build_text),
        not_applicable=optional(data, "not_applicable", build_text),
        so_far=optional(data, "so_far", actual),
        expected=optional(data, "expected", actual),
        likelihood=optional(data, "likelihood", Likelihood),
        causes=tuple(map(Cause, data.get("causes", ()))),
        initial=optional(data, "initial", partial(build_target, year=year)),
        extra=build_cells(data.get("extra", {})),
    )


def _build_actual(data: Any, year: int) -> Actual:
    if isinstance(data, dict):
        by = optional(data, "by", date.fromisoformat)
        text = build_text(data)
        return Statement(text=text) if by is None else Deadline(text=text, by=by)
    found = read_actual(str(data), year)
    if found is None:
        raise AssertionError(f"the schema accepted an unreadable value: {data!r}")
    return found
