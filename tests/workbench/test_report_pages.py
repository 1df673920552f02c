"""The page of a report: each value of each built-in form can be edited."""

import shutil
from pathlib import Path

import pytest
from cases import for_each
from example_reports import REPORTS

from perf_report import resources
from perf_report.app.check.spec_check import open_standards
from perf_report.app.project import Project
from perf_report.app.workbench.edits import Draft
from perf_report.app.workbench.page import SpecPage, build_details, build_page
from perf_report.app.workbench.page_findings import placed_findings
from perf_report.app.workbench.readers import Reader
from perf_report.app.workbench.report_asked import asked_of
from perf_report.messages import load_catalogue
from perf_report.model.finding import Finding, LocatedFinding
from perf_report.model.route import Route
from perf_report.parse.document import parse_document, scalars
from perf_report.parse.problem import FILE_START
from perf_report.parse.source import read_source

SAY = load_catalogue("zh")


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    project = Project(root=tmp_path_factory.mktemp("project"))
    shutil.copytree(resources.example_specs_path(), project.specs_folder())
    for path in REPORTS:
        shutil.copy(path, project.specs_folder())
    return Reader(project, open_standards(project, ()))


def routes_of(page: SpecPage) -> set[tuple[str, ...]]:
    return {tuple(cell.route.split(".")) for cell in page.cells() if cell.route}


# What a page does not edit: which report it is.
HEAD = {"format", "report", "of", "weights", "revision", "revision_note"}


@for_each("path", REPORTS)
def test_each_value_of_a_report_is_in_a_cell_or_in_details(path: Path, reader: Reader) -> None:
    source = read_source(reader.project.specs_folder() / path.name)
    draft, read = Draft(source.data.decode()), reader.read(source)
    page = build_page(read, draft, SAY)
    known = routes_of(page)
    rows = {row.details for part in page.parts for row in part.rows if row.details}
    for row in rows:
        details = build_details(read, draft, SAY, tuple(row.split(".")))
        assert details
        cells = (cell for each in details.rows for cell in each.cells if cell.route)
        known |= {tuple(cell.route.split(".")) for cell in cells}
    for route, scalar in scalars(parse_document(source)):
        steps = tuple(map(str, route))
        named = {steps[:end] for end in range(1, len(steps) + 1)}
        # A word may have a cell of its own, with a tick.
        named |= {(*steps[:-1], scalar.text), (*steps, scalar.text)}
        assert steps[0] in HEAD or named & known, steps
    assert not any(cell.severity for cell in page.cells())


@for_each(
    "name,id_,unit",
    [("project-evaluation-sichuan", "length", "公里"), ("project-evaluation-2020", "dikes", "")],
)
def test_a_unit_that_stands_apart_is_that_of_the_target(
    name: str, id_: str, unit: str, reader: Reader
) -> None:
    source = read_source(reader.project.specs_folder() / f"{name}.yaml")
    readable = reader.read(source).readable
    assert readable
    asked = asked_of(("indicators", id_, "actual"), readable)
    assert asked
    assert asked.unit == unit


ROW = ("indicators", "a")
TICK = (*ROW, "likelihood", "certain")


@for_each(
    "rule,route,cells,place",
    [
        ("score-reason", ROW, [(*ROW, "actual"), (*ROW, "reason")], (*ROW, "reason")),
        # A form without a column for it: the row as a whole.
        ("score-reason", ROW, [(*ROW, "actual")], ROW),
        ("report-likelihood", (*ROW, "likelihood"), [TICK, (*ROW, "reason")], (*ROW, "reason")),
        ("report-likelihood-missing", ROW, [TICK], (*ROW, "likelihood")),
        ("score-execution", ("funds", "b"), [("funds", "b", "executed")],
         ("funds", "b", "executed")),
        ("report-executed", ("funds", "b", "executed"), [], ("funds", "b", "executed")),
    ],
)  # fmt: skip
def test_what_a_finding_asks_for_is_its_place(
    rule: str, route: Route, cells: list[Route], place: Route
) -> None:
    located = LocatedFinding(file="", span=FILE_START, finding=Finding(rule=rule, route=route))
    assert placed_findings([located], cells) == ((located, place),)
