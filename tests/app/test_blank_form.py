"""`perf-report forms ID --format`: a form with nothing filled in, to look at or to print."""

import re
import shutil
from pathlib import Path

import docx
import pytest
from cases import for_each
from conftest import run_here

from perf_report import resources
from perf_report.app.blank_form import draw_form, empty_plan
from perf_report.app.project import Project
from perf_report.model.form import FieldsBlock, IndicatorsBlock, Stage, Subject
from perf_report.parse.forms import load_forms

FORMS = {id_: form for id_, form in load_forms([]).items() if form.stage is Stage.PLAN}
SINGLE = sorted(form.id for form in FORMS.values() if form.subject is not Subject.PROJECTS)


@for_each("id_", sorted(FORMS))
def test_the_plan_of_a_blank_form_has_no_values(id_: str) -> None:
    form = FORMS[id_]
    plan = empty_plan(Project(root=Path()), form, 2026)
    assert (plan.year, plan.fields, plan.funds, plan.weights) == (2026, {}, {}, {})
    assert plan.currency_unit in {"万元", "元"}
    assert not plan.name.zh or not plan.name.zh.strip()
    assert not any(goal.text.zh for goal in plan.goals)
    for indicator in plan.all_indicators():
        assert (indicator.name.zh, indicator.weight, indicator.note) == ("", None, None)
    assert bool(plan.tasks) == form.has_tasks
    assert plan.tables.keys() == form.table_columns().keys()
    assert bool(list(plan.all_indicators())) == bool(form.blocks_of(IndicatorsBlock))


@for_each("id_", SINGLE)
def test_a_blank_form_has_the_labels_of_the_form_and_no_words_of_a_starter(
    tmp_path_factory: pytest.TempPathFactory, id_: str
) -> None:
    folder = tmp_path_factory.mktemp("form")
    ran = run_here("forms", id_, "--format", "html", "--year", 2026, cwd=folder)
    assert ran.code == 0, ran.stderr
    text = re.sub(r"<[^>]*>|\s", "", ran.stdout)
    assert (FORMS[id_].title.zh or "?") in text
    for block in FORMS[id_].blocks_of(FieldsBlock):
        assert all((field.label.zh or "") in text for row in block.rows for field in row)
    assert [word for word in ("待填", "TODO", "待核", "0.00") if word in text] == []


@pytest.mark.slow
def test_a_blank_form_is_a_pdf_and_a_picture_of_its_first_page(tmp_path: Path) -> None:
    ran = run_here(
        "forms", "project-2021", "--format", "pdf=a.pdf", "--format", "png=a.png", cwd=tmp_path
    )
    assert ran.code == 0, ran.stderr
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF-")
    picture = (tmp_path / "a.png").read_bytes()
    assert picture.startswith(b"\x89PNG")
    # A4 upright at 144 dpi.
    assert int.from_bytes(picture[16:20]) == pytest.approx(1191, abs=1)
    assert int.from_bytes(picture[20:24]) == pytest.approx(1684, abs=1)


def test_a_picture_without_pdftoppm_is_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    ran = run_here("forms", "project-ezhou", "--format", "png=a.png", cwd=tmp_path)
    assert ran.code == 3
    assert "poppler-utils" in ran.stderr
    assert not (tmp_path / "a.png").exists()


def test_a_blank_form_has_to_be_named(tmp_path: Path) -> None:
    ran = run_here("forms", "--format", "html", cwd=tmp_path)
    assert ran.code == 2
    assert "perf-report forms ID --format html=FILE" in ran.stderr
    ran = run_here("forms", "project-2021", "--format", "odt", cwd=tmp_path)
    assert ran.code == 2
    assert "odt" in ran.stderr


BEGUN = """\
# 自评
format: 1
report: evaluation
of: {department: demo-water, year: 2026, project: example-river}
form: project-evaluation-2020
scoring: mof-2020
as_of: 2026-12-31
"""
REPORTS = sorted(id_ for id_, form in load_forms([]).items() if form.stage is not Stage.PLAN)


@for_each("id_", REPORTS)
def test_the_blank_form_of_a_report_has_its_labels_and_no_values(id_: str) -> None:
    form = load_forms([])[id_]
    page = draw_form(Project(root=Path()), id_, 2026, "zh", "html").decode()
    text = re.sub(r"<[^>]*>|\s", "", page)
    for block in form.blocks_of(IndicatorsBlock):
        labels = [column.label.zh or "" for column in block.columns]
        assert all(label in text for label in labels if "{" not in label)
    assert [
        word
        for word in ("待填", "TODO", "√", "0.00", "{points}", "{number}", "{months}")
        if word in text
    ] == []


def test_a_report_that_is_begun_is_printed_filled_in_and_brought_back(tmp_path: Path) -> None:
    shutil.copy(resources.example_specs_path() / "project-2021.yaml", tmp_path)
    report = tmp_path / "2026-evaluation.yaml"
    report.write_text(BEGUN, "utf-8")
    ran = run_here("forms", report.name, "--format", "docx=form.docx", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    document = docx.Document(str(tmp_path / "form.docx"))
    row = next(
        row
        for table in document.tables
        for row in table.rows
        if "加固堤防长度" in {cell.text for cell in row.cells}
    )
    cells = list(dict.fromkeys(row.cells))
    name = [cell.text for cell in cells].index("加固堤防长度")
    cells[name + 2].text = "12.8公里"
    document.save(str(tmp_path / "form.docx"))
    ran = run_here("import", "form.docx", "--into", report.name, "--yes", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    expected = f"{BEGUN}indicators:\n  dikes:\n    actual: 12.8公里\n"
    assert report.read_text("utf-8") == expected
    ran = run_here("forms", report.name, cwd=tmp_path)
    assert ran.code == 2
