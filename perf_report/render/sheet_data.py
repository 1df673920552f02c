"""A sheet of projects as data: `projects.json` and `projects.csv`."""

from collections.abc import Iterator, Sequence

from perf_report.model.plan import Plan
from perf_report.model.plan_total import printed_total
from perf_report.model.vocabulary import Vocabulary
from perf_report.render.form_values import amount_text
from perf_report.render.indicator_csv import Row, indicator_columns, indicator_rows
from perf_report.render.json_text import to_json
from perf_report.render.table_csv import DataTable, write_csv
from perf_report.render.table_data import table_record

# The version of projects.json, whose schema is perf_report/schemas/projects.schema.json.
SHEET_VERSION = 1

# The tables of a sheet, each with its vocabulary; all of them have one form.
Members = Sequence[tuple[Plan, Vocabulary]]

_PROJECT = ("project", "project_zh", "project_en", "total")


def render_sheet_file(name: str, members: Members) -> bytes:
    """Return one of the two data files of a sheet."""
    return render_sheet_json(members) if name.endswith(".json") else render_sheet_csv(members)


def render_sheet_json(members: Members) -> bytes:
    """`projects.json`: the tables of all projects, each as in its table.json."""
    first, vocabulary = members[0]
    return to_json(
        {
            "version": SHEET_VERSION,
            "form": vocabulary.form.id,
            "department": first.department.code,
            "year": first.year,
            "projects": [table_record(plan, known) for plan, known in members],
        }
    )


def render_sheet_csv(members: Members) -> bytes:
    """`projects.csv`: one row an indicator, behind the project, its name and its money."""
    _, vocabulary = members[0]
    header = (*_PROJECT, *indicator_columns(vocabulary.form))
    return write_csv(DataTable(header=header, rows=list(_rows(members))))


def _rows(members: Members) -> Iterator[Row]:
    for plan, vocabulary in members:
        project = plan.project
        total = printed_total(plan, vocabulary.form)
        head = (
            project.code if project else "",
            plan.name.zh or "",
            plan.name.en or "",
            "" if total is None else amount_text(total, vocabulary.form),
        )
        for row in indicator_rows(plan, vocabulary):
            yield (*head, *row)
