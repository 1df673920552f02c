"""Find the evaluation of a table, and take next year's baselines from it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from perf_report.app.project import list_specs
from perf_report.errors import SourceError
from perf_report.model.identity import Identity
from perf_report.model.plan import Indicator, Plan
from perf_report.model.plan_data import target_data
from perf_report.model.report import Actual, Report, ReportKind
from perf_report.model.target import Quantity, Range, Statement
from perf_report.model.text import Text
from perf_report.parse.report_files import is_report
from perf_report.parse.reports import LoadedReport, load_report
from perf_report.parse.source import read_source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What an evaluation says was reached: baselines as in a spec, by the id of the indicator.

    `without` are the indicators of the plan of which it says nothing.
    """

    path: Path
    baselines: Mapping[str, Any]
    without: tuple[str, ...]


def find_reached(plan: Plan, folders: Iterable[Path]) -> Reached | None:
    """Return what the evaluation of a plan says, from the reports directly in the folders.

    None if there is no evaluation. Raises SourceError if it cannot be read, or there are two.
    """
    found = list(_evaluations(plan.identity, folders))
    if not found:
        return None
    if len(found) > 1:
        paths = ", ".join(str(path) for path, _ in found)
        raise SourceError("evaluations-two", plan=str(plan.identity), paths=paths)
    path, report = found[0]
    baselines = dict(_baselines(plan, report))
    without = tuple(each.id for each in plan.all_indicators() if each.id not in baselines)
    return Reached(path=path, baselines=baselines, without=without)


def _evaluations(of: Identity, folders: Iterable[Path]) -> Iterator[tuple[Path, Report]]:
    paths = {path.absolute(): path for folder in folders for path in list_specs(folder)}
    for path in paths.values():
        source = read_source(path)
        if is_report(source):
            loaded = load_report(source)
            if loaded.report is None and _may_be_on(loaded, of):
                raise SourceError("spec-invalid", path=path)
            report = loaded.report
            if report and report.of == of and report.kind is ReportKind.EVALUATION:
                yield path, report


def named_table(loaded: LoadedReport) -> Identity | None:
    """Return the table that an evaluation names, even one with errors; None if it names none."""
    data = _data_of(loaded)
    named = data.get("of")
    if data.get("report") != ReportKind.EVALUATION.value or not isinstance(named, dict):
        return None
    code, year, project = named.get("department"), named.get("year"), named.get("project", "")
    if not (isinstance(code, str) and isinstance(year, int) and isinstance(project, str)):
        return None
    return Identity(code, year, project)


def _may_be_on(loaded: LoadedReport, of: Identity) -> bool:
    """Whether a report with errors may be the evaluation of a table."""
    named = named_table(loaded)
    is_monitoring = _data_of(loaded).get("report") == ReportKind.MONITORING.value
    return not is_monitoring if named is None else named == of


def _data_of(loaded: LoadedReport) -> Mapping[str, Any]:
    data = loaded.document.root.value() if loaded.document.root else None
    return data if isinstance(data, dict) else {}


def _baselines(plan: Plan, report: Report) -> Iterator[tuple[str, Any]]:
    for indicator in plan.all_indicators():
        reported = report.indicators.get(indicator.id)
        if reported and reported.actual and not reported.not_applicable:
            value = _written(indicator, reported.actual)
            yield indicator.id, {"year": plan.year, "value": value}


def _written(indicator: Indicator, actual: Actual) -> Any:
    """An actual value as the value of a baseline, which is written as a target is.

    A target is never below zero, so that such a figure stands in words.
    """
    if isinstance(actual, Quantity):
        actual = _with_unit(indicator, actual)
        if actual.value < 0:
            text = Text(zh=actual.printed, en=actual.printed)
            return target_data(Statement(text=text))
    return target_data(actual)


def _with_unit(indicator: Indicator, actual: Quantity) -> Quantity:
    """A figure without a unit is in that of its target, which may stand in its own column."""
    target = indicator.target
    if actual.unit or indicator.unit_apart or not isinstance(target, Quantity | Range):
        return actual
    return replace(actual, unit=target.unit, per=target.per, words="")
