"""The tables of a project by department and year, each with what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.check.check_reports import check_reports
from perf_report.app.check.check_result import CheckedSpec
from perf_report.app.check.checker import open_checker
from perf_report.app.check.collect_specs import collect_files
from perf_report.app.check.previous_year import scan_report
from perf_report.app.project import Project, list_specs
from perf_report.app.status import read_status
from perf_report.messages import Catalogue
from perf_report.model.finding import Severity
from perf_report.model.identity import Identity
from perf_report.model.report import ReportKind
from perf_report.render.status_report import StatusItem
from perf_report.rules.review_mark import RULE


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedFile:
    """A table or a report on one, which has the id of its kind, with what is wrong with it."""

    name: str
    identity: Identity | None
    errors: int
    warnings: int
    marks: int
    is_report: bool = False
    report: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedYear:
    """The tables of a department for a year, each before its reports; 0 if it cannot be read."""

    year: int
    items: tuple[ListedFile, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDepartment:
    """A department, by its code, with its years, the newest first."""

    code: str
    years: tuple[ListedYear, ...]


def spec_files(project: Project) -> dict[str, Path]:
    """Return the specs and reports of a project by file name.

    One that is a link out of the project's folder of specs is none of them.
    """
    folder = project.specs_folder()
    inside = folder.resolve()
    return {path.name: path for path in list_specs(folder) if path.resolve().is_relative_to(inside)}


def report_words(report: str, say: Catalogue) -> str:
    """Return what a report is called: `monitoring-07` is that through July."""
    kind, _, month = report.partition("-")
    if kind != ReportKind.MONITORING:
        return say.format("workbench", "report-evaluation" if kind else "report-unread")
    return say.format(
        "workbench", "report-monitoring", months=say.format("months", str(int(month)))
    )


def list_project(project: Project) -> tuple[ListedDepartment, ...]:
    """Return the tables of a project. Raises PerfReportError."""
    files = spec_files(project).values()
    tables = [_listed_table(each) for each in read_status(project, files, None, 1).items]
    found = [*tables, *_reports(project, files)]
    return tuple(
        ListedDepartment(code=code, years=tuple(_years(each)))
        for code, each in _grouped(found, _code)
    )


def _listed_table(item: StatusItem) -> ListedFile:
    return ListedFile(
        name=Path(item.file).name,
        identity=item.identity,
        errors=item.errors,
        warnings=item.warnings,
        marks=len(item.marks),
    )


def _reports(project: Project, files: Iterable[Path]) -> Iterator[ListedFile]:
    sources = collect_files(files).reports
    with open_checker(project) as checker:
        yield from (_listed_report(each.spec) for each in check_reports(sources, project, checker))


def _listed_report(spec: CheckedSpec) -> ListedFile:
    result = spec.result
    return ListedFile(
        name=Path(spec.source.name).name,
        identity=result.identity or scan_report(spec.source.data),
        errors=result.counts[Severity.ERROR.value],
        warnings=result.counts[Severity.WARNING.value],
        marks=sum(each.finding.rule == RULE.id for each in result.findings),
        is_report=True,
        report=result.report,
    )


def _years(items: Sequence[ListedFile]) -> Iterator[ListedYear]:
    for year, found in reversed(_grouped(items, _year)):
        tables = {each.identity: each.name for each in found if not each.is_report}
        in_order = sorted(found, key=lambda each: _place(each, tables))
        yield ListedYear(year=int(year), items=tuple(in_order))


def _place(item: ListedFile, tables: Mapping[Identity | None, str]) -> tuple[str, bool, str, str]:
    """A report stands below its table, monitoring before the evaluation."""
    own = tables.get(item.identity, item.name) if item.is_report else item.name
    return own, item.is_report, "" if item.report != ReportKind.EVALUATION else "~", item.name


def _grouped(
    items: Sequence[ListedFile], key: Callable[[ListedFile], str]
) -> list[tuple[str, list[ListedFile]]]:
    groups: dict[str, list[ListedFile]] = {}
    for each in items:
        groups.setdefault(key(each), []).append(each)
    return sorted(groups.items())


def _code(item: ListedFile) -> str:
    return item.identity.code if item.identity else ""


def _year(item: ListedFile) -> str:
    return f"{item.identity.year:04}" if item.identity else "0"
