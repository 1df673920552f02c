"""The lists of a year: tables by department, projects, and the data files of all of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from perf_report.messages import Catalogue
from perf_report.model.text import Text
from perf_report.site.history import record_folder
from perf_report.site.page_frame import PageFrame, front_steps
from perf_report.site.paging import make_list, weigh_texts
from perf_report.site.paths import DATA
from perf_report.site.record_files import FileEntry, list_all_files
from perf_report.site.reports_view import report_title
from perf_report.site.table_rows import (
    TableRow,
    project_row,
    projects_alone_row,
    sum_projects,
    table_row,
    weigh_project,
)
from perf_report.site.table_summary import TableSummary

YEARS, DATA_FOLDER = "years", "data"

_Files = dict[str, bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFiles:
    """The data files of a table, or of a report on it, which then has its title."""

    name: Text
    project: Text | None
    report: str
    files: tuple[FileEntry, ...]


def make_year_pages(
    frame: PageFrame,
    year: int,
    tables: Sequence[TableSummary],
    reports: Sequence[TableSummary],
    catalogue: Catalogue,
) -> _Files:
    """Return the lists of a year: its tables, by department, its projects, and all their files.

    `reports` are those on the tables.
    """
    projects = [table for table in tables if table.project]
    pages = _table_pages(frame, year, tables, catalogue)
    if projects:
        pages |= _project_pages(frame, year, projects, catalogue)
    return pages | _files_pages(frame, year, [*tables, *reports], catalogue)


def _table_pages(
    frame: PageFrame, year: int, tables: Sequence[TableSummary], catalogue: Catalogue
) -> _Files:
    projects = [table for table in tables if table.project]
    rows = list(_year_rows(tables, catalogue))
    own = [table for table in tables if not table.project]
    evaluated = sum(table.evaluation is not None for table in own)

    def render(piece: Sequence[TableRow], context: dict[str, Any]) -> _Files:
        return frame.render(
            "year.html.j2", context["part"].path, catalogue.language,
            section="departments", year=year, count=len(own), evaluated=evaluated, entries=piece,
            projects=sum_projects(projects, catalogue) if projects else None,
            projects_path=f"{_projects_folder(year)}/index.html",
            steps=front_steps(catalogue),
            **context,
        )  # fmt: skip

    def weigh(row: TableRow) -> int:
        return weigh_texts(row.name, base=600)

    return make_list(rows, weigh, f"{YEARS}/{year}", render)


def _year_rows(tables: Sequence[TableSummary], catalogue: Catalogue) -> Iterator[TableRow]:
    """A row for each department of a year: its table, or else its projects."""
    for _, group in groupby(tables, key=lambda table: table.department):
        of_department = list(group)
        projects = [table for table in of_department if table.project]
        own = [table for table in of_department if not table.project]
        if not own:
            yield projects_alone_row(projects, catalogue)
        yield from (table_row(table, catalogue, projects) for table in own)


def _projects_folder(year: int) -> str:
    return f"{YEARS}/{year}/projects"


def _project_pages(
    frame: PageFrame, year: int, projects: Sequence[TableSummary], catalogue: Catalogue
) -> _Files:
    """The list of all projects of a year."""
    title = catalogue.format("site", "projects-of-year", year=year)
    total = sum_projects(projects, catalogue)

    def render(piece: Sequence[TableSummary], context: dict[str, Any]) -> _Files:
        above = catalogue.format("site", "year-title", year=year)
        steps = [*front_steps(catalogue), {"name": above, "path": f"{YEARS}/{year}/index.html"}]
        return frame.render(
            "projects.html.j2", context["part"].path, catalogue.language,
            section="departments", name=None, title=title, total=total, shows_departments=True,
            entries=[project_row(table, frame, catalogue) for table in piece],
            steps=steps, **context,
        )  # fmt: skip

    return make_list(projects, weigh_project, _projects_folder(year), render)


def _files_pages(
    frame: PageFrame, year: int, tables: Sequence[TableSummary], catalogue: Catalogue
) -> _Files:
    listed = sorted((each for each in tables if each.files), key=lambda each: each.identity)

    def render(piece: Sequence[TableSummary], context: dict[str, Any]) -> _Files:
        return frame.render(
            "files.html.j2", context["part"].path, catalogue.language,
            section="data", year=year,
            entries=[_files_of(table, catalogue) for table in piece],
            steps=[
                *front_steps(catalogue),
                {"name": catalogue.format("site", "data-title"), "path": DATA},
            ],
            **context,
        )  # fmt: skip

    def weigh(table: TableSummary) -> int:
        names = (table.name, table.project_name or Text())
        return weigh_texts(*names, base=120 + 160 * len(table.files))

    return make_list(listed, weigh, f"{DATA_FOLDER}/{year}", render)


def _files_of(table: TableSummary, catalogue: Catalogue) -> TableFiles:
    folder = record_folder(table.identity, table.revision)
    files = tuple(list_all_files(folder, table.files, catalogue, table.report))
    title = report_title(table.report, catalogue) if table.report else ""
    return TableFiles(name=table.name, project=table.project_name, report=title, files=files)
