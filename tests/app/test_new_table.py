"""`perf-report new --department`: a spec with all that a form asks for, to be filled in."""

import sys
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import click
import pytest
from cases import for_each
from conftest import Runner, run_here
from form_example import make_example

from perf_report.app.new_table.points import share_points
from perf_report.model.form import IndicatorsBlock, Stage, Subject
from perf_report.model.plan import Plan
from perf_report.model.text import Text
from perf_report.parse.document import Document
from perf_report.parse.forms import load_forms
from perf_report.parse.frameworks import load_frameworks
from perf_report.parse.load import LoadedSpec, load_plan
from perf_report.parse.review_marks import find_review_marks
from perf_report.parse.source import read_source

FORMS = {id_: form for id_, form in load_forms([]).items() if form.stage is Stage.PLAN}
OFFICE = ("new", "--department", "demo-office", "--name", "示例办公室", "--year", 2026)
PROJECT = ("--project", "demo-works", "--project-name", "示例工程")
ENGLISH = ("--name-en", "Example Office")


def load(path: Path) -> LoadedSpec:
    loaded = load_plan(read_source(path))
    assert loaded.plan is not None, loaded.findings
    return loaded


def plan_of(path: Path) -> Plan:
    plan = load(path).plan
    assert plan is not None
    return plan


def started(form: str, folder: Path, *more: object) -> Path:
    """The spec that is started from a form."""
    is_project = FORMS[form].subject is not Subject.DEPARTMENT
    options = (*more, *(PROJECT if is_project else ()))
    ran = run_here(*OFFICE, "--form", form, *options, cwd=folder)
    assert ran.code == 0, ran.stderr
    return folder / ran.stdout.strip()


@for_each("form", sorted(FORMS))
def test_a_table_is_started_from_any_form(tmp_path_factory: Any, form: str) -> None:
    is_project = FORMS[form].subject is not Subject.DEPARTMENT
    english = (*ENGLISH, "--project-name-en", "Works") if is_project else ENGLISH
    path = started(form, tmp_path_factory.mktemp("form"), *english)
    plan = plan_of(path)
    assert plan.form == form
    assert plan.department.name == Text(zh="示例办公室", en="Example Office")
    asked = FORMS[form]
    assert plan.fields.keys() == asked.asked_fields().keys()
    assert plan.funds.keys() == asked.funds_columns().keys()
    assert plan.tables.keys() == asked.table_columns().keys()
    assert bool(plan.tasks) == asked.has_tasks
    categories = load_frameworks([])[plan.framework].category_ids()
    horizons = [h for block in asked.blocks_of(IndicatorsBlock) for h in block.horizons]
    used = [each.category for each in plan.all_indicators()]
    assert used == [*categories] * len(horizons)
    weights = [each.weight for each in plan.all_indicators() if each.weight is not None]
    assert not weights or (asked.weights is not None and sum(weights) == asked.weights.sum)


@for_each("form", sorted(FORMS))
def test_all_that_is_to_be_filled_in_is_a_word_or_a_mark(tmp_path_factory: Any, form: str) -> None:
    loaded = load(started(form, tmp_path_factory.mktemp("form")))
    marks = [mark.route or () for mark in find_review_marks(loaded.document)]
    assert [
        route
        for route in values(loaded.document)
        if route not in {mark[: len(route)] for mark in marks}
    ] == []


def values(document: Document) -> Any:
    """The routes of amounts and of fields that are no text; each has a line of its own."""
    lines = document.lines
    assert document.root is not None
    data: Any = document.root.value()
    assert any("待填" in line for line in lines)
    for id_, value in data.get("fields", {}).items():
        if not isinstance(value, dict) or "zh" not in value:
            yield "fields", id_
    for id_, value in data.get("funds", {}).items():
        yield from (
            [("funds", id_)]
            if not isinstance(value, dict)
            else (("funds", id_, column) for column in value)
        )


def test_the_file_is_named_after_year_department_and_project(tmp_path: Path) -> None:
    assert started("overall-2015", tmp_path) == tmp_path / "specs/2026-demo-office.yaml"
    path = started("project-2021", tmp_path)
    assert path == tmp_path / "specs/2026-demo-office-demo-works.yaml"
    text = path.read_text("utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../schema.json\n# 项目支出绩效目标表 / "
    )
    assert "\nlanguages: [zh]\n" in text
    assert "# 主管部门及编码 / Competent department and code\n" in text
    assert "# 产出指标 / Output · 数量指标 / Quantity\n" in text
    assert "资金总额 / Total funds\n  whole: 0.00  # 待核：请填写 / to review: fill in\n" in text


@for_each("form", sorted(FORMS))
def test_points_are_within_the_ranges_of_the_framework(tmp_path_factory: Any, form: str) -> None:
    plan = plan_of(started(form, tmp_path_factory.mktemp("form")))
    given: dict[str, Decimal] = {}
    for each in plan.all_indicators():
        given[each.category] = given.get(each.category, Decimal()) + (each.weight or 0)
    for level in load_frameworks([])[plan.framework].levels:
        if level.weight and sum(given.values()):
            low, high = level.weight
            assert low <= sum(given[each.id] for each in level.categories) <= high


@pytest.mark.parametrize(
    ("ranges", "whole", "points"),
    [
        ((None, None), 100, [34, 33, 33]),
        (((0, 20), None), 100, [10, 10, 80]),
        (((10, 20), (50, 90)), 60, [5, 5, 50]),
        (((0, 20), (0, 30)), 100, [10, 10, 30]),
        ((None, None), 0, [0, 0, 0]),
    ],
)
def test_points_are_shared_as_evenly_as_ranges_allow(
    ranges: Any, whole: int, points: list[int]
) -> None:
    both = load_frameworks([])["output-cost"].levels[:2]
    levels = tuple(
        replace(level, weight=weight, categories=level.categories[:count])
        for level, weight, count in zip(both, ranges, (2, 1), strict=True)
    )
    framework = replace(load_frameworks([])["output-cost"], levels=levels)
    assert share_points(framework, whole) == points


def test_choices_are_listed_and_a_unit_needs_no_code(tmp_path: Path) -> None:
    make_example(tmp_path)
    options = ("--form", "example-project", "-o", "new.yaml")
    assert run_here(*OFFICE, *PROJECT, *options, cwd=tmp_path).code == 0
    text = (tmp_path / "new.yaml").read_text("utf-8")
    assert (
        "  # 项目属性 / Nature\n  # 可填 / choices: new (新增 / new) | old (延续 / continued)\n"
        "  nature: new  # 待核"
    ) in text
    assert (
        '  # 有代码的写作 / with a code: {code: "000", name: {zh: …, en: …}}\n'
        "  authority: {zh: 待填}\n"
    ) in text


def test_output_names_the_file_and_an_existing_one_is_never_touched(tmp_path: Path) -> None:
    ran = run_here(*OFFICE, "-o", "ours.yaml", cwd=tmp_path)
    assert (ran.code, ran.stdout) == (0, "ours.yaml\n")
    assert "perf-report validate" in ran.stderr
    (tmp_path / "ours.yaml").write_text("kept", "utf-8")
    ran = run_here(*OFFICE, "-o", "ours.yaml", cwd=tmp_path)
    assert ran.code == 3
    assert "already exists: ours.yaml" in ran.stderr
    assert (tmp_path / "ours.yaml").read_text("utf-8") == "kept"


def test_the_year_is_the_current_one_unless_it_is_told(
    here: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from perf_report.cli import new_head

    monkeypatch.setattr(new_head, "today", lambda: __import__("datetime").date(2031, 5, 4))
    ran = here(*OFFICE[:-2], cwd=tmp_path)
    assert ran.stdout == "specs/2031-demo-office.yaml\n"


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (("--department", "demo"), 2, "missing: --name"),
        (("--name", "示例办公室"), 2, "missing: --department"),
        ((*OFFICE[1:], "--form", "project-2021"), 2, "missing: --project, --project-name"),
        ((*OFFICE[1:], "--form", "nothing"), 3, "there is no form “nothing”"),
        ((*OFFICE[1:], "--project", "works"), 2, "--project: only for a project form"),
        (("--department", "Demo Office", "--name", "示例"), 2, "Demo Office"),
        (("--department", "assets", "--name", "示例"), 2, "assets"),
        (
            ("--department", "demo", "--name", "示例", "--from", "x.yaml"),
            2,
            "cannot be used together",
        ),
        (("--department", "demo", "--name", "示例", "folder"), 2, "FOLDER"),
        (("--year", "2026"), 2, "--department"),
    ],
)
def test_what_is_missing_or_wrong_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: Any, code: int, said: str
) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    ran = run_here("new", *options, cwd=tmp_path)
    assert (ran.code, ran.stdout) == (code, "")
    assert said in ran.stderr
    assert not (tmp_path / "specs").exists()


@pytest.mark.parametrize("character", ["\u202e", "\u0007", "\u200b", "\ufeff"])
def test_a_name_with_an_invisible_character_is_refused(tmp_path: Path, character: str) -> None:
    named = ("new", "--department", "demo-office", "--name", f"示例{character}办公室")
    ran = run_here(*named, "--year", 2026, cwd=tmp_path)
    assert ran.code == 2
    assert f"U+{ord(character):04X}" in ran.stderr
    assert not (tmp_path / "specs").exists()


Asked = list[tuple[str, object]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Asked]:
    """Answer the questions of a command in turn; None takes the default."""

    def give(*answers: str | None) -> Asked:
        left, asked = list(answers), []

        def prompt(question: str, *, default: object, **_: object) -> object:
            asked.append((question.partition(" (")[0], default))
            given = left.pop(0)
            return default if given is None else given

        monkeypatch.setattr(click, "prompt", prompt)
        monkeypatch.setattr(sys, "stdin", type("Terminal", (), {"isatty": lambda _: True})())
        return asked

    return give


def test_what_is_missing_is_asked_on_a_terminal(
    here: Runner, tmp_path: Path, answer: Callable[..., Asked]
) -> None:
    asked = answer("示例办公室", "Example Office", "works", "示例工程", "Works", "2027")
    ran = here("new", "--department", "demo", "--form", "project-hunan", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert [question for question, _ in asked] == [
        "Department name", "Department name", "Project code", "Project name", "Project name",
        "Budget year",
    ]  # fmt: skip
    assert ran.stdout == "specs/2027-demo-works.yaml\n"
    plan = plan_of(tmp_path / ran.stdout.strip())
    assert plan.department.name == Text(zh="示例办公室", en="Example Office")
    assert plan.project is not None
    assert plan.project.name == Text(zh="示例工程", en="Works")


def test_the_form_is_offered_and_without_english_the_table_is_in_chinese(
    here: Runner, tmp_path: Path, answer: Callable[..., Asked]
) -> None:
    asked = answer("示例办公室", None, "?", "overall", "project-hunan", "works", "示例工程", None)
    ran = here("new", "--department", "demo", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert asked[2:5] == [("Form", "overall-2015")] * 3
    assert ran.stderr.count("  project-hunan      项目支出绩效目标申报表") == 2
    plan = plan_of(tmp_path / ran.stdout.strip())
    assert (plan.form, plan.languages) == ("project-hunan", ("zh",))


@pytest.mark.parametrize(
    ("code", "said"), [("Demo Office", "lowercase"), ("assets", "“assets”"), (" ", "")]
)
def test_a_bad_code_is_refused_at_once_and_asked_again(
    here: Runner, tmp_path: Path, answer: Callable[..., Asked], code: str, said: str
) -> None:
    asked = answer(code, "demo", None, None)
    ran = here("new", "--name", "示例", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert [question for question, _ in asked[:3]] == ["Department code", "Department code", "Form"]
    assert said in ran.stderr
    assert (tmp_path / ran.stdout.strip()).name.endswith("-demo.yaml")


def test_a_year_that_no_spec_has_is_refused(
    here: Runner, tmp_path: Path, answer: Callable[..., Asked]
) -> None:
    answer("示例", None, None, "26", "next", "2026")
    ran = here("new", "--department", "demo", cwd=tmp_path)
    assert (ran.code, ran.stdout) == (0, "specs/2026-demo.yaml\n")
    assert ran.stderr.count("a year from 2000 to 2100") == 2


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_wrong_year_on_the_command_line_names_the_years(tmp_path: Path, language: str) -> None:
    ran = run_here("--ui-language", language, *OFFICE[:-1], "1999", cwd=tmp_path)
    assert ran.code == 2
    assert {"zh": "2000至2100", "en": "from 2000 to 2100"}[language] in ran.stderr


def test_a_form_and_a_framework_of_the_project_are_used(tmp_path: Path) -> None:
    (tmp_path / "specs").mkdir()
    (tmp_path / "forms").mkdir()
    ours = run_here("forms", "project-2021", cwd=tmp_path).stdout
    text = ours.replace("id: project-2021", "id: ours").replace("field: nature", "field: kind")
    (tmp_path / "forms" / "ours.yaml").write_text(text, "utf-8")
    ran = run_here(*OFFICE, *PROJECT, "--form", "ours", cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert "kind" in plan_of(tmp_path / ran.stdout.strip()).fields


def test_a_name_is_written_so_that_it_reads_as_it_is(tmp_path: Path) -> None:
    name = "示例：甲、乙 {局} # 1"
    ran = run_here("new", "--department", "demo", "--name", name, "--year", 2026, cwd=tmp_path)
    assert ran.code == 0, ran.stderr
    assert plan_of(tmp_path / ran.stdout.strip()).department.name == Text(zh=name)
