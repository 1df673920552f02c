"""A department's page, with its projects and its units, and what follows from it.

Projects and units stand beside the department's own tables: what they spend is a part of the
department's funds, so their sums are never added to its totals. A long list of them has pages of
its own, one list a year, and the department's page links to these.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any

from perf_report.messages import Catalogue, load_catalogue
from perf_report.model.text import LANGUAGES, Language
from perf_report.site.built_table import SiteTable
from perf_report.site.comparison_pages import (
    YearComparison,
    compare_years,
    make_comparison_page,
    view_total,
)
from perf_report.site.page_frame import PageFrame, department_steps, front_steps
from perf_report.site.paging import make_list, weigh_texts
from perf_report.site.paths import (
    comparison_page,
    department_page,
    projects_folder,
    sheet_folder,
    units_folder,
)
from perf_report.site.sums import Amount, UnitTable, sum_amounts
from perf_report.site.table_rows import (
    ProjectRow,
    ProjectSum,
    UnitRow,
    project_row,
    sum_projects,
    table_row,
    unit_row,
    weigh_project,
)
from perf_report.site.table_summary import TableSummary

_TWO = 2

# So many projects still stand on the department's own page; more have lists of their own alone.
_ON_PAGE = 100

_ByYear = Mapping[int, Sequence[TableSummary]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectYear:
    """A department's projects of a year: the rows, or the path of the list that has them.

    `sheet` is the path of the page of the sheet that has all of them, if there is one.
    """

    year: int
    total: ProjectSum
    rows: tuple[ProjectRow, ...]
    path: str
    sheet: str = ""
    is_sheet_localized: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitYear:
    """A department's units of a year, and the sums of their total funds.

    There are the rows, or the path of the list that has them.
    """

    year: int
    count: int
    sums: tuple[Amount, ...]
    rows: tuple[UnitRow, ...]
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Department:
    """All that a department's page tells; projects and units are by year, the latest first.

    `sheets` are the languages of its sheets of projects, by year.
    """

    tables: Sequence[TableSummary]
    projects: _ByYear
    units: Mapping[int, Sequence[UnitTable]]
    compared: YearComparison
    sheets: Mapping[int, Sequence[Language]]

    @property
    def last(self) -> TableSummary:
        return self.tables[-1]

    @property
    def own(self) -> list[TableSummary]:
        """The department's own tables, the latest first."""
        return [table for table in reversed(self.tables) if not table.project]

    @property
    def has_lists(self) -> bool:
        """Whether the projects have lists of their own."""
        return sum(map(len, self.projects.values())) > _ON_PAGE

    @property
    def has_unit_lists(self) -> bool:
        """Whether the units have lists of their own."""
        return sum(map(len, self.units.values())) > _ON_PAGE


def make_department_pages(
    frame: PageFrame,
    tables: Sequence[TableSummary],
    built_tables: Sequence[SiteTable],
    units: Sequence[UnitTable] = (),
    sheets: Mapping[int, Sequence[Language]] = MappingProxyType({}),
) -> dict[str, bytes]:
    """Return the pages of a department; `built_tables` are those that are not withdrawn.

    Tables are in the order of years. `units` are the tables of the department's units, `sheets`
    the languages of its sheets of projects by year.
    """
    pages: dict[str, bytes] = {}
    own, *others = _by_subject(built_tables)
    compared = compare_years(own)
    department = _Department(
        tables=tables,
        projects=_projects_by_year(tables),
        units={year: list(group) for year, group in groupby(units, key=lambda unit: unit.year)},
        compared=compared,
        sheets=sheets,
    )
    for language in LANGUAGES:
        catalogue = load_catalogue(language)
        pages |= _department_page(frame, department, catalogue)
        pages |= _lists(frame, department, catalogue)
    return pages | _comparison_pages(frame, [own, *others], compared)


def _lists(frame: PageFrame, department: _Department, catalogue: Catalogue) -> dict[str, bytes]:
    """The lists of what is too long for the department's page."""
    pages: dict[str, bytes] = {}
    if department.has_lists:
        for year in department.projects:
            pages |= _project_list(frame, department, year, catalogue)
    if department.has_unit_lists:
        for year in department.units:
            pages |= _unit_list(frame, department, year, catalogue)
    return pages


def _by_subject(built_tables: Sequence[SiteTable]) -> list[list[SiteTable]]:
    """The department's own tables, and then those of each project."""
    found: dict[str, list[SiteTable]] = {"": []}
    for built in built_tables:
        found.setdefault(built.project, []).append(built)
    return list(found.values())


def _projects_by_year(tables: Sequence[TableSummary]) -> dict[int, list[TableSummary]]:
    found: dict[int, list[TableSummary]] = {}
    for table in tables:
        if table.project:
            found.setdefault(table.year, []).append(table)
    return dict(sorted(found.items(), reverse=True))


def _comparison_pages(
    frame: PageFrame, subjects: Sequence[Sequence[SiteTable]], compared: YearComparison
) -> dict[str, bytes]:
    """The comparisons of the department, whose own is known already, and of each project."""
    pages: dict[str, bytes] = {}
    for number, built_tables in enumerate(subjects):
        if len(built_tables) >= _TWO:
            years = compare_years(built_tables) if number else compared
            for language in LANGUAGES:
                catalogue = load_catalogue(language)
                pages |= make_comparison_page(frame, built_tables, years, catalogue)
    return pages


def _department_page(
    frame: PageFrame, department: _Department, catalogue: Catalogue
) -> dict[str, bytes]:
    code, name = department.last.department, department.last.name
    has_comparison = len(department.compared.years) >= _TWO
    return frame.render(
        "department.html.j2",
        department_page(code),
        catalogue.language,
        section="departments",
        name=name,
        steps=front_steps(catalogue),
        former_names=_former_names(department.tables),
        tables=[
            table_row(table, catalogue, department.projects.get(table.year, ()))
            for table in department.own
        ],
        projects=_project_years(frame, department, catalogue),
        units=_unit_years(department, catalogue),
        comparison=comparison_page(code) if has_comparison else None,
        years=department.compared.years,
        total=view_total(department.compared, catalogue),
    )


def _former_names(tables: Sequence[TableSummary]) -> list[dict[str, Any]]:
    """Earlier names of the department, each with its last year."""
    # By the Chinese name: a table in Chinese alone has the same name without its English.
    former = {table.name.zh: table for table in tables}
    del former[tables[-1].name.zh]
    return [{"name": table.name, "year": table.year} for table in former.values()]


def _project_years(
    frame: PageFrame, department: _Department, catalogue: Catalogue
) -> list[ProjectYear]:
    code, has_lists = department.last.department, department.has_lists
    return [
        ProjectYear(
            year=year,
            total=sum_projects(tables, catalogue),
            rows=() if has_lists else tuple(project_row(each, frame, catalogue) for each in tables),
            path=f"{projects_folder(code, year)}/index.html" if has_lists else "",
            sheet=f"{sheet_folder(code, year)}/index.html" if year in department.sheets else "",
            is_sheet_localized=catalogue.language in department.sheets.get(year, ()),
        )
        for year, tables in department.projects.items()
    ]


def _project_list(
    frame: PageFrame, department: _Department, year: int, catalogue: Catalogue
) -> dict[str, bytes]:
    """The list of the projects of a year, in as many parts as it needs."""
    code, name, tables = department.last.department, department.last.name, department.projects[year]
    total = sum_projects(tables, catalogue)
    title = catalogue.format("site", "projects-of-year", year=year)

    def render(piece: Sequence[TableSummary], context: dict[str, Any]) -> dict[str, bytes]:
        return frame.render(
            "projects.html.j2", context["part"].path, catalogue.language,
            section="departments", name=name, title=title, total=total, shows_departments=False,
            entries=[project_row(table, frame, catalogue) for table in piece],
            steps=department_steps(name, code, catalogue),
            **context,
        )  # fmt: skip

    return make_list(tables, weigh_project, projects_folder(code, year), render)


def _unit_years(department: _Department, catalogue: Catalogue) -> list[UnitYear]:
    code, has_lists = department.last.department, department.has_unit_lists
    return [
        UnitYear(
            year=year,
            count=len(units),
            sums=_sum_of_units(units, catalogue),
            rows=() if has_lists else tuple(unit_row(each, catalogue) for each in units),
            path=f"{units_folder(code, year)}/index.html" if has_lists else "",
        )
        for year, units in department.units.items()
    ]


def _sum_of_units(units: Sequence[UnitTable], catalogue: Catalogue) -> tuple[Amount, ...]:
    return sum_amounts(((each.total, each.currency) for each in units), catalogue)


def _unit_list(
    frame: PageFrame, department: _Department, year: int, catalogue: Catalogue
) -> dict[str, bytes]:
    """The list of the units of a year, in as many parts as it needs."""
    code, name, units = department.last.department, department.last.name, department.units[year]
    title = catalogue.format("site", "units-of-year", year=year)

    def render(piece: Sequence[UnitTable], context: dict[str, Any]) -> dict[str, bytes]:
        return frame.render(
            "units.html.j2", context["part"].path, catalogue.language,
            section="departments", name=name, title=title, count=len(units),
            sums=_sum_of_units(units, catalogue),
            entries=[unit_row(unit, catalogue) for unit in piece],
            steps=department_steps(name, code, catalogue),
            **context,
        )  # fmt: skip

    def weigh(unit: UnitTable) -> int:
        return weigh_texts(unit.name, base=280)

    return make_list(units, weigh, units_folder(code, year), render)
