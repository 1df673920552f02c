"""The tables of a project by department and year, each with what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from perf_report.app.project import Project, list_specs
from perf_report.model.identity import Identity
from perf_report.render.status_report import StatusItem


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecState:
    """A spec with its state; `item` is None while that is not known.

    `number` is its place among the specs of a search.
    """

    file: str
    digest: str
    identity: Identity | None
    item: StatusItem | None
    number: int = 0

    @property
    def name(self) -> str:
        """The file name."""
        return Path(self.file).name


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedYear:
    """The tables of a department for a year; the year is 0 where it cannot be read."""

    year: int
    items: tuple[SpecState, ...]


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


def list_project(specs: Iterable[SpecState]) -> tuple[ListedDepartment, ...]:
    """Return the tables of a project by department and year."""
    return tuple(
        ListedDepartment(code=code, years=tuple(_years(found)))
        for code, found in _grouped(specs, _code)
    )


def _years(specs: Iterable[SpecState]) -> Iterator[ListedYear]:
    for year, found in reversed(_grouped(specs, _year)):
        yield ListedYear(year=int(year), items=tuple(sorted(found, key=lambda each: each.name)))


def _grouped(
    specs: Iterable[SpecState], key: Callable[[SpecState], str]
) -> list[tuple[str, list[SpecState]]]:
    groups: dict[str, list[SpecState]] = {}
    for each in specs:
        groups.setdefault(key(each), []).append(each)
    return sorted(groups.items())


def _code(spec: SpecState) -> str:
    return spec.identity.code if spec.identity else ""


def _year(spec: SpecState) -> str:
    return f"{spec.identity.year:04}" if spec.identity else "0"
