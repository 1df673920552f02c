"""`perf-report forms ID --format`: a form with nothing filled in, to look at or to print."""

import re
from pathlib import Path

import pytest
from cases import for_each
from conftest import run_here

from perf_report.app.blank_form import empty_plan
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
    ran = run_here("forms", "project-2021", "--format", "docx", cwd=tmp_path)
    assert ran.code == 2
    assert "docx" in ran.stderr
