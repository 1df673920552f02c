"""Rows of lists: tables, projects, and the units of a department, in one language."""

from collections.abc import Sequence
from dataclasses import dataclass

from perf_report.messages import Catalogue
from perf_report.model.text import Text
from perf_report.site.change_counts import ChangeCounts
from perf_report.site.page_frame import PageFrame
from perf_report.site.paging import weigh_texts
from perf_report.site.paths import department_page
from perf_report.site.sums import Amount, UnitTable, name_currency, sum_amounts
from perf_report.site.table_summary import EvaluationSummary, TableSummary


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectSum:
    """How many projects a department has in a year, and the sums of their money."""

    count: int
    sums: tuple[Amount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """A table in a list; `projects` are those of its department in its year, if it has some.

    `department` is whose it is where `name` is that of a project. `changes` are told at
    `changes_path`, which may be there without their counts.
    """

    year: int
    path: str
    is_localized: bool
    revision: int
    status: str
    total: str
    unit: str
    tasks: int
    goals: int
    indicators: int
    day: str
    name: Text
    projects: ProjectSum | None = None
    changes: ChangeCounts | None = None
    changes_path: str = ""
    department: Text | None = None
    is_adjustment: bool = False
    evaluation: EvaluationSummary | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """A project in a list; `form` is the title of its form, `department` whose project it is."""

    code: str
    name: Text
    form: str
    department: Text
    table: TableRow


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow:
    """A unit of a department in a list, with its total funds of a year."""

    name: Text
    path: str
    total: str
    unit: str


def table_row(
    table: TableSummary, catalogue: Catalogue, projects: Sequence[TableSummary] = ()
) -> TableRow:
    """Return a table's row of a list in one language; `projects` are those of its year."""
    return TableRow(
        year=table.year,
        path=table.path,
        is_localized=table.is_in(catalogue.language),
        revision=table.revision,
        is_adjustment=table.is_adjustment,
        status=table.status,
        evaluation=table.evaluation,
        total=table.total,
        unit=name_currency(table.currency, catalogue),
        tasks=table.tasks,
        goals=table.goals,
        indicators=table.indicators,
        day=table.day,
        name=table.subject,
        projects=sum_projects(projects, catalogue) if projects else None,
        changes=table.changes,
        changes_path=table.changes_path,
        department=table.name if table.project else None,
    )


def projects_alone_row(projects: Sequence[TableSummary], catalogue: Catalogue) -> TableRow:
    """Return the row of a department that has projects in a year and no table of its own."""
    first = projects[0]
    return TableRow(
        year=first.year, path=department_page(first.department), is_localized=True, revision=1,
        status="projects", total="", unit="", tasks=0, goals=0, indicators=0, day="",
        name=first.name, projects=sum_projects(projects, catalogue),
    )  # fmt: skip


def sum_projects(projects: Sequence[TableSummary], catalogue: Catalogue) -> ProjectSum:
    """Return the number of projects that stand, and the sums of their money."""
    standing = [table for table in projects if table.is_standing]
    amounts = ((table.total, table.currency) for table in standing)
    return ProjectSum(count=len(standing), sums=sum_amounts(amounts, catalogue))


def project_row(table: TableSummary, frame: PageFrame, catalogue: Catalogue) -> ProjectRow:
    """Return a project's row of a list in one language."""
    # What form a withdrawn table had is not known.
    form = frame.form_title(table.form, table.project, catalogue) if table.is_standing else ""
    return ProjectRow(
        code=table.project,
        name=table.subject,
        form=form,
        department=table.name,
        table=table_row(table, catalogue),
    )


def weigh_project(table: TableSummary) -> int:
    """Return about how many bytes the row of a project takes."""
    return weigh_texts(table.subject, table.name, base=600)


def unit_row(unit: UnitTable, catalogue: Catalogue) -> UnitRow:
    """Return a unit's row of a list in one language."""
    return UnitRow(
        name=unit.name,
        path=department_page(unit.code),
        total=unit.total,
        unit=name_currency(unit.currency, catalogue),
    )
