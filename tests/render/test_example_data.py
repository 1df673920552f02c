"""The data of the made-up spec of every form."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from perf_report import resources
from perf_report.app.check.spec_check import CheckedPlan, Standards, check_source, open_standards
from perf_report.app.project import Project
from perf_report.model.form_data_files import data_file_names
from perf_report.model.source import Source
from perf_report.outputs.pdf_attachments import data_file
from perf_report.outputs.table import Table
from perf_report.parse.load import load_plan
from perf_report.parse.next_year import ReviewMarks, carry_over
from perf_report.parse.source import read_source
from perf_report.parse.travelling_copy import travelling_copy

EXAMPLES = sorted((resources.PACKAGE / "data" / "examples").glob("*.yaml"))
MARKS = ReviewMarks(carried="# carried 2025", moved="# moved 2025", mentions="# mentions 2025")


@pytest.fixture(scope="module")
def standards() -> Standards:
    return open_standards(Project(root=resources.PACKAGE), ())


@pytest.fixture(params=EXAMPLES, ids=lambda path: path.stem)
def checked(request: pytest.FixtureRequest, standards: Standards) -> CheckedPlan:
    return check_source(read_source(request.param), standards)


@pytest.fixture
def table(checked: CheckedPlan) -> Table:
    assert checked.valid_table is not None
    return checked.valid_table


@pytest.fixture(scope="module")
def errors(repository: Path) -> Callable[[Any], list[Any]]:
    schema = json.loads((repository / "perf_report/schemas/table.schema.json").read_bytes())
    validator = Draft202012Validator(schema, format_checker=FormatChecker())
    return lambda data: list(validator.iter_errors(data))


def test_its_json_has_the_shape_of_its_schema(
    table: Table, errors: Callable[[Any], list[Any]]
) -> None:
    assert errors(json.loads(data_file(table, "table.json"))) == []


def test_its_csv_files_have_as_many_cells_in_each_row_as_in_the_header(table: Table) -> None:
    for name in data_file_names(table.vocabulary.form):
        if name.endswith(".csv"):
            text = data_file(table, name).decode("utf-8-sig")
            header, *rows = csv.reader(io.StringIO(text, newline=""), strict=True)
            assert rows or not table.plan.tables, name
            assert {len(row) for row in rows} <= {len(header)}
            assert len(set(header)) == len(header)


def test_its_json_and_its_csv_have_the_same_indicators_in_the_same_order(table: Table) -> None:
    data = json.loads(data_file(table, "table.json"))
    lists = [goal.get("indicators", ()) for goal in data.get("goals", ())]
    said = [each["id"] for each in (item for part in lists for item in part)]
    said += [each["id"] for each in data.get("indicators", ())]
    text = data_file(table, "indicators.csv").decode("utf-8-sig")

    assert [row["id"] for row in csv.DictReader(io.StringIO(text, newline=""))] == said
    assert sorted(said) == sorted(each.id for each in table.plan.all_indicators())


def test_its_travelling_copy_is_checked_as_it_is(
    checked: CheckedPlan, table: Table, standards: Standards
) -> None:
    copy = check_source(travelling_copy(table.source), standards)

    assert copy.plan == checked.plan
    assert (copy.office, copy.valid_table is not None) == (None, True)


def test_next_years_spec_is_made_of_it(checked: CheckedPlan) -> None:
    assert checked.plan is not None

    made = carry_over(checked.document, checked.plan.year + 1, MARKS)

    later = load_plan(Source(name="a.yaml", data=made.text.encode())).plan
    assert later is not None
    assert later.identity.previous == checked.plan.identity
