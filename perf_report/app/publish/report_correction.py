"""Compare a correction of a report on a plan with the disclosed revision that it replaces.

A disclosed PDF has the report and its plan as they were, so what is told does not depend on local
files, nor on what became of the plan since.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from perf_report.app.check.carried_report import read_carried_report
from perf_report.app.check.checker import Checker
from perf_report.app.check.report_check import CheckedReport, ReportChecker
from perf_report.app.compare.comparison import ComparisonConfig, InvalidReport
from perf_report.app.compare.report_comparison import compare_reports
from perf_report.app.publish.disclosed_content import read_disclosed_file
from perf_report.app.publish.told_correction import Correction, tell_correction
from perf_report.errors import PublishError
from perf_report.model.scoring import Grade
from perf_report.model.source import Source
from perf_report.model.text import Text
from perf_report.outputs.build_config import BuildConfig
from perf_report.parse.source import read_source
from perf_report.pdf_inspect.open_pdf import MAX_PDF_BYTES
from perf_report.publish.target import PublishedFiles
from perf_report.score.score import EvaluationScore, ExecutionScore, IndicatorScore
from perf_report.site.history import Event


def describe_report_correction(
    event: Event,
    before: Event,
    target: PublishedFiles,
    built: Path,
    terms: tuple[Checker, BuildConfig],
) -> Correction:
    """Compare a correction of a report with the revision before. Raises PerfReportError."""
    checker, config = terms
    name = f"{event.report}.zh.pdf"
    disclosed = _checked(read_disclosed_file(before, name, target), before, checker)
    data = json.loads(read_disclosed_file(before, f"{event.report}.json", target).data)
    made = read_source(built / event.identity.folder / name, MAX_PDF_BYTES)
    changes = compare_reports(
        _as_disclosed(disclosed, data),
        _checked(made, event, checker),
        ComparisonConfig(checker=checker, policy=config.policy),
    )
    if isinstance(changes, InvalidReport):
        raise PublishError("correction-unreadable", path=changes.report.source.name)
    return tell_correction(event, changes, config, {})


def _checked(pdf: Source, event: Event, checker: Checker) -> CheckedReport:
    """The report that a PDF was made of, under a name that tells the revisions apart."""
    carried = read_carried_report(pdf)
    if carried is None:
        raise PublishError("correction-unreadable", path=pdf.name)
    named = replace(carried.report, name=f"r{event.revision}-{event.report}.yaml")
    return ReportChecker(checker, carried.search).check(named)


def _as_disclosed(checked: CheckedReport, data: Mapping[str, Any]) -> CheckedReport:
    """The report with the points that were disclosed, whatever the scoring gives by now."""
    context = checked.context
    judged = context.judged if context else None
    if context is None or judged is None or "execution" not in data:
        return checked
    return replace(checked, context=replace(context, disclosed=_with_points(judged, data)))


def _with_points(judged: EvaluationScore, data: Mapping[str, Any]) -> EvaluationScore:
    rows = {each["id"]: each for each in data["indicators"]}
    return replace(
        judged,
        scoring=replace(judged.scoring, grades=tuple(_grades(data))),
        execution=_execution(judged.execution, data["execution"]),
        total=_points(data, "total"),
        indicators=tuple(_row(each, rows.get(each.id, {})) for each in judged.indicators),
    )


def _grades(data: Mapping[str, Any]) -> Iterator[Grade]:
    """The grade that was disclosed, as the only one; from 0, as it is that of any total."""
    if grade := data.get("grade"):
        yield Grade(id=grade["id"], label=Text(**grade["label"]), start=Decimal(0))


def _execution(judged: ExecutionScore, data: Mapping[str, Any]) -> ExecutionScore:
    return replace(judged, weight=Decimal(data["weight"]), score=_points(data, "score"))


def _row(judged: IndicatorScore, data: Mapping[str, Any]) -> IndicatorScore:
    met, terms = data.get("met"), judged.terms
    if terms and met is not None:
        terms = replace(terms, met=met)
    weight, score = _points(data, "weight"), _points(data, "score")
    return replace(judged, terms=terms, weight=weight, score=score)


def _points(data: Mapping[str, Any], key: str) -> Decimal | None:
    return Decimal(data[key]) if key in data else None
