"""The tables of a project by department and year, each with what is wrong with it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.project import Project, list_specs
from perf_report.app.workbench.scanned_names import NO_NAMES, ScannedNames
from perf_report.messages import Catalogue
from perf_report.model.identity import Identity
from perf_report.model.report import ReportKind
from perf_report.render.status_report import StatusItem

# What stands for bytes of a name that are no text.
_LOST = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecState:
    """A table or a report on one, with its state; `item` is None while that is not known.

    `number` is its place among the files of a search, and `report` the id of a report's kind.
    """

    file: str
    digest: str
    identity: Identity | None
    item: StatusItem | None
    number: int = 0
    is_report: bool = False
    report: str = ""
    names: ScannedNames = NO_NAMES

    @property
    def name(self) -> str:
        """The file name."""
        return Path(self.file).name


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedYear:
    """The tables of a department for a year, each before its reports; 0 if it cannot be read."""

    year: int
    items: tuple[SpecState, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDepartment:
    """A department with its years, the newest first; `name` is its code if it is not known."""

    name: str
    years: tuple[ListedYear, ...]


def spec_files(project: Project) -> dict[str, Path]:
    """Return the specs and reports of a project by file name.

    One that is a link out of the project's folder of specs is none of them, nor is one whose name
    is no text, which no address can have.
    """
    folder = project.specs_folder()
    return {path.name: path for path in _inside(list_specs(folder), folder)}


def find_spec(project: Project, name: str) -> Path | None:
    """Return the spec or report of a file name, as `spec_files` has it; None if there is none."""
    folder = project.specs_folder()
    named = (path for path in list_specs(folder) if path.name == name)
    # Each request asks for one: where the links of all others lead would hold it up.
    return next(_inside(named, folder), None)


def _inside(paths: Iterable[Path], folder: Path) -> Iterator[Path]:
    """The paths that lead nowhere out of a folder, and whose names an address can have."""
    inside = folder.resolve()
    for path in paths:
        if path.resolve().is_relative_to(inside) and not _LOST.search(path.name):
            yield path


def report_words(report: str, say: Catalogue) -> str:
    """Return what a report is called: `monitoring-07` is that through July."""
    kind, _, month = report.partition("-")
    if kind != ReportKind.MONITORING:
        return say.format("workbench", "report-evaluation" if kind else "report-unread")
    return say.format(
        "workbench", "report-monitoring", months=say.format("months", str(int(month)))
    )


def list_project(files: Iterable[SpecState]) -> tuple[ListedDepartment, ...]:
    """Return the tables of a project by department and year."""
    return tuple(
        ListedDepartment(name=_name(code, found), years=tuple(_years(found)))
        for code, found in _grouped(files, _code)
    )


def _name(code: str, files: Iterable[SpecState]) -> str:
    """The name of a department in its newest table."""
    named = sorted((_year(each), each.names.department) for each in files)
    return next((name for _, name in reversed(named) if name), code)


def _years(files: Iterable[SpecState]) -> Iterator[ListedYear]:
    for year, found in reversed(_grouped(files, _year)):
        tables = {each.identity: each.name for each in found if not each.is_report}
        in_order = sorted(found, key=lambda each: _place(each, tables))
        yield ListedYear(year=int(year), items=tuple(in_order))


def _place(file: SpecState, tables: Mapping[Identity | None, str]) -> tuple[str, bool, str, str]:
    """A report stands below its table, monitoring before the evaluation."""
    own = tables.get(file.identity, file.name) if file.is_report else file.name
    return own, file.is_report, "" if file.report != ReportKind.EVALUATION else "~", file.name


def _grouped(
    files: Iterable[SpecState], key: Callable[[SpecState], str]
) -> list[tuple[str, list[SpecState]]]:
    groups: dict[str, list[SpecState]] = {}
    for each in files:
        groups.setdefault(key(each), []).append(each)
    return sorted(groups.items())


def _code(file: SpecState) -> str:
    return file.identity.code if file.identity else ""


def _year(file: SpecState) -> str:
    return f"{file.identity.year:04}" if file.identity else "0"
