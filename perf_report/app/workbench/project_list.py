"""The tables of a project by department and year, each with what is wrong with it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.project import Project, list_specs
from perf_report.app.status import read_status
from perf_report.render.status_report import StatusItem

# A spec by its file name.
_Item = tuple[str, StatusItem]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedYear:
    """The tables of a department for a year; the year is 0 where it cannot be read."""

    year: int
    items: tuple[tuple[str, StatusItem], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDepartment:
    """A department, by its code, with its years, the newest first."""

    code: str
    years: tuple[ListedYear, ...]


def spec_files(project: Project) -> dict[str, Path]:
    """Return the specs of a project by file name.

    One that is a link out of the project's folder of specs is none of them.
    """
    folder = project.specs_folder()
    inside = folder.resolve()
    return {path.name: path for path in list_specs(folder) if path.resolve().is_relative_to(inside)}


def list_project(project: Project) -> tuple[ListedDepartment, ...]:
    """Return the tables of a project. Raises PerfReportError."""
    files = spec_files(project)
    status = read_status(project, files.values(), None, 1)
    items = [(Path(item.file).name, item) for item in status.items]
    return tuple(
        ListedDepartment(code=code, years=tuple(_years(found)))
        for code, found in _grouped(items, _code)
    )


def _years(items: Sequence[_Item]) -> Iterator[ListedYear]:
    for year, found in reversed(_grouped(items, _year)):
        yield ListedYear(year=int(year), items=tuple(sorted(found, key=lambda each: each[0])))


def _grouped(
    items: Sequence[_Item], key: Callable[[StatusItem], str]
) -> list[tuple[str, list[_Item]]]:
    groups: dict[str, list[_Item]] = {}
    for each in items:
        groups.setdefault(key(each[1]), []).append(each)
    return sorted(groups.items())


def _code(item: StatusItem) -> str:
    return item.identity.code if item.identity else ""


def _year(item: StatusItem) -> str:
    return f"{item.identity.year:04}" if item.identity else "0"
